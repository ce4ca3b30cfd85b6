import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { SendQueue } from '../../src/net/sendQueue.ts';
import { FakeClock } from '../support/fakeClock.ts';

test('what waits for a slow reader keeps no more than its own bytes', () => {
  const kept: Uint8Array[] = [];
  const stuck = new Writable({ write: chunk => void kept.push(chunk as Uint8Array), highWaterMark: 1 });
  const schedule = {
    add: () => undefined,
    settle: () => undefined,
    isFull: false,
    whenWritten: () => undefined,
  };
  const queue = new SendQueue(stuck, {
    maxBytes: 1e6,
    schedule,
    clock: new FakeClock(),
    giveUp: () => undefined,
  });
  const written: Uint8Array[] = [];
  const write = stuck.write.bind(stuck);
  stuck.write = (chunk: Uint8Array) => {
    written.push(chunk);
    return write(chunk);
  };
  const shared = Buffer.alloc(50_000);
  for (let at = 0; at < 3; at++) {
    queue.add(shared.subarray(at, at + 10));
    queue.flush();
  }
  expect(kept).toHaveLength(1);
  expect(written.slice(1).map(({ buffer }) => buffer.byteLength)).toEqual([10, 10]);
});
