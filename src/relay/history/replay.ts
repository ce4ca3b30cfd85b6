import { type Outgoing, OutgoingMessage } from '../core/outgoing.ts';
import { OutgoingMultiline } from '../core/outgoingMultiline.ts';
import { type Entry, isMultiline } from './entry.ts';

/**
 * An entry as it went out, with its own time, id and tags.
 *
 * @param channel what the channel is called now, when it is one's history: it may have had another name
 */
export function replay(entry: Entry, channel?: string): Outgoing {
  if (isMultiline(entry)) return new OutgoingMultiline({ ...entry, target: channel ?? entry.target });
  const [target = '', ...rest] = entry.params;
  if (channel === undefined || !target.startsWith('#')) return new OutgoingMessage(entry);
  return new OutgoingMessage({ ...entry, params: [channel, ...rest] });
}
