/** What the relay bounds of a data folder; a part of `Limits`. */
export interface SavingLimits {
  /** Messages of one channel or private talk that a data folder gives back at start: the newest. */
  readonly savedEventsPerTarget: number;
  /** Messages in all that a data folder gives back. */
  readonly savedEvents: number;
  /** Messages in all that a data folder gives back, in bytes of its file. */
  readonly savedEventBytes: number;
  /** The data folder's log; past it, and past twice what counts in it, it is compacted. */
  readonly compactLogBytes: number;
  /** From a change to the moment when the data folder has it, where no answer promises it, and when the disk has it. */
  readonly savePauseMs: number;
  /** From a writing of the data folder that failed to the next. */
  readonly saveRetryMs: number;
}

export const defaultSavingLimits: SavingLimits = {
  savedEventsPerTarget: 1000,
  savedEvents: 100_000,
  savedEventBytes: 32 * 1024 * 1024,
  compactLogBytes: 16 * 1024 * 1024,
  savePauseMs: 1000,
  saveRetryMs: 5000,
};
