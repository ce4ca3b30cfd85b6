import type { SavedEvent } from './relayStore.ts';
import { asEvent, asFields, isMiddle, isTarget } from './savedShapes.ts';

/** What can stand in the log of history, after its header. */
export type HistoryRecord =
  | { readonly type: 'event'; readonly event: SavedEvent }
  | { readonly type: 'redact'; readonly target: string; readonly msgid: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'forget'; readonly target: string };

/** Checks a record, read or about to be written. @returns undefined for one that means nothing */
export function asHistoryRecord(value: unknown): HistoryRecord | undefined {
  const { type, event, target, msgid, from, to } = asFields(value);
  switch (type) {
    case 'event': {
      const checked = asEvent(event);
      return checked && { type, event: checked };
    }
    case 'redact':
      return isTarget(target) && isMiddle(msgid) ? { type, target, msgid } : undefined;
    case 'rename':
      return isTarget(from) && isTarget(to) ? { type, from, to } : undefined;
    case 'forget':
      return isTarget(target) ? { type, target } : undefined;
    default:
      return undefined;
  }
}
