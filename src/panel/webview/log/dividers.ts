import type { Line } from '../../../chat/line.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';
import { dayText, isSameDay } from './days.ts';

/** What decides which dividers stand before a line. */
export interface Surroundings {
  /** The line before it; undefined for the first. */
  readonly before: Line | undefined;
  /** The id of the line before which *new since you looked* stands. */
  readonly firstNew: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const isEarlier = (line: Line | undefined): boolean => line?.kind === 'message' && line.earlier === true;

/**
 * What stands before a line: its day when that is another than the line's before (today goes without saying), the word
 * before the first of some earlier lines, and where what is new begins.
 */
export function dividersOf(line: Line, { before, firstNew, now }: Surroundings): HTMLElement[] {
  const views: HTMLElement[] = [];
  if (!isSameDay(line.at, before?.at ?? now)) views.push(element('div', 'label day', dayText(line.at)));
  if (isEarlier(line) && !isEarlier(before)) views.push(element('div', 'label', t('earlier')));
  if (line.id === firstNew) views.push(element('div', 'label new', t('new since you looked')));
  return views;
}
