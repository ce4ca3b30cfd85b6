import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import type { ToWebview } from '../../panel/protocol.ts';
import { t } from '../words.ts';

/** Bytes asked of the page at a time. */
export const spoolPieceBytes = 256 * 1024;

/** Bytes that lie on the disk at one time. */
export const maxSpoolBytes = 1024 * 1024 * 1024;

/** Milliseconds that the page has for one piece. */
export const spoolPieceMs = 30_000;

/** Milliseconds after which what a window left behind is deleted. */
const leftBehindMs = 2 * 24 * 60 * 60 * 1000;

/** A copy on the disk. */
export interface Spooled {
  readonly path: string;
  /** Deletes it. */
  dispose(): Promise<void>;
}

/** A piece that the page was asked for. */
interface PendingPiece {
  readonly offset: number;
  readonly length: number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Keeps on the disk what is sent and is no file yet: files dropped on the page, and texts. */
export class Spool implements Disposable {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #post: (message: ToWebview) => void;
  readonly #pending = new Map<string, PendingPiece>();
  readonly #disposed = new AbortController();
  #bytes = 0;

  /**
   * @param folder is made when first needed
   * @param post gives the page a message
   */
  constructor(folder: string, clock: Clock, post: (message: ToWebview) => void) {
    this.#folder = folder;
    this.#clock = clock;
    this.#post = post;
  }

  /**
   * Copies a file from the page, which alone can read it and may forget it then.
   *
   * @param progress is called with the bytes that are there
   * @throws {SaidFailure}; the signal's reason; what the file system throws
   */
  async take(
    { file, size }: { readonly file: string; readonly size: number },
    signal: AbortSignal,
    progress: (moved: number) => void,
  ): Promise<Spooled> {
    const either = AbortSignal.any([signal, this.#disposed.signal]);
    try {
      return await this.#keep(size, async handle => {
        for (let at = 0; at < size;) {
          either.throwIfAborted();
          const bytes = await this.#ask(file, at, Math.min(spoolPieceBytes, size - at), either);
          await handle.writeFile(bytes);
          at += bytes.length;
          progress(at);
        }
      });
    } finally {
      this.#post({ type: 'forgetFile', file });
    }
  }

  /** Puts bytes into a file. @throws {SaidFailure} when they are too many; what the file system throws */
  put(bytes: Uint8Array): Promise<Spooled> {
    return this.#keep(bytes.length, handle => handle.writeFile(bytes));
  }

  /** The page's answer; what was not asked for is ignored. */
  bytes(file: string, offset: number, bytes: Uint8Array): void {
    const pending = this.#pending.get(file);
    if (pending?.offset !== offset) return;
    if (bytes.length === 0 || bytes.length > pending.length) pending.reject(unreadable());
    else pending.resolve(bytes);
  }

  /** Gives up what is being copied. */
  dispose(): void {
    this.#disposed.abort();
  }

  async #keep(size: number, fill: (handle: FileHandle) => Promise<void>): Promise<Spooled> {
    if (this.#bytes + size > maxSpoolBytes)
      throw new SaidFailure(t('That is too large to drop here. Use the command Send File instead.'));
    this.#bytes += size;
    try {
      const place = await this.#write(fill);
      const dispose = (): Promise<void> => {
        this.#bytes -= size;
        return rm(place, { force: true });
      };
      return { path: place, dispose };
    } catch (error) {
      this.#bytes -= size;
      throw error;
    }
  }

  async #write(fill: (handle: FileHandle) => Promise<void>): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#sweep();
    const place = path.join(this.#folder, `drop-${randomBytes(12).toString('hex')}`);
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

  async #ask(file: string, offset: number, length: number, signal: AbortSignal): Promise<Uint8Array> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const timer = this.#clock.after(spoolPieceMs, () => reject(unreadable()));
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    this.#pending.set(file, { offset, length, resolve, reject });
    this.#post({ type: 'wantBytes', file, offset, length });
    try {
      return await promise;
    } finally {
      timer.dispose();
      signal.removeEventListener('abort', onAbort);
      this.#pending.delete(file);
    }
  }

  /** Deletes what windows that were killed have left behind. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const place = path.join(this.#folder, name);
      const found = await stat(place).catch(() => undefined);
      if (found !== undefined && this.#clock.now() - found.mtimeMs > leftBehindMs)
        await rm(place, { force: true });
    }
  }
}

function unreadable(): SaidFailure {
  return new SaidFailure(t('The dropped file cannot be read.'));
}
