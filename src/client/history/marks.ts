import type { ChatEvent } from '../../chat/event.ts';
import { detach } from '../../irc/detach.ts';
import { maxMarks } from '../limits.ts';

/** A message as a place in what was said. */
export interface Mark {
  /** '' where the server names no messages. */
  readonly msgid: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
}

/** One message of each room and private chat, the last or the first that is known. At most `maxMarks`. */
export class Marks {
  readonly #fold: (name: string) => string;
  readonly #marks = new Map<string, Mark>();
  /** How far the server's clock is ahead of ours, in milliseconds, as its last message showed. */
  aheadMs = 0;

  constructor(fold: (name: string) => string) {
    this.#fold = fold;
  }

  get(target: string): Mark | undefined {
    return this.#marks.get(this.#fold(target));
  }

  /** Notes the first message of what was shown, where the server has given it a name. */
  setFirst(target: string, events: readonly ChatEvent[]): void {
    const first = events.find(event => event.type === 'message');
    if (first?.msgid !== undefined) this.set(target, { msgid: first.msgid, at: first.at });
  }

  /** Past the bound the one that was not touched for longest goes. */
  set(target: string, { msgid, at }: Mark): void {
    const key = detach(this.#fold(target));
    this.#marks.delete(key);
    this.#marks.set(key, { msgid: detach(msgid), at });
    const [oldest] = this.#marks.keys();
    if (this.#marks.size > maxMarks && oldest !== undefined) this.#marks.delete(oldest);
  }

  /** Somebody has another nick: the private chat goes on under that. */
  rename(nick: string, to: string): void {
    const mark = this.get(nick);
    if (mark === undefined) return;
    this.#marks.delete(this.#fold(nick));
    this.set(to, mark);
  }
}
