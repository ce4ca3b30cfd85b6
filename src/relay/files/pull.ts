import { randomBytes } from 'node:crypto';
import type { Clock } from '../../common/clock.ts';
import { readLine } from '../../net/readLine.ts';
import type { Limits } from '../core/limits.ts';
import type { FileBuffers } from './fileBuffers.ts';
import type { FileConnection } from './fileConnection.ts';
import type { FileTurns, Movable } from './fileTurns.ts';
import type { Offer } from './offers.ts';

/** What the receiver says once it has the whole file. */
const confirmation = 'GOT';

export interface PullOptions {
  readonly offer: Offer;
  readonly receiver: FileConnection;
  /** Bytes that the receiver has already. */
  readonly offset: number;
  /** It says when it has all. One that does not is told where that ends, and is never known to have it. */
  readonly confirms: boolean;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly turns: FileTurns;
  /** What may wait for this receiver and all others. */
  readonly buffers: FileBuffers;
  /** Whether the receiver may have the file, still. */
  readonly mayPass: () => boolean;
}

/**
 * One file on its way to one receiver: waits for the sender to bring it, passes it on as fast as the receiver takes it,
 * never holding more than `buffers` has for it besides what a stream reads ahead, and tells the sender when the receiver
 * has confirmed it. That the receiver's connection has ended without an error confirms nothing: bytes that were written
 * may still be in the buffers of whatever has closed it.
 */
export class Pull implements Movable {
  /** Secret: whoever brings it sends the file. Only the sender is told. */
  readonly id = randomBytes(16).toString('base64url');
  readonly offer: Offer;
  readonly receiver: FileConnection;
  readonly #options: PullOptions;
  #sender: FileConnection | undefined;
  #left: number;
  #isConfirmed = false;
  #movedAt: number;
  #checkedAt: number;

  /** The receiver has asked, and may have it. */
  constructor(options: PullOptions) {
    const { offer, receiver, offset, clock, limits } = options;
    this.offer = offer;
    this.#options = options;
    this.receiver = receiver;
    this.#left = offer.size - offset;
    this.#movedAt = clock.now();
    this.#checkedAt = clock.now();
    receiver.onClosed(() => this.#receiverClosed());
    void this.#hearReceiver();
    receiver.after(limits.filePullTimeoutMs, () => this.#senderIsLate());
  }

  /** The sender is here, and begins. */
  start(sender: FileConnection): void {
    this.#sender = sender;
    const { turns, clock } = this.#options;
    this.#movedAt = clock.now();
    const { stream } = sender;
    stream.on('readable', () => turns.ask(this));
    stream.on('end', () => sender.destroy());
    sender.onClosed(() => this.#senderClosed());
    this.receiver.send(`SENDING ${this.#left}`);
    sender.send('GO');
    this.#watch();
    turns.ask(this);
  }

  move(most: number): number {
    const { turns, clock, buffers, confirms } = this.#options;
    const target = this.receiver.stream;
    const source = this.#sender?.stream;
    if (source === undefined || source.destroyed || !target.writable) return 0;
    const buffer = buffers.roomFor(this, target.writableLength);
    const free = buffer - target.writableLength;
    // Only who reads is told of the end.
    if (source.readableLength === 0) source.read(0);
    const bytes = Math.min(most, this.#left, source.readableLength, free);
    // In pieces of some size: it asks for a turn again when half of what waits has been taken.
    if (bytes <= 0 || free < buffer / 2 || !this.#mayGoOn()) return 0;
    const chunk = source.read(bytes) as Uint8Array | null;
    if (chunk === null) return 0;
    this.#left -= chunk.length;
    this.#movedAt = clock.now();
    target.write(chunk, () => turns.ask(this));
    buffers.note(this, target.writableLength);
    if (this.#left === 0 && !confirms) target.end();
    return chunk.length;
  }

  #mayGoOn(): boolean {
    const now = this.#options.clock.now();
    if (now - this.#checkedAt < this.#options.limits.fileRecheckMs) return true;
    this.#checkedAt = now;
    if (this.#options.mayPass()) return true;
    this.receiver.destroy();
    return false;
  }

  #senderIsLate(): void {
    if (this.#sender === undefined) this.receiver.refuse('SILENT');
  }

  /** Gives up where nothing moves. */
  #watch(): void {
    const { clock, limits } = this.#options;
    const idle = clock.now() - this.#movedAt;
    if (idle >= limits.fileIdleMs) this.receiver.destroy();
    else this.receiver.after(limits.fileIdleMs - idle, () => this.#watch());
  }

  #senderClosed(): void {
    this.#options.turns.drop(this);
    if (this.#left > 0) this.receiver.destroy();
  }

  /** There is one thing for the receiver to say, and only after the last byte. */
  async #hearReceiver(): Promise<void> {
    const { receiver } = this;
    const line = await readLine(receiver.stream, confirmation.length).catch(() => undefined);
    if (line !== confirmation || this.#left > 0) {
      receiver.destroy();
      return;
    }
    this.#isConfirmed = true;
    this.#sender?.end('DONE');
    receiver.end();
  }

  #receiverClosed(): void {
    this.#options.turns.drop(this);
    this.#options.buffers.note(this, 0);
    if (!this.#isConfirmed) this.#sender?.destroy();
  }
}
