import { maxMembers, maxNameLength } from '../limits.ts';

/** A room that the user wants to be in: who is there and what it is about. After a break as it was last. */
export class Room {
  /** As it was entered. */
  readonly name: string;
  readonly #fold: (name: string) => string;
  readonly #changed: (room: string) => void;
  #members = new Map<string, string>();
  #naming: Map<string, string> | undefined;
  #isTelling = false;
  /** `asked` while the server has not answered the JOIN. */
  phase: 'wanted' | 'asked' | 'entered' = 'wanted';
  /** '' for none. */
  key = '';
  topic = '';

  /** @param changed is called with its name after somebody came, went or took another nick */
  constructor(name: string, fold: (name: string) => string, changed: (room: string) => void) {
    this.name = name;
    this.#fold = fold;
    this.#changed = changed;
  }

  /** Who is there, in alphabetical order. */
  get members(): readonly string[] {
    return [...this.#members].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, nick]) => nick);
  }

  has(nick: string): boolean {
    return this.#members.has(this.#fold(nick));
  }

  add(nick: string): void {
    this.#put(this.#members, nick);
    this.#tell();
  }

  remove(nick: string): void {
    if (this.#members.delete(this.#fold(nick))) this.#tell();
  }

  rename(nick: string, to: string): void {
    if (this.#members.delete(this.#fold(nick))) this.add(to);
  }

  /** The user is in it; names and topic follow. */
  enter(): void {
    if (this.phase !== 'entered') this.clear();
    this.phase = 'entered';
  }

  /** Nobody we know of: the user is out. */
  clear(): void {
    this.phase = 'wanted';
    this.topic = '';
    this.#naming = undefined;
    this.#members.clear();
    this.#tell();
  }

  /** Takes the names of one 353 line. @param prefixes the symbols that may be before a nick */
  takeNames(names: string, prefixes: string): void {
    this.#naming ??= new Map();
    for (const name of names.split(' ')) {
      let from = 0;
      while (from < name.length && prefixes.includes(name.charAt(from))) from++;
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
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#changed(this.name);
    });
  }

  #put(members: Map<string, string>, nick: string): void {
    const key = this.#fold(nick.slice(0, maxNameLength));
    if (key === '' || (members.size >= maxMembers && !members.has(key))) return;
    members.set(key, nick.slice(0, maxNameLength));
  }
}
