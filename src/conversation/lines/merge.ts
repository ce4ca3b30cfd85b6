import type { Line, MessageLine } from '../../chat/line.ts';
import type { Insert } from '../tabs/scrollback.ts';
import type { Tab } from '../tabs/tab.ts';
import { isConfirmed } from '../tabs/unread.ts';

/** Two clocks may show the time of one line this differently, in milliseconds; the file's has whole seconds. */
export const sameWithinMs = 30_000;

/** What the file's lines are cut to, in milliseconds. */
const fileSecondMs = 1_000;

/** Lines of one nick and text, said at about the same time, among which one is looked for. */
const maxAlike = 100;

/** A line of an earlier time, as it is to stand in a tab: a message, or the note of a gap. */
export interface PastLine {
  readonly line: Line;
  /** The server's name for it; '' where there is none. */
  readonly msgid: string;
  /** The `msgid` of what it answers. */
  readonly replyTo?: string | undefined;
}

/** Where lines of an earlier time have come to stand. */
export interface Merged {
  /** Before all that were there, and after all, oldest first. */
  readonly before: readonly Line[];
  readonly after: readonly Line[];
  /** Among those that were there. */
  readonly between: readonly Line[];
}

/**
 * Puts lines of an earlier time, oldest first, into a tab. What stands there already is left out: by its id where both
 * have one, by nick, text and time only where one of them never had one, each line once. Nothing else is dropped.
 * A line stands in the server's order beside those of the same piece that are there already, else by its time; our own
 * messages that are still on their way come after all that a server tells.
 *
 * @param isOlder the lines are from before those that are there: of the same millisecond they come first
 */
export function mergePast(tab: Tab, past: readonly PastLine[], isOlder = false): Merged {
  const known = new KnownLines(tab, past);
  const places = past.map(one => known.placeOf(one));
  return apply(tab, insertsFor(tab, past, places, isOlder));
}

/**
 * Removes the line of the workspace's file that is a line of ours which the server took in an earlier window: that ended
 * before it could take note of it.
 *
 * @returns whether there was one
 */
export function forgetFromFile({ scrollback }: Tab, { nick, text, at }: MessageLine): boolean {
  const second = at - (at % fileSecondMs);
  const isIt = (line: Line): boolean =>
    line.kind === 'message' &&
    line.isFromFile === true &&
    line.at === second &&
    reading(line) === reading({ nick, text });
  const same = scrollback.lines.find(isIt);
  return same !== undefined && scrollback.remove(same.id);
}

/** Finds which line of a tab one of an earlier time is. */
class KnownLines {
  readonly #tab: Tab;
  /** Lines that may be known by how they read and were not yet, by nick and text, each oldest first. */
  readonly #alike: ReadonlyMap<string, MessageLine[]>;
  /** How many of them, by nick and text, were said too long ago for those that are still to come. */
  readonly #passed = new Map<string, number>();

  constructor(tab: Tab, past: readonly PastLine[]) {
    this.#tab = tab;
    const isNameless = past.some(({ msgid }) => msgid === '');
    const lines = isNameless ? tab.scrollback.lines : tab.unnamed;
    this.#alike = Map.groupBy(likely(lines, past), reading);
  }

  /** Its place; -1 when it is new. */
  placeOf({ line, msgid }: PastLine): number {
    if (line.kind === 'note') return -1;
    const { scrollback } = this.#tab;
    const known = scrollback.indexOf(this.#tab.lineIdOf(msgid === '' ? line.id : msgid));
    if (known >= 0) return known;
    const like = this.#takeLike(line, msgid);
    const { id } = like ?? line;
    if (msgid !== '') this.#tab.name(msgid, id);
    else if (like === undefined) this.#tab.noteUnnamed(id);
    return like === undefined ? -1 : scrollback.indexOf(id);
  }

  #takeLike(line: MessageLine, msgid: string): MessageLine | undefined {
    const key = reading(line);
    const alike = this.#alike.get(key) ?? [];
    let from = this.#passed.get(key) ?? 0;
    while (from < alike.length && (alike[from]?.at ?? 0) < line.at - sameWithinMs) from++;
    this.#passed.set(key, from);
    for (let at = from; at < Math.min(alike.length, from + maxAlike); at++) {
      const other = alike[at];
      if (other === undefined || Math.abs(line.at - other.at) > sameWithinMs) continue;
      // Of ours that waits it is known once the server has answered: see `forgetFromFile`.
      const mayBe =
        msgid === '' ? line.isFromFile !== true || isConfirmed(other) : this.#tab.isUnnamed(other.id);
      if (mayBe) return alike.splice(at, 1)[0];
    }
    return undefined;
  }
}

/** The messages that read as one of those of an earlier time: few, where a tab has a hundred thousand. */
function likely(lines: readonly Line[], past: readonly PastLine[]): MessageLine[] {
  const texts = new Map<string, Set<string>>();
  for (const { line } of past)
    if (line.kind === 'message') texts.set(line.nick, (texts.get(line.nick) ?? new Set()).add(line.text));
  return lines.filter(
    (line): line is MessageLine => line.kind === 'message' && texts.get(line.nick)?.has(line.text) === true,
  );
}

