import { foldCase } from '../../irc/names.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';

const nobody: ReadonlySet<Session> = new Set();

/** Who wants to know when which nick comes and goes. https://ircv3.net/specs/extensions/monitor */
export class Monitors {
  readonly #limits: Pick<Limits, 'monitorEntries'>;
  /** Nicks as they were written, by their folded form. */
  readonly #lists = new Map<Session, Map<string, string>>();
  readonly #watchers = new Map<string, Set<Session>>();

  constructor(limits: Pick<Limits, 'monitorEntries'>) {
    this.#limits = limits;
  }

  /** Puts a nick on a list. @returns false when it is not there and the list is full */
  add(session: Session, nick: string): boolean {
    const list = this.#lists.get(session) ?? new Map<string, string>();
    const key = foldCase(nick);
    if (list.has(key)) return true;
    if (list.size >= this.#limits.monitorEntries) return false;
    this.#lists.set(session, list.set(key, nick));
    this.#watchers.set(key, (this.#watchers.get(key) ?? new Set()).add(session));
    return true;
  }

  remove(session: Session, nick: string): void {
    const list = this.#lists.get(session);
    const key = foldCase(nick);
    if (list?.delete(key) !== true) return;
    if (list.size === 0) this.#lists.delete(session);
    const watchers = this.#watchers.get(key);
    watchers?.delete(session);
    if (watchers?.size === 0) this.#watchers.delete(key);
  }

  /** Empties a list, also when its owner has left. */
  clear(session: Session): void {
    for (const nick of this.listOf(session)) this.remove(session, nick);
  }

  /** The nicks on a list, in the order they came. */
  listOf(session: Session): readonly string[] {
    return [...(this.#lists.get(session)?.values() ?? [])];
  }

  /** Whose lists have this nick, in any case. */
  watchersOf(nick: string): ReadonlySet<Session> {
    return this.#watchers.get(foldCase(nick)) ?? nobody;
  }

  /** Entries that all lists hold together. */
  get size(): number {
    let size = 0;
    for (const list of this.#lists.values()) size += list.size;
    return size;
  }
}
