import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Message } from '../../irc/message.ts';
import { paceBurstLines, paceLineMs } from '../limits.ts';
import type { Server } from '../server.ts';

/** What is to be written together. */
export interface WireItem {
  readonly messages: readonly Message[];
  /** Whether anybody still wants it; asked before it is written. */
  readonly isWanted?: () => boolean;
  /** Called after it was written. With no messages it writes a line itself. */
  readonly written?: () => void;
  /** Called instead where that was not possible. */
  readonly failed?: (error: unknown) => void;
}

/** Sends what people say in order, no faster than a server of the old kind takes it (RFC 1459 section 8.10). */
export class Pacer implements Disposable {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #send: (sent: Message) => void;
  #waiting: WireItem[] = [];
  #allowance = paceBurstLines;
  #countedAt: number;
  #timer: Disposable | undefined;
  #flushing = false;

  /** @param server whether it closes for flooding is asked before each item */
  constructor(server: Server, clock: Clock, send: (sent: Message) => void) {
    this.#server = server;
    this.#clock = clock;
    this.#send = send;
    this.#countedAt = clock.now();
  }

  write(item: WireItem): void {
    this.#waiting.push(item);
    if (this.#timer === undefined) this.#flush();
  }

  /** What waits is not sent. */
  dispose(): void {
    this.#timer?.dispose();
    this.#waiting = [];
  }

  /** A listener to writes may write again: that comes after what waits already. */
  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    for (let item = this.#waiting[0]; item !== undefined; item = this.#waiting[0]) {
      const wanted = item.isWanted?.() ?? true;
      if (wanted && this.#server.multiline === undefined && !this.#allow(Math.max(1, item.messages.length))) {
        this.#sendLater();
        break;
      }
      this.#waiting.shift();
      if (wanted) this.#write(item);
    }
    this.#flushing = false;
  }

  #write(item: WireItem): void {
    try {
      for (const sent of item.messages) this.#send(sent);
    } catch (error) {
      // The next one is to go out all the same.
      item.failed?.(error);
      return;
    }
    item.written?.();
  }

  #allow(lines: number): boolean {
    const now = this.#clock.now();
    const earned = Math.max(0, now - this.#countedAt) / paceLineMs;
    this.#allowance = Math.min(paceBurstLines, this.#allowance + earned);
    this.#countedAt = now;
    if (this.#allowance < Math.min(lines, paceBurstLines)) return false;
    this.#allowance -= lines;
    return true;
  }

  #sendLater(): void {
    this.#timer = this.#clock.after(paceLineMs, () => {
      this.#timer = undefined;
      this.#flush();
    });
  }
}
