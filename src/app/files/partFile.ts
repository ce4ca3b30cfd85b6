import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { numberedName } from '../../chat/fileName.ts';
import { errorCode } from '../../common/errorCode.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import { t } from '../words.ts';

/** Names that are tried, one after the other, where others exist. */
const maxNumber = 99;

/** Bytes that are read back at a time. */
const pieceBytes = 256 * 1024;

/**
 * An incoming file: written beside its place as `name.part`, which nothing else had, and put into its place when it is
 * whole, under a name that nothing else has. The file is held open all the time: no link or other file that is put in
 * its way is ever followed or overwritten.
 */
export class PartFile {
  readonly #wanted: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  #size = 0;

  private constructor(wanted: string, part: string, handle: FileHandle) {
    this.#wanted = wanted;
    this.#part = part;
    this.#handle = handle;
  }

  /** Makes the part of `wanted`, the path of the file to be. @throws what the file system throws */
  static async create(wanted: string): Promise<PartFile> {
    const [part, handle] = await openNew(wanted, '.part');
    return new PartFile(wanted, part, handle);
  }

  /** Bytes that have been written. */
  get size(): number {
    return this.#size;
  }

  /** Appends. @throws what the file system throws, `ENOSPC` above all; then nothing of it counts */
  async write(bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.#size + at);
      at += bytesWritten;
    }
    this.#size += bytes.length;
  }

  /** What has been written, from the beginning. */
  async *read(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.#size;) {
      const bytes = Buffer.allocUnsafe(Math.min(pieceBytes, this.#size - at));
      const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield bytes.subarray(0, bytesRead);
    }
  }

  /**
   * Puts the file into its place. Where something is there it gets a number. When that fails it is a part as before, and
   * nothing is in its place.
   *
   * @returns its path
   * @throws {SaidFailure} when the part is no longer where it was put; what the file system throws
   */
  async finish(): Promise<string> {
    await this.#handle.truncate(this.#size);
    await this.#handle.sync();
    if (!(await this.#isInPlace()))
      throw new SaidFailure(t('The partial download was moved or deleted meanwhile.'));
    // Reserves a name by an empty file of our own, which the rename then replaces.
    const [place, reserved] = await openNew(this.#wanted, '');
    await reserved.close();
    try {
      await rename(this.#part, place);
    } catch (error) {
      await rm(place, { force: true }).catch(() => undefined);
      throw error;
    }
    await this.#handle.close();
    return place;
  }

  /** Throws away what has come. */
  async abandon(): Promise<void> {
    const isOurs = await this.#isInPlace().catch(() => false);
    await this.#handle.close().catch(() => undefined);
    if (isOurs) await rm(this.#part, { force: true });
  }

  async #isInPlace(): Promise<boolean> {
    const [held, there] = await Promise.all([
      this.#handle.stat({ bigint: true }),
      lstat(this.#part, { bigint: true }),
    ]);
    return there.isFile() && held.ino === there.ino && held.dev === there.dev;
  }
}

/** Makes a file under the first name like the wanted one, with this ending, that nothing else has. */
async function openNew(
  wanted: string,
  ending: string,
): Promise<readonly [place: string, handle: FileHandle]> {
  for (let number = 1; ; number++) {
    const name = numberedName(path.basename(wanted), number) + ending;
    const place = path.join(path.dirname(wanted), name);
    try {
      return [place, await open(place, 'wx+', 0o600)];
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || number === maxNumber) throw error;
    }
  }
}