function reading({ nick, text }: Pick<MessageLine, 'nick' | 'text'>): string {
  return `${nick}\n${text}`;
}

/** From the newest back, so that each is looked for from where the one after it stands. */
function insertsFor(
  tab: Tab,
  past: readonly PastLine[],
  places: readonly number[],
  isOlder: boolean,
): readonly Insert[] {
  const inserts: Insert[] = [];
  const floors = placesBehind(places);
  const byTime = new PlacesByTime(tab, isOlder);
  for (let index = past.length - 1; index >= 0; index--) {
    const [line, place] = [past[index]?.line, places[index] ?? -1];
    if (place >= 0) byTime.goBackTo(place);
    else if (line !== undefined) inserts.push({ line, at: byTime.placeOf(line, floors[index] ?? 0) });
  }
  return inserts.reverse();
}

/** For each line of a piece the place behind those before it that are there already. */
function placesBehind(places: readonly number[]): readonly number[] {
  let floor = 0;
  return places.map(place => (floor = Math.max(floor, place + 1)));
}

/** Finds the places of lines, the newest first, each no later than the one before: all lines together are passed once. */
class PlacesByTime {
  readonly #lines: readonly Line[];
  readonly #isOlder: boolean;
  /** The lines of the file were said up to this time. */
  readonly #fileUpTo: number;
  /** Where the last one has its place. */
  at: number;
  /** All from here up to that are notes. */
  #read: number;
  /** Where the last one stands among those notes. */
  #noted: number;

  constructor({ scrollback: { lines }, keptUpTo = Infinity }: Tab, isOlder: boolean) {
    this.#lines = lines;
    this.#fileUpTo = keptUpTo;
    this.#isOlder = isOlder;
    this.at = lines.length;
    this.#read = lines.length;
    this.#noted = lines.length;
  }

  goBackTo(place: number): void {
    this.at = Math.min(this.at, place);
    this.#read = Math.min(this.#read, this.at);
  }

  /**
   * Before the first message that was said after it, and before the notes there of what happened after it. A gap stands
   * where it ends. Nothing comes before a restart of the server's.
   */
  placeOf(placed: Line, floor: number): number {
    this.#readBackTo(placed, floor);
    this.#noted = Math.min(this.#noted, this.at);
    const isTop = this.#isOlder && floor === 0 && this.#read === 0 && this.at < this.#lines.length;
    if (isTop) this.at = this.#noted = 0;
    const first = Math.max(this.#read, floor);
    while (this.#noted > first && isLaterNote(this.#lines[this.#noted - 1], timeIn(placed))) this.#noted--;
    return this.#noted;
  }

  /** Up to the last message that was said before it. */
  #readBackTo(placed: Line, floor: number): void {
    const at = timeIn(placed);
    for (; this.#read > floor; this.#read--) {
      const line = this.#lines[this.#read - 1];
      if (line === undefined || (line.kind === 'note' && line.upTo === undefined)) continue;
      if (line.kind === 'note' && line.isRestart === true) return;
      const lastAt = placed.kind === 'message' ? this.#lastTimeOf(line) : timeIn(line);
      const isKnown = line.kind === 'note' || isConfirmed(line);
      // What a gap ends with may be there already.
      const isBefore = this.#isOlder || placed.kind === 'note' ? lastAt < at : lastAt <= at;
      if (isBefore && isKnown) return;
      this.at = this.#read - 1;
    }
  }

  /** No later than was known when the file was written. */
  #lastTimeOf(line: Line): number {
    if (line.kind !== 'message' || line.isFromFile !== true) return timeIn(line);
    return Math.min(lastTimeOf(line), Math.max(line.at, this.#fileUpTo + 1));
  }
}

/** What happened later than a time, as far as clocks agree. */
function isLaterNote(line: Line | undefined, at: number): boolean {
  return line?.kind === 'note' && line.upTo === undefined && line.at > at;
}

/** When a line was said at the latest: one of the file at any time of its second. */
export function lastTimeOf(line: Line): number {
  return line.kind === 'message' && line.isFromFile === true ? line.at + fileSecondMs : timeIn(line);
}

/** By which a line has its place among others. */
function timeIn(line: Line): number {
  if (line.kind === 'note' && line.isRestart === true) return Infinity;
  return line.kind === 'note' ? (line.upTo ?? line.at) : line.at;
}

function apply({ scrollback }: Tab, inserts: readonly Insert[]): Merged {
  const count = scrollback.lines.length;
  const lineOf = ({ line }: Insert): Line => line;
  const after = inserts.filter(({ at }) => at === count).map(lineOf);
  const between = inserts.filter(({ at }) => at > 0 && at < count);
  const early = inserts.filter(({ at }) => at === 0 && count > 0).map(lineOf);
  scrollback.insert(between);
  const before = scrollback.prepend(early);
  for (const line of after) scrollback.add(line);
  return { before, after, between: between.map(lineOf) };
}
