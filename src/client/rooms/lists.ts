import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { type Message, message } from '../../irc/message.ts';
import { RPL_LIST, RPL_LISTEND } from '../../irc/numerics.ts';
import { listTimeoutMs, maxListedRooms, maxListedTopic, maxNameLength } from '../limits.ts';

/** A room that a server lists. */
export interface ListedRoom {
  readonly name: string;
  readonly people: number;
  readonly topic: string;
}

/** Numerics that end a list before its end: try again later, and too many rooms. */
const endings: ReadonlySet<string> = new Set([RPL_LISTEND, '263', '416']);

/** Asks a server for its rooms, once at a time. https://modern.ircdocs.horse/#list-message */
export class Lists implements Disposable {
  readonly #clock: Clock;
  readonly #send: (sent: Message) => void;
  #rooms: ListedRoom[] = [];
  #asked: { promise: Promise<readonly ListedRoom[]>; end: () => void } | undefined;

  constructor(clock: Clock, send: (sent: Message) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** @returns what has come when the server ends the list, when `listTimeoutMs` are over, or at the connection's end */
  ask(): Promise<readonly ListedRoom[]> {
    if (this.#asked !== undefined) return this.#asked.promise;
    const { promise, resolve } = Promise.withResolvers<readonly ListedRoom[]>();
    const timer = this.#clock.after(listTimeoutMs, () => this.dispose());
    const end = (): void => {
      timer.dispose();
      resolve(this.#rooms);
    };
    this.#rooms = [];
    this.#asked = { promise, end };
    this.#send(message('LIST'));
    return promise;
  }

  /** @returns whether the message was part of a list that was asked for */
  take({ command, params }: Message): boolean {
    if (this.#asked === undefined) return false;
    if (command === RPL_LIST) this.#add(params);
    else if (!endings.has(command)) return false;
    else if (command === RPL_LISTEND || params[1] === 'LIST') this.dispose();
    return command === RPL_LIST || command === RPL_LISTEND;
  }

  /** Pending requests get what has come. */
  dispose(): void {
    this.#asked?.end();
    this.#asked = undefined;
  }

  #add([, name = '', count = '', topic = '']: readonly string[]): void {
    if (this.#rooms.length >= maxListedRooms || name === '' || name.length > maxNameLength) return;
    const people = /^\d{1,7}$/.test(count) ? Number(count) : 0;
    this.#rooms.push({ name, people, topic: topic.slice(0, maxListedTopic) });
  }
}
