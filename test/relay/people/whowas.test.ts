import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { inSeconds } from '../../support/askHistory.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const end = (list: string): string => `:relay.test 369 ann ${list} :End of WHOWAS`;
const usersOf = (lines: string[]): string[] =>
  lines
    .map(line => parseMessage(line))
    .flatMap(({ command, params }) => (command === '314' ? params[2]! : []));

/** Somebody comes as `nick` and leaves again. */
async function visit(bench: TestRelay, nick: string, user: string): Promise<void> {
  const peer = bench.connect();
  peer.send(`NICK ${nick}`, `USER ${user} 0 * :Real ${user}`, 'QUIT');
  await peer.rest();
}

async function withVisits(...visits: [string, string][]): Promise<{ bench: TestRelay; ann: TestPeer }> {
  const bench = new TestRelay({ limits: { whowasEntries: 8, maxTargets: 2 } });
  const ann = await bench.join('ann');
  for (const [nick, user] of visits) await visit(bench, nick, user);
  return { bench, ann };
}

describe('WHOWAS', () => {
  test('tells who left and when', async () => {
    const { ann } = await withVisits(['bob', 'robert']);
    expect(inSeconds(await ann.ask('WHOWAS BOB'))).toEqual([
      ':relay.test 314 ann bob robert 192.0.2.1 * :Real robert',
      ':relay.test 312 ann bob relay.test 2026-11-22T12:48:05.000Z',
      end('BOB'),
    ]);
  });

  test('tells the latest first, up to the count; a count that is not positive is all', async () => {
    const { ann } = await withVisits(['bob', 'one'], ['bob', 'two']);
    expect(usersOf(await ann.ask('WHOWAS bob'))).toEqual(['two', 'one']);
    expect(usersOf(await ann.ask('WHOWAS bob 1'))).toEqual(['two']);
    expect(usersOf(await ann.ask('WHOWAS bob 2'))).toEqual(['two', 'one']);
    for (const count of ['0', '-1', 'x', '9999999999'])
      expect(usersOf(await ann.ask(`WHOWAS bob ${count}`))).toEqual(['two', 'one']);
  });

  test('knows the nick that somebody gave up for another, though not one in another case', async () => {
    const { bench, ann } = await withVisits();
    const bob = await bench.join('bob');
    await bob.ask('NICK BOB', 'NICK robert');
    expect(usersOf(await ann.ask('WHOWAS bob'))).toEqual(['bob']);
    expect(await ann.ask('WHOWAS robert')).toEqual([
      ':relay.test 406 ann robert :There was no such nick',
      end('robert'),
    ]);
  });

  test('does not know those who never registered', async () => {
    const { bench, ann } = await withVisits();
    const peer = bench.connect();
    peer.send('NICK bob', 'QUIT');
    await peer.rest();
    expect(await ann.ask('WHOWAS bob')).toContain(':relay.test 406 ann bob :There was no such nick');
  });

  test('remembers as many of one address as allowed and forgets the oldest of more', async () => {
    const { bench, ann } = await withVisits(['bob', 'one'], ['eve', 'two'], ['eve', 'three']);
    expect(usersOf(await ann.ask('WHOWAS bob'))).toEqual(['one']);
    await visit(bench, 'zoe', 'four');
    expect(usersOf(await ann.ask('WHOWAS bob'))).toEqual([]);
    expect(usersOf(await ann.ask('WHOWAS eve'))).toEqual(['three', 'two']);
  });

  test('takes a list, of exactly the limit', async () => {
    const { ann } = await withVisits(['bob', 'one'], ['eve', 'two']);
    const lines = await ann.ask('WHOWAS bob,eve');
    expect(usersOf(lines)).toEqual(['one', 'two']);
    expect(lines.at(-1)).toBe(end('bob,eve'));
    expect(await ann.ask('WHOWAS a,b,c')).toEqual([':relay.test 407 ann a,b,c :Too many receivers']);
  });

  test('refuses no nick, and another server', async () => {
    const { ann } = await withVisits();
    expect(await ann.ask('WHOWAS')).toEqual([':relay.test 431 ann :No nick given']);
    expect(await ann.ask('WHOWAS bob 1 other.example')).toEqual([
      ':relay.test 402 ann other.example :No such server',
    ]);
    expect(await ann.ask('WHOWAS bob 1 relay.test')).toHaveLength(2);
  });

  test('lets a nick be taken again at once', async () => {
    const { bench } = await withVisits(['bob', 'one']);
    expect((await register(bench.connect(), 'bob'))[0]).toContain(' 001 bob ');
  });
});
