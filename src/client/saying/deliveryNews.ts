import type { Emit } from '../../chat/event.ts';
import type { OutboxEntry, Step } from './entry.ts';

/** Tells how far messages of ours have come: nothing before the message itself. */
export class DeliveryNews {
  readonly #emit: Emit;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Notes a step and tells it, but not the one that it is at already. */
  say(entry: OutboxEntry, step: Step): void {
    if (entry.delivery === step.delivery) return;
    entry.delivery = step.delivery;
    this.tell(entry, step);
  }

  tell({ target, id, isTold }: OutboxEntry, step: Step): void {
    if (isTold) this.#emit({ type: 'delivery', target, id, ...step });
  }
}
