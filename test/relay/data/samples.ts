import type {
  RelayStore,
  SavedChannel,
  SavedEvent,
  SavedRelay,
  SavedSources,
  SavedState,
} from '../../../src/relay/data/relayStore.ts';
import { keyOf, savedKinds } from '../../../src/relay/data/savedKinds.ts';
import { defaultLimits, type Limits } from '../../../src/relay/core/limits.ts';
import {
  type DataFolder,
  type DataFolderOptions,
  openDataFolder,
} from '../../../src/relay/data/dataFolder.ts';
import { FakeClock } from '../../support/fakeClock.ts';

export const annKey = 'a'.repeat(64);
const bobKey = 'b'.repeat(64);

export function event(number: number, more: Partial<SavedEvent> = {}): SavedEvent {
  return {
    target: '#chat',
    time: 1_700_000_000_000 + number,
    msgid: `m${number}`,
    source: 'ann!ann@192.0.2.1',
    command: 'PRIVMSG',
    params: ['#chat', `number ${number}`],
    ...more,
  };
}

/** An event that has everything an event can have. */
export const fullEvent: SavedEvent = {
  ...event(1),
  account: 'ann',
  clientTags: { '+draft/reply': 'm0', '+typing': 'a;b c\r\n' },
  lines: [
    { text: 'olá 🌍', concat: false },
    { text: '', concat: true },
  ],
};

/** A channel that has everything a channel can have. */
export const fullChannel: SavedChannel = {
  name: '#Chat',
  createdAt: 5,
  topic: { text: 'a: topic', by: 'ann!ann@192.0.2.1', at: 6 },
  modes: '+ikls',
  key: 'sesame',
  limit: 10,
  lists: {
    b: [{ mask: '*!*@bad', by: 'ann', at: 7 }],
    e: [],
    I: [{ mask: `$k:${bobKey}`, by: 'ann', at: 8 }],
  },
  operatorKeys: [annKey],
  metadata: JSON.parse('{"__proto__":"a key like any other","url":"https://example.org"}') as Record<
    string,
    string
  >,
};

export const fullState: SavedState = {
  visitors: [],
  owners: [{ nick: 'ann', key: annKey, at: 9 }],
  channels: [fullChannel, { ...fullChannel, name: '#other' }],
  readMarkers: [{ account: 'ann', target: '#chat', at: 10 }],
  losses: [{ target: '#den', until: 9 }],
};

export const emptyState: SavedState = { visitors: [], owners: [], channels: [], readMarkers: [], losses: [] };

/** A relay whose state this is, as a store asks for it. */
export function sourcesOf({ visitors, owners, channels, readMarkers, losses }: SavedState): SavedSources {
  const byKey = {
    visitors: new Map(visitors.map(value => [keyOf('visitors', value), value])),
    owners: new Map(owners.map(value => [keyOf('owners', value), value])),
    channels: new Map(channels.map(value => [keyOf('channels', value), value])),
    readMarkers: new Map(readMarkers.map(value => [keyOf('readMarkers', value), value])),
    losses: new Map(losses.map(value => [keyOf('losses', value), value])),
  };
  return {
    visitors: key => byKey.visitors.get(key),
    owners: key => byKey.owners.get(key),
    channels: key => byKey.channels.get(key),
    readMarkers: key => byKey.readMarkers.get(key),
    losses: key => byKey.losses.get(key),
  };
}

/** A relay whose state and history these are. */
function relayOf(state: SavedState, events: readonly SavedEvent[] = []): SavedRelay {
  return { sources: sourcesOf(state), history: () => events };
}

/** Has a store keep a state, as a relay does whose state it is. */
export function keep(store: RelayStore, state: SavedState, events: readonly SavedEvent[] = []): void {
  store.start(relayOf(state, events));
  for (const kind of savedKinds) for (const value of state[kind]) store.changed(kind, keyOf(kind, value));
}

/** A data folder that keeps something. */
export interface KeepingFolder extends DataFolder {
  readonly store: RelayStore;
}

export async function openFolder(
  folder: string,
  given: DataFolderOptions = options(),
): Promise<KeepingFolder> {
  const data = await openDataFolder(folder, given);
  const { store } = data;
  if (store === undefined) throw new Error('it keeps nothing');
  return data as KeepingFolder;
}

/** What the data folder's parts are given, with a clock that stands still and a log that is kept. */
export function options(limits: Partial<Limits> = {}): {
  limits: Limits;
  clock: FakeClock;
  log: (text: string) => void;
  keepMs: number;
  told: string[];
} {
  const told: string[] = [];
  return {
    limits: { ...defaultLimits, ...limits },
    clock: new FakeClock(),
    log: text => told.push(text),
    keepMs: Infinity,
    told,
  };
}
