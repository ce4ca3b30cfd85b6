import { type FileHandle, open } from 'node:fs/promises';
import { decodeRecord, maxRecordBytes } from './record.ts';

/** Bytes that are read, and handled, in one go: what else the relay does has its turn in between. */
const sliceBytes = 65_536;
const lineFeed = 0x0a;

/** What a reading found of the file itself. */
export interface RecordScan {
  /** Where the last good record ends. What follows it was cut off in the middle of a write. */
  readonly goodBytes: number;
  /** All there is in the file. */
  readonly bytes: number;
  /** Damaged records before the last good one. */
  readonly damaged: number;
}

/**
 * Takes a record: what it says, undefined for a damaged one; its place in the file, from 0; its size in bytes. Gives
 * whether that is a record which belongs there.
 */
export type RecordVisitor = (value: unknown, index: number, bytes: number) => boolean;

/**
 * Reads a file of records, piece by piece.
 *
 * @throws what `visit` throws; system errors
 */
export async function scanRecords(file: string, visit: RecordVisitor): Promise<RecordScan> {
  const handle = await open(file, 'r');
  try {
    return await scan(handle, visit);
  } finally {
    await handle.close();
  }
}

async function scan(handle: FileHandle, visit: RecordVisitor): Promise<RecordScan> {
  const buffer = Buffer.allocUnsafe(sliceBytes);
  const cutter = new LineCutter();
  let [index, goodBytes, damaged, doubtful] = [0, 0, 0, 0];
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, sliceBytes);
    if (bytesRead === 0) return { goodBytes, bytes: cutter.offset, damaged };
    cutter.push(buffer.subarray(0, bytesRead), (line, end) => {
      const value = line === undefined ? undefined : decodeRecord(line);
      const isGood = visit(value, index++, (line?.length ?? 0) + 1);
      doubtful += isGood ? 0 : 1;
      if (!isGood) return;
      damaged += doubtful;
      doubtful = 0;
      goodBytes = end;
    });
  }
}

/** Cuts bytes into lines. Of a line that is longer than any record nothing is kept. */
class LineCutter {
  /** Bytes that have gone in. */
  offset = 0;
  #parts: Buffer[] = [];
  #length = 0;

  /** @param take gets each line without its line feed, undefined for one that is too long, and where it ends */
  push(chunk: Buffer, take: (line: Buffer | undefined, end: number) => void): void {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      this.#keep(chunk.subarray(from, at));
      const line = this.#length < maxRecordBytes ? Buffer.concat(this.#parts) : undefined;
      this.#parts = [];
      this.#length = 0;
      from = at + 1;
      take(line, this.offset + from);
    }
    // The next piece is read into the same bytes.
    this.#keep(Buffer.from(chunk.subarray(from)));
    this.offset += chunk.length;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length < maxRecordBytes) this.#parts.push(part);
    else this.#parts = [];
  }
}
