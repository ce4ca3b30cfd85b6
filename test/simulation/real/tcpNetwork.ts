import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { OpenHost } from '../../../src/client/connection/connect.ts';
import { dial } from '../../../src/client/connection/dial.ts';
import type { TlsIdentity } from '../../../src/net/tls.ts';
import type { Travel } from '../engine/direction.ts';
import { delayOf, type Place } from '../engine/network.ts';
import type { SimProcess } from '../engine/simProcess.ts';
import type { WorldNetwork } from '../world.ts';
import type { RealTime } from './realTime.ts';
import { TcpLink } from './tcpLink.ts';

/** Bytes in a millisecond of a narrow connection. */
const narrowBytesPerMs = 20;

interface TcpNetworkOptions {
  readonly time: RealTime;
  readonly random: () => number;
  readonly identityOf: (place: Place) => TlsIdentity;
  /** Where the relay is now; undefined while there is none. */
  readonly relayPort: () => number | undefined;
}

/** TLS connections of this machine, each through a proxy on which things go wrong. */
export class TcpNetwork implements WorldNetwork {
  readonly #options: TcpNetworkOptions;
  readonly #proxies: Server[] = [];
  readonly #unanswered = new Set<Socket>();
  readonly #links = new Map<Place, TcpLink[]>();

  constructor(options: TcpNetworkOptions) {
    this.#options = options;
  }

  /** The connections of a place that are not over. */
  linksOf(place: Place): readonly TcpLink[] {
    const links = (this.#links.get(place) ?? []).filter(link => !link.isOver);
    this.#links.set(place, links);
    return links;
  }

  get links(): readonly TcpLink[] {
    return [...this.#links.keys()].flatMap(place => this.linksOf(place));
  }

  /** Opens connections from a place. */
  dialer(place: Place, process: SimProcess): OpenHost {
    const proxy = createServer({ allowHalfOpen: true }, socket => this.#accept(socket, place, process));
    this.#proxies.push(proxy);
    const listening = once(proxy.listen(0, '127.0.0.1'), 'listening');
    return async (_, signal) => {
      await listening;
      const { port } = proxy.address() as AddressInfo;
      const identity = this.#options.identityOf(place);
      return dial({ address: '127.0.0.1', port }, { identity, clock: process, signal });
    };
  }

  end(): void {
    for (const link of this.links) link.end();
    for (const socket of this.#unanswered) socket.destroy();
    for (const proxy of this.#proxies) proxy.close();
  }

  #accept(socket: Socket, place: Place, process: SimProcess): void {
    const { time, relayPort } = this.#options;
    const isDown = place.downUntil > time.now;
    const port = relayPort();
    if (process.isDead) socket.destroy();
    else if (isDown && place.isSilent) {
      socket.on('error', () => undefined);
      this.#unanswered.add(socket);
      time.after(place.downUntil - time.now, () => socket.resetAndDestroy());
    } else if (isDown || port === undefined) socket.resetAndDestroy();
    else {
      const link = new TcpLink(time, this.#travel(place), { socket, process, port });
      this.#links.set(place, [...this.linksOf(place), link]);
    }
  }

  #travel(place: Place): Travel {
    const { random } = this.#options;
    return {
      delayMs: () => delayOf(place, random),
      pieces: () => (place.isCoarse ? 1 + Math.floor(random() * 3) : 1),
      ...(place.isCoarse && { bytesPerMs: narrowBytesPerMs }),
      random,
    };
  }
}
