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
  #leftAt = 0;

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

  /** They have heard everything so far, and are about to go. */
  leave(): void {
    this.#leftAt = Date.now();
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

  /** Where something may be missing of what was said in private, though nobody said anything to them meanwhile. */
  async #gaps(): Promise<string[]> {
    const range = `timestamp=${new Date(0).toISOString()} timestamp=${new Date().toISOString()}`;
    const checks = [
      ['talks', `CHATHISTORY TARGETS ${range} 50`, this.#leftAt],
      ['talk', `CHATHISTORY LATEST ${this.#partner} * 50`, this.#talkedAt],
    ] as const;
    const gaps: string[] = [];
    for (const [kind, question, since] of checks) {
      const answer = await this.#person.ask(question).catch(() => []);
      const keptSince = answer.map(({ tags }) => tags.get(keptSinceTag)).find(time => time !== undefined);
      if (since > 0 && (keptSince === undefined || Date.parse(keptSince) > since))
        gaps.push(`gap of ${this.#person.nick}: ${kind} kept since ${keptSince ?? 'never'}`);
    }
    return gaps;
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
