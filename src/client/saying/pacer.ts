import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/dispose.ts';
import type { Message } from '../../irc/message.ts';
import { paceBurstLines, paceLineMs } from '../limits.ts';
import type { WireItem } from './wire.ts';

export interface PacerOptions {
  readonly clock: Clock;
  readonly send: (sent: Message) => void;
  /** Whether the server may close for flooding; asked before each item. */
  readonly isPaced: () => boolean;
}

/** Sends what people say in order, no faster than a server of the old kind takes it (RFC 1459 section 8.10). */
export class Pacer implements Disposable {
  readonly #options: PacerOptions;
  readonly #timers = new DisposableStore();
  #waiting: WireItem[] = [];
  #allowance = paceBurstLines;
  #countedAt: number;
  #timed = false;
  #flushing = false;

  constructor(options: PacerOptions) {
    this.#options = options;
    this.#countedAt = options.clock.now();
  }

  write(item: WireItem): void {
    this.#waiting.push(item);
    if (!this.#timed) this.#flush();
  }

  /** What waits is not sent. */
  dispose(): void {
    this.#timers.dispose();
    this.#waiting = [];
  }

  /** What is told that it was written may write again: that comes after what waits already. */
  #flush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    for (let item = this.#waiting[0]; item !== undefined; item = this.#waiting[0]) {
      const wanted = item.isWanted();
      if (wanted && !this.#mayWrite(item)) {
        this.#sendLater();
        break;
      }
      this.#waiting.shift();
      if (wanted) this.#write(item);
    }
    this.#flushing = false;
  }

  #mayWrite(item: WireItem): boolean {
    return !this.#options.isPaced() || this.#allow(item.messages.length);
  }

  #write(item: WireItem): void {
    item.messages.forEach(sent => this.#options.send(sent));
    item.written();
  }

  #allow(lines: number): boolean {
    const now = this.#options.clock.now();
    const earned = Math.max(0, now - this.#countedAt) / paceLineMs;
    this.#allowance = Math.min(paceBurstLines, this.#allowance + earned);
    this.#countedAt = now;
    if (this.#allowance < Math.min(lines, paceBurstLines)) return false;
    this.#allowance -= lines;
    return true;
  }

  #sendLater(): void {
    this.#timed = true;
    const timer = this.#options.clock.after(paceLineMs, () => {
      this.#timers.drop(timer);
      this.#timed = false;
      this.#flush();
    });
    this.#timers.add(timer);
  }
}
