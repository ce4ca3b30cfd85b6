import type { TypingState } from '../../chat/event.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { maxTypingTargets, typingMs } from '../limits.ts';

interface Told {
  readonly target: string;
  state: TypingState;
  at: number;
  /** Tells, when it may, that the state has become another. */
  later: Disposable | undefined;
}

/**
 * Tells that we type: to one target no two times within `typingMs`, and `paused` and `done` once, and only after
 * something else. https://ircv3.net/specs/client-tags/typing
 */
export class TypingThrottle implements Disposable {
  readonly #clock: Clock;
  readonly #send: (target: string, state: TypingState) => void;
  readonly #told = new BoundedMap<string, Told>(maxTypingTargets, ({ later }) => later?.dispose());

  constructor(clock: Clock, send: (target: string, state: TypingState) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** @param key the target, folded */
  set(key: string, target: string, state: TypingState): void {
    const told = this.#told.get(key) ?? this.#begin(key, target);
    told.later?.dispose();
    told.later = undefined;
    if (state === told.state && state !== 'active') return;
    if (state === 'paused' && told.state === 'done') return;
    const wait = told.at + typingMs - this.#clock.now();
    if (wait <= 0) this.#tell(told, state);
    else if (state !== told.state) told.later = this.#clock.after(wait, () => this.#tell(told, state));
  }

  /** What was said tells that we no longer type. */
  said(key: string): void {
    const told = this.#told.get(key);
    if (told === undefined) return;
    told.later?.dispose();
    told.later = undefined;
    told.state = 'done';
  }

  dispose(): void {
    for (const { later } of this.#told.values()) later?.dispose();
    this.#told.clear();
  }

  #begin(key: string, target: string): Told {
    const told: Told = { target, state: 'done', at: -Infinity, later: undefined };
    this.#told.set(key, told);
    return told;
  }

  #tell(told: Told, state: TypingState): void {
    told.later = undefined;
    told.state = state;
    told.at = this.#clock.now();
    this.#send(told.target, state);
  }
}
