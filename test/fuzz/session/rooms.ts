import type { Message } from '../../../src/irc/message.ts';
import { foldCase, nickOf } from '../../../src/irc/names.ts';

interface Room {
  /** Folded nicks. */
  readonly members: Set<string>;
  /** The list of names has come: from here on it is complete. */
  isComplete: boolean;
}

/** The rooms one client is in and who else is, from nothing but the lines it gets. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #names = new Map<string, Set<string>>();

  /** Whether somebody is in one of the rooms, as far as one can know. */
  has(nick: string): boolean {
    return [...this.#rooms.values()].some(room => !room.isComplete || room.members.has(foldCase(nick)));
  }

  rename(from: string, to: string): void {
    for (const { members } of this.#rooms.values()) {
      if (!members.delete(foldCase(from))) continue;
      expect(!members.has(foldCase(to)), 'a nick that somebody has');
      members.add(foldCase(to));
    }
  }

  numeric({ command, params }: Message): void {
    const [, , , list = ''] = params;
    if (command === '353') this.#addNames(params[2] ?? '', list);
    if (command === '366') this.#endNames(params[1] ?? '');
  }

  /** @param nick who reads this */
  apply({ command, params, source = '' }: Message, nick: string): void {
    const who = foldCase(nickOf(source));
    const [target = ''] = params;
    const isMe = who === foldCase(nick);
    switch (command) {
      case 'JOIN':
        this.#join(target, who, isMe);
        break;
      case 'PART':
        this.#leave(target, who, isMe);
        break;
      case 'KICK':
        this.#leave(target, foldCase(params[1] ?? ''), foldCase(params[1] ?? '') === foldCase(nick));
        break;
      case 'QUIT':
        this.#quit(who, isMe);
        break;
      case 'RENAME':
        this.#renameRoom(target, params[1] ?? '');
        break;
      case 'PRIVMSG':
      case 'NOTICE':
      case 'TAGMSG':
      case 'TOPIC':
      case 'REDACT':
        this.#hear(target.replace(/^[@+]+/, ''), isMe);
        break;
      case 'MODE':
        this.#hear(target, false);
    }
  }

  #addNames(name: string, list: string): void {
    const names = this.#names.get(foldCase(name)) ?? new Set();
    this.#names.set(foldCase(name), names);
    for (const word of list.split(' ')) {
      const nick = foldCase(nickOf(word.replace(/^[@+]+/, '')));
      expect(nick !== '', 'an empty name');
      expect(!names.has(nick), 'a name twice');
      names.add(nick);
    }
  }

  #endNames(name: string): void {
    const names = this.#names.get(foldCase(name)) ?? new Set();
    this.#names.delete(foldCase(name));
    const room = this.#rooms.get(foldCase(name));
    if (room === undefined) return;
    if (room.isComplete) {
      const [listed, known] = [[...names].sort().join(), [...room.members].sort().join()];
      expect(listed === known, `NAMES says ${listed}, and before it was ${known}`);
    } else for (const nick of names) room.members.add(nick);
    room.isComplete = true;
  }

  #join(name: string, who: string, isMe: boolean): void {
    const room = this.#rooms.get(foldCase(name));
    if (isMe) {
      expect(room === undefined, 'we join twice');
      this.#rooms.set(foldCase(name), { members: new Set([who]), isComplete: false });
      return;
    }
    expect(room?.members.has(who) === false, 'somebody joins twice, or where we are not');
    room?.members.add(who);
  }

  #leave(name: string, who: string, isMe: boolean): void {
    const room = this.#rooms.get(foldCase(name));
    const isThere = room?.members.delete(who) === true || room?.isComplete === false;
    expect(isThere, 'somebody leaves who was not there');
    if (isMe) this.#rooms.delete(foldCase(name));
  }

  #quit(who: string, isMe: boolean): void {
    expect(isMe || this.has(who), 'a stranger quits');
    for (const { members } of this.#rooms.values()) members.delete(who);
  }

  #renameRoom(from: string, to: string): void {
    const room = this.#rooms.get(foldCase(from));
    expect(room !== undefined, 'a room is renamed where we are not');
    this.#rooms.delete(foldCase(from));
    if (room !== undefined) this.#rooms.set(foldCase(to), room);
  }

  #hear(target: string, isMine: boolean): void {
    if (!target.startsWith('#') || isMine) return;
    expect(this.#rooms.has(foldCase(target)), 'news of a room where we are not');
  }
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}
