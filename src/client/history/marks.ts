import type { HistoricEvent } from '../../chat/event.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import { detach } from '../../irc/detach.ts';
import { maxPlaceMarks } from '../limits.ts';

/** A message as a place in what was said. */
export interface Mark {
  /** '' where the server names no messages, or none is known. */
  readonly msgid: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
  /** We were there and heard all that was said up to this time, which is not before `at`; `at` if not given. */
  readonly knownUpTo?: number;
  /** An earlier client has told it, and this one nothing of that place yet. */
  readonly isKept?: boolean;
}

/** One message of each room and private chat, the last or the first that is known. At most `maxPlaceMarks`. */
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

  set(target: string, { msgid, at }: Mark): void {
    this.#marks.set(detach(this.#fold(target)), { target: detach(target), msgid: detach(msgid), at });
  }

  /** All that was said there up to a time was heard. */
  heardUpTo(target: string, at: number): void {
    const mark = this.get(target) ?? { msgid: '', at };
    const knownUpTo = Math.max(at, mark.at, mark.knownUpTo ?? 0);
    const { msgid, at: saidAt } = mark;
    this.#marks.set(detach(this.#fold(target)), { target: detach(target), msgid, at: saidAt, knownUpTo });
  }

  /** An earlier client has heard all that was said there up to a time. Nothing that is known here is changed. */
  keep(target: string, at: number): void {
    const key = detach(this.#fold(target));
    if (!this.#marks.has(key)) this.#marks.set(key, { target: detach(target), msgid: '', at, isKept: true });
  }

  /** Somebody has another nick: the private chat goes on under that. */
  rename(nick: string, to: string): void {
    const mark = this.get(nick);
    if (mark === undefined) return;
    this.#marks.delete(this.#fold(nick));
    this.set(to, mark);
  }
}

/** Up to when all is known that was said there. */
export function knownUpTo({ at, knownUpTo: heard = at }: Mark): number {
  return Math.max(at, heard);
}
