import type { FileOffer } from '../../chat/event.ts';
import type { FileState, FileView } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import { FileFailure, isPassing } from '../../client/files/fileFailure.ts';
import type { FileDoor } from '../../client/files/fileDoor.ts';
import { fetchFile } from '../../client/files/fetchFile.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import { fileSentence } from './fileWords.ts';
import type { PartFile } from './partFile.ts';

/** Milliseconds before a broken transfer goes on by itself, the first time and at the most. */
const againMs = { first: 1_000, most: 30_000 };

/** Times in a row that it goes on by itself and nothing comes; then somebody has to say so. */
const maxIdleTries = 8;

export interface IncomingFileOptions {
  readonly offer: FileOffer;
  readonly part: PartFile;
  readonly door: () => FileDoor | undefined;
  readonly clock: Clock;
  readonly t: Translate;
}

/** A file that comes in: pauses when the connection breaks, goes on when it is back, checks what came. */
export class IncomingFile {
  readonly #options: IncomingFileOptions;
  readonly #changed = new Emitter<FileView>();
  #controller = new AbortController();
  #timer: Disposable | undefined;
  #running: Promise<void> | undefined;
  #tries = 0;
  #moved = 0;
  #state: FileState = 'paused';
  #note = '';
  #path = '';

  /** Fires with every step. */
  readonly onChanged: Event<FileView> = this.#changed.event;

  constructor(options: IncomingFileOptions) {
    this.#options = options;
  }

  get view(): FileView {
    const { name, size } = this.#options.offer;
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
  resume(): void {
    this.#tries = 0;
    this.#go();
  }

  /** The window is connected again. */
  retry(): void {
    if (this.#state === 'paused' && this.#timer !== undefined) this.resume();
  }

  /** Gives up, and throws away what has come. */
  async cancel(): Promise<void> {
    if (!this.isOpen) return;
    this.#timer?.dispose();
    this.#show('cancelled', '');
    this.#controller.abort();
    await this.#running;
    await this.#options.part.abandon();
  }

  #go(): void {
    if (!this.isOpen || this.#running !== undefined) return;
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#running = this.#run().finally(() => (this.#running = undefined));
  }

  async #run(): Promise<void> {
    const { part, door: currentDoor } = this.#options;
    const before = part.size;
    try {
      const door = currentDoor();
      if (door === undefined) throw new FileFailure('broken', 'not connected');
      await this.#fetch(door);
      this.#show('checking', '');
      this.#path = await part.finish();
      this.#show('done', '');
    } catch (error) {
      if (part.size > before) this.#tries = 0;
      await this.#failed(error);
    }
  }

  #fetch(door: FileDoor): Promise<void> {
    const { offer, part, clock } = this.#options;
    const offset = part.size;
    this.#show(offset > 0 ? 'checking' : 'moving', '');
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const progress = (moved: number): void => {
      this.#moved = moved;
      if (!signal.aborted) this.#show('moving', '');
    };
    return fetchFile(door, offer, part, { offset, before: part.read(), signal, progress, clock });
  }

  async #failed(error: unknown): Promise<void> {
    if (!this.isOpen) return;
    const { t, clock, part } = this.#options;
    const sentence = fileSentence(error, t);
    const failure = error instanceof FileFailure ? error : undefined;
    if (failure?.code === 'wrongHash' || failure?.code === 'changed') {
      // It goes before it is told: who reads that it was thrown away finds nothing any more.
      await part.abandon();
      this.#moved = 0;
      this.#show('failed', sentence);
      return;
    }
    const goesOn = failure !== undefined && isPassing(failure) && this.#tries < maxIdleTries;
    if (goesOn) {
      const wait = Math.min(againMs.first * 2 ** this.#tries++, againMs.most);
      this.#timer = clock.after(wait, () => this.#go());
    }
    this.#show(failure?.code === 'gone' ? 'gone' : 'paused', sentence);
  }

  #show(state: FileState, note: string): void {
    this.#state = state;
    this.#note = note;
    this.#changed.fire(this.view);
  }
}
