import { maxKeptLength, maxKeptTexts } from '../messageLimits.ts';
import type { Kept } from '../protocol.ts';

/** Reads what an earlier page kept, perhaps one of another version; what is not as expected is left out. */
export function parseSaved(value: unknown): Kept {
  const { drafts, typed, at } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    drafts: Array.isArray(drafts) ? drafts.filter(isDraft) : [],
    typed: Array.isArray(typed) ? typed.filter(line => typeof line === 'string') : [],
    at: typeof at === 'number' ? at : 0,
  };
}

/** As much of it as the host takes. */
export function keptForHost({ drafts, typed, at }: Kept): Kept {
  return {
    drafts: drafts.filter(([, text]) => text.length <= maxKeptLength).slice(-maxKeptTexts),
    typed: typed.filter(text => text.length <= maxKeptLength).slice(-maxKeptTexts),
    at,
  };
}

function isDraft(value: unknown): value is readonly [tab: string, text: string] {
  return Array.isArray(value) && value.length === 2 && value.every(part => typeof part === 'string');
}
