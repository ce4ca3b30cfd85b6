/** What a connection's client can be asked at any time about the server and us there; `ChatClient` is one. */
export interface ServerView {
  /** Our nick as the server has it, or the one we shall ask for. */
  readonly nick: string;
  /** The rooms that we are in or shall be in again. */
  readonly rooms: readonly string[];
  /** What the server allows, in bytes. */
  readonly limits: { readonly nickBytes: number; readonly multilineBytes: number };
  /** About what time it is for the server, milliseconds since 1970; undefined where nobody can tell. */
  readonly now: number | undefined;
  /** Who is in a room, in alphabetical order; nobody where we are not. */
  members(room: string): readonly string[];
  /**
   * All that was said in a room, or in private with '', was told up to this time of the server's; undefined where nobody
   * can tell right now.
   */
  knownUpTo(target: string): number | undefined;
  /** The run of the server's histories that this is a time of; undefined where it names none. */
  readonly run: string | undefined;
  /** '' where there is none. */
  topic(room: string): string;
  /** For how many seconds the server keeps on its disk what is said: 0 for not at all, undefined where it does not say. */
  readonly keepsSeconds: number | undefined;
  supports(what: 'history' | 'tags' | 'redaction' | 'readMarkers' | 'files' | 'multiline'): boolean;
  /** A name as the server compares names. */
  fold(name: string): string;
  /** Whether `name` is a room's and not a person's. */
  isChannel(name: string): boolean;
}
