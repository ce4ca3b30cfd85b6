import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeAll } from './log/writeAll.ts';

/** Bytes that are gathered before they are written: what else the relay does has its turn in between. */
const sliceBytes = 65_536;

type Pieces = Iterable<Buffer> | AsyncIterable<Buffer>;

/** What `replaceFile` writes to, and leaves behind when the process is killed meanwhile. */
export function temporaryName(file: string): string {
  return `${file}.tmp`;
}

/**
 * Writes a file so that at any moment, power cuts included, either the old or the new one is there as a whole: under
 * another name first, then renamed, with the disk's word that it has each. Nobody but the owner can read it.
 *
 * @param pieces made one by one while the file is written; what they throw leaves the old file as it is
 * @returns its size in bytes
 * @throws system errors; what `pieces` throws
 */
export async function replaceFile(file: string, pieces: Pieces): Promise<number> {
  const temporary = temporaryName(file);
  try {
    const bytes = await writeNew(temporary, pieces);
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
    return bytes;
  } catch (error) {
    // On a full disk it would be in the way of the next attempt.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeNew(file: string, pieces: Pieces): Promise<number> {
  const handle = await open(file, 'w', 0o600);
  try {
    let size = 0;
    for await (const slice of slices(pieces)) {
      await writeAll(handle, slice, size);
      size += slice.length;
    }
    await handle.sync();
    return size;
  } finally {
    await handle.close();
  }
}

async function* slices(pieces: Pieces): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    gathered.push(piece);
    bytes += piece.length;
    if (bytes < sliceBytes) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    bytes = 0;
  }
  yield Buffer.concat(gathered);
}

/** Waits until the disk has what was renamed or made in a folder. Windows has no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
