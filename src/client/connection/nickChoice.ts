import { maxNickTries } from '../limits.ts';

/** Which nick to ask a server for, on this connection and on the next. */
export class NickChoice {
  readonly #random: () => number;
  /** The nick that the user wants. */
  wanted: string;
  /** Our nick in the room, where we are logged in: after a break it may still be an older connection's of ours. */
  #held: string | undefined;
  #tries = 0;

  /** @param random gives a number from 0 up to but not including 1 */
  constructor(wanted: string, random: () => number) {
    this.wanted = wanted;
    this.#random = random;
  }

  /** Whether another nick than the wanted one was asked for on this connection. */
  get isSubstituted(): boolean {
    return this.#tries > 0;
  }

  /** Whether the wanted nick is the one that this very window had before the break, and no other window of ours has. */
  get isOurs(): boolean {
    return this.#held === this.wanted;
  }

  /** A connection begins. */
  begin(): void {
    this.#tries = 0;
  }

  /**
   * What to ask for after a refusal: the nick with an underscore more each time; at last a short one with digits, for
   * servers that cut nicks off. Undefined when that was tried, too.
   */
  substitute(): string | undefined {
    this.#tries++;
    if (this.#tries > maxNickTries) return undefined;
    if (this.#tries < maxNickTries) return this.wanted + '_'.repeat(this.#tries);
    return `${this.wanted.slice(0, 6)}_${Math.floor(this.#random() * 90) + 10}`;
  }

  /** We are in the room under this nick. */
  hold(nick: string, isLoggedIn: boolean): void {
    this.#held = isLoggedIn ? nick : undefined;
  }

  /** The server has given us another nick. */
  renamed(nick: string): void {
    this.wanted = nick;
    if (this.#held !== undefined) this.#held = nick;
  }

  /** Another connection of ours has taken the nick, and shall keep it. */
  lose(): void {
    this.#held = undefined;
  }
}
