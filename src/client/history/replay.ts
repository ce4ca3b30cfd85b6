import type { ChatEvent } from '../../chat/event.ts';
import type { Whole } from '../reading/batches.ts';
import type { SeenIds } from '../reading/seenIds.ts';

/** What a piece of history reads as. */
interface Replayed {
  readonly events: readonly ChatEvent[];
  /** Something in it was seen before. */
  readonly overlaps: boolean;
}

/** Makes events of a piece of history, to be told later, by the same way as of what comes now. */
export class Replay {
  readonly #seen: SeenIds;
  readonly #handle: (whole: Whole) => void;
  #events: ChatEvent[] | undefined;

  /** @param handle takes one message and gives what becomes of it to `catches` */
  constructor(seen: SeenIds, handle: (whole: Whole) => void) {
    this.#seen = seen;
    this.#handle = handle;
  }

  /** @param isAgain what was shown before is shown again */
  take(page: readonly Whole[], isAgain = false): Replayed {
    const events: ChatEvent[] = [];
    const overlaps = page.some(({ tags }) => this.#seen.has(tags.get('msgid') ?? ''));
    this.#events = events;
    try {
      for (const whole of page) this.#handle(isAgain ? { ...whole, isAgain } : whole);
    } finally {
      this.#events = undefined;
    }
    return { events, overlaps };
  }

  /** @returns whether the event is of a piece of history, and kept. How far a message of ours has come is told at once */
  catches(event: ChatEvent): boolean {
    if (this.#events === undefined || event.type === 'delivery') return false;
    this.#events.push(event);
    return true;
  }
}
