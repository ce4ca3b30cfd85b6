import type { Line, MessageLine } from '../../chat/line.ts';
import type { Scrollback } from './scrollback.ts';

/** What the count is of. */
interface Counted {
  readonly kind: string;
  readonly scrollback: Scrollback;
}

/** A message nobody has seen. */
interface UnseenMessage {
  readonly at: number;
  readonly mention: boolean;
  /** Milliseconds since 1970 by our clock. */
  readonly heardAt: number;
}

/** The messages of one tab that nobody has seen, and the mark before the first that was new when somebody last looked. */
export class Unread {
  readonly #of: Counted;
  /** By their lines, in the order in which they came. */
  readonly #messages = new Map<string, UnseenMessage>();
  #mentions = 0;
  /** Those that have just come while somebody may be looking: they do not count yet. */
  readonly #fresh = new Map<string, UnseenMessage>();
  #isMarkSeen = true;
  /** The first line that is new; undefined when none is. */
  mark: string | undefined;
  /** All up to here, milliseconds since 1970 by the server's clock, was read; undefined when nobody can tell. */
  readUpTo: number | undefined;

  constructor(of: Counted) {
    this.#of = of;
  }

  get count(): number {
    return this.#messages.size;
  }

  /** Those that speak to us: in a private chat all do. */
  get mentions(): number {
    return this.#mentions;
  }

  /** Takes a message of somebody else's. @param isWatched it may be in sight already, which `stayedUnseen` decides */
  add({ id, at, mention }: MessageLine, heardAt: number, isWatched: boolean): void {
    this.#fresh.set(id, { at, mention: mention === true || this.#of.kind === 'private', heardAt });
    if (!isWatched) this.stayedUnseen(heardAt);
  }

  /** What was heard up to a time, by our clock, and was not seen since, counts. @returns whether more may follow */
  stayedUnseen(heardUpTo: number): boolean {
    for (const [id, message] of this.#fresh) {
      if (message.heardAt > heardUpTo) continue;
      this.forget(id);
      this.#messages.set(id, message);
      if (message.mention) this.#mentions += 1;
    }
    return this.#fresh.size > 0;
  }

  /** Puts the mark before the first message nobody has seen. @returns whether it has moved */
  moveMark(): boolean {
    const [first] = this.#messages.keys();
    if (first === undefined || (this.mark !== undefined && !this.#isMarkSeen)) return false;
    this.mark = first;
    this.#isMarkSeen = false;
    return true;
  }

  /** A message was deleted, or is no longer kept: it is no longer news. */
  forget(lineId: string): void {
    this.#fresh.delete(lineId);
    if (this.#messages.get(lineId)?.mention === true) this.#mentions -= 1;
    this.#messages.delete(lineId);
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
    this.#keep(id => scrollback.indexOf(id) > place);
    if (this.#messages.size === 0) this.#isMarkSeen = true;
    const upTo = timeAt(scrollback.lines, place);
    if (upTo === undefined || upTo <= (this.readUpTo ?? 0)) return undefined;
    this.readUpTo = upTo;
    return upTo;
  }

  /** It was read up to a time in another window. @returns whether that is news */
  seenElsewhere(upTo: number): boolean {
    const before = this.count;
    this.#keep((_, { at }) => at > upTo);
    const isNews = upTo > (this.readUpTo ?? -1);
    if (isNews) this.readUpTo = upTo;
    if (!isNews && this.count === before) return false;
    if (this.count === 0) this.forgetMark();
    else [this.mark] = this.#messages.keys();
    return true;
  }

  #keep(isUnseen: (id: string, message: UnseenMessage) => boolean): void {
    for (const messages of [this.#messages, this.#fresh])
      for (const [id, message] of messages) if (!isUnseen(id, message)) this.forget(id);
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
