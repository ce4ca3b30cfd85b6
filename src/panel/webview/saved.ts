import type { DraftsState } from './drafts.ts';

/** All that the page keeps over a reload; the rest comes with the snapshot. */
export interface Saved {
  /** The half-typed text of each tab that has one. */
  readonly drafts: DraftsState;
  /** What Up brings back, oldest first. */
  readonly typed: readonly string[];
}

/** Reads what an earlier page kept, perhaps one of another version; what is not as expected is left out. */
export function parseSaved(value: unknown): Saved {
  const { drafts, typed } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    drafts: Array.isArray(drafts) ? drafts.filter(isDraft) : [],
    typed: Array.isArray(typed) ? typed.filter(line => typeof line === 'string') : [],
  };
}

function isDraft(value: unknown): value is readonly [tab: string, text: string] {
  return Array.isArray(value) && value.length === 2 && value.every(part => typeof part === 'string');
}
