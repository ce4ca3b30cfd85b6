import type { SavedEvent, SavedKind, SavedKinds } from './relayStore.ts';
import { checkSaved, isSavedKind } from './savedKinds.ts';
import { asEvent, asFields, isMiddle, isTarget } from './savedShapes.ts';

/** What can happen to the history. `rename` renames the channel too, so that no crash comes between the two. */
export type HistoryRecord =
  | { readonly type: 'event'; readonly event: SavedEvent }
  | { readonly type: 'redact'; readonly target: string; readonly msgid: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'forget'; readonly target: string };

/** What can happen to the state: a value takes the place of the one with its key, or a key is no longer kept. */
type StateRecord =
  | { readonly type: 'put'; readonly kind: SavedKind; readonly value: SavedKinds[SavedKind] }
  | { readonly type: 'remove'; readonly kind: SavedKind; readonly key: string };

/**
 * What can stand in the log, after its head. `end` is the last record of a relay that was closed, `broken` that of a file
 * that could not be written: what was said after it is not there.
 */
export type LogRecord = HistoryRecord | StateRecord | { readonly type: 'end' | 'broken' };

/** Checks a record, read or about to be written. @returns undefined for one that means nothing */
export function asLogRecord(record: unknown): LogRecord | undefined {
  const { type, kind, value, key } = asFields(record);
  if (type === 'end' || type === 'broken') return { type };
  if (type !== 'put' && type !== 'remove') return asHistoryRecord(record);
  if (!isSavedKind(kind)) return undefined;
  if (type === 'remove') return typeof key === 'string' ? { type, kind, key } : undefined;
  const checked = checkSaved(kind, value);
  return checked && { type, kind, value: checked };
}

function asHistoryRecord(value: unknown): HistoryRecord | undefined {
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
