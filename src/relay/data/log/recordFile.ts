import { open } from 'node:fs/promises';
import { maxRecordBytes } from './record.ts';

/** Bytes that are read, and handled, in one go: what else the relay does has its turn in between. */
const sliceBytes = 65_536;
const lineFeed = 0x0a;

/** Bytes of a line with its line feed: the longest record, encrypted and in base64. */
export const maxStoredLineBytes = Math.ceil((maxRecordBytes * 4) / 3) + 100;

/** One record as it is in the file, good or damaged. */
interface RecordLine {
  /** Without its line feed; undefined for one that is longer than any record. */
  readonly line: Buffer | undefined;
  /** Where it ends in the file, its line feed included. */
  readonly end: number;
}

/** What was read in one go. */
export interface RecordSlice {
  readonly lines: readonly RecordLine[];
  /** Bytes that have been read so far. */
  readonly read: number;
}

/** Reads a file of records, piece by piece. @throws system errors */
export async function* readRecords(file: string): AsyncGenerator<RecordSlice> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(sliceBytes);
    const cutter = new LineCutter();
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, sliceBytes);
      if (bytesRead === 0) return;
      const lines = cutter.push(buffer.subarray(0, bytesRead));
      yield { lines, read: cutter.offset };
    }
  } finally {
    await handle.close();
  }
}

/** Cuts bytes into lines. Of a line that is longer than any record nothing is kept. */
class LineCutter {
  /** Bytes that have gone in. */
  offset = 0;
  #parts: Buffer[] = [];
  #length = 0;

  /** @returns the lines that have ended in this chunk */
  push(chunk: Buffer): RecordLine[] {
    const lines: RecordLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      this.#keep(chunk.subarray(from, at));
      const line = this.#length < maxStoredLineBytes ? Buffer.concat(this.#parts) : undefined;
      this.#parts = [];
      this.#length = 0;
      from = at + 1;
      lines.push({ line, end: this.offset + from });
    }
    // The next piece is read into the same bytes.
    this.#keep(Buffer.from(chunk.subarray(from)));
    this.offset += chunk.length;
    return lines;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length < maxStoredLineBytes) this.#parts.push(part);
    else this.#parts = [];
  }
}
