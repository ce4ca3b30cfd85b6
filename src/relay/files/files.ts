import type { Duplex } from 'node:stream';
import { readLine } from '../../net/readLine.ts';
import type { RelayState } from '../core/context.ts';
import { GuessCounter } from '../guards/guessCounter.ts';
import type { Peer } from '../core/session.ts';
import { watchControlLine } from './controlLine.ts';
import { FileConnection } from './fileConnection.ts';
import { FileRefusal } from './fileRefusal.ts';
import { type FileRequest, parseFileRequest } from './fileRequest.ts';
import { FileTurns } from './fileTurns.ts';
import { KeyedCount } from '../core/keyedCount.ts';
import { type Offer, Offers } from './offers.ts';
import { Pull } from './pull.ts';
import { FileAccess } from './fileAccess.ts';
import { Tickets } from './tickets.ts';

export interface FilesOptions extends Pick<RelayState, 'roster' | 'channels' | 'limits' | 'clock'> {
  /** Takes what only a log should have: bugs. */
  readonly log: (text: string) => void;
}

type Request<Type extends FileRequest['type']> = Extract<FileRequest, { type: Type }>;

/** Files that go from one member to another through this relay, which keeps nothing of them. docs/files.md */
export class Files {
  readonly #options: FilesOptions;
  readonly #access: FileAccess;
  readonly #tickets = new Tickets();
  readonly #offers = new Offers();
  readonly #turns: FileTurns;
  readonly #requests: GuessCounter;
  readonly #connections = new Set<FileConnection>();
  readonly #perAddress = new KeyedCount();
  /** Those that wait for their sender, by id. */
  readonly #awaited = new Map<string, Pull>();
  readonly #pullsPerKey = new KeyedCount();
  #pulls = 0;

  constructor(options: FilesOptions) {
    this.#options = options;
    const { limits } = options;
    this.#access = new FileAccess(options);
    this.#turns = new FileTurns(limits);
    this.#requests = new GuessCounter({
      maxWrongPasswords: limits.fileRequests,
      passwordWindowMs: limits.fileRequestWindowMs,
      // Of those who are registered each is remembered.
      maxGuessingAddresses: limits.maxConnections,
    });
  }

  /** Takes a connection and hears what it is for, or tells it why not and closes it. */
  accept(stream: Duplex, peer: Peer): void {
    const { limits } = this.#options;
    if (stream.destroyed) return;
    if (limits.maxFileBytes === 0 || this.#connections.size >= limits.maxFileConnections) {
      stream.destroy();
      return;
    }
    const connection = this.#open(stream, peer);
    const { key } = peer;
    if (this.#perAddress.of(peer.address) > limits.maxFileConnectionsPerAddress) connection.refuse('TOOMANY');
    else if (key === undefined || !this.#access.isHere(key)) connection.refuse('NOTHERE');
    else void this.#hear(connection, key);
  }

  /** Ends all of it. */
  close(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #open(stream: Duplex, peer: Peer): FileConnection {
    const connection = new FileConnection(stream, peer, this.#options);
    this.#connections.add(connection);
    this.#perAddress.add(peer.address);
    connection.onClosed(() => {
      this.#connections.delete(connection);
      this.#perAddress.remove(peer.address);
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
    this.#options.log(`a request for a file failed: ${text}`);
    connection.destroy();
  }

  #count(key: string): void {
    const now = this.#options.clock.now();
    if (this.#requests.isTurnedAway(key, now)) throw new FileRefusal('TOOFAST');
    this.#requests.count(key, now);
  }

  #offer(connection: FileConnection, key: string, { target: name, size, renews }: Request<'offer'>): void {
    const { limits } = this.#options;
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
    if (this.#offers.countOf(key) >= limits.maxFileOffersPerKey) throw new FileRefusal('TOOMANY');
    const offer: Offer = { id, key, target, size, connection };
    this.#offers.add(offer);
    connection.onClosed(() => this.#offers.remove(offer));
    connection.send(`OFFERED ${id} ${secret}`);
    watchControlLine(connection, { ...this.#options, isHere: () => this.#access.isHere(key) });
  }

  #get(receiver: FileConnection, key: string, { id, secret, offset }: Request<'get'>): void {
    const { limits, clock } = this.#options;
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
    const isFull =
      this.#pulls >= limits.maxFilePulls || this.#pullsPerKey.of(key) >= limits.maxFilePullsPerKey;
    if (isFull) throw new FileRefusal('BUSY');
    const pull = new Pull({ offer, receiver, offset, limits, clock, turns: this.#turns, mayPass });
    this.#track(pull, receiver, key);
    offer.connection.send(`WANTED ${pull.id} ${offset}`);
  }

  #track(pull: Pull, receiver: FileConnection, key: string): void {
    this.#awaited.set(pull.id, pull);
    this.#pullsPerKey.add(key);
    this.#pulls++;
    receiver.onClosed(() => {
      this.#awaited.delete(pull.id);
      this.#pullsPerKey.remove(key);
      this.#pulls--;
    });
  }

  #send(sender: FileConnection, key: string, { pull: id }: Request<'send'>): void {
    const pull = this.#awaited.get(id);
    if (pull?.offer.key !== key) {
      this.#count(key);
      throw new FileRefusal('GONE');
    }
    this.#awaited.delete(id);
    pull.start(sender);
  }
}
