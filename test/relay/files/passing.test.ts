import { describe, expect, test } from 'vitest';
import { settle } from '../../support/fakeServer.ts';
import { FileBench, type FilePeer, sample } from './fileBench.ts';

async function meeting(...others: string[]): Promise<FileBench> {
  const bench = new FileBench();
  for (const nick of ['ann', 'bob', ...others]) await bench.join(nick);
  return bench;
}

/** Bytes that wait in the relay for all receivers. */
const waitingIn = ({ ends }: FileBench): number => ends.reduce((sum, end) => sum + end.writableLength, 0);

describe('a file', () => {
  test('goes from a member of a room to another, whole', async () => {
    const bench = await meeting();
    const bytes = sample(300_000);
    const offer = await bench.offer('ann', '#chat', bytes.length);
    const receiver = bench.get('bob', offer);
    const { sender, offset } = await bench.bring('ann', offer.control);
    expect(offset).toBe(0);
    expect(await receiver.line()).toBe('SENDING 300000');
    sender.stream.write(bytes);
    expect((await receiver.file(bytes.length)).equals(bytes)).toBe(true);
    expect(await sender.line()).toBe('DONE');
  });

  test('goes to several at once, each from where they ask', async () => {
    const bench = await meeting('cat', 'dan');
    const bytes = sample(100_000);
    const offer = await bench.offer('ann', '#chat', bytes.length);
    const passed = await Promise.all(
      [0, 1, 99_999]
        .map(async (offset, index) => {
          const receiver = bench.get(['bob', 'cat', 'dan'][index] ?? '', offer, offset);
          expect(await receiver.line()).toBe(`SENDING ${bytes.length - offset}`);
          return receiver.file(bytes.length - offset);
        })
        .concat(
          Array.from({ length: 3 }, async () => {
            const { sender, offset } = await bench.bring('ann', offer.control);
            sender.stream.write(bytes.subarray(offset));
            expect(await sender.line()).toBe('DONE');
            return Buffer.alloc(0);
          }),
        ),
    );
    expect(passed.slice(0, 3).map(part => part.length)).toEqual([100_000, 99_999, 1]);
    for (const part of passed.slice(0, 3)) expect(part.equals(bytes.subarray(-part.length))).toBe(true);
  });

  test('that is empty, or that is there already, costs the sender nothing', async () => {
    const bench = await meeting();
    const empty = await bench.offer('ann', '#chat', 0);
    expect(await bench.get('bob', empty).line()).toBe('SENDING 0');
    const small = await bench.offer('ann', '#chat', 5);
    const receiver = bench.get('bob', small, 5);
    expect(await receiver.line()).toBe('SENDING 0');
    expect(await receiver.file(0)).toHaveLength(0);
    expect(await bench.get('bob', small, 6).line()).toBe('REFUSED BADREQUEST');
  });

  test('goes to one person, who is found by nick and known by key', async () => {
    const bench = await meeting('cat');
    const offer = await bench.offer('ann', 'BOB', 3);
    await bench.people.get('bob')?.ask('NICK robert');
    expect(await bench.get('cat', offer).line()).toBe('REFUSED GONE');
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    expect(await receiver.line()).toBe('SENDING 3');
    sender.stream.write('abc');
    expect(String(await receiver.file(3))).toBe('abc');
  });

  test('is cut off for the receiver when the sender stops, and for the sender when the receiver does', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 1000);
    const left = bench.get('bob', offer);
    const first = await bench.bring('ann', offer.control);
    first.sender.stream.write(sample(400));
    expect(await left.line()).toBe('SENDING 1000');
    await left.bytes(400);
    first.sender.stream.destroy();
    await left.closed();
    const again = bench.get('bob', offer, 400);
    const second = await bench.bring('ann', offer.control);
    expect(second.offset).toBe(400);
    expect(await again.line()).toBe('SENDING 600');
    again.stream.destroy();
    await second.sender.closed();
  });

  test('ends with its last byte, whatever the sender goes on to send', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 3);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    await receiver.line();
    sender.stream.write('abcdef');
    expect(String(await receiver.file(3))).toBe('abc');
    expect(await sender.line()).toBe('DONE');
  });

  test.each([
    ['ends its side', ({ stream }: FilePeer) => void stream.end()],
    ['breaks', ({ stream }: FilePeer) => void stream.destroy()],
    ['says something else', (receiver: FilePeer) => receiver.send('GOD')],
    ['says more', (receiver: FilePeer) => receiver.send('GOT IT')],
    ['stops in the middle of the word', ({ stream }: FilePeer) => void stream.end('GO')],
  ])('is not told as fetched when the receiver has all of it and %s', async (_, finish) => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 3);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    expect(await receiver.line()).toBe('SENDING 3');
    sender.stream.write('abc');
    await receiver.bytes(3);
    // What comes after the last byte is read, too.
    receiver.stream.resume();
    await settle();
    finish(receiver);
    expect(String(await sender.rest())).toBe('');
    await receiver.closed();
  });

  test('is not told as fetched when the receiver says so before its last byte', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 3);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    expect(await receiver.line()).toBe('SENDING 3');
    sender.stream.write('ab');
    await receiver.bytes(2);
    receiver.send('GOT');
    expect(String(await sender.rest())).toBe('');
    await receiver.closed();
  });

  test('of which a client of 0.1.0 waits for the end ends, and is not told as fetched', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 3);
    const receiver = bench.get('bob', offer, 0, 'GET');
    const { sender } = await bench.bring('ann', offer.control);
    expect(await receiver.line()).toBe('SENDING 3');
    sender.stream.write('abc');
    expect(String(await receiver.rest())).toBe('abc');
    expect(String(await sender.rest())).toBe('');
  });

  test.each([
    { fileBufferBytes: 100_000 },
    // Of which half is for those that are not there.
    { fileBufferBytesAll: 200_000, maxFilePulls: 1000 },
  ])('waits for a slow receiver, and the relay holds no more of it than the limit: %j', async limits => {
    const bench = new FileBench({ ...limits, fileBytesPerTurn: 30_000 });
    await bench.join('ann');
    await bench.join('bob');
    const bytes = sample(4_000_000);
    const offer = await bench.offer('ann', '#chat', bytes.length);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    const [, toReceiver, fromSender] = bench.ends;
    await receiver.line();
    sender.stream.write(bytes);
    let most = 0;
    for (let turn = 0; turn < 200; turn++) {
      await settle();
      most = Math.max(most, toReceiver!.writableLength);
    }
    expect(most).toBeGreaterThan(50_000);
    expect(most).toBeLessThanOrEqual(100_000);
    expect(fromSender!.readableLength).toBeLessThanOrEqual(bytes.length);
    expect((await receiver.file(bytes.length)).equals(bytes)).toBe(true);
  });

  test('leaves room for those that come later, and all slow receivers together hold no more than the limit', async () => {
    const all = 1_600_000;
    const count = 16;
    const bench = new FileBench({
      ...{ fileBufferBytes: 200_000, fileBufferBytesAll: all, maxFilePulls: 4 * count },
      ...{ maxFilePullsPerNewKey: count },
    });
    for (const nick of ['ann', 'bob']) await bench.join(nick);
    const bytes = sample(300_000);
    const offer = await bench.offer('ann', '#chat', bytes.length);
    const receivers: FilePeer[] = [];
    let most = 0;
    for (let made = 0; made < count; made++) {
      const receiver = bench.get('bob', offer);
      receivers.push(receiver);
      const { sender } = await bench.bring('ann', offer.control);
      await receiver.line();
      sender.stream.write(bytes);
      for (let turn = 0; turn < 20; turn++) {
        await settle();
        most = Math.max(most, waitingIn(bench));
      }
      expect(bench.ends.at(-2)?.writableLength, `of file ${made + 1}`).toBeGreaterThan(10_000);
    }
    expect(most).toBeGreaterThan(all / 2);
    expect(most).toBeLessThanOrEqual(all);
    for (const receiver of receivers) expect((await receiver.file(bytes.length)).equals(bytes)).toBe(true);
  });

  test('lets a line of chat pass after a turn or two, however many files wait to be moved', async () => {
    const perTurn = 20_000;
    const bench = new FileBench({ fileBytesPerTurn: perTurn, fileBufferBytes: 100_000 });
    const speaker = await bench.join('ann');
    const listener = await bench.join('bob');
    const bytes = sample(2_000_000);
    const offer = await bench.offer('ann', '#chat', bytes.length);
    let passed = 0;
    for (let count = 0; count < 4; count++) {
      const receiver = bench.get('bob', offer);
      const { sender } = await bench.bring('ann', offer.control);
      await receiver.line();
      receiver.stream.on('data', (chunk: Buffer) => (passed += chunk.length));
      sender.stream.write(bytes);
    }
    while (passed < 500_000) await settle();
    const waits: number[] = [];
    for (let count = 0; count < 20; count++) {
      const before = passed;
      speaker.send(`PRIVMSG #chat :line ${count}`);
      await listener.next('PRIVMSG');
      waits.push(passed - before);
    }
    expect(passed).toBeLessThan(4 * bytes.length);
    expect(Math.max(...waits)).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(8 * perTurn);
  });
});
