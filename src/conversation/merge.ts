import type { Line, MessageLine } from '../chat/line.ts';
import type { Tab } from './tab.ts';

/** Two clocks may show the time of one line this differently, in milliseconds; the file's has whole seconds. */
export const sameWithinMs = 30_000;

/** A line of an earlier time, as it is to stand in a tab. */
export interface PastLine {
  readonly line: MessageLine;
  /** The server's name for it; '' where there is none. */
  readonly msgid: string;
  /** The `msgid` of what it answers. */
  readonly replyTo?: string | undefined;
}

/** Where lines of an earlier time have come to stand. */
export interface Merged {
  /** Before all that were there, and after all, oldest first. */
  readonly before: readonly MessageLine[];
  readonly after: readonly MessageLine[];
  /** Among those that were there. */
  readonly between: readonly MessageLine[];
}

/**
 * Puts lines of an earlier time, oldest first, into a tab. What stands there already is left out: by its id where both
 * have one, by nick, text and time only against a line that never had one, each of those once. Nothing else is dropped.
 * A line stands in the server's order beside those of the same piece that are there already, else by its time; our own
 * messages that are still on their way come after all that a server tells.
 */
export function mergePast(tab: Tab, past: readonly PastLine[]): Merged {
  const likeable = new Set(tab.unnamed);
  const places = past.map(one => placeOf(one, tab, likeable));
  const inserts = insertsFor(tab.scrollback.lines, past, places);
  return apply(tab, inserts);
}

/** The place of the line that this one is, -1 when it is new. @param likeable lines without a name of the server's */
function placeOf({ line, msgid }: PastLine, tab: Tab, likeable: Set<MessageLine>): number {
  const known = tab.scrollback.indexOf(tab.lineIdOf(line.id));
  if (known >= 0) return known;
  const like = [...likeable].find(other => isAlike(line, other));
  if (like === undefined) {
    if (msgid === '') tab.noteUnnamed(line.id);
    else tab.name(msgid, line.id);
    return -1;
  }
  likeable.delete(like);
  if (msgid !== '') tab.name(msgid, like.id);
  return tab.scrollback.indexOf(like.id);
}

function isAlike(one: MessageLine, other: MessageLine): boolean {
  return one.nick === other.nick && one.text === other.text && Math.abs(one.at - other.at) <= sameWithinMs;
}

interface Insert {
  readonly line: MessageLine;
  /** The place, among the lines that were there, of the one that it goes before. */
  readonly at: number;
}

/** From the newest back, so that each is looked for from where the one after it stands. */
function insertsFor(
  lines: readonly Line[],
  past: readonly PastLine[],
  places: readonly number[],
): readonly Insert[] {
  const inserts: Insert[] = [];
  let at = lines.length;
  for (let index = past.length - 1; index >= 0; index--) {
    const [line, place] = [past[index]?.line, places[index] ?? -1];
    if (place >= 0) at = Math.min(at, place);
    else if (line !== undefined) {
      at = placeByTime(lines, line, at);
      inserts.push({ line, at });
    }
  }
  return inserts.reverse();
}

/** Before the first message that was said after it; notes have our own clock's time and do not count. */
function placeByTime(lines: readonly Line[], { at }: MessageLine, from: number): number {
  let place = from;
  for (let index = from - 1; index >= 0; index--) {
    const line = lines[index];
    if (line?.kind !== 'message') continue;
    if (line.at <= at && !isOnItsWay(line)) break;
    place = index;
  }
  return place;
}

function isOnItsWay({ delivery }: MessageLine): boolean {
  return delivery === 'queued' || delivery === 'sent';
}

function apply(tab: Tab, inserts: readonly Insert[]): Merged {
  const { scrollback } = tab;
  const count = scrollback.lines.length;
  const isEmpty = count === 0;
  const lineOf = ({ line }: Insert): MessageLine => line;
  const after = inserts.filter(({ at }) => at === count || isEmpty).map(lineOf);
  const between = inserts.filter(({ at }) => at > 0 && at < count);
  const early = inserts.filter(({ at }) => at === 0 && !isEmpty).map(lineOf);
  for (const { line, at } of between.toReversed()) scrollback.insert(at, line);
  const before = scrollback.prepend(early) as readonly MessageLine[];
  for (const line of after) scrollback.add(line);
  return { before, after, between: between.map(lineOf) };
}
