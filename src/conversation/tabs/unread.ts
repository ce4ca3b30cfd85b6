import type { Line, MessageLine } from '../../chat/line.ts';
import { maxKeptLines, type Scrollback } from './scrollback.ts';

/** What the count is of. */
interface Counted {
  readonly kind: string;
  readonly scrollback: Scrollback;
}

/** A message nobody has seen. */
interface UnseenMessage {
  readonly id: string;
  readonly at: number;
  readonly mention: boolean;
  /** Milliseconds since 1970 by our clock. */
  readonly heardAt: number;
}

/** The messages of one tab that nobody has seen, and the mark before the first that was new when somebody last looked. */
export class Unread {
  readonly #of: Counted;
  #messages: UnseenMessage[] = [];
  /** Those that have just come while somebody may be looking: they do not count yet. */
  #fresh: UnseenMessage[] = [];
  #isMarkSeen = true;
  /** The first line that is new; undefined when none is. */
  mark: string | undefined;
  /** All up to here, milliseconds since 1970 by the server's clock, was read; undefined when nobody can tell. */
  readUpTo: number | undefined;

  constructor(of: Counted) {
    this.#of = of;
  }

  get count(): number {
    return this.#messages.length;
  }

  /** Those that speak to us: in a private chat all do. */
  get mentions(): number {
    return this.#messages.filter(({ mention }) => mention).length;
  }

  /** Takes a message of somebody else's. @param isWatched it may be in sight already, which `stayedUnseen` decides */
  add({ id, at, mention }: MessageLine, heardAt: number, isWatched: boolean): void {
    this.#fresh.push({ id, at, mention: mention === true || this.#of.kind === 'private', heardAt });
    if (!isWatched) this.stayedUnseen(heardAt);
  }

  /** What was heard up to a time, by our clock, and was not seen since, counts. @returns whether more may follow */
  stayedUnseen(heardUpTo: number): boolean {
    this.#messages.push(...this.#fresh.filter(({ heardAt }) => heardAt <= heardUpTo));
    this.#fresh = this.#fresh.filter(({ heardAt }) => heardAt > heardUpTo);
    // No more are remembered than there are lines, a tenth dropped at a time.
    if (this.#messages.length > maxKeptLines) this.#messages = this.#messages.slice(maxKeptLines / 10);
    return this.#fresh.length > 0;
  }

  /** Puts the mark before the first message nobody has seen. @returns whether it has moved */
  moveMark(): boolean {
    const [first] = this.#messages;
    if (first === undefined || (this.mark !== undefined && !this.#isMarkSeen)) return false;
    this.mark = first.id;
    this.#isMarkSeen = false;
    return true;
  }

  /** A message was deleted: it is no longer news. */
  forget(lineId: string): void {
    this.#keep(({ id }) => id !== lineId);
  }

  /** Nothing is there any more. */
  clear(): void {
    this.#keep(() => false);
    this.forgetMark();
  }

  /** What one says oneself shows that one has read the rest. @returns whether there was a mark */
  forgetMark(): boolean {
    const hadMark = this.mark !== undefined;
    this.mark = undefined;
    this.#isMarkSeen = true;
    return hadMark;
  }

  /** All up to a line was in sight. @returns the time up to which that is, if that is news */
  seen(lineId: string): number | undefined {
    const { scrollback } = this.#of;
    const place = scrollback.indexOf(lineId);
    if (place < 0) return undefined;
    this.#keep(({ id }) => scrollback.indexOf(id) > place);
    if (this.#messages.length === 0) this.#isMarkSeen = true;
    const upTo = timeAt(scrollback.lines, place);
    if (upTo === undefined || upTo <= (this.readUpTo ?? 0)) return undefined;
    this.readUpTo = upTo;
    return upTo;
  }

  /** It was read up to a time in another window. @returns whether that is news */
  seenElsewhere(upTo: number): boolean {
    const before = this.count;
    this.#keep(({ at }) => at > upTo);
    const isNews = upTo > (this.readUpTo ?? -1);
    if (isNews) this.readUpTo = upTo;
    if (!isNews && this.count === before) return false;
    if (this.count === 0) this.forgetMark();
    else this.mark = this.#messages[0]?.id;
    return true;
  }

  #keep(isUnseen: (message: UnseenMessage) => boolean): void {
    this.#messages = this.#messages.filter(isUnseen);
    this.#fresh = this.#fresh.filter(isUnseen);
  }
}

/** Whether its time is the server's: what no server has got from us has only that of our own clock. */
export function isConfirmed({ delivery }: MessageLine): boolean {
  return delivery === undefined || delivery === 'relayed';
}

/** When the last message up to a place was said, by the server's clock. */
function timeAt(lines: readonly Line[], place: number): number | undefined {
  for (let at = place; at >= 0; at--) {
    const line = lines[at];
    if (line?.kind === 'message' && isConfirmed(line)) return line.at;
  }
  return undefined;
}
