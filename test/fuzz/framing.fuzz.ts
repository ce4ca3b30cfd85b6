import { FuzzedDataProvider } from '@jazzer.js/core';
import { type FramedLine, LineFramer } from '../../src/irc/framing.ts';
import { watchedSync } from './watched.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** What the framer shall give, said as plainly as possible: all the bytes are there, nothing is cut. */
function reference(bytes: Buffer, maxBytes: number): string[] {
  const frames: string[] = [];
  let from = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
    let line = bytes.subarray(from, end);
    if (line.at(-1) === carriageReturn) line = line.subarray(0, -1);
    if (line.length > maxBytes) frames.push('too long');
    else frames.push(line.length > 0 ? `line ${line.toString('hex')}` : 'empty');
    from = end + 1;
  }
  if (bytes.length - from > maxBytes + 1) frames.push('too long');
  return frames;
}

function text(frame: FramedLine): string {
  if (frame.type === 'line') return `line ${Buffer.from(frame.bytes).toString('hex')}`;
  return frame.type === 'tooLong' ? 'too long' : frame.type;
}

/** What the bytes make that have come; of a line that is too long the rest is no news. */
function taken(framer: LineFramer): string[] {
  const frames: string[] = [];
  for (let frame = framer.take(); frame !== undefined; frame = framer.take()) frames.push(text(frame));
  return frames.filter(frame => frame !== 'rest');
}

/** Whatever the chunks: the lines of the whole, and never more held than one line. */
export const fuzz = watchedSync(data => {
  const provider = new FuzzedDataProvider(data);
  const maxBytes = provider.pickValue([1, 2, 8, 63, 510]);
  const sizes = provider.consumeIntegrals(provider.consumeIntegralInRange(0, 20), 1);
  const bytes = Buffer.from(provider.consumeRemainingAsBytes());
  const framer = new LineFramer(maxBytes);
  const given: string[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    // A copy that is overwritten afterwards: what the framer keeps must be its own.
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    framer.push(chunk);
    given.push(...taken(framer));
    chunk.fill(lineFeed);
    at += size;
    if (framer.heldBytes > maxBytes + 1) throw new Error(`holds ${framer.heldBytes} bytes`);
  }
  const wanted = reference(bytes, maxBytes);
  if (given.join() !== wanted.join()) throw new Error(`gave ${given.join()} and not ${wanted.join()}`);
});
