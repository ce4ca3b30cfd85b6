import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../src/net/readLine.ts';

/** A stream that gives chunks one after the other, and then ends. */
function streamOf(...chunks: (string | Uint8Array)[]): Readable {
  const left = chunks.map(chunk => Buffer.from(chunk as string));
  return new Readable({
    read() {
      setImmediate(() => this.push(left.shift() ?? null));
    },
  });
}

async function restOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a line at the beginning of a stream', () => {
  it('is read wherever the stream is cut, and what comes after it stays', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        cuts,
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (sizes, rest, end) => {
          const all = Buffer.concat([Buffer.from(`GET é 1${end}second${end}`), rest]);
          const chunks: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < all.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            chunks.push(all.subarray(at, at + size));
            at += size;
          }
          const stream = streamOf(...chunks);
          expect(await readLine(stream, 20)).toBe('GET é 1');
          expect(await readLine(stream, 20)).toBe('second');
          expect((await restOf(stream)).equals(rest)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(['\n', '\r\n'])('may be as long as the limit and no longer, with %j after it', async end => {
    expect(await readLine(streamOf(`12345${end}`), 5)).toBe('12345');
    await expect(readLine(streamOf(`123456${end}`), 5)).rejects.toThrow('too long');
  });

  it('is given up before its end comes when it is too long', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push('1234567');
    await expect(readLine(stream, 5)).rejects.toThrow('too long');
  });

  it('is none when the stream ends, breaks or was closed before', async () => {
    await expect(readLine(streamOf('abc'), 5)).rejects.toThrow('ended');
    const broken = streamOf('abc');
    const reading = readLine(broken, 5);
    broken.destroy(new Error('cut'));
    await expect(reading).rejects.toThrow('cut');
    await expect(readLine(broken, 5)).rejects.toThrow('ended');
  });

  it('is UTF-8', async () => {
    await expect(readLine(streamOf(Buffer.from([0xc3, 0x28, 0x0a])), 5)).rejects.toThrow('UTF-8');
  });
});
