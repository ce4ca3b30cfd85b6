/** A place in code, as people write it: `src/a.ts:10-12@1a2b3c4`. */
export interface Location {
  /** Relative to the root of somebody's workspace, with `/` between its parts: hostile. */
  readonly path: string;
  /** Relative to the root of somebody's disk instead: only its end can name a file of ours. */
  readonly root?: 'disk';
  /** From 1. */
  readonly line: number;
  /** The last line; absent when it is one line. */
  readonly endLine?: number;
  /** From 1. */
  readonly column?: number;
  /** A git commit, 7 to 40 hex digits in lower case. */
  readonly commit?: string;
  /** What stood there, where the message shows it: by this it is found again. */
  readonly text?: string;
}
