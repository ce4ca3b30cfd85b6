import type { HostAddress } from '../../../src/chat/connection.ts';
import type { OpenHost } from '../../../src/client/connection/connect.ts';
import { ClientFailure } from '../../../src/client/failure.ts';
import { connectTimeoutMs, handshakeTimeoutMs } from '../../../src/client/limits.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { Link } from './link.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimEnd } from './simEnd.ts';
import type { SimProcess } from './simProcess.ts';

/** What takes connections at the relay's address. */
interface Listener {
  readonly process: SimProcess;
  accept(end: SimEnd, place: Place): void;
}

/** Where a machine is in the network. */
export interface Place {
  readonly key: string;
  address: string;
  /** Milliseconds that bytes take, at least and at most. */
  delayMs: { readonly min: number; readonly max: number };
  /** Its bytes come in pieces. */
  readonly isCoarse: boolean;
  /** No connection can be made until then. */
  downUntil: number;
  /** Attempts meanwhile get no answer at all. */
  isSilent: boolean;
}

/** @param way up to the relay, or down from it */
export type ChangeLines = (
  lines: readonly string[],
  way: 'up' | 'down',
  random: () => number,
) => readonly string[];

/** After so many milliseconds a system says again that it wants to connect, and then each time after twice as many (RFC 6298). */
const firstSynMs = 1_000;

const serverKey = { key: 'a'.repeat(64), certificate: 'b'.repeat(64) };

/** The network between the windows and the relay. */
export class Network {
  readonly #scheduler: Scheduler;
  readonly #seed: number;
  readonly #links = new Map<Place, Link[]>();
  #count = 0;
  listener: Listener | undefined;
  /** Changes the lines that are written at once, where a test wants that. */
  changeLines: ChangeLines | undefined;

  constructor(scheduler: Scheduler, seed: number) {
    this.#scheduler = scheduler;
    this.#seed = seed;
  }

  /** The connections of a place that are not over. */
  linksOf(place: Place): Link[] {
    const links = (this.#links.get(place) ?? []).filter(link => !link.isOver);
    this.#links.set(place, links);
    return links;
  }

  get links(): Link[] {
    return [...this.#links.keys()].flatMap(place => this.linksOf(place));
  }

  /** Opens connections from a place, as `dial` does. */
  dialer(place: Place, process: SimProcess): OpenHost {
    return async (address, signal) => {
      const random = seededRandom(this.#seed + 7919 * ++this.#count);
      await this.#reach(place, process, { address, signal, random });
      const { listener } = this;
      if (listener === undefined) throw new ClientFailure('refused', '', address);
      const link = this.#connect(place, process, listener, random);
      return { stream: link.client, fingerprints: serverKey };
    };
  }

  /** A round trip to connect and another one for the handshake. @throws {ClientFailure} */
  async #reach(
    place: Place,
    process: SimProcess,
    {
      address,
      signal,
      random,
    }: { readonly address: HostAddress; readonly signal: AbortSignal; readonly random: () => number },
  ): Promise<void> {
    const failWith = (code: 'timedOut' | 'unreachable' | 'refused'): never => {
      throw new ClientFailure(code, '', address);
    };
    const pass = async (ms: number): Promise<void> => {
      await pause(process, ms, signal);
      if (signal.aborted) throw new ClientFailure('cancelled', '', address);
    };
    const isDown = (): boolean => place.downUntil > this.#scheduler.now;
    if (isDown() && !place.isSilent) {
      await pass(4 * delayOf(place, random));
      failWith('unreachable');
    }
    let waited = 0;
    for (let ms = firstSynMs; isDown() && waited < connectTimeoutMs; ms *= 2) {
      const wait = Math.min(ms, connectTimeoutMs - waited);
      await pass(wait);
      waited += wait;
    }
    if (waited >= connectTimeoutMs) failWith('timedOut');
    await pass(4 * delayOf(place, random));
    const relay = this.listener?.process ?? failWith('refused');
    const frozen = Math.max(0, relay.frozenUntil - this.#scheduler.now);
    if (frozen > 0) await pass(Math.min(frozen, handshakeTimeoutMs));
    if (frozen > handshakeTimeoutMs) failWith('timedOut');
  }

  #connect(place: Place, client: SimProcess, listener: Listener, random: () => number): Link {
    const travel = {
      delayMs: () => delayOf(place, random),
      pieces: () => (place.isCoarse ? 1 + Math.floor(random() * 3) : 1),
      random,
    };
    const ways = {
      up: { ...travel, change: this.#changeOn('up', random) },
      down: { ...travel, change: this.#changeOn('down', random) },
    };
    const link = new Link(this.#scheduler, ways, { client, relay: listener.process });
    this.#links.set(place, [...this.linksOf(place), link]);
    link.open(end => {
      if (!listener.process.isDead) listener.accept(end, place);
    });
    return link;
  }

  #changeOn(way: 'up' | 'down', random: () => number): ((bytes: Buffer) => Buffer) | undefined {
    const { changeLines } = this;
    if (changeLines === undefined) return undefined;
    // Both sides write whole lines.
    return bytes => {
      const lines = bytes.toString().split('\r\n').slice(0, -1);
      return Buffer.from(
        changeLines(lines, way, random)
          .map(line => `${line}\r\n`)
          .join(''),
      );
    };
  }
}

export function delayOf({ delayMs: { min, max } }: Place, random: () => number): number {
  return min + Math.floor(random() * (max - min + 1));
}

function pause(process: SimProcess, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = process.after(ms, resolve);
    signal.addEventListener('abort', () => {
      timer.dispose();
      resolve();
    });
  });
}
