import { maxMembers, maxNameLength } from '../limits.ts';
import type { Server } from '../server.ts';

/** A room as the server tells of it: who is there and what it is about. */
export class Room {
  readonly name: string;
  readonly #server: Server;
  readonly #changed: () => void;
  #members = new Map<string, string>();
  #naming: Map<string, string> | undefined;
  #telling = false;
  /** Whether we are in it. */
  isEntered = false;
  topic = '';

  /** @param changed is called after somebody came, went or took another nick */
  constructor(name: string, server: Server, changed: () => void) {
    this.name = name;
    this.#server = server;
    this.#changed = changed;
  }

  /** Who is there, in alphabetical order. */
  get members(): readonly string[] {
    return [...this.#members].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, nick]) => nick);
  }

  has(nick: string): boolean {
    return this.#members.has(this.#server.fold(nick));
  }

  add(nick: string): void {
    this.#put(this.#members, nick);
    this.#tell();
  }

  /** @returns whether the nick was known to be there */
  remove(nick: string): boolean {
    const gone = this.#members.delete(this.#server.fold(nick));
    if (gone) this.#tell();
    return gone;
  }

  /** @returns whether the nick was known to be there */
  rename(nick: string, to: string): boolean {
    if (!this.#members.delete(this.#server.fold(nick))) return false;
    this.add(to);
    return true;
  }

  /** Nobody we know of: we are out. */
  clear(): void {
    this.isEntered = false;
    this.topic = '';
    this.#naming = undefined;
    this.#members.clear();
    this.#tell();
  }

  /** Takes the names of one 353 line, with the symbols of their standing before them. */
  takeNames(names: string): void {
    this.#naming ??= new Map();
    for (const name of names.split(' ')) {
      let from = 0;
      while (from < name.length && this.#server.memberPrefixes.includes(name.charAt(from))) from++;
      // With userhost-in-names the address follows; a nick holds neither of these characters.
      this.#put(this.#naming, name.slice(from).replace(/[!@].*$/s, ''));
    }
  }

  /** The names are complete: they replace what was known. */
  endNames(): void {
    if (this.#naming === undefined) return;
    this.#members = this.#naming;
    this.#naming = undefined;
    this.#tell();
  }

  /** Once for all that came in one turn: a split network sends hundreds of QUITs together. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      this.#changed();
    });
  }

  #put(members: Map<string, string>, nick: string): void {
    const key = this.#server.fold(nick.slice(0, maxNameLength));
    if (key === '' || (members.size >= maxMembers && !members.has(key))) return;
    members.set(key, nick.slice(0, maxNameLength));
  }
}
