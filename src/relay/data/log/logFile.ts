import { closeSync, fdatasync, fstat, openSync, stat, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Framing } from './framing.ts';
import { formatVersion, logName, type NewHead } from './head.ts';
import { encodeRecord } from './record.ts';

/** A file of records that grows. */
export class LogFile {
  readonly #descriptor: number;
  readonly #framing: Framing;
  #size = 0;

  /**
   * Makes a file, for its owner alone.
   *
   * @throws system errors
   */
  constructor(path: string, framing: Framing, head: NewHead) {
    this.#framing = framing;
    this.#descriptor = openSync(path, 'w', 0o600);
    try {
      this.#write(encodeRecord({ file: logName, version: formatVersion, ...head, seal: framing.seal }));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Adds records, each given as JSON. The system has them at return. @throws system errors */
  append(records: readonly string[]): void {
    this.#write(this.#framing.encode(records));
  }

  /** Waits until the disk has what was added before the call. @throws system errors */
  sync(): Promise<void> {
    return promisify(fdatasync)(this.#descriptor);
  }

  /** Whether a name stands for this very file. @throws system errors */
  async isAt(path: string): Promise<boolean> {
    const [open, named] = [await promisify(fstat)(this.#descriptor), await promisify(stat)(path)];
    return open.ino === named.ino;
  }

  /** Lets the file go. Not while `sync` or `isAt` runs. */
  close(): void {
    closeSync(this.#descriptor);
  }

  /** A disk that is nearly full takes a part first, and refuses the next. */
  #write(bytes: Buffer): void {
    for (let written = 0; written < bytes.length;)
      written += writeSync(this.#descriptor, bytes, written, bytes.length - written, this.#size + written);
    this.#size += bytes.length;
  }
}
