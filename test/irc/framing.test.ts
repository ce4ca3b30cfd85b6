import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FramedLine, LineFramer } from '../../src/irc/framing.ts';

const max = 8;

/** Pushes chunks and gives the frames as readable text. */
function framed(chunks: readonly Uint8Array[], maxBytes = max): string[] {
  const framer = new LineFramer(maxBytes);
  return chunks.flatMap(chunk => framer.push(chunk)).map(readable);
}

function readable(frame: FramedLine): string {
  return frame.type === 'tooLong' ? 'TOO LONG' : Buffer.from(frame.bytes).toString('latin1');
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
          .filter(line => line !== '')
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
          framer.push(chunk);
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
    ['\n\r\n\n', []],
    ['a\rb\n', ['a\rb']],
    ['a\r\r\n', ['a\r']],
    ['', []],
  ])('of %j in lines of 8 bytes gives %j', (text, lines) => {
    expect(framed([Buffer.from(text)])).toEqual(lines);
    expect(framed([...Buffer.from(text)].map(one => Uint8Array.of(one)))).toEqual(lines);
  });

  it('says at once that a line is too long, and only once', () => {
    const framer = new LineFramer(max);
    expect(framer.push(Buffer.from('1234567890')).map(readable)).toEqual(['TOO LONG']);
    expect(framer.push(Buffer.from('1234567890')).map(readable)).toEqual([]);
    expect(framer.heldBytes).toBe(0);
    expect(framer.push(Buffer.from('1\nb\n')).map(readable)).toEqual(['b']);
  });

  it('keeps no hold of the chunk it was given', () => {
    const framer = new LineFramer(max);
    const chunk = Buffer.from('abc');
    framer.push(chunk);
    chunk.fill('x');
    expect(framer.push(Buffer.from('\n')).map(readable)).toEqual(['abc']);
  });
});
