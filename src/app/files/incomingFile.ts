import type { FileOffer } from '../../chat/event.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import type { FileState, FileView } from '../../chat/line.ts';
import { fetchFile } from '../../client/files/fetchFile.ts';
import type { FileEndpoint } from '../../client/files/fileEndpoint.ts';
import { FileFailure, isPassing } from '../../client/files/fileFailure.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { fileSentence } from './fileWords.ts';
import type { PartFile } from './partFile.ts';

/** Milliseconds before a broken transfer goes on by itself, the first time and at most. */
const againMs = { first: 1_000, max: 30_000 };

/** Times in a row that it goes on by itself and nothing comes; then the user decides. */
const maxIdleTries = 8;

interface IncomingFileParts {
  readonly offer: FileOffer;
  readonly part: PartFile;
  readonly endpointOf: (connection: string) => FileEndpoint | undefined;
  readonly clock: Clock;
  /** Called with every step. */
  readonly changed: (file: IncomingFile) => void;
}

/** A file that comes in: pauses when the connection breaks, goes on when it is back, checks what came. */
export class IncomingFile {
  readonly #parts: IncomingFileParts;
  #connection: string;
  /** The key of the server that it comes from, once that is known. */
  #server = '';
  #controller = new AbortController();
  #timer: Disposable | undefined;
  #running: Promise<void> | undefined;
  #tries = 0;
  #moved = 0;
  #state: FileState = 'paused';
  /** Paused, it goes on by itself. */
  #goesOn = false;
  #note = '';
  #path = '';

  /** @param connection the one that it was offered on */
  constructor(parts: IncomingFileParts, connection: string) {
    this.#parts = parts;
    this.#connection = connection;
  }

  /** The offer's. */
  get id(): string {
    return this.#parts.offer.id;
  }

  get view(): FileView {
    const { name, size } = this.#parts.offer;
    return { name: cleanFileName(name), size, moved: this.#moved, state: this.#state, note: this.#note };
  }

  /** Where it lies once it is there, else ''. */
  get path(): string {
    return this.#path;
  }

  /** Whether it is neither there nor given up. */
  get isOpen(): boolean {
    return !['done', 'failed', 'cancelled'].includes(this.#state);
  }

  /** Begins, or goes on where it stopped. */
  resume(connection = this.#connection): void {
    this.#connection = connection;
    this.#tries = 0;
    this.#go();
  }

  /** A connection is up: goes on when that leads to the server that it comes from. */
  retry(connection: string): void {
    if (this.#state !== 'paused' || !this.#goesOn) return;
    const server = this.#parts.endpointOf(connection)?.hostKey;
    if (connection === this.#connection || server === this.#server) this.resume(connection);
  }

  /** A connection was left: what comes over it waits until the window is back. */
  left(connection: string): void {
    if (connection !== this.#connection) return;
    this.#timer?.dispose();
    this.#controller.abort();
  }

  /** Gives up, and deletes what has come. */
  async cancel(): Promise<void> {
    if (!this.isOpen) return;
    this.#timer?.dispose();
    this.#show('cancelled', '');
    this.#controller.abort();
    await this.#running;
    await this.#parts.part.abandon();
  }

  #go(): void {
    if (!this.isOpen || this.#running !== undefined) return;
    this.#timer?.dispose();
    this.#running = this.#run().finally(() => (this.#running = undefined));
  }

  async #run(): Promise<void> {
    const { part, endpointOf } = this.#parts;
    const before = part.size;
    try {
      const endpoint = endpointOf(this.#connection);
      if (endpoint === undefined) throw new FileFailure('broken', 'not connected');
      this.#server = endpoint.hostKey;
      await this.#fetch(endpoint);
      if (!this.isOpen) return;
      this.#show('checking', '');
      this.#path = await part.finish();
      this.#show('done', '');
    } catch (error) {
      if (part.size > before) this.#tries = 0;
      await this.#failed(error);
    }
  }

  #fetch(endpoint: FileEndpoint): Promise<void> {
    const { offer, part, clock } = this.#parts;
    const offset = part.size;
    this.#show(offset > 0 ? 'checking' : 'moving', '');
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const progress = (moved: number): void => {
      this.#moved = moved;
      if (!signal.aborted) this.#show('moving', '');
    };
    return fetchFile(endpoint, offer, part, { offset, before: part.read(), signal, progress, clock });
  }

  async #failed(error: unknown): Promise<void> {
    if (!this.isOpen) return;
    const { clock, part } = this.#parts;
    const sentence = fileSentence(error);
    const failure = error instanceof FileFailure ? error : undefined;
    if (failure?.code === 'wrongHash' || failure?.code === 'changed') {
      // Deleted before it is shown: who reads that it was thrown away finds nothing any more.
      await part.abandon();
      this.#moved = 0;
      this.#show('failed', sentence);
      return;
    }
    const isLeft = failure?.code === 'cancelled';
    const isTried = failure !== undefined && isPassing(failure) && this.#tries < maxIdleTries;
    if (part.size === 0 && !isLeft && !isTried) {
      await part.abandon();
      // Nothing is kept to go on with, while its sender may offer it again: the user may save it from the start.
      this.#show('failed', sentence);
      return;
    }
    this.#goesOn = isLeft || isTried;
    if (isTried) {
      const wait = Math.min(againMs.first * 2 ** this.#tries++, againMs.max);
      this.#timer = clock.after(wait, () => this.#go());
    }
    this.#show(failure?.code === 'gone' ? 'gone' : 'paused', sentence);
  }

  #show(state: FileState, note: string): void {
    this.#state = state;
    this.#note = note;
    this.#parts.changed(this);
  }
}
