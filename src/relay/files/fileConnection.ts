import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../common/dispose.ts';
import { drain } from '../../net/drain.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Limits } from '../core/limits.ts';
import type { Peer } from '../core/session.ts';
import type { RefusalCode } from './fileRefusal.ts';

/** What may wait for one that does not read its lines; past it the connection is closed. */
const maxQueuedLineBytes = 65_536;

/** One connection for a file, whatever it turns out to be for. */
export class FileConnection {
  readonly stream: Duplex;
  readonly peer: Peer;
  readonly #clock: Clock;
  readonly #lingerMs: number;
  readonly #timers = new DisposableStore();
  readonly #closed = new Emitter<undefined>();
  #isClosed = false;

  /** Fires once, when the connection is gone. */
  readonly onClosed: Event<undefined> = this.#closed.event;

  constructor(stream: Duplex, peer: Peer, { clock, limits }: { clock: Clock; limits: Limits }) {
    this.stream = stream;
    this.peer = peer;
    this.#clock = clock;
    this.#lingerMs = limits.closeTimeoutMs;
    // What breaks is told by its closing.
    stream.on('error', () => undefined);
    stream.on('close', () => {
      this.#isClosed = true;
      this.#timers.dispose();
      this.#closed.fire(undefined);
    });
  }

  get isClosed(): boolean {
    return this.#isClosed || this.stream.destroyed;
  }

  /** Sends a line; ignored once closed. */
  send(line: string): void {
    if (!this.stream.writable) return;
    this.stream.write(`${line}\r\n`);
    if (this.stream.writableLength > maxQueuedLineBytes) this.destroy();
  }

  /** Says why not, and closes. */
  refuse(code: RefusalCode): void {
    this.end(`REFUSED ${code}`);
  }

  /** Sends a last line, if any, and closes, by force when the other side takes too long. */
  end(line?: string): void {
    if (line !== undefined) this.send(line);
    this.stream.end();
    drain(this.stream);
    this.after(this.#lingerMs, () => this.destroy());
  }

  /** Calls `task` after `ms` milliseconds, unless the connection is gone by then. */
  after(ms: number, task: () => void): Disposable {
    const timer = this.#clock.after(ms, () => {
      this.#timers.drop(timer);
      task();
    });
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.drop(timer));
  }

  /** Closes now. */
  destroy(): void {
    this.stream.destroy();
  }
}
