import { describe, expect, test } from 'vitest';
import { Follower, RoomLog } from './roomLog.ts';

/** What the witness reads, and what a follower called n1… reads of it. */
function follow(log: readonly string[], read: readonly string[], own?: string): Follower {
  const room = new RoomLog('#room');
  const follower = new Follower(room, 'n1x', own);
  for (const entry of log) room.add(entry);
  for (const entry of read) follower.read(entry);
  follower.compare();
  return follower;
}

const log = ['w2 1', 'JOIN n1x1', 'w2 2', 'w3 1', 'PART n1x1', 'w2 3', 'JOIN n1x1', 'w2 4'];

describe('a follower', () => {
  test('is content with all that was said between its comings and goings', () => {
    const read = ['JOIN n1x1', 'w2 2', 'w3 1', 'PART n1x1', 'JOIN n1x1', 'w2 4'];
    expect(follow(log, read).isUpToDate).toBe(true);
    expect(follow(log, read.slice(0, -1)).isUpToDate).toBe(false);
  });

  test('need not read its own words', () => {
    const said = ['JOIN n1x1', 'w1 1', 'w2 1', 'w1 2'];
    expect(follow(said, ['JOIN n1x1', 'w2 1'], 'w1').isUpToDate).toBe(true);
    expect(() => follow(said, ['JOIN n1x1', 'w2 1'])).toThrow('w1 1');
  });

  test.each([
    ['a message is missing', ['JOIN n1x1', 'w3 1']],
    ['a message comes twice', ['JOIN n1x1', 'w2 2', 'w2 2']],
    ['messages change places', ['JOIN n1x1', 'w3 1', 'w2 2']],
    ['it hears of a room before it is in it', ['w2 1', 'JOIN n1x1']],
    ['it hears of a room after it has left', ['JOIN n1x1', 'w2 2', 'w3 1', 'PART n1x1', 'w2 3']],
  ])('complains when %s', (_, read) => {
    expect(() => follow(log, read)).toThrow('n1x');
  });

  test('waits for the log to catch up', () => {
    const room = new RoomLog('#room');
    const follower = new Follower(room, 'n1x', undefined);
    for (const entry of ['JOIN n1x1', 'w2 1']) follower.read(entry);
    follower.compare();
    expect(follower.isUpToDate).toBe(false);
    for (const entry of ['w2 0', 'JOIN n1x1', 'w2 1']) room.add(entry);
    follower.compare();
    expect(follower.isUpToDate).toBe(true);
  });

  test('goes on when the log forgets what all have read', () => {
    const room = new RoomLog('#room');
    const follower = new Follower(room, 'n1x', undefined);
    for (const entry of ['JOIN n1x1', ...Array.from({ length: 2000 }, (_, number) => `w2 ${number}`)]) {
      room.add(entry);
      follower.read(entry);
    }
    follower.compare();
    room.forgetUpTo(follower.next);
    expect(room.start).toBe(2001);
    room.add('w2 2000');
    follower.read('w2 2000');
    follower.compare();
    expect(follower.isUpToDate).toBe(true);
  });
});
