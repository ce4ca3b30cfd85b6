/** The contract between the relay and whatever keeps its state across restarts. Pure types: plain data only. */

/** A ban, exception or invitation exception: a mask, who set it, and when (milliseconds since 1970). */
export interface SavedMask {
  readonly mask: string;
  readonly by: string;
  readonly at: number;
}

/** What a relay keeps of a channel across restarts. Times are milliseconds since 1970. */
export interface SavedChannel {
  readonly name: string;
  readonly createdAt: number;
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

/** Everything but the history. */
export interface SavedState {
  readonly owners: readonly SavedOwner[];
  readonly channels: readonly SavedChannel[];
  readonly readMarkers: readonly SavedReadMarker[];
}

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

/**
 * Where a relay keeps what shall outlive it. No call waits for the disk, and none throws because of it: what cannot be
 * written is tried again and told to the log.
 */
export interface RelayStore {
  /** What was kept, read once at start. */
  readonly state: SavedState;
  /** The history that was kept, in the order in which it was added; at most the limits' worth. */
  readonly events: readonly SavedEvent[];
  /** Something of the state changed; `take` is called when it is time to write. Only the newest `take` counts. */
  changed(take: () => SavedState): void;
  append(event: SavedEvent): void;
  /** Forgets one event. */
  redact(target: string, msgid: string): void;
  /** What was kept under one target is kept under another from now on (`RENAME`). */
  rename(from: string, to: string): void;
  /** Forgets all events of a target: its channel has ended. */
  forget(target: string): void;
  /** Writes what waits, as it is at the call, and closes. What comes after the call is not kept. */
  close(): Promise<void>;
}
