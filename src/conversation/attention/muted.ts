import type { Memory } from './memory.ts';

/** Rooms and people that may be muted at one host, and hosts for which that is remembered. */
export const maxMuted = 200;
export const maxMutedHosts = 50;
/** Characters of a name that is remembered: no longer one comes from the client. */
export const maxMutedName = 128;

const key = 'pychat.muted';

/** The rooms and people nobody wants to be told of, kept for each host by its key. */
export class Muted {
  readonly #memory: Memory;
  #host = '';
  #fold: (name: string) => string = name => name.toLowerCase();
  /** By their folded form: this is asked for every line. */
  #names: ReadonlyMap<string, string> = new Map();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** As they were typed, the latest last. */
  get names(): readonly string[] {
    return [...this.#names.values()];
  }

  /** Another host from now on. @param fold its way to tell two names apart */
  enter(host: string, fold: (name: string) => string): void {
    this.#host = host;
    this.#fold = fold;
    const names = new Map(read(this.#memory)).get(host) ?? [];
    this.#names = new Map(names.map(name => [fold(name), name]));
  }

  has(name: string): boolean {
    return this.#names.size > 0 && this.#names.has(this.#fold(name));
  }

  /** @returns false when there are too many already, or the name cannot be one */
  set(name: string, on: boolean): boolean {
    const names = new Map(this.#names);
    names.delete(this.#fold(name));
    if (on && (name === '' || name.length > maxMutedName || names.size >= maxMuted)) return false;
    this.#names = on ? names.set(this.#fold(name), name) : names;
    this.#keep();
    return true;
  }

  /** The host that was changed last stands last; past the bound the first one goes. */
  #keep(): void {
    const others = read(this.#memory).filter(([host]) => host !== this.#host);
    const all = this.#names.size > 0 ? [...others, [this.#host, this.names] as const] : others;
    void this.#memory.update(key, all.slice(-maxMutedHosts));
  }
}

/** What an earlier window kept, perhaps one of another version. */
function read(memory: Memory): readonly (readonly [host: string, names: readonly string[]])[] {
  const value = memory.get(key);
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).slice(-maxMutedHosts).flatMap(entry => {
    if (!Array.isArray(entry)) return [];
    const [host, names] = entry as unknown[];
    return typeof host === 'string' && Array.isArray(names) ? [[host, readNames(names)] as const] : [];
  });
}

function readNames(names: readonly unknown[]): readonly string[] {
  return names
    .filter(name => typeof name === 'string' && name !== '' && name.length <= maxMutedName)
    .slice(0, maxMuted) as string[];
}
