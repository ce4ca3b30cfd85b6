import type { Line, MessageLine } from '../chat/line.ts';
import type { Scrollback } from './scrollback.ts';

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
}

/** The messages of one tab that nobody has seen, and the mark before the first that was new when somebody last looked. */
export class Unread {
  readonly #of: Counted;
  #messages: UnseenMessage[] = [];
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

  /** Counts a message of somebody else's. */
  add({ id, at, mention }: MessageLine): void {
    this.#messages.push({ id, at, mention: mention === true || this.#of.kind === 'private' });
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
    this.#messages = this.#messages.filter(({ id }) => id !== lineId);
  }

  /** Nothing is there any more. */
  clear(): void {
    this.#messages = [];
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
    this.#messages = this.#messages.filter(({ id }) => scrollback.indexOf(id) > place);
    if (this.#messages.length === 0) this.#isMarkSeen = true;
    const upTo = timeAt(scrollback.lines, place);
    if (upTo === undefined || upTo <= (this.readUpTo ?? 0)) return undefined;
    this.readUpTo = upTo;
    return upTo;
  }

  /** It was read up to a time in another window. @returns whether that is news */
  seenElsewhere(upTo: number): boolean {
    if (upTo <= (this.readUpTo ?? -1)) return false;
    this.readUpTo = upTo;
    this.#messages = this.#messages.filter(({ at }) => at > upTo);
    if (this.count === 0) this.forgetMark();
    else this.mark = this.#messages[0]?.id;
    return true;
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
