import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

const lineFeed = 0x0a;

/**
 * Reads one line from a stream that is not read otherwise, and leaves what comes after it where it is: bytes may follow
 * that are no lines. Two must not read at a time.
 *
 * @param maxBytes of the line without its end; a longer one is refused as soon as that many have come
 * @returns the line without LF or CR LF
 * @throws {Error} when the stream ends or breaks before, or what comes is too long or not UTF-8
 */
export function readLine(stream: Readable, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const settle = (finish: () => void): void => {
      stream.off('readable', read).off('end', onEnd).off('close', onEnd).off('error', onError);
      finish();
    };
    const onError = (error: Error): void => settle(() => reject(error));
    const onEnd = (): void => onError(new Error('ended before a line'));
    const read = (): void => {
      for (let chunk = next(stream); chunk !== null; chunk = next(stream)) {
        const end = chunk.indexOf(lineFeed);
        parts.push(end < 0 ? chunk : chunk.subarray(0, end));
        bytes += parts.at(-1)?.length ?? 0;
        // A carriage return may come with the end of the line.
        if (bytes > maxBytes + 1) {
          onError(new Error('a line is too long'));
          return;
        }
        if (end < 0) continue;
        if (end + 1 < chunk.length) stream.unshift(chunk.subarray(end + 1));
        settle(() => finish(Buffer.concat(parts, bytes)));
        return;
      }
    };
    const finish = (line: Buffer): void => {
      const text = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
      if (text.length > maxBytes) reject(new Error('a line is too long'));
      else if (!isUtf8(text)) reject(new Error('a line is not UTF-8'));
      else resolve(text.toString('utf8'));
    };
    stream.on('readable', read).on('end', onEnd).on('close', onEnd).on('error', onError);
    if (stream.destroyed || stream.readableEnded) onEnd();
    // What was put back or has come already makes no event.
    else if (stream.readableLength > 0) read();
  });
}

function next(stream: Readable): Buffer | null {
  return stream.read() as Buffer | null;
}
