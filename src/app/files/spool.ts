import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';

/** Bytes asked of the page at a time. */
export const spoolPieceBytes = 256 * 1024;

/** Bytes that lie on the disk at one time. */
export const maxSpoolBytes = 1024 * 1024 * 1024;

/** Milliseconds that the page has for one piece. */
export const spoolPieceMs = 30_000;

/** Milliseconds after which what a window left behind is thrown away. */
const leftBehindMs = 2 * 24 * 60 * 60 * 1000;

export class SpoolError extends Error {
  override readonly name = 'SpoolError';
  readonly reason: 'tooBig' | 'unreadable' | 'cancelled';

  constructor(reason: 'tooBig' | 'unreadable' | 'cancelled') {
    super(reason);
    this.reason = reason;
  }
}

export interface SpoolOptions {
  /** Is made when first needed. */
  readonly folder: string;
  readonly clock: Clock;
  readonly wantBytes: (file: string, offset: number, length: number) => void;
  readonly forgetFile: (file: string) => void;
}

/** A copy on the disk. */
export interface Spooled {
  readonly path: string;
  /** Deletes it. */
  dispose(): Promise<void>;
}

interface Waiting {
  readonly offset: number;
  readonly length: number;
  readonly timer: Disposable;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: SpoolError) => void;
}

/** Keeps on the disk what is sent and is no file yet: files dropped on the page, which alone can read them, and texts. */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;

  constructor(options: SpoolOptions) {
    this.#options = options;
  }

  /**
   * Copies a file.
   *
   * @param progress is called with the bytes that are there
   * @throws {SpoolError}; what the file system throws
   */
  async take(
    { file, size }: { readonly file: string; readonly size: number },
    signal: AbortSignal,
    progress: (moved: number) => void,
  ): Promise<Spooled> {
    try {
      return await this.#keep(size, handle => this.#fill(handle, { file, size, signal, progress }));
    } finally {
      this.#options.forgetFile(file);
    }
  }

  /** Puts bytes into a file. @throws {SpoolError} `tooBig`; what the file system throws */
  put(bytes: Uint8Array): Promise<Spooled> {
    return this.#keep(bytes.length, handle => handle.writeFile(bytes));
  }

  /** The page's answer; what nobody waits for is passed over. */
  bytes(file: string, offset: number, bytes: Uint8Array): void {
    const waiting = this.#waiting.get(file);
    if (waiting?.offset !== offset) return;
    this.#stopWaiting(file, waiting);
    if (bytes.length === 0 || bytes.length > waiting.length) waiting.reject(new SpoolError('unreadable'));
    else waiting.resolve(bytes);
  }

  /** Gives up everything that waits. */
  dispose(): void {
    for (const [file, waiting] of [...this.#waiting]) {
      this.#stopWaiting(file, waiting);
      waiting.reject(new SpoolError('cancelled'));
    }
  }

  async #keep(size: number, fill: (handle: FileHandle) => Promise<void>): Promise<Spooled> {
    if (this.#bytes + size > maxSpoolBytes) throw new SpoolError('tooBig');
    this.#bytes += size;
    try {
      const place = await this.#write(fill);
      return { path: place, dispose: () => this.#drop(place, size) };
    } catch (error) {
      this.#bytes -= size;
      throw error;
    }
  }

  async #write(fill: (handle: FileHandle) => Promise<void>): Promise<string> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.#sweep();
    const place = path.join(folder, `drop-${randomBytes(12).toString('hex')}`);
    const handle = await open(place, 'wx', 0o600);
    try {
      await fill(handle);
    } catch (error) {
      await handle.close();
      await rm(place, { force: true });
      throw error;
    }
    await handle.close();
    return place;
  }

  async #fill(
    handle: FileHandle,
    {
      file,
      size,
      signal,
      progress,
    }: { file: string; size: number; signal: AbortSignal; progress: (moved: number) => void },
  ): Promise<void> {
    for (let at = 0; at < size;) {
      if (signal.aborted) throw new SpoolError('cancelled');
      const bytes = await this.#ask(file, at, Math.min(spoolPieceBytes, size - at));
      await handle.writeFile(bytes);
      at += bytes.length;
      progress(at);
    }
  }

  #ask(file: string, offset: number, length: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.after(spoolPieceMs, () => {
        this.#waiting.delete(file);
        reject(new SpoolError('unreadable'));
      });
      this.#waiting.set(file, { offset, length, timer, resolve, reject });
      this.#options.wantBytes(file, offset, length);
    });
  }

  #stopWaiting(file: string, waiting: Waiting): void {
    this.#waiting.delete(file);
    waiting.timer.dispose();
  }

  async #drop(place: string, size: number): Promise<void> {
    this.#bytes -= size;
    await rm(place, { force: true });
  }

  /** Throws away what windows that were killed have left behind. */
  async #sweep(): Promise<void> {
    const { folder, clock } = this.#options;
    for (const name of await readdir(folder)) {
      const place = path.join(folder, name);
      const found = await stat(place).catch(() => undefined);
      if (found !== undefined && clock.now() - found.mtimeMs > leftBehindMs) await rm(place, { force: true });
    }
  }
}
