import { type FileFailure, fileFailure, isPassing } from '../../client/files/fileFailure.ts';
import { type FileOffering, offerFile, type Sending } from '../../client/files/offerFile.ts';
import type { FileSource } from '../../client/files/sendFile.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { TransferHost } from './transferTools.ts';

/** Milliseconds before an offer is made again, the first time and at the most. */
const againMs = { first: 1_000, most: 30_000 };

export interface KeptOfferingOptions {
  readonly source: FileSource;
  readonly tabId: string;
  readonly host: Pick<TransferHost, 'door' | 'target'>;
  readonly clock: Clock;
}

/** An offer that is made again whenever its connection broke, as long as the window is connected. */
export class KeptOffering implements Disposable {
  readonly #options: KeptOfferingOptions;
  readonly #controller = new AbortController();
  readonly #sending = new Emitter<Sending>();
  readonly #stands = new Emitter<boolean>();
  readonly #ended = new Emitter<FileFailure>();
  #ticket: { readonly id: string; readonly secret: string } | undefined;
  #timer: Disposable | undefined;
  #wait = againMs.first;
  #isTrying = false;
  #isStanding = false;

  readonly onSending: Event<Sending> = this.#sending.event;
  /** Fires when it breaks and when it is back. */
  readonly onStands: Event<boolean> = this.#stands.event;
  /** Fires once when it is over for good, by itself. */
  readonly onEnded: Event<FileFailure> = this.#ended.event;

  constructor(options: KeptOfferingOptions) {
    this.#options = options;
  }

  /** Offers it for the first time. @throws {FileFailure} */
  async start(): Promise<{ readonly id: string; readonly secret: string }> {
    const offering = await this.#offer();
    this.#ticket = { id: offering.id, secret: offering.secret };
    return this.#ticket;
  }

  /** The window is connected again: tries at once. */
  retry(): void {
    if (this.#isStanding || this.#isTrying || this.#ticket === undefined) return;
    this.#timer?.dispose();
    this.#wait = againMs.first;
    void this.#again();
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#controller.abort();
  }

  async #offer(): Promise<FileOffering> {
    const { source, host, tabId, clock } = this.#options;
    const [door, target] = [host.door(), host.target(tabId)];
    if (door === undefined || target === undefined) throw fileFailure(new Error('not connected'));
    const renews = this.#ticket === undefined ? {} : { renews: this.#ticket };
    const { signal } = this.#controller;
    const offering = await offerFile(door, source, { target, signal, clock, ...renews });
    offering.onSending(sending => this.#sending.fire(sending));
    offering.onClosed(failure => this.#broke(failure));
    this.#isStanding = true;
    return offering;
  }

  #broke(failure: FileFailure): void {
    this.#isStanding = false;
    if (this.#controller.signal.aborted) return;
    // Whom it is for may be away as we were.
    if (!isPassing(failure) && failure.code !== 'noTarget' && failure.code !== 'tooMany') {
      this.dispose();
      this.#ended.fire(failure);
      return;
    }
    this.#stands.fire(false);
    this.#timer = this.#options.clock.after(this.#wait, () => void this.#again());
    this.#wait = Math.min(this.#wait * 2, againMs.most);
  }

  async #again(): Promise<void> {
    this.#isTrying = true;
    try {
      await this.#offer();
      this.#wait = againMs.first;
      this.#stands.fire(true);
    } catch (error) {
      this.#broke(fileFailure(error));
    } finally {
      this.#isTrying = false;
    }
  }
}
