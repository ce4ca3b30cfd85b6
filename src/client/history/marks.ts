import type { HistoricEvent } from '../../chat/event.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import { detach } from '../../irc/detach.ts';
import { maxPlaceMarks } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import { serverTimeOf } from '../reading/serverTime.ts';

/** A message, by its name and its time. */
export interface MessageMark {
  /** '' where the server names no messages, or none is known. */
  readonly msgid: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
}

/** A place in what was said. */
export interface Mark extends MessageMark {
  /**
   * The last message that is known; or, where none is, a time up to which all was heard: by us, or by an earlier client
   * while this one has told nothing yet of what was said there.
   */
  readonly kind: 'message' | 'heard' | 'kept';
  /** We were there and heard all that was said up to this time, which is not before `at`; `at` if not given. */
  readonly knownUpTo?: number;
}

/** One place in each room and private chat, the last or the first that is known. At most `maxPlaceMarks`. */
export class Marks {
  readonly #fold: (name: string) => string;
  readonly #marks = new BoundedMap<string, Mark & { readonly target: string }>(maxPlaceMarks);

  constructor(fold: (name: string) => string) {
    this.#fold = fold;
  }

  /** The rooms and nicks that have one. */
  get targets(): readonly string[] {
    return [...this.#marks.values()].map(({ target }) => target);
  }

  get(target: string): Mark | undefined {
    return this.#marks.get(this.#fold(target));
  }

  /** Notes the first message of what was shown, where the server has given it a name. */
  setFirst(target: string, events: readonly HistoricEvent[]): void {
    const first = events.find(event => event.type === 'message');
    if (first?.msgid !== undefined) this.set(target, { msgid: first.msgid, at: first.at });
  }

  /** Notes a message. What was heard before goes on to be known. */
  set(target: string, { msgid, at }: MessageMark): void {
    const before = this.get(target);
    const known = before === undefined ? at : knownUpTo(before);
    this.#put(target, { kind: 'message', msgid: detach(msgid), at, ...(known > at && { knownUpTo: known }) });
  }

  /** All that was said there up to a time was heard. */
  heardUpTo(target: string, at: number): void {
    const mark = this.get(target) ?? { kind: 'kept', msgid: '', at };
    const knownUpTo = Math.max(at, mark.at, mark.knownUpTo ?? 0);
    this.#put(target, { ...mark, kind: mark.kind === 'kept' ? 'heard' : mark.kind, knownUpTo });
  }

  /** The same since we came, while nothing is told yet of what was said before. */
  heardMeanwhile(target: string, at: number): void {
    const mark = this.get(target);
    if (mark?.kind === 'kept') this.#put(target, { ...mark, knownUpTo: Math.max(at, knownUpTo(mark)) });
  }

  /** An earlier client has heard all that was said there up to a time. Nothing that is known here is changed. */
  keep(target: string, at: number): void {
    if (this.get(target) === undefined) this.#put(target, { kind: 'kept', msgid: '', at });
  }

  /**
   * A message of this time is shown there already. Where this client has told something itself, nothing is changed; what
   * an earlier one has heard stays known, but lines that are shown may have been lost before that, or have another
   * clock's time.
   */
  shownUpTo(target: string, at: number): void {
    const kept = this.get(target);
    if (kept === undefined) this.set(target, { msgid: '', at });
    else if (kept.kind === 'kept')
      this.#put(target, { kind: 'message', msgid: '', at: Math.min(at, kept.at), knownUpTo: kept.at });
  }

  /** What comes from a place is later than this time, whatever was known of it before. */
  restart(target: string, at: number): void {
    const isKept = this.get(target)?.kind === 'kept';
    this.#put(target, { kind: isKept ? 'kept' : 'heard', msgid: '', at });
  }

  /** Somebody has another nick: the private chat goes on under that. */
  rename(nick: string, to: string): void {
    const mark = this.get(nick);
    if (mark === undefined) return;
    this.#marks.delete(this.#fold(nick));
    this.#put(to, mark);
  }

  #put(target: string, mark: Mark): void {
    this.#marks.set(detach(this.#fold(target)), { ...mark, target: detach(target) });
  }
}

/** The place of a line that a server sent. */
export function markOf(line: Whole): Mark {
  return { kind: 'message', msgid: line.tags.get('msgid') ?? '', at: serverTimeOf(line) ?? 0 };
}

/** Up to when all is known that was said there. */
export function knownUpTo({ at, knownUpTo: heard = at }: Mark): number {
  return Math.max(at, heard);
}
