import { foldCase } from '../../irc/names.ts';
import type { Session } from '../core/session.ts';

const none: ReadonlySet<Session> = new Set();

/** Every connection, and who has which nick. */
export class Roster {
  readonly #sessions = new Set<Session>();
  readonly #byNick = new Map<string, Session>();
  readonly #byKey = new Map<string, Set<Session>>();

  get size(): number {
    return this.#sessions.size;
  }

  get sessions(): Iterable<Session> {
    return this.#sessions;
  }

  /** Connections with one key, registered or not. */
  ofKey(key: string): ReadonlySet<Session> {
    return this.#byKey.get(key) ?? none;
  }

  add(session: Session): void {
    this.#sessions.add(session);
    const { key } = session.peer;
    if (key !== undefined) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(session));
  }

  remove(session: Session): void {
    if (!this.#sessions.delete(session)) return;
    const { key = '' } = session.peer;
    const ofKey = this.#byKey.get(key);
    if (ofKey?.delete(session) === true && ofKey.size === 0) this.#byKey.delete(key);
    if (this.find(session.nick) === session) this.#byNick.delete(foldCase(session.nick));
  }

  /** The person of this nick. Before registration a nick is only asked for, and nobody's. */
  find(nick: string): Session | undefined {
    return this.#byNick.get(foldCase(nick));
  }

  /** Gives `session` a nick that nobody else has, and frees its old one. */
  rename(session: Session, nick: string): void {
    if (session.nick !== '') this.#byNick.delete(foldCase(session.nick));
    session.nick = nick;
    this.#byNick.set(foldCase(nick), session);
  }
}
