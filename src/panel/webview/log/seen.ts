import type { Clock } from '../../../common/clock.ts';
import { Gather } from '../../../common/gather.ts';
import type { LineStore } from './lineStore.ts';
import type { Viewport } from './viewport.ts';

/** The host is told no more often than this. */
const everyMs = 300;

/** Tells which line is the last that is wholly visible: never one above another told. */
export class Seen {
  readonly #store: LineStore;
  readonly #checks: Gather<undefined>;
  #told: string | undefined;

  constructor(viewport: Viewport, store: LineStore, tell: (id: string) => void, clock: Clock) {
    this.#store = store;
    this.#checks = new Gather(everyMs, clock, () => {
      const id = document.hidden ? undefined : viewport.lastWhole;
      if (id === undefined || !this.#isBelowTold(id)) return;
      this.#told = id;
      tell(id);
    });
    document.addEventListener('visibilitychange', () => this.check());
  }

  /** To be told whenever another line may be visible. */
  check(): void {
    this.#checks.add(undefined);
  }

  /** Tells at once: the lines may go out of sight. */
  flush(): void {
    this.#checks.flush();
  }

  /** Other lines are shown now: any of them may be told. */
  forget(): void {
    this.#told = undefined;
  }

  #isBelowTold(id: string): boolean {
    if (this.#told === undefined) return true;
    const [place, told] = [this.#store.find(id), this.#store.find(this.#told)];
    if (!place || !told) return place !== undefined;
    return (place.block.order - told.block.order || place.index - told.index) > 0;
  }
}
