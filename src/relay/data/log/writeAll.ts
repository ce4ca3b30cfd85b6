import type { FileHandle } from 'node:fs/promises';

/** Writes all bytes at a place in a file: a disk that is nearly full takes a part first, and refuses the next. */
export async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const left = bytes.length - written;
    written += (await handle.write(bytes, written, left, position + written)).bytesWritten;
  }
}
