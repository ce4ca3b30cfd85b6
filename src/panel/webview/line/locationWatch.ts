import type { Clock } from '../../../common/clock.ts';
import type { LineActions } from './lineActions.ts';
import { askStatesAgain } from './locationLink.ts';

/** Milliseconds for which an answer about places in code is taken as it is. */
export const askAgainMs = 5_000;

/** Asks again how places in code compare when the page gets the focus back: files change while they are worked on. */
export class LocationWatch {
  readonly #view: HTMLElement;
  readonly #actions: LineActions;
  readonly #clock: Clock;
  #askedAt: number;

  /** @param view where the lines are */
  constructor(view: HTMLElement, actions: LineActions, clock: Clock) {
    this.#view = view;
    this.#actions = actions;
    this.#clock = clock;
    this.#askedAt = clock.now();
    window.addEventListener('focus', () => this.#cameBack());
  }

  #cameBack(): void {
    const now = this.#clock.now();
    if (Math.abs(now - this.#askedAt) < askAgainMs) return;
    this.#askedAt = now;
    askStatesAgain(this.#view, this.#actions);
  }
}
