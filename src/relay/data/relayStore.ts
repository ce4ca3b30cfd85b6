/** The contract between the relay and whatever keeps its state across restarts. Pure types: plain data only. */
import type { Event } from '../../common/emitter.ts';

/** A ban, exception or invitation exception: a mask, who set it, and when (milliseconds since 1970). */
export interface SavedMask {
  readonly mask: string;
  readonly by: string;
  readonly at: number;
  /** The key fingerprint of the person whose nick the mask named when it was set. */
  readonly key?: string;
}

/** What a relay keeps of a channel across restarts. Times are milliseconds since 1970. */
export interface SavedChannel {
  readonly name: string;
  readonly createdAt: number;
  /** The key fingerprint of who made it or took it over. */
  readonly owner?: string;
  readonly topic?: { readonly text: string; readonly by: string; readonly at: number };
  /** The flags as numeric 324 shows them, without parameters: `+nt`. */
  readonly modes: string;
  readonly key?: string;
  readonly limit?: number;
  readonly lists: Readonly<Record<'b' | 'e' | 'I', readonly SavedMask[]>>;
  /** Key fingerprints of those who are operators whenever they are there. */
  readonly operatorKeys: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A nick and the key fingerprint that owns it, since `at`. */
export interface SavedOwner {
  readonly nick: string;
  readonly key: string;
  readonly at: number;
}

/** How far an account has read a target: a channel, or another account. */
export interface SavedReadMarker {
  readonly account: string;
  readonly target: string;
  readonly at: number;
}

/** A key that has been here. Times are milliseconds since 1970. */
export interface SavedVisitor {
  readonly key: string;
  /** The address group that it first came from. */
  readonly group: string;
  /** The one that it last came from; older data folders do not have it. */
  readonly lastGroup?: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** On another day. */
  readonly cameBack: boolean;
}

/** That something is missing of the history of a target, up to a time in milliseconds since 1970. */
export interface SavedLoss {
  /** A folded channel name, the two accounts of a private talk, or `*` and `* *` for all that are not remembered by name. */
  readonly target: string;
  readonly until: number;
}

/** The kinds of things of which each one is kept under a key of its own; see `savedKinds.ts`. */
export interface SavedKinds {
  readonly visitors: SavedVisitor;
  readonly owners: SavedOwner;
  readonly channels: SavedChannel;
  readonly readMarkers: SavedReadMarker;
  readonly losses: SavedLoss;
}

export type SavedKind = keyof SavedKinds;

/** Everything but the history. */
export type SavedState = { readonly [Kind in SavedKind]: readonly SavedKinds[Kind][] };

/** Gives what is to be kept under a key, as it is now; undefined for nothing. */
export type SavedSources = { readonly [Kind in SavedKind]: (key: string) => SavedKinds[Kind] | undefined };

/** One line of history: all that is needed to replay it. */
export interface SavedEvent {
  /** A channel's name, or the two accounts of a private talk joined by a space. */
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly msgid: string;
  readonly source: string;
  readonly command: string;
  readonly params: readonly string[];
  readonly account?: string;
  readonly clientTags?: Readonly<Record<string, string>>;
  /** The lines of a multiline message. */
  readonly lines?: readonly { readonly text: string; readonly concat: boolean }[];
}

/** What a store asks the relay for. */
export interface SavedRelay {
  readonly sources: SavedSources;
  /** All history that there is, as it is at the call; of each target in the order of its coming. */
  readonly history: () => Iterable<SavedEvent>;
}

/**
 * Where a relay keeps what shall outlive it. No call throws because of the disk: when it cannot be written, the store
 * says so and tries again, and then everything that the relay still has is kept again.
 */
export interface RelayStore {
  /** What was kept, read once at start. */
  readonly state: SavedState;
  /** Names what is kept, from start to start as long as nothing may be missing; see `idsToken`. */
  readonly run: string;
  /** The history that was kept, in the order in which it was added; at most the limits' worth. */
  readonly events: readonly SavedEvent[];
  /**
   * Milliseconds since 1970: what was said up to then may be missing, in any target. It is the time of a start with
   * nothing kept, or at which it could not be known that everything was there. All that is said from now on is later.
   */
  readonly mayHaveLostUntil: number;
  /** Such times before that one, ascending; at most `maxEarlierLosses`, the latest. */
  readonly earlierLosses: readonly number[];
  /** By folded target, the time of the newest message that was too old to be given back, or for which there was no room. */
  readonly droppedUntil: ReadonlyMap<string, number>;
  /** How long history is kept, in milliseconds. */
  readonly keepMs: number;
  /** Whether what is said is kept: false while the disk cannot be written. */
  readonly isKeeping: boolean;
  /** Fires when that changes, with the news for the host. */
  readonly onKeeping: Event<string>;
  /** Says who is asked for what is to be kept. Comes before the first `changed`. */
  start(relay: SavedRelay): void;
  /**
   * What is kept under this key has changed, is new or is gone. Of many changes only the last state is written.
   *
   * @param canWait until it is written the rest of what is kept tells the same
   */
  changed(kind: SavedKind, key: string, canWait?: boolean): void;
  append(event: SavedEvent): void;
  /** Forgets one event, but for its place and by what it would be known if it was said again. */
  redact(target: string, msgid: string): void;
  /** What was kept under one target is kept under another from now on (`RENAME`). */
  rename(from: string, to: string): void;
  /** Forgets all events of a target: its channel has ended. */
  forget(target: string): void;
  /**
   * Hands what has come to the system, which has it at return and keeps it though this process is killed. To be called
   * before anybody hears of it. The disk has it about a second later.
   */
  flush(): void;
  /** Writes what waits, as it is at the call, and closes. What comes after the call is not kept. */
  close(): Promise<void>;
}
