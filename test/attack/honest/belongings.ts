import type { Message } from '../../../src/irc/message.ts';
import { keptSinceTag } from '../../../src/irc/pychatNames.ts';
import type { Person } from './person.ts';
import { room } from './numbered.ts';

/** One who knows the way into somebody's room. */
export const ownRoom = (nick: string): string => `#own-${nick}`;
export const ownRoomKey = (nick: string): string => `key-${nick}`;

const topic = (nick: string): string => `the room of ${nick}`;
const firstLine = (nick: string): string => `first line of ${nick}`;
const secret = (nick: string): string => `a secret of ${nick}`;
const noteKey = 'pychat-attack';

/** Of what somebody has, what may be expected to be there. */
export interface Expected {
  /** A room that is left by everyone ends with them, unless the relay keeps it. */
  readonly isRoomKept: boolean;
}

/** What one person has at the relay and nobody else may take: a room with its history, a talk, a read marker, a note. */
export class Belongings {
  readonly #person: Person;
  readonly #partner: string;
  #mark = '';
  #talkedAt = 0;

  /** @param partner the nick of whom they talk with in private */
  constructor(person: Person, partner: string) {
    this.#person = person;
    this.#partner = partner;
  }

  async acquire(): Promise<void> {
    const { nick } = this.#person;
    const name = ownRoom(nick);
    await this.#person.ask(`JOIN ${room}`, `JOIN ${name}`, `TOPIC ${name} :${topic(nick)}`);
    await this.#person.ask(`MODE ${name} +k ${ownRoomKey(nick)}`, `PRIVMSG ${name} :${firstLine(nick)}`);
    await this.#person.ask(`METADATA ${name} SET ${noteKey} :${nick}`);
    const answer = await this.#person.ask(`MARKREAD ${room} timestamp=${new Date().toISOString()}`);
    this.#mark = answer.find(({ command }) => command === 'MARKREAD')?.params[1] ?? 'none';
  }

  /** To be called once both are there. */
  async talk(): Promise<void> {
    this.#talkedAt = Date.now();
    await this.#person.ask(`PRIVMSG ${this.#partner} :${secret(this.#person.nick)}`);
  }

  /** Enters the rooms again after having been away. */
  async comeBack(): Promise<void> {
    const { nick } = this.#person;
    await this.#person.ask(`JOIN ${room}`, `JOIN ${ownRoom(nick)} ${ownRoomKey(nick)}`);
  }

  /** @returns what is gone, in words that begin with its kind */
  async missing({ isRoomKept }: Expected): Promise<string[]> {
    const { nick } = this.#person;
    const checks = [
      ['talk', `CHATHISTORY LATEST ${this.#partner} * 50`, secret(nick)],
      ['mark', `MARKREAD ${room}`, this.#mark],
      ...(isRoomKept ? this.#roomChecks() : []),
    ];
    const lost: string[] = [];
    for (const [kind = '', question = '', text = ''] of checks) {
      const answer = await this.#person.ask(question).catch(() => []);
      if (!holds(answer, text)) lost.push(`${kind} of ${nick}`);
    }
    return [...lost, ...(await this.#gaps())];
  }

  /** Where something may be missing of the talk with the partner, though nothing is. */
  async #gaps(): Promise<string[]> {
    if (this.#talkedAt === 0) return [];
    const answer = await this.#person.ask(`CHATHISTORY LATEST ${this.#partner} * 50`).catch(() => []);
    const keptSince = answer.map(({ tags }) => tags.get(keptSinceTag)).find(time => time !== undefined);
    const isWhole = keptSince !== undefined && Date.parse(keptSince) <= this.#talkedAt;
    return isWhole ? [] : [`gap of ${this.#person.nick}: talk kept since ${keptSince ?? 'never'}`];
  }

  /** Of each thing about the room: its kind, how it is asked for, and what the answer has to hold. */
  #roomChecks(): string[][] {
    const { nick } = this.#person;
    const name = ownRoom(nick);
    return [
      ['room', `TOPIC ${name}`, topic(nick)],
      ['operator', `NAMES ${name}`, `@${nick}`],
      ['key', `MODE ${name}`, ownRoomKey(nick)],
      ['history', `CHATHISTORY LATEST ${name} * 50`, firstLine(nick)],
      ['metadata', `METADATA ${name} GET ${noteKey}`, nick],
    ];
  }
}

function holds(answer: readonly Message[], text: string): boolean {
  return answer.some(({ params }) => params.some(param => param.split(' ').includes(text) || param === text));
}
