import { ByteAccount } from '../../common/byteAccount.ts';
import { connectionBudget } from '../../common/connectionBudget.ts';
import { isWord } from '../../irc/names.ts';
import { maxRooms } from '../limits.ts';
import type { Server } from '../server.ts';
import { Room } from './room.ts';

/** The rooms that the user wants to be in, on this connection and after each break. At most `maxRooms`. */
export class Rooms {
  readonly #fold: (name: string) => string;
  readonly #changed: (room: string) => void;
  /** Of who is in the rooms: names for which there is no space are not remembered. */
  readonly #names = new ByteAccount(connectionBudget.names);
  #server: Server | undefined;
  #rooms = new Map<string, Room>();

  /** @param changed is called with the name of a room after its members changed */
  constructor(fold: (name: string) => string, changed: (room: string) => void) {
    this.#fold = fold;
    this.#changed = changed;
  }

  get all(): readonly Room[] {
    return [...this.#rooms.values()];
  }

  /** Those in which a nick is known to be. */
  with(nick: string): readonly Room[] {
    return this.all.filter(room => room.phase === 'entered' && room.has(nick));
  }

  /** The room of a name, in whatever case. */
  get(name: string): Room | undefined {
    return this.#rooms.get(this.#fold(name));
  }

  /** The same, but `@#room`, which reaches its operators, is a name of it as well. */
  find(channel: string): Room | undefined {
    const isPrefixed = channel !== '' && this.#server?.memberPrefixes.includes(channel.charAt(0)) === true;
    return this.get(channel) ?? (isPrefixed ? this.get(channel.slice(1)) : undefined);
  }

  /** A name as the server compares names. */
  fold(name: string): string {
    return this.#fold(name);
  }

  /** Whether two names are one to the server. */
  isSame(one: string, other: string): boolean {
    return this.#fold(one) === this.#fold(other);
  }

  /** Whether the user is in a room now. */
  isIn(channel: string): boolean {
    return this.get(channel)?.phase === 'entered';
  }

  /** Whether a message may go out: a room that is wanted has to be entered first. What others refuse comes back from the server. */
  isOpen(target: string): boolean {
    const room = this.get(target);
    return room === undefined || room.phase === 'entered';
  }

  /** Whether a room may be wanted: it is already, or there are not too many. */
  hasSpaceFor(name: string): boolean {
    return this.#rooms.size < maxRooms || this.get(name) !== undefined;
  }

  /** @returns the room, or undefined where there is no space for it */
  want(name: string, key = ''): Room | undefined {
    if (!this.hasSpaceFor(name)) return undefined;
    const room = this.get(name) ?? new Room(name, this.#fold, this.#names, this.#changed);
    if (key !== '') room.key = key;
    this.#rooms.set(this.#fold(name), room);
    return room;
  }

  /** The user is in a room, whether it was asked for or not. @returns undefined when it is one too many, or its name none */
  enter(channel: string): Room | undefined {
    // What no line can name could never be asked about, nor left.
    if (!isWord(channel)) return undefined;
    const room = this.want(channel);
    room?.enter();
    return room;
  }

  /** A room is no longer wanted. */
  forget(room: Room): void {
    room.clear();
    this.#rooms.delete(this.#fold(room.name));
  }

  /** There is a connection, on which names may compare differently: no room is entered yet. */
  attach(server: Server): void {
    this.#server = server;
    const { all } = this;
    this.#rooms = new Map();
    for (const room of all) {
      // Two of another server may be one here.
      this.get(room.name)?.clear();
      this.#rooms.set(this.#fold(room.name), room);
    }
  }

  /** The connection is gone: the rooms are to be entered again. */
  detach(): void {
    for (const room of this.all) room.phase = 'wanted';
  }
}
