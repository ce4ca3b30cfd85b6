import type { Message } from '../../../src/irc/message.ts';
import { readNumbered, room } from './numbered.ts';
import type { Person } from './person.ts';

/** Messages in one answer of history. */
const pageSize = 200;
/** Answers that somebody who comes back asks for at most: all that a relay keeps of a room. */
const maxPages = 100;

/** What one person has heard of the numbered lines. */
export class HeardLines {
  readonly delays: number[] = [];
  readonly #numbers = new Map<string, Set<number>>();
  #lastId = '';

  note(message: Message): void {
    const id = message.tags.get('msgid');
    const isInRoom = message.params[0] === room;
    if (id !== undefined && isInRoom) this.#lastId = id;
    const line = readNumbered(message);
    if (line === undefined) return;
    const numbers = this.#numbers.get(line.nick) ?? new Set();
    this.#numbers.set(line.nick, numbers.add(line.number));
    if (line.delayMs !== undefined) this.delays.push(line.delayMs);
  }

  /** How many lines of each were heard. */
  get counts(): Record<string, number> {
    return Object.fromEntries(Array.from(this.#numbers, ([nick, numbers]) => [nick, numbers.size]));
  }

  /** Where this person has got to, for `catchUp`. */
  get position(): string {
    return this.#lastId;
  }

  /** Asks for what was said since `position`. */
  async catchUp(person: Person, position: string): Promise<void> {
    let since = position;
    for (let page = 0; page < maxPages; page++) {
      const where = since === '' ? `LATEST ${room} *` : `AFTER ${room} msgid=${since}`;
      const answer = await person.ask(`CHATHISTORY ${where} ${pageSize}`);
      const said = answer.filter(({ command, tags }) => command === 'PRIVMSG' && tags.has('batch'));
      // What was heard last may be gone from the history, and what came after it still be there.
      const isRefused = since !== '' && answer.some(({ command }) => command === 'FAIL');
      // Of a message of several lines only the first has one; and few long ones fill an answer, too.
      const ids = said.map(({ tags }) => tags.get('msgid')).filter(id => id !== undefined);
      since = ids.at(-1) ?? '';
      if (!isRefused && ids.length === 0) return;
    }
  }
}
