import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type FramedLine, LineFramer } from '../../src/irc/framing.ts';

const max = 8;

/** Pushes chunks and gives the frames as readable text. */
function framed(chunks: readonly Uint8Array[], maxBytes = max): string[] {
  const framer = new LineFramer(maxBytes);
  return chunks.flatMap(chunk => taken(framer, chunk));
}

/** Pushes a chunk and takes all lines; of one that is too long the rest is not told. */
function taken(framer: LineFramer, chunk: Uint8Array): string[] {
  framer.push(chunk);
  const frames: string[] = [];
  for (let frame = framer.take(); frame !== undefined; frame = framer.take())
    if (frame.type !== 'rest') frames.push(readable(frame));
  return frames;
}

function readable(frame: FramedLine): string {
  if (frame.type === 'line') return Buffer.from(frame.bytes).toString('latin1');
  return frame.type === 'tooLong' ? 'TOO LONG' : '';
}

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

const byte = fc.constantFrom(...Buffer.from('ab\r\n'), 0, 0xff);
const streams = fc.array(byte, { maxLength: 60 }).map(bytes => Uint8Array.from(bytes));

describe('framing', () => {
  it('does not care where chunks are cut', () => {
    fc.assert(
      fc.property(streams, fc.array(fc.nat()), (bytes, places) => {
        expect(framed(cut(bytes, places))).toEqual(framed([bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the lines that a split at line ends gives', () => {
    fc.assert(
      fc.property(streams, bytes => {
        const lines = Buffer.from(bytes).toString('latin1').split('\n').slice(0, -1);
        const expected = lines
          .map(line => line.replace(/\r$/, ''))
          .map(line => (line.length > max ? 'TOO LONG' : line));
        const rest = Buffer.from(bytes).subarray(bytes.lastIndexOf(10) + 1);
        if (rest.length > max + 1) expected.push('TOO LONG');
        expect(framed([bytes])).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('never holds more than a line and its CR', () => {
    fc.assert(
      fc.property(fc.array(streams), chunks => {
        const framer = new LineFramer(max);
        for (const chunk of chunks) {
          taken(framer, chunk);
          expect(framer.heldBytes).toBeLessThanOrEqual(max + 1);
        }
      }),
    );
  });

  it.each([
    ['12345678\n', ['12345678']],
    ['12345678\r\n', ['12345678']],
    ['123456789\n', ['TOO LONG']],
    ['123456789\r\n', ['TOO LONG']],
    ['1234567890123456789\nnext\n', ['TOO LONG', 'next']],
    ['a\nb\r\nc', ['a', 'b']],
    ['\n\r\n\n', ['', '', '']],
    ['a\rb\n', ['a\rb']],
    ['a\r\r\n', ['a\r']],
    ['', []],
  ])('of %j in lines of 8 bytes gives %j', (text, lines) => {
    expect(framed([Buffer.from(text)])).toEqual(lines);
    expect(framed([...Buffer.from(text)].map(one => Uint8Array.of(one)))).toEqual(lines);
  });

  it('says at once that a line is too long, and only once', () => {
    const framer = new LineFramer(max);
    expect(taken(framer, Buffer.from('1234567890'))).toEqual(['TOO LONG']);
    expect(taken(framer, Buffer.from('1234567890'))).toEqual([]);
    expect(framer.heldBytes).toBe(0);
    expect(taken(framer, Buffer.from('1\nb\n'))).toEqual(['b']);
  });

  it('keeps no hold of a chunk whose lines are taken', () => {
    const framer = new LineFramer(max);
    const chunk = Buffer.from('abc');
    taken(framer, chunk);
    chunk.fill('x');
    expect(taken(framer, Buffer.from('\n'))).toEqual(['abc']);
  });

  it('cuts nothing before it is taken, and keeps chunks as they came', () => {
    const framer = new LineFramer(max);
    const chunk = Buffer.from('a\nb\nc');
    framer.push(chunk);
    expect([framer.heldBytes, framer.takenBytes]).toEqual([5, 0]);
    const frame = framer.take();
    // The very bytes, not a copy.
    expect(frame?.type === 'line' && frame.bytes.buffer === chunk.buffer && readable(frame)).toBe('a');
    expect([framer.heldBytes, framer.takenBytes]).toEqual([3, 2]);
  });

  it('counts every byte, of empty lines and of what is too long as well', () => {
    fc.assert(
      fc.property(fc.array(streams), chunks => {
        const framer = new LineFramer(max);
        for (const chunk of chunks) taken(framer, chunk);
        const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        expect(framer.takenBytes).toBe(bytes);
      }),
    );
  });

  it('tells of each piece of a line that never ends', () => {
    const framer = new LineFramer(max);
    const kinds: (string | undefined)[] = [];
    for (let piece = 0; piece < 4; piece++) {
      framer.push(Buffer.alloc(100, 'x'));
      kinds.push(framer.take()?.type, framer.take()?.type);
    }
    expect(kinds).toEqual(['tooLong', undefined, 'rest', undefined, 'rest', undefined, 'rest', undefined]);
  });

  it.each([1, 2])(
    'copies a line that comes byte by byte a bounded number of times, %i times as long',
    times => {
      const framer = new LineFramer(10_000);
      let copied = 0;
      const set = vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(bytes => {
        copied += bytes.length;
      });
      for (let at = 0; at < times * 4000; at++) {
        framer.push(Uint8Array.of(0x61));
        framer.take();
      }
      set.mockRestore();
      expect(copied).toBeLessThan(3 * times * 4000);
    },
  );
});
