import { objectOf, oneOf, type Read, readableOf, textOf, wholeOf } from '../common/read.ts';
import { maxKeptServers, maxMuted, maxOpenTabs } from './limits.ts';

/** Characters of what names a server, a room or a person. */
const maxServerLength = 256;
const maxNameLength = 128;

/** The tabs of one server, in their order. */
export interface SavedTabs {
  readonly tabs: readonly SavedTab[];
  /** Which of them was in front; -1 when none was. */
  readonly active: number;
  /** All that was said in private was shown up to here, milliseconds since 1970 by the server's clock. */
  readonly knownUpTo?: number;
  /** The run of the server's histories that all these times are of. */
  readonly run?: string;
}

interface SavedTab {
  readonly kind: 'room' | 'private';
  readonly target: string;
  /** All up to here was read, milliseconds since 1970. */
  readonly readUpTo?: number;
  /** Of a room: all that was said there was shown up to here. */
  readonly knownUpTo?: number;
}

/** The room this window was in last: what *Back to …* enters again. */
export interface LastRoom {
  readonly hosted: boolean;
  /** Absent in what 0.1.0 has kept. */
  readonly server?: string;
  readonly room: string;
  /** Where it was joined; of a hosted room nothing of use. */
  readonly address: string;
  readonly port: number;
}

/** Where values are read that an earlier window has kept: the editor's `Memento` is one. */
export interface KeptValues {
  get(key: string): unknown;
}

/** The keys under which windows keep things. */
export const keptKeys = {
  tabs: 'pychat.tabs',
  lastRoom: 'pychat.lastRoom',
  muted: 'pychat.muted',
  mutedAccounts: 'pychat.mutedAccounts',
  doNotDisturb: 'pychat.doNotDisturbUntil',
} as const;

const name = textOf(maxNameLength);
const server = textOf(maxServerLength);
const time = wholeOf(0, Number.MAX_SAFE_INTEGER);

const savedTabs = objectOf<SavedTabs>(
  {
    tabs: readableOf(
      objectOf<SavedTab>(
        { kind: oneOf(['room', 'private']), target: name, readUpTo: time, knownUpTo: time },
        ['readUpTo', 'knownUpTo'],
      ),
      maxOpenTabs,
    ),
    active: wholeOf(-1, maxOpenTabs),
    knownUpTo: time,
    run: name,
  },
  ['knownUpTo', 'run'],
);

/** The tabs that 0.1.0 has kept, of the room that the window was in last. Its own tab is not among them, only its place. */
interface OldTabs {
  readonly tabs: readonly SavedTab[];
  readonly main: number;
  readonly active: number;
}

const oldTabs = objectOf<OldTabs>({
  tabs: readableOf(
    objectOf<Pick<SavedTab, 'kind' | 'target'>>({ kind: oneOf(['room', 'private']), target: name }),
    maxOpenTabs - 1,
  ),
  main: wholeOf(0, maxOpenTabs),
  active: wholeOf(-1, maxOpenTabs),
});

/** @param room the one that the window was in */
export function readOldTabs(value: unknown, room: string): SavedTabs | undefined {
  const old = oldTabs(value);
  const home: SavedTab = { kind: 'room', target: room };
  return old && { tabs: old.tabs.toSpliced(old.main, 0, home), active: old.active };
}

/** A list of something for each server. What is not as expected is left out: another version may have written it. */
export function byServer<T>(read: Read<T>): (value: unknown) => Map<string, T> {
  return value => {
    const entries = Array.isArray(value) ? (value as unknown[]).slice(-maxKeptServers) : [];
    return new Map(
      entries.flatMap(entry => {
        const [of, what] = Array.isArray(entry) ? [server(entry[0]), read(entry[1])] : [];
        return of === undefined || what === undefined ? [] : [[of, what] as const];
      }),
    );
  };
}

/** The tabs that this workspace's window had last, by server. */
export const readTabs = byServer(savedTabs);

/** The rooms and people that are muted, by server. */
export const readMuted = byServer(readableOf(name, maxMuted));

/** Somebody who is muted, and the account that they were heard under. */
interface MutedAccount {
  readonly name: string;
  readonly account: string;
}

/** The people that are muted and whose accounts are known, by server. */
export const readMutedAccounts = byServer(
  readableOf(objectOf<MutedAccount>({ name, account: name }), maxMuted),
);

export const readLastRoom: Read<LastRoom> = objectOf<LastRoom>(
  {
    hosted: value => (typeof value === 'boolean' ? value : undefined),
    server,
    room: name,
    address: textOf(maxServerLength, 0),
    port: wholeOf(0, 65_535),
  },
  ['server'],
);

/** Milliseconds since 1970 until which nobody is to be disturbed; 0 for not at all. */
export function readQuietUntil(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** What is stored for all servers, after one of them has something else: that one is then the last to be forgotten. */
export function withServer<T>(all: ReadonlyMap<string, T>, of: string, what: T | undefined): [string, T][] {
  const others = [...all].filter(([other]) => other !== of);
  return [...others, ...(what === undefined ? [] : [[of, what] satisfies [string, T]])].slice(
    -maxKeptServers,
  );
}
