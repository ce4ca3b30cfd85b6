import type { Duplex } from 'node:stream';
import { BoundedMap } from '../../common/boundedMap.ts';
import { readLine } from '../../net/readLine.ts';
import type { RelayState } from '../core/context.ts';
import { Farewells } from '../guards/farewells.ts';
import { FloodMeter } from '../guards/floodMeter.ts';
import type { Peer } from '../core/session.ts';
import { watchControlLine } from './controlLine.ts';
import { FileBuffers } from './fileBuffers.ts';
import { FileConnection } from './fileConnection.ts';
import { FileEntrance } from './fileEntrance.ts';
import { FileRefusal, type RefusalCode } from './fileRefusal.ts';
import { type FileRequest, parseFileRequest } from './fileRequest.ts';
import { FileTurns } from './fileTurns.ts';
import { type Offer, Offers } from './offers.ts';
import { Pull } from './pull.ts';
import { FileAccess } from './fileAccess.ts';
import { Tickets } from './tickets.ts';
import { Holdings, type Shares } from '../people/holdings.ts';

type FilesOptions = Pick<
  RelayState,
  'roster' | 'channels' | 'limits' | 'clock' | 'visitors' | 'notices' | 'log'
>;

type Request<Type extends FileRequest['type']> = Extract<FileRequest, { type: Type }>;

/** Files that go from one member to another through this relay, which keeps nothing of them. docs/files.md */
export class Files {
  readonly #options: FilesOptions;
  readonly #access: FileAccess;
  readonly #tickets = new Tickets();
  readonly #offers: Offers;
  readonly #turns: FileTurns;
  readonly #buffers: FileBuffers;
  /** How often each key may ask. */
  readonly #requests: BoundedMap<string, FloodMeter>;
  readonly #connections = new Set<FileConnection>();
  readonly #entrance: FileEntrance;
  readonly #farewells = new Farewells<FileConnection>();
  /** Those that wait for their sender, by id. */
  readonly #awaited = new Map<string, Pull>();
  /** Files on their way, by who receives each. One that waits for its sender is not in use, and may have to go. */
  readonly #pulls: Holdings<FileConnection>;

