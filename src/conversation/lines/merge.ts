import type { Line, MessageLine } from '../../chat/line.ts';
import type { Insert } from '../tabs/scrollback.ts';
import type { Tab } from '../tabs/tab.ts';

/** Two clocks may show the time of one line this differently, in milliseconds; the file's has whole seconds. */
export const sameWithinMs = 30_000;

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
  return apply(tab, insertsFor(tab.scrollback.lines, past, places, isOlder));
}

/** Finds which line of a tab one of an earlier time is. */
class KnownLines {
  readonly #tab: Tab;
  /** Lines that may be known by how they read and were not yet, by nick and text, each oldest first. */
  readonly #alike: ReadonlyMap<string, MessageLine[]>;

  constructor(tab: Tab, past: readonly PastLine[]) {
    this.#tab = tab;
    const isNameless = past.some(({ msgid }) => msgid === '');
    const lines = isNameless ? tab.scrollback.lines.filter(line => line.kind === 'message') : tab.unnamed;
    this.#alike = Map.groupBy(lines, reading);
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
    const alike = this.#alike.get(reading(line)) ?? [];
    const at = alike.findIndex(
      other =>
        Math.abs(line.at - other.at) <= sameWithinMs && (msgid === '' || this.#tab.isUnnamed(other.id)),
    );
    return at < 0 ? undefined : alike.splice(at, 1)[0];
  }
}

function reading({ nick, text }: MessageLine): string {
  return `${nick}\n${text}`;
}

/** From the newest back, so that each is looked for from where the one after it stands. */
function insertsFor(
  lines: readonly Line[],
  past: readonly PastLine[],
  places: readonly number[],
  isOlder: boolean,
): readonly Insert[] {
  const inserts: Insert[] = [];
  const floors = placesBehind(places);
  let at = lines.length;
  for (let index = past.length - 1; index >= 0; index--) {
    const [line, place] = [past[index]?.line, places[index] ?? -1];
    if (place >= 0) at = Math.min(at, place);
    else if (line !== undefined) {
      // A gap is right before what comes after it.
      if (line.kind === 'message' || index === past.length - 1)
        at = placeByTime(lines, line, { from: at, floor: floors[index] ?? 0, isOlder });
      inserts.push({ line, at });
    }
  }
  return inserts.reverse();
}

/** For each line of a piece the place behind those before it that are there already. */
function placesBehind(places: readonly number[]): readonly number[] {
  let floor = 0;
  return places.map(place => (floor = Math.max(floor, place + 1)));
}

/**
 * Before the first message that was said after it, at the top where none was said before it. Notes have our own clock's
 * time and do not count.
 */
function placeByTime(
  lines: readonly Line[],
  { at }: Line,
  { from, floor, isOlder }: { readonly from: number; readonly floor: number; readonly isOlder: boolean },
): number {
  let place = from;
  for (let index = from - 1; index >= floor; index--) {
    const line = lines[index];
    if (line?.kind !== 'message') continue;
    if ((isOlder ? line.at < at : line.at <= at) && !isOnItsWay(line)) return place;
    place = index;
  }
  return floor === 0 && place < lines.length ? 0 : place;
}

function isOnItsWay({ delivery }: MessageLine): boolean {
  return delivery === 'queued' || delivery === 'sent';
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
