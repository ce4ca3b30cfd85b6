import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { confirmMs } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import { type NamedUnit, type OutboxEntry, tagsOf, type Wire } from './entry.ts';
import { idTag, messagesOf } from './wire.ts';

/** A unit and the message it is of. */
export interface FoundUnit {
  readonly entry: OutboxEntry;
  readonly named: NamedUnit;
}

/** A unit that was handed to a connection. */
interface Flight extends FoundUnit {
  readonly label: string;
  /** When it was written, by our clock, and the last PING before that; undefined while it waits for its turn. */
  written?: { readonly at: number; readonly ping: number };
}

/** Who is told of them. */
interface FlightListener {
  isWanted(entry: OutboxEntry): boolean;
  written(found: FoundUnit): void;
  failed(entry: OutboxEntry, reason: string): void;
}

/** What was handed to one connection and has not come back, in order. */
export class Flights implements Disposable {
  readonly wire: Wire;
  readonly #clock: Clock;
  readonly #listener: FlightListener;
  #all: Flight[] = [];
  #labels = 0;
  #asking: Disposable | undefined;

  constructor(wire: Wire, clock: Clock, listener: FlightListener) {
    this.wire = wire;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** The server sends back what it has taken. */
  get areEchoed(): boolean {
    return this.wire.server.capabilities.has('echo-message');
  }

  /** Of messages that are still waited for. */
  get count(): number {
    return this.#all.filter(({ entry }) => this.#listener.isWanted(entry)).length;
  }

  /** Since when, by our clock, the oldest of those has been under way. */
  get since(): number | undefined {
    return this.#all.find(({ entry, written }) => written !== undefined && this.#listener.isWanted(entry))
      ?.written?.at;
  }

  /** Hands a unit to the connection, which writes it when its turn comes. */
  launch(found: FoundUnit): void {
    const { entry, named } = found;
    const { server, pacer, pings } = this.wire;
    const label = (++this.#labels).toString(36);
    const flight: Flight = { ...found, label };
    this.#all.push(flight);
    const tags = new Map([
      ...(server.capabilities.has('labeled-response') ? [['label', label] as const] : []),
      ...(server.capabilities.has('message-tags') ? tagsOf(entry, named.wireId) : []),
    ]);
    pacer.write({
      messages: messagesOf(named.unit, tags, entry.target, label),
      isWanted: () => this.#listener.isWanted(entry),
      written: () => {
        flight.written = { at: this.#clock.now(), ping: pings.last };
        this.#listener.written(found);
        this.confirmSoon();
      },
      failed: error => this.#listener.failed(entry, error instanceof Error ? error.message : ''),
    });
  }

  /** A server that sends nothing back is asked whether it is there still, behind what it was sent. */
  confirmSoon(): void {
    if (this.areEchoed || this.since === undefined) return;
    const { pacer, pings } = this.wire;
    this.#asking ??= this.#clock.after(confirmMs, () => {
      this.#asking = undefined;
      pacer.write({ messages: [], written: () => pings.ask() });
    });
  }

  dispose(): void {
    this.#asking?.dispose();
  }

  remove(named: NamedUnit): void {
    this.#all = this.#all.filter(other => other.named !== named);
  }

  /** By its label, or by the id that we gave it; a server that knows neither answers in order. */
  find(answer: Whole, isAbout: (found: FoundUnit) => boolean): FoundUnit | undefined {
    const label = answer.tags.get('label');
    if (label !== undefined && answer.isPast !== true)
      return this.#all.find(flight => flight.label === label);
    const id = answer.tags.get(idTag);
    if (id !== undefined) return this.#all.find(({ named }) => named.wireId === id);
    const isText = answer.command === 'PRIVMSG';
    const canLabel = this.wire.server.capabilities.has('labeled-response');
    if (answer.isPast === true || canLabel || (isText && !this.areEchoed)) return undefined;
    return this.#all.find(flight => flight.written !== undefined && isAbout(flight));
  }

  /** Takes out what a server has taken that answers a PING of ours: it was written before that. */
  takeBefore(ping: number): readonly FoundUnit[] {
    const taken = this.#all.filter(({ written }) => written !== undefined && written.ping < ping);
    this.#all = this.#all.filter(flight => !taken.includes(flight));
    return taken;
  }
}
