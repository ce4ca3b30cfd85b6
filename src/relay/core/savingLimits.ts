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
  /** Owners, channels and read markers in a data folder; what does not fit is not kept. */
  readonly savedStateBytes: number;
  /** One channel in a data folder; past it the channel's changes are not kept. */
  readonly savedChannelBytes: number;
  /** History that waits to be written; past it further messages are not kept. */
  readonly saveQueueBytes: number;
  /** From one writing of the data folder to the next. */
  readonly savePauseMs: number;
  /** From a writing that failed to the next. */
  readonly saveRetryMs: number;
}

export const defaultSavingLimits: SavingLimits = {
  savedEventsPerTarget: 1000,
  savedEvents: 100_000,
  savedEventBytes: 32 * 1024 * 1024,
  compactLogBytes: 16 * 1024 * 1024,
  savedStateBytes: 96 * 1024 * 1024,
  savedChannelBytes: 64 * 1024,
  saveQueueBytes: 16 * 1024 * 1024,
  savePauseMs: 1000,
  saveRetryMs: 5000,
};
