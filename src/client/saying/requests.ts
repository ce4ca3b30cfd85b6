import { type Message, message } from '../../irc/message.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { joinRooms, maxReasonBytes } from '../limits.ts';
import { isMsgid, isWord } from '../names.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Server } from '../server.ts';

/** What is asked of a server in one line each; what cannot be on a line is not asked. Answers come as events. */
export class Requests {
  readonly #server: Server;
  readonly #rooms: Rooms;
  readonly #send: (sent: Message) => void;

  constructor(server: Server, rooms: Rooms, send: (sent: Message) => void) {
    this.#server = server;
    this.#rooms = rooms;
    this.#send = send;
  }

  /** Asks to be let into rooms, at most `joinRooms` on a line; those with keys come first, as the keys have to. */
  join(rooms: readonly Room[]): void {
    const sorted = [...rooms.filter(room => room.key !== ''), ...rooms.filter(room => room.key === '')];
    for (let at = 0; at < sorted.length; at += joinRooms) {
      const some = sorted.slice(at, at + joinRooms);
      const names = some.map(room => room.name);
      const keys = some.flatMap(room => (room.key === '' ? [] : [room.key]));
      for (const room of some) room.phase = 'asked';
      this.#send(message('JOIN', names.join(','), ...(keys.length === 0 ? [] : [keys.join(',')])));
    }
  }

  /** Asks to be let out. @returns whether we are in that room, and so hear when we are out */
  part(room: string, reason: string): boolean {
    const known = this.#rooms.get(room);
    if (known === undefined || known.phase === 'wanted') return false;
    // Where the JOIN is not answered yet, the server takes this after it.
    this.#send(message('PART', known.name, ...cut(reason)));
    return known.phase === 'entered';
  }

  redact(target: string, msgid: string, reason: string): void {
    if (!this.#server.capabilities.has('draft/message-redaction')) return;
    if (isWord(target) && isMsgid(msgid)) this.#send(message('REDACT', target, msgid, ...cut(reason)));
  }

  invite(nick: string, room: string): void {
    if (isWord(nick) && isWord(room)) this.#send(message('INVITE', nick, room));
  }

  kick(room: string, nick: string, reason: string): void {
    if (isWord(nick) && isWord(room)) this.#send(message('KICK', room, nick, ...cut(reason)));
  }

  setTopic(room: string, text: string): void {
    const [topic = ''] = splitByBytes(text, this.#server.topicBytes);
    if (isWord(room)) this.#send(message('TOPIC', room, topic));
  }

  /** @param reason '' when we are back */
  away(reason: string): void {
    this.#send(message('AWAY', ...cut(reason)));
  }
}

function cut(reason: string): string[] {
  return reason === '' ? [] : splitByBytes(reason, maxReasonBytes).slice(0, 1);
}
