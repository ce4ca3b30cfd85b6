import { createHash, type Hash } from 'node:crypto';
import { finished } from 'node:stream/promises';
import type { FileOffer } from '../../chat/event.ts';
import { type Clock, systemClock } from '../../common/clock.ts';
import { type FileEndpoint, FileLine } from './fileEndpoint.ts';
import { FileFailure } from './fileFailure.ts';
import { fileStallMs } from './limits.ts';

/** Takes the bytes of a file in order. */
export interface FileSink {
  /** Resolves when more may come. */
  write(bytes: Uint8Array): Promise<void>;
}

export interface FetchOptions {
  /** Bytes that are here already; 0 for none. */
  readonly offset: number;
  /** These bytes: the hash is of the whole. */
  readonly before?: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  /** Called with the bytes that are here, after each piece. */
  readonly progress?: (moved: number) => void;
  readonly clock?: Clock;
}

/**
 * Fetches a file that was offered, from `offset` on, and checks the whole.
 *
 * @throws {FileFailure} `wrongHash` when all of it came and is not what was offered; whatever the sink throws. What was
 *   written before stays good for going on, unless it is `wrongHash`
 */
export async function fetchFile(
  endpoint: FileEndpoint,
  offer: FileOffer,
  sink: FileSink,
  options: FetchOptions,
): Promise<void> {
  const { clock = systemClock, signal, progress } = options;
  const hash = createHash('sha256');
  await hashBefore(hash, options);
  let moved = options.offset;
  const line = await FileLine.open(endpoint, { clock, signal });
  try {
    const { id, secret, size } = offer;
    const [left] = await line.ask(`GET ${id} ${secret} ${moved}`, 'SENDING');
    if (left !== String(size - moved)) throw new FileFailure('failed', `${left ?? ''} bytes left`);
    while (moved < size) {
      const chunk = await nextChunk(line);
      moved += chunk.length;
      if (moved > size) throw new FileFailure('failed', 'more came than was offered');
      hash.update(chunk);
      await sink.write(chunk);
      progress?.(moved);
    }
    if (hash.digest('hex') !== offer.hash) throw new FileFailure('wrongHash');
    await confirm(line);
  } finally {
    line.close();
  }
}

async function hashBefore(hash: Hash, { offset, before }: FetchOptions): Promise<void> {
  let bytes = 0;
  if (before !== undefined)
    for await (const chunk of before) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  if (bytes !== offset) throw new FileFailure('changed', `${bytes} bytes are here, and not ${offset}`);
}

/** Tells the sender that all has come, and waits until the relay has heard it. */
async function confirm(line: FileLine): Promise<void> {
  line.send('GOT');
  const ended = finished(line.stream.resume(), { writable: false });
  // All is here: how the connection ends is for the sender to know.
  await line.within(fileStallMs, ended).catch(() => undefined);
}

async function nextChunk(line: FileLine): Promise<Uint8Array> {
  const { stream } = line;
  for (;;) {
    const chunk = stream.read() as Uint8Array | null;
    if (chunk !== null) return chunk;
    if (stream.readableEnded || stream.destroyed) throw line.failure(new Error('ended too early'));
    await line.within(fileStallMs, readable(stream));
  }
}

/** Resolves when there is something to read, or nothing will come. */
function readable(stream: FileLine['stream']): Promise<void> {
  return new Promise(resolve => {
    const settle = (): void => {
      stream.off('readable', settle).off('end', settle).off('close', settle);
      resolve();
    };
    stream.on('readable', settle).on('end', settle).on('close', settle);
  });
}
