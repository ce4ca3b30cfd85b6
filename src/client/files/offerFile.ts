import { type Clock, systemClock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { type FileCall, type FileEndpoint, FileLine } from './fileEndpoint.ts';
import { FileFailure, fileFailure } from './fileFailure.ts';
import { maxSendings, offerSilenceMs } from './limits.ts';
import { type FileSource, sendFile } from './sendFile.ts';

export interface OfferOptions {
  /** A room that we are in, or somebody's nick. */
  readonly target: string;
  /** The same offer as before, after a break: what others know of it stays good. */
  readonly renews?: { readonly id: string; readonly secret: string };
  /** Cancels the offer, and everything that is being sent. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** How far one receiver is. */
export interface Sending {
  /** Names it among others of the offer. */
  readonly pull: string;
  /** Who it is, as the relay says: hostile; '' where it does not. */
  readonly nick: string;
  /** Bytes that the receiver has or that are on their way. */
  readonly moved: number;
  readonly state: 'moving' | 'done' | 'failed';
}

/**
 * Offers a file through the relay.
 *
 * @throws {FileFailure} when the relay does not take it
 */
export async function offerFile(
  endpoint: FileEndpoint,
  source: FileSource,
  options: OfferOptions,
): Promise<FileOffering> {
  const { target, renews, signal, clock = systemClock } = options;
  const controller = new AbortController();
  const either = AbortSignal.any(signal ? [signal, controller.signal] : [controller.signal]);
  const call = { clock, signal: either };
  try {
    const line = await FileLine.open(endpoint, call);
    const again = renews === undefined ? '' : ` ${renews.id} ${renews.secret}`;
    const [id = '', secret = ''] = await line.ask(`OFFER ${target} ${source.size}${again}`, 'OFFERED');
    return new FileOffering({ id, secret, endpoint, source, line, call, controller });
  } catch (error) {
    controller.abort();
    throw error;
  }
}

interface OfferingParts {
  readonly id: string;
  readonly secret: string;
  readonly endpoint: FileEndpoint;
  readonly source: FileSource;
  readonly line: FileLine;
  readonly call: FileCall;
  readonly controller: AbortController;
}

/** A file that is offered as long as this lives: it brings the bytes to those who want them. */
export class FileOffering implements Disposable {
  readonly id: string;
  /** What fetching takes besides the id. */
  readonly secret: string;
  readonly #parts: OfferingParts;
  readonly #sending = new Emitter<Sending>();
  readonly #closed = new Emitter<FileFailure>();
  #sendings = 0;

  /** Fires with every step of every receiver. */
  readonly onSending: Event<Sending> = this.#sending.event;
  /** Fires once when it ends by itself, and not for `dispose`. It may be offered again when the failure is a passing one. */
  readonly onClosed: Event<FileFailure> = this.#closed.event;

  constructor(parts: OfferingParts) {
    this.id = parts.id;
    this.secret = parts.secret;
    this.#parts = parts;
    this.#listen().catch((error: unknown) => this.#close(fileFailure(error)));
  }

  /** Withdraws the offer; what is being sent breaks off. */
  dispose(): void {
    this.#parts.controller.abort();
  }

  async #listen(): Promise<void> {
    for (;;) {
      const { line } = this.#parts;
      const [word, pull = '', offset = '', nick = ''] = (await line.line(offerSilenceMs)).split(' ');
      if (word === 'PING') line.send('PONG');
      else if (word === 'WANTED' && /^(?:0|[1-9][0-9]{0,15})$/.test(offset))
        void this.#bring({ pull, nick }, Number(offset));
      else throw new FileFailure('failed', `the relay said ${word ?? ''}`);
    }
  }

  async #bring({ pull, nick }: Pick<Sending, 'pull' | 'nick'>, offset: number): Promise<void> {
    const { endpoint, source, call } = this.#parts;
    if (this.#sendings >= maxSendings || offset > source.size) return;
    this.#sendings++;
    let moved = offset;
    const tell = (state: Sending['state']): void => this.#sending.fire({ pull, nick, moved, state });
    const progress = (now: number): void => {
      moved = now;
      tell('moving');
    };
    try {
      await sendFile(endpoint, source, { ...call, pull, offset, progress });
      tell('done');
    } catch (error) {
      tell('failed');
      // The next receiver would get something else than was offered.
      if (error instanceof FileFailure && error.code === 'changed') this.#close(error);
    } finally {
      this.#sendings--;
    }
  }

  #close(failure: FileFailure): void {
    if (this.#parts.call.signal.aborted) return;
    this.#parts.controller.abort();
    this.#closed.fire(failure);
  }
}
