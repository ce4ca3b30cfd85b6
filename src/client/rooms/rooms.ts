import { maxNameLength } from '../limits.ts';
import { Room } from './room.ts';
import type { RoomBook } from './roomBook.ts';
import type { Server } from '../server.ts';

/** The rooms that we are in on one connection, and those that we have asked to be let into. */
export class Rooms {
  readonly #server: Server;
  readonly #book: RoomBook;
  readonly #changed: (room: string) => void;
  readonly #rooms = new Map<string, Room>();
  /** Folded names of further rooms that have not answered. */
  readonly #asked = new Set<string>();
  /** The one from the options, whether we are in it or not. */
  readonly first: Room;

  /** @param changed is called with the name of a room after its members changed */
  constructor(server: Server, book: RoomBook, changed: (room: string) => void) {
    this.#server = server;
    this.#book = book;
    this.#changed = changed;
    this.first = this.#create(book.names[0] ?? '');
  }

  /** Those in which a nick is known to be. */
  with(nick: string): readonly Room[] {
    return [...this.#rooms.values(), this.first].filter(
      (room, index, all) => room.has(nick) && all.indexOf(room) === index,
    );
  }

  /** The room that `channel` names, in whatever case; `@#room`, which reaches its operators, does. */
  find(channel: string): Room | undefined {
    const room = this.#get(channel);
    if (room !== undefined || channel === '' || !this.#server.memberPrefixes.includes(channel.charAt(0)))
      return room;
    return this.#get(channel.slice(1));
  }

  /** Notes that we have asked to be let into further rooms. */
  ask(names: readonly string[]): void {
    for (const name of names) this.#asked.add(this.#server.fold(name));
  }

  /** We are in a room, whether we have asked for it or not. @returns undefined when it is one too many */
  enter(channel: string): Room | undefined {
    const name = channel.slice(0, maxNameLength);
    const known = this.#get(name);
    const key = this.#server.fold(name);
    this.#asked.delete(key);
    const wanted = this.#book.want(name);
    if (wanted === undefined) return undefined;
    const room = known ?? this.#create(wanted.name);
    if (room !== this.first) this.#rooms.set(key, room);
    wanted.last = room;
    room.isEntered = true;
    return room;
  }

  /** We are out of a room. A further one is forgotten. */
  leave(room: Room): void {
    room.clear();
    if (room === this.first) return;
    this.#rooms.delete(this.#server.fold(room.name));
    this.#book.forget(room.name);
  }

  /** A further room does not let us in, if we have asked for it: it is wanted no more. @returns its name */
  refused(channel: string): string | undefined {
    if (!this.#asked.delete(this.#server.fold(channel))) return undefined;
    const name = this.#book.find(channel)?.name ?? channel;
    this.#book.forget(channel);
    return name;
  }

  #get(channel: string): Room | undefined {
    const key = this.#server.fold(channel);
    // The server says how it folds after this was made.
    return this.#server.fold(this.first.name) === key ? this.first : this.#rooms.get(key);
  }

  #create(name: string): Room {
    return new Room(name, this.#server, () => this.#changed(name));
  }
}
