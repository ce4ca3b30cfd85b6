import type { ByteAccount } from '../../common/byteAccount.ts';
import { keptBytes } from '../../common/keptBytes.ts';
import { detach } from '../../irc/detach.ts';
import { maxMembers, maxNameLength } from '../limits.ts';

/** A room that the user wants to be in: who is there and what it is about. After a break as it was last. */
export class Room {
  /** As it was entered. */
  readonly name: string;
  readonly #fold: (name: string) => string;
  readonly #changed: (room: string) => void;
  readonly #account: ByteAccount;
  #members = new Map<string, string>();
  #naming: Map<string, string> | undefined;
  #sorted: readonly string[] | undefined;
  #isTelling = false;
  /** `asked` while the server has not answered the JOIN. */
  phase: 'wanted' | 'asked' | 'entered' = 'wanted';
  /** '' for none. */
  key = '';
  topic = '';

  /** @param changed is called with its name after somebody came, went or took another nick */
  constructor(
    name: string,
    fold: (name: string) => string,
    account: ByteAccount,
    changed: (room: string) => void,
  ) {
    this.name = name;
    this.#fold = fold;
    this.#account = account;
    this.#changed = changed;
  }

  /** Who is there, in alphabetical order. */
  get members(): readonly string[] {
    this.#sorted ??= [...this.#members]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, nick]) => nick);
    return this.#sorted;
  }

  has(nick: string): boolean {
    return this.#members.has(this.#fold(nick));
  }

  add(nick: string): void {
    this.#put(this.#members, nick);
    this.#tell();
  }

  remove(nick: string): void {
    if (this.#drop(nick)) this.#tell();
  }

  rename(nick: string, to: string): void {
    if (this.#drop(nick)) this.add(to);
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
    for (const names of [this.#members, this.#naming ?? new Map<string, string>()])
      this.#account.remove(bytesOf(names));
    this.#naming = undefined;
    this.#members = new Map();
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
    this.#account.remove(bytesOf(this.#members));
    this.#members = this.#naming;
    this.#naming = undefined;
    this.#tell();
  }

  /** Once for all that came in one turn: a split network sends hundreds of QUITs together. */
  #tell(): void {
    this.#sorted = undefined;
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#changed(this.name);
    });
  }

  #put(members: Map<string, string>, nick: string): void {
    // Cut out of a line, it would keep the line.
    const name = detach(nick.slice(0, maxNameLength));
    const key = this.#fold(name);
    const known = members.get(key);
    if (key === '' || (members.size >= maxMembers && known === undefined)) return;
    const bytes = bytesOfMember(key, name) - (known === undefined ? 0 : bytesOfMember(key, known));
    if (!this.#account.hasSpaceFor(bytes)) return;
    this.#account.add(bytes);
    members.set(key, name);
  }

  #drop(nick: string): boolean {
    const key = this.#fold(nick);
    const known = this.#members.get(key);
    if (known !== undefined) this.#account.remove(bytesOfMember(key, known));
    return this.#members.delete(key);
  }
}

/** Where the folded name is the name itself, it is held once. */
function bytesOfMember(key: string, nick: string): number {
  return memberBytes + keptBytes(nick) + (key === nick ? 0 : keptBytes(key));
}

/** Roughly what a map takes for an entry. */
const memberBytes = 48;

function bytesOf(names: ReadonlyMap<string, string>): number {
  let bytes = 0;
  for (const [key, nick] of names) bytes += bytesOfMember(key, nick);
  return bytes;
}
