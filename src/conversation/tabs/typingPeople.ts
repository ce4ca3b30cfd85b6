import type { TypingState } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';

/** Milliseconds after which somebody counts as typing no more. https://ircv3.net/specs/client-tags/typing */
export const typingExpiresMs = { active: 6_000, paused: 30_000 };

/** People remembered as typing in one place: nobody reads more names. */
export const maxTypingPeople = 50;

/** Who is typing in one tab. */
export class TypingPeople implements Disposable {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #people = new Map<string, Disposable>();

  /** @param changed is called when somebody begins or ends */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** In the order in which they began. */
  get nicks(): readonly string[] {
    return [...this.#people.keys()];
  }

  take(nick: string, state: TypingState): void {
    const known = this.#people.get(nick);
    if (state === 'done') this.end(nick);
    else if (known !== undefined || this.#people.size < maxTypingPeople) {
      known?.dispose();
      this.#people.set(
        nick,
        this.#clock.after(typingExpiresMs[state], () => this.end(nick)),
      );
      if (known === undefined) this.#changed();
    }
  }

  /** They have said it, or left. */
  end(nick: string): void {
    const known = this.#people.get(nick);
    if (known === undefined) return;
    known.dispose();
    this.#people.delete(nick);
    this.#changed();
  }

  dispose(): void {
    for (const wait of this.#people.values()) wait.dispose();
    this.#people.clear();
  }
}
