import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { SavedEvent, SavedState } from './relayStore.ts';

export interface StoreOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  /** Takes what went wrong, one line at a time. */
  readonly log: (text: string) => void;
  /** How long history is kept, in milliseconds. */
  readonly keepMs: number;
  /** Of `sealKeyBytes`: encrypts what is kept, and opens what was. */
  readonly key?: Uint8Array | undefined;
}

/** What a log begins with. */
export interface LogContents {
  readonly boot: string;
  readonly run: string;
  /** Milliseconds since 1970: what was said up to then may be missing. */
  readonly lostUntil: number;
  /** Such times before that one, ascending. */
  readonly earlierLosses: readonly number[];
  readonly state: SavedState;
  readonly events: readonly SavedEvent[];
  readonly droppedUntil: ReadonlyMap<string, number>;
}
