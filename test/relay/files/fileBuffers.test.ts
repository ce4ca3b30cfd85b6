import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileBuffers } from '../../../src/relay/files/fileBuffers.ts';

const limits = { fileBufferBytes: 100, fileBufferBytesAll: 800, maxFilePulls: 10 };

test('those who never read leave each later one its part', () => {
  const buffers = new FileBuffers(limits);
  const rooms = Array.from({ length: limits.maxFilePulls }, () => {
    const receiver = {};
    const room = buffers.roomFor(receiver, 0);
    buffers.note(receiver, room);
    return room;
  });
  expect(rooms).toEqual([100, 100, 100, 100, 100, 100, 80, 40, 40, 40]);
});

test('what is taken is there again for others', () => {
  const buffers = new FileBuffers({ ...limits, maxFilePulls: 2, fileBufferBytesAll: 120 });
  const [one, other] = [{}, {}];
  buffers.note(one, 90);
  expect(buffers.roomFor(other, 0)).toBe(30);
  buffers.note(one, 0);
  expect(buffers.roomFor(other, 0)).toBe(90);
});

test('all together hold no more than the limit, in whatever order they fill and drain', () => {
  const step = fc.record({ who: fc.nat(9), kept: fc.nat(100) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), steps => {
      const buffers = new FileBuffers(limits);
      const receivers = Array.from({ length: limits.maxFilePulls }, () => ({ waiting: 0 }));
      for (const { who, kept } of steps) {
        const receiver = receivers[who]!;
        receiver.waiting = Math.floor((receiver.waiting * kept) / 100);
        receiver.waiting = Math.max(receiver.waiting, buffers.roomFor(receiver, receiver.waiting));
        buffers.note(receiver, receiver.waiting);
        expect(receiver.waiting).toBeGreaterThanOrEqual(40);
        const all = receivers.reduce((sum, { waiting }) => sum + waiting, 0);
        expect(all).toBeLessThanOrEqual(limits.fileBufferBytesAll);
      }
    }),
  );
});
