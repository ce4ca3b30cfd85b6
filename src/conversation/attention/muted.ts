import { BoundedMap } from '../../common/boundedMap.ts';
import type { Connection } from '../connections/connection.ts';
import type { Effect } from '../effect.ts';
import { keptKeys, type KeptValues, readMuted, readMutedAccounts, withServer } from '../kept.ts';
import { maxMuted } from '../limits.ts';

/** Characters of a name that is remembered: no longer one comes from the client. */
export const maxMutedName = 128;
/** Of how many people it is remembered which account they have. */
const maxHeard = 200;

/** The rooms and people nobody wants to be told of, kept for each server by its identity. */
export class Muted {
  readonly #kept: KeptValues;
  readonly #run: (effect: Effect) => void;
  /** By server, then by their folded form: this is asked for every line. */
  readonly #servers = new Map<string, ReadonlyMap<string, string>>();
  /** By server, the nick that somebody has now, by the one under which they are muted; both folded. */
  readonly #nicks = new Map<string, Map<string, string>>();
  /** By server, whose accounts are known of the muted people, by their folded names. */
  readonly #accounts = new Map<string, ReadonlyMap<string, string>>();
  /** By server, the account that each of the last who spoke has, by their folded nick. */
  readonly #heard = new Map<string, BoundedMap<string, string>>();

  constructor(kept: KeptValues, run: (effect: Effect) => void) {
    this.#kept = kept;
    this.#run = run;
  }

  /** As they were typed, the latest last. */
  names(connection: Connection): readonly string[] {
    return [...this.#of(connection).values()];
  }

  /** The people of these, and the nicks that those who were renamed have now, folded. */
  nicks(connection: Connection): readonly string[] {
    const now = this.#nicks.get(connection.server)?.values() ?? [];
    return [...this.names(connection), ...now].filter(name => !connection.isChannel(name));
  }

  has(connection: Connection, name: string): boolean {
    return this.#mutedAs(connection, name) !== undefined;
  }

  /** Somebody who has an account speaks: a muted person is known by it on every connection, whatever their nick. */
  heard(connection: Connection, nick: string, account: string | undefined): void {
    if (account === undefined || account.length > maxMutedName) return;
    this.#heardAt(connection).set(connection.fold(nick), account);
    if (this.#of(connection).size === 0) return;
    const accounts = this.#accountsAt(connection);
    const name = this.#mutedAs(connection, nick);
    if (name === undefined) {
      for (const [as, other] of accounts) if (other === account) this.#isNow(connection, as, nick);
    } else if (!accounts.has(name)) this.#keepAccount(connection, name, account);
    // Somebody else has that nick now.
    else if (accounts.get(name) !== account) this.#nicks.get(connection.server)?.delete(name);
  }

  /** Somebody takes another nick: a muted person stays muted, while this window sees them. */
  renamed(connection: Connection, from: string, to: string): void {
    const account = this.#heardAt(connection).get(connection.fold(from));
    if (account !== undefined) this.#heardAt(connection).set(connection.fold(to), account);
    const name = this.#mutedAs(connection, from);
    if (name !== undefined) this.#isNow(connection, name, to);
  }

  /** @returns false when there are too many already, or the name cannot be one */
  set(connection: Connection, name: string, on: boolean): boolean {
    const names = new Map(this.#of(connection));
    const before = this.#mutedAs(connection, name) ?? connection.fold(name);
    names.delete(before);
    this.#nicks.get(connection.server)?.delete(before);
    if (on && (name === '' || name.length > maxMutedName || names.size >= maxMuted)) return false;
    if (on) names.set(connection.fold(name), name);
    this.#servers.set(connection.server, names);
    // Other windows keep theirs in the same place.
    const all = readMuted(this.#kept.get(keptKeys.muted));
    const value = withServer(all, connection.server, names.size > 0 ? [...names.values()] : undefined);
    this.#run({ type: 'store', scope: 'global', key: keptKeys.muted, value });
    const account = on ? this.#heardAt(connection).get(connection.fold(name)) : undefined;
    this.#keepAccount(connection, on ? connection.fold(name) : before, account);
    return true;
  }

  #isNow(connection: Connection, name: string, nick: string): void {
    const nicks = this.#nicks.get(connection.server) ?? new Map<string, string>();
    this.#nicks.set(connection.server, nicks.set(name, connection.fold(nick)));
  }

  #heardAt({ server }: Connection): BoundedMap<string, string> {
    const heard = this.#heard.get(server) ?? new BoundedMap<string, string>(maxHeard);
    this.#heard.set(server, heard);
    return heard;
  }

  /** By the names under which people are muted, folded. */
  #accountsAt(connection: Connection): ReadonlyMap<string, string> {
    const known = this.#accounts.get(connection.server);
    if (known !== undefined) return known;
    const names = this.#of(connection);
    const kept = readMutedAccounts(this.#kept.get(keptKeys.mutedAccounts)).get(connection.server) ?? [];
    const read = new Map(kept.flatMap(({ name, account }) => (names.has(name) ? [[name, account]] : [])));
    if (this.#servers.has(connection.server)) this.#accounts.set(connection.server, read);
    return read;
  }

  /** @param account undefined when it is not known, or no longer wanted */
  #keepAccount(connection: Connection, name: string, account: string | undefined): void {
    const { server } = connection;
    const accounts = new Map(this.#accountsAt(connection));
    if (accounts.get(name) === account) return;
    accounts.delete(name);
    if (account !== undefined) accounts.set(name, account);
    this.#accounts.set(server, accounts);
    const all = readMutedAccounts(this.#kept.get(keptKeys.mutedAccounts));
    const known = Array.from(accounts, ([of, whose]) => ({ name: of, account: whose }));
    const value = withServer(all, server, known.length > 0 ? known : undefined);
    this.#run({ type: 'store', scope: 'global', key: keptKeys.mutedAccounts, value });
  }

  /** The name under which somebody is muted, folded. */
  #mutedAs(connection: Connection, name: string): string | undefined {
    const names = this.#of(connection);
    if (names.size === 0) return undefined;
    const folded = connection.fold(name);
    if (names.has(folded)) return folded;
    for (const [as, nick] of this.#nicks.get(connection.server) ?? []) if (nick === folded) return as;
    return undefined;
  }

  #of(connection: Connection): ReadonlyMap<string, string> {
    const known = this.#servers.get(connection.server);
    if (known !== undefined) return known;
    const names = readMuted(this.#kept.get(keptKeys.muted)).get(connection.server) ?? [];
    const read = new Map(names.map(name => [connection.fold(name), name]));
    // How a server folds names is known with its client.
    if (connection.server !== '' && connection.client) this.#servers.set(connection.server, read);
    return read;
  }
}
