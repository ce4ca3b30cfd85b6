import type { TypingState } from '../../../chat/event.ts';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/dispose.ts';

/** Milliseconds after which *active* is said again while somebody types on. https://ircv3.net/specs/client-tags/typing */
export const sayActiveEvery = 3_000;

/** Milliseconds without a key after which the user no longer types. */
export const pausedAfter = 5_000;

/** Tells the host that the user is typing a message, never a command. */
export class TypingSender {
  readonly #clock: Clock;
  readonly #send: (tab: string, state: TypingState) => void;
  #isAllowed = false;
  /** What others were told last, where and when. */
  #told: { readonly tab: string; readonly state: TypingState; readonly at: number } | undefined;
  #pause: Disposable | undefined;

  constructor(clock: Clock, send: (tab: string, state: TypingState) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Whether others may know; what they know already is taken back. */
  allow(isAllowed: boolean): void {
    if (!isAllowed) this.#end('done');
    this.#isAllowed = isAllowed;
  }

  /** A text has been changed by hand. */
  edited(tab: string, text: string): void {
    this.#pause?.dispose();
    if (this.#told && this.#told.tab !== tab) this.left();
    if (!isSaid(text)) {
      this.#end('done');
    } else if (this.#isAllowed) {
      if (!this.#isFresh()) this.#tell(tab, 'active');
      this.#pause = this.#clock.after(pausedAfter, () => this.#tell(tab, 'paused'));
    }
  }

  /** The text was sent: the message itself tells that we have done. */
  sent(): void {
    this.#pause?.dispose();
    this.#told = undefined;
  }

  /** Another tab is open now; the text stays where it is. */
  left(): void {
    this.#end('paused');
  }

  #isFresh(): boolean {
    return this.#told?.state === 'active' && this.#clock.now() - this.#told.at < sayActiveEvery;
  }

  #tell(tab: string, state: TypingState): void {
    this.#told = { tab, state, at: this.#clock.now() };
    this.#send(tab, state);
  }

  #end(state: TypingState): void {
    const told = this.#told;
    this.sent();
    if (told && told.state !== state) this.#send(told.tab, state);
  }
}

/** What begins with one slash is a command; two make a text of one. */
function isSaid(text: string): boolean {
  return text.trim() !== '' && (!text.startsWith('/') || text.startsWith('//'));
}