  constructor(options: FilesOptions) {
    this.#options = options;
    const { limits } = options;
    this.#access = new FileAccess(options);
    const entering = this.#holdings('connections for files', {
      total: limits.maxFileConnections,
      perKey: limits.maxFileConnectionsPerKey,
      perNewKey: limits.maxFileConnectionsPerNewKey,
    });
    this.#entrance = new FileEntrance(entering);
    const offered = this.#holdings('offers of files', {
      total: limits.maxFileOffers,
      perKey: limits.maxFileOffersPerKey,
      perNewKey: limits.maxFileOffersPerNewKey,
    });
    this.#offers = new Offers(offered);
    this.#pulls = this.#holdings('files on their way', {
      total: limits.maxFilePulls,
      perKey: limits.maxFilePullsPerKey,
      perNewKey: limits.maxFilePullsPerNewKey,
    });
    this.#turns = new FileTurns(limits);
    this.#buffers = new FileBuffers(limits);
    // Of those who are registered each is remembered.
    this.#requests = new BoundedMap(limits.maxConnections);
  }

  /** Takes a connection and hears what it is for, or tells it why not and closes it. */
  accept(stream: Duplex, peer: Peer): void {
    const { limits, visitors } = this.#options;
    if (stream.destroyed) return;
    if (limits.maxFileBytes === 0) {
      stream.destroy();
      return;
    }
    const connection = this.#open(stream, peer);
    const { key } = peer;
    if (key === undefined || !this.#access.isHere(key)) this.#turnAway(connection, 'NOTHERE');
    else if (!this.#entrance.enter(connection, key, visitors.holderOf(peer)))
      this.#turnAway(connection, 'TOOMANY');
    else void this.#hear(connection, key);
  }

  #turnAway(connection: FileConnection, code: RefusalCode): void {
    if (this.#farewells.add(connection)) connection.refuse(code);
    else connection.destroy();
  }

  /** Ends all of it. */
  close(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #open(stream: Duplex, peer: Peer): FileConnection {
    const connection = new FileConnection(stream, peer, this.#options);
    this.#connections.add(connection);
    connection.onClosed(() => {
      this.#connections.delete(connection);
      this.#farewells.remove(connection);
      this.#entrance.leave(connection);
    });
    return connection;
  }

  async #hear(connection: FileConnection, key: string): Promise<void> {
    const { limits } = this.#options;
    const timer = connection.after(limits.fileRequestTimeoutMs, () => connection.destroy());
    const line = await readLine(connection.stream, limits.fileRequestBytes).catch(() => undefined);
    timer.dispose();
    try {
      if (line === undefined) connection.destroy();
      else if (!connection.isClosed) this.#handle(connection, key, parseFileRequest(line));
    } catch (error) {
      this.#fail(connection, error);
    }
  }

  #handle(connection: FileConnection, key: string, request: FileRequest | undefined): void {
    if (request?.type === 'send') {
      this.#send(connection, key, request);
      return;
    }
    this.#count(key);
    if (request === undefined) throw new FileRefusal('BADREQUEST');
    if (request.type === 'offer') this.#offer(connection, key, request);
    else this.#get(connection, key, request);
  }

  #fail(connection: FileConnection, error: unknown): void {
    if (error instanceof FileRefusal) {
      connection.refuse(error.code);
      return;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#options.log.tell('bug of files', `a request for a file failed: ${text}`);
    connection.destroy();
  }

  #count(key: string): void {
    const { clock, limits } = this.#options;
    const now = clock.now();
    const { fileRequests: floodBurst, fileRequestWindowMs } = limits;
    const floodPerSecond = (floodBurst / fileRequestWindowMs) * 1000;
    const meter = this.#requests.get(key) ?? new FloodMeter({ floodBurst, floodPerSecond }, now);
    this.#requests.set(key, meter);
    if (!meter.trySpend(1, now)) throw new FileRefusal('TOOFAST');
  }

  #offer(connection: FileConnection, key: string, { target: name, size, renews }: Request<'offer'>): void {
    const { limits, visitors } = this.#options;
    if (size > limits.maxFileBytes) throw new FileRefusal('TOOBIG');
    if (renews !== undefined && !this.#tickets.isFor(renews, key)) throw new FileRefusal('GONE');
    const target = this.#access.target(key, name);
    if (target === undefined) throw new FileRefusal('NOTARGET');
    const { id, secret } = renews ?? this.#tickets.make(key);
    const older = this.#offers.find(id);
    if (older !== undefined) {
      this.#offers.remove(older);
      older.connection.destroy();
    }
    const offer: Offer = { id, key, target, size, connection };
    if (!this.#offers.add(offer, visitors.holderOf(connection.peer))) throw new FileRefusal('TOOMANY');
    this.#entrance.leave(connection);
    connection.onClosed(() => this.#offers.remove(offer));
    connection.send(`OFFERED ${id} ${secret}`);
    watchControlLine(connection, { ...this.#options, isHere: () => this.#access.isHere(key) });
  }

  #get(receiver: FileConnection, key: string, request: Request<'get'>): void {
    const { id, secret, offset, confirms } = request;
    const { limits, clock, visitors } = this.#options;
    const offer = this.#offers.find(id);
    const mayPass = (): boolean => offer !== undefined && this.#access.mayPass(offer.target, offer.key, key);
    // Whatever is wrong, the answer is the same: it tells nothing of what others offer.
    if (offer === undefined || !mayPass() || !this.#tickets.isFor({ id, secret }, offer.key))
      throw new FileRefusal('GONE');
    if (offset > offer.size) throw new FileRefusal('BADREQUEST');
    if (offset === offer.size) {
      receiver.end('SENDING 0');
      return;
    }
    if (!this.#pulls.add(receiver, visitors.holderOf(receiver.peer))) throw new FileRefusal('BUSY');
    const pull = new Pull({
      offer,
      receiver,
      offset,
      confirms,
      limits,
      clock,
      turns: this.#turns,
      buffers: this.#buffers,
      mayPass,
    });
    this.#entrance.leave(receiver);
    this.#awaited.set(pull.id, pull);
    this.#entrance.await(offer.key);
    receiver.onClosed(() => {
      this.#stopAwaiting(pull);
      this.#pulls.remove(receiver);
    });
    offer.connection.send(`WANTED ${pull.id} ${offset} ${this.#access.nickOf(key)}`.trimEnd());
  }

  #holdings(kind: string, shares: Shares): Holdings<FileConnection> {
    const { visitors, notices } = this.#options;
    return new Holdings({
      shares,
      isRegular: key => visitors.isRegular(key),
      onEvicted: connection => connection.refuse('BUSY'),
      onRefused: ({ group }) => notices.refused(kind, group),
    });
  }

  #send(sender: FileConnection, key: string, { pull: id }: Request<'send'>): void {
    const pull = this.#awaited.get(id);
    if (pull?.offer.key !== key) {
      this.#count(key);
      throw new FileRefusal('GONE');
    }
    this.#stopAwaiting(pull);
    // The pull has a place already.
    this.#entrance.leave(sender);
    this.#pulls.setInUse(pull.receiver, true);
    pull.start(sender);
  }

  #stopAwaiting(pull: Pull): void {
    if (this.#awaited.delete(pull.id)) this.#entrance.unawait(pull.offer.key);
  }
}
