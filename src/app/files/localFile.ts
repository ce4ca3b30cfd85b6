import { createHash } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileFailure } from '../../client/files/fileFailure.ts';
import type { FileSource } from '../../client/files/sendFile.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import { t } from '../words.ts';

/** Bytes that are read at a time. */
const pieceBytes = 256 * 1024;

/** A pipe would not be opened before somebody writes into it. Windows has neither the pipes nor the flag. */
const readOnly = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

/** A file on this machine that is offered: it stays what it was, or it is not sent. */
export class LocalFile implements FileSource {
  readonly path: string;
  readonly size: number;
  readonly #stats: BigIntStats;

  private constructor(path: string, stats: BigIntStats) {
    this.path = path;
    this.size = Number(stats.size);
    this.#stats = stats;
  }

  /** @throws {SaidFailure} for a folder, a device, a pipe; what the file system throws */
  static async open(path: string): Promise<LocalFile> {
    if (!(await stat(path)).isFile()) throw notAFile();
    const handle = await open(path, readOnly);
    try {
      const stats = await handle.stat({ bigint: true });
      if (!stats.isFile()) throw notAFile();
      return new LocalFile(path, stats);
    } finally {
      await handle.close();
    }
  }

  /** SHA-256 of the content in hex. @throws {FileFailure} `changed`; the signal's reason */
  async hash(signal: AbortSignal, progress: (moved: number) => void): Promise<string> {
    const hash = createHash('sha256');
    let moved = 0;
    for await (const chunk of this.read(0)) {
      signal.throwIfAborted();
      hash.update(chunk);
      moved += chunk.length;
      progress(moved);
    }
    return hash.digest('hex');
  }

  async *read(offset: number): AsyncGenerator<Uint8Array> {
    const handle = await this.#reopen();
    try {
      for (let at = offset; at < this.size;) {
        const bytes = Buffer.allocUnsafe(Math.min(pieceBytes, this.size - at));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
        if (bytesRead === 0) throw new FileFailure('changed', 'shorter than it was');
        at += bytesRead;
        yield bytes.subarray(0, bytesRead);
      }
      await this.#check(handle);
    } finally {
      await handle.close();
    }
  }

  async #reopen(): Promise<FileHandle> {
    let handle: FileHandle;
    try {
      handle = await open(this.path, readOnly);
    } catch (error) {
      throw new FileFailure('changed', 'it can no longer be read', error);
    }
    try {
      await this.#check(handle);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async #check(handle: FileHandle): Promise<void> {
    const { size, mtimeNs, ino } = await handle.stat({ bigint: true });
    const before = this.#stats;
    if (size !== before.size || mtimeNs !== before.mtimeNs || ino !== before.ino)
      throw new FileFailure('changed', 'size or time differ');
  }
}

function notAFile(): SaidFailure {
  return new SaidFailure(t('Only files can be sent: no folders, pipes or devices.'));
}
