import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { seededRandom } from '../../support/seededRandom.ts';

type Task = () => void;

/** What the code takes from Node that would differ from run to run, as it was before a simulation. */
const real = {
  setImmediate: globalThis.setImmediate,
  nextTurn: timers.setImmediate,
  random: Math.random,
  now: Date.now,
  randomBytes: crypto.randomBytes,
};

/** Waits until no tick and no promise has anything left to do: only then does the event loop have its next turn. */
function calm(): Promise<void> {
  return new Promise(resolve => real.setImmediate(resolve));
}

/**
 * Replaces, for as long as a simulation runs, what Node decides: random numbers, the date and the turns of the event
 * loop. Ticks and promises stay Node's own, which runs them in one order.
 */
export class Border {
  #immediates: Task[] = [];

  /** @param random gives a number from 0 up to but not including 1 */
  constructor(random: () => number, now: () => number) {
    // From dice of their own: nonces are drawn ahead, and what the simulation before has left of them is used first.
    const ofBytes = seededRandom(Math.floor(random() * 2 ** 32));
    const randomBytes = (size: number): Buffer => {
      const bytes = Buffer.allocUnsafe(size);
      for (let at = 0; at < size; at++) bytes[at] = ofBytes() * 256;
      return bytes;
    };
    const later = (task: (...args: unknown[]) => void, ...args: unknown[]): number =>
      this.#immediates.push(() => task(...args));
    const nextTurn = (): Promise<void> => new Promise(resolve => later(() => resolve()));
    const own = { setImmediate: later, nextTurn, random, now, randomBytes };
    replace(own as unknown as typeof real);
  }

  /** Lets everything happen that happens without time passing. */
  async settle(): Promise<void> {
    for (;;) {
      await calm();
      const task = this.#immediates.shift();
      if (task === undefined) return;
      task();
    }
  }

  release(): void {
    this.#immediates = [];
    replace(real);
  }
}

function replace({ setImmediate, nextTurn, random, now, randomBytes }: typeof real): void {
  globalThis.setImmediate = setImmediate;
  timers.setImmediate = nextTurn;
  Math.random = random;
  Date.now = now;
  crypto.randomBytes = randomBytes;
  syncBuiltinESMExports();
}
