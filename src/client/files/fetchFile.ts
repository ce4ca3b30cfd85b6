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
  const { progress } = options;
  const hash = createHash('sha256');
  await hashBefore(hash, options);
  let moved = options.offset;
  const { line, confirms } = await begin(endpoint, offer, options);
  try {
    const { size } = offer;
    while (moved < size) {
      const chunk = await nextChunk(line);
      moved += chunk.length;
      if (moved > size) throw new FileFailure('failed', 'more came than was offered');
      hash.update(chunk);
      await sink.write(chunk);
      progress?.(moved);
    }
    if (hash.digest('hex') !== offer.hash) throw new FileFailure('wrongHash');
    if (confirms) line.send('GOT');
    await untilEnd(line);
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

/** Has the bytes sent by a relay that is told when all have come, or by one of 0.1.0, which knows another request only. */
async function begin(
  endpoint: FileEndpoint,
  offer: FileOffer,
  options: FetchOptions,
): Promise<{ line: FileLine; confirms: boolean }> {
  try {
    return { line: await request('FETCH', endpoint, offer, options), confirms: true };
  } catch (error) {
    if (!(error instanceof FileFailure) || error.code !== 'unsupported') throw error;
    return { line: await request('GET', endpoint, offer, options), confirms: false };
  }
}

async function request(
  word: 'FETCH' | 'GET',
  endpoint: FileEndpoint,
  { id, secret, size }: FileOffer,
  { offset, signal, clock = systemClock }: FetchOptions,
): Promise<FileLine> {
  const line = await FileLine.open(endpoint, { clock, signal });
  try {
    const [left] = await line.ask(`${word} ${id} ${secret} ${offset}`, 'SENDING');
    if (left !== String(size - offset)) throw new FileFailure('failed', `${left ?? ''} bytes left`);
    return line;
  } catch (error) {
    line.close();
    throw error;
  }
}

/** That it ends says that the relay has sent all, or heard that all has come. */
async function untilEnd(line: FileLine): Promise<void> {
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
