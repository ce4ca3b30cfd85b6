import type { Line } from '../../chat/line.ts';
import type { Tab } from '../tabs/tab.ts';
import { isConfirmed } from '../tabs/unread.ts';

/**
 * Moves a line of ours, now that the server has said when it took it, to where everybody else has it: behind all that the
 * server told before, or, when it was found in what was said before, behind what is not later.
 *
 * @returns whether it stood elsewhere
 */
export function moveToItsPlace({ scrollback }: Tab, id: string, isEarlier: boolean): boolean {
  const { lines } = scrollback;
  const from = scrollback.indexOf(id);
  const line = lines[from];
  if (line?.kind !== 'message') return false;
  const isBefore = (other: Line, index: number): boolean =>
    index !== from && other.kind === 'message' && isConfirmed(other) && (!isEarlier || other.at <= line.at);
  const last = lines.findLastIndex(isBefore);
  const isAbove = (other: Line): boolean =>
    other.kind === 'message' && isConfirmed(other) && other.at > line.at;
  if (last < from && !(isEarlier && lines.slice(last + 1, from).some(isAbove))) return false;
  scrollback.move(id, last + 1);
  return true;
}
