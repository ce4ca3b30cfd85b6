import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Writer } from '../../../src/relay/data/writer.ts';
import { options } from './samples.ts';

/** A writer, with a disk that a test holds in its hands. */
function make(): ReturnType<typeof options> & {
  writer: Writer;
  begun: number[];
  finish: (error?: Error) => Promise<void>;
} {
  const given = options({ savePauseMs: 1000, saveRetryMs: 5000 });
  const begun: number[] = [];
  const start = given.clock.now();
  let settle: (error?: Error) => void = () => undefined;
  const work = (): Promise<void> => {
    begun.push(given.clock.now() - start);
    return new Promise((resolve, reject) => {
      settle = error => (error ? reject(error) : resolve());
    });
  };
  const finish = async (error?: Error): Promise<void> => {
    settle(error);
    await setImmediate();
  };
  return { ...given, begun, finish, writer: new Writer({ ...given, what: 'the state', work }) };
}

describe('a writer', () => {
  test('writes at once after a quiet while, and once for many requests', async () => {
    const { writer, begun, clock, finish } = make();
    for (let count = 0; count < 5; count++) writer.request();
    expect(begun).toEqual([]);
    clock.advance(0);
    expect(begun).toEqual([0]);
    await finish();
    clock.advance(60_000);
    expect(begun).toEqual([0]);
    expect(clock.waiting).toBe(0);
  });

  test('writes at most once in a pause', async () => {
    const { writer, begun, clock, finish } = make();
    writer.request();
    clock.advance(0);
    await finish();
    writer.request();
    clock.advance(999);
    expect(begun).toEqual([0]);
    clock.advance(1);
    expect(begun).toEqual([0, 1000]);
  });

  test('never writes twice at a time, and writes once more for what came meanwhile', async () => {
    const { writer, begun, clock, finish } = make();
    writer.request();
    clock.advance(0);
    writer.request();
    clock.advance(60);
    expect(begun).toEqual([0]);
    await finish();
    clock.advance(1000);
    expect(begun).toEqual([0, 1060]);
  });

  test('writes more seldom where writing takes long', async () => {
    const { writer, begun, clock, finish } = make();
    writer.request();
    clock.advance(0);
    clock.advance(2000);
    await finish();
    writer.request();
    clock.advance(17_999);
    expect(begun).toEqual([0]);
    clock.advance(1);
    expect(begun).toEqual([0, 20_000]);
  });

  test('tries again after a failure, and tells its beginning and its end once', async () => {
    const { writer, begun, clock, finish, told } = make();
    writer.request();
    clock.advance(0);
    await finish(new Error('disk\nfull'));
    clock.advance(4999);
    expect(begun).toEqual([0]);
    clock.advance(1);
    await finish(new Error('disk full'));
    clock.advance(5000);
    expect(begun).toEqual([0, 5000, 10_000]);
    expect(told).toEqual(['the state cannot be written, and is tried again: disk full']);
    await finish();
    expect(told).toEqual([expect.any(String), 'the state is written again']);
    clock.advance(60_000);
    expect(begun).toHaveLength(3);
  });

  test('is not held up by a clock that was set back', async () => {
    const { writer, begun, clock, finish } = make();
    clock.advance(3_600_000);
    writer.request();
    clock.advance(0);
    await finish();
    clock.advance(-3_600_000);
    writer.request();
    clock.advance(1000);
    expect(begun).toHaveLength(2);
  });

  test('writes what waits when it is closed, after what it is about, and never again', async () => {
    const { writer, begun, clock, finish } = make();
    writer.request();
    clock.advance(0);
    writer.request();
    let isClosed = false;
    void writer.close().then(() => (isClosed = true));
    await finish();
    expect(begun).toHaveLength(2);
    expect(isClosed).toBe(false);
    await finish();
    expect(isClosed).toBe(true);
    writer.request();
    clock.advance(60_000);
    expect(begun).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  test('closes though the last writing fails, and writes nothing when nothing waits', async () => {
    const { writer, finish, told, begun } = make();
    await writer.close();
    expect(begun).toEqual([]);
    const other = make();
    other.writer.request();
    const closed = other.writer.close();
    await setImmediate();
    await other.finish(new Error('disk full'));
    await closed;
    expect(other.told).toHaveLength(1);
    await finish();
    expect(told).toEqual([]);
  });
});
