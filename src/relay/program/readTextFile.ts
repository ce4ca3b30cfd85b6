import { closeSync, openSync, readSync } from 'node:fs';

/** A file named by somebody that cannot be read or used. The message is one line. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Reads a text file, UTF-8 with or without a byte order mark.
 *
 * @param inspect is given the open file
 * @throws {FileError} when it cannot be read, is larger than `maxBytes`, or is no such text
 */
export function readTextFile(file: string, maxBytes: number, inspect?: (descriptor: number) => void): string {
  const bytes = reading(file, () => {
    const descriptor = openSync(file, 'r');
    try {
      inspect?.(descriptor);
      return readAtMost(descriptor, maxBytes + 1);
    } finally {
      closeSync(descriptor);
    }
  });
  if (bytes.length > maxBytes) throw new FileError(`${file} is larger than ${maxBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError(`${file} is not UTF-8 text`);
  }
}

function reading<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    // The system's message names no file when it is the reading that fails.
    const text = error instanceof Error ? error.message : String(error);
    throw new FileError(text.includes(file) ? text : `${file}: ${text}`);
  }
}

function readAtMost(descriptor: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, bytes - length, null);
    length += read;
    if (read === 0 || length === bytes) return buffer.subarray(0, length);
  }
}
