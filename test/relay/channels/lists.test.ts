import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const minute = 60_000;

const listed = async (peer: TestPeer, conditions = ''): Promise<string[]> => {
  const lines = await peer.ask(`LIST ${conditions}`);
  expect(lines.at(-1)).toBe(':relay.test 323 bob :End of LIST');
  return lines.slice(0, -1).map(line => parseMessage(line).params[1] ?? '');
};

/** #one with one member is 5 minutes old, and #two with two and a topic of 1 minute is 3. */
async function rooms(limits = {}): Promise<TestPeer> {
  // Nobody is asked for a sign of life while time is moved.
  const bench = new TestRelay({ limits: { pingAfterMs: 60 * minute, ...limits } });
  const ann = await bench.join('ann', { room: '#one' });
  bench.clock.advance(2 * minute);
  await ann.ask('JOIN #two');
  await bench.join('eve', { room: '#two' });
  bench.clock.advance(2 * minute);
  await ann.ask('TOPIC #two :dois');
  bench.clock.advance(minute);
  return bench.join('bob', { room: '' });
}

describe('LIST', () => {
  test('gives every channel with its members and topic, and none where nobody is', async () => {
    const bob = await rooms();
    expect(await bob.ask('LIST')).toEqual([
      ':relay.test 322 bob #one 1 :',
      ':relay.test 322 bob #two 2 dois',
      ':relay.test 323 bob :End of LIST',
    ]);
  });

  test.each([
    ['#one', '#one'],
    ['#TWO', '#two'],
    ['#one,#two,#none', '#one #two'],
    ['#none', ''],
    ['*o*', '#one #two'],
    ['#?ne', '#one'],
    ['*wo', '#two'],
    ['!*wo', '#one'],
    ['!#two', '#one'],
    ['!*o*', ''],
    ['#*,!*wo', '#one'],
    ['>0', '#one #two'],
    ['>1', '#two'],
    ['>2', ''],
    ['<1', ''],
    ['<2', '#one'],
    ['<100', '#one #two'],
    ['>0,<2', '#one'],
    ['C>4', '#one'],
    ['C<4', '#two'],
    ['c<6', '#one #two'],
    ['C<0', ''],
    ['C>0', '#one #two'],
    ['T>0', '#two'],
    ['T<2', '#two'],
    ['T>1', ''],
    ['t<1', ''],
    ['#one >0', '#one'],
    ['#one >1', ''],
    ['#one,#two C<4', '#two'],
    ['>', ''],
    ['C>x', ''],
    ['>9999999999', ''],
    [',,', '#one #two'],
  ])('%s gives %j', async (conditions, expected) => {
    expect((await listed(await rooms(), conditions)).join(' ')).toBe(expected);
  });

  test('shows a secret channel to its members alone', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MODE #a +s');
    for (const conditions of ['', '#a', '*', '>0', '!#b']) expect(await listed(bob, conditions)).toEqual([]);
    await bob.ask('JOIN #a');
    expect(await listed(bob)).toEqual(['#a']);
  });

  test('takes as many conditions as announced, and refuses one more', async () => {
    const bob = await rooms({ maxListConditions: 3 });
    expect(await listed(bob, '#one,#two >1')).toEqual(['#two']);
    expect(await bob.ask('LIST #one,#two >1,<5')).toEqual([
      ':relay.test 407 bob #one,#two,>1,<5 :Too many receivers',
    ]);
  });

  test('writes a topic of any length without cutting the line', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: `#${'c'.repeat(63)}` });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask(`TOPIC #${'c'.repeat(63)} :${'ã'.repeat(150)}`);
    const [line = ''] = await bob.ask('LIST');
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
    expect(parseMessage(line).params[3]).toBe('ã'.repeat(150));
  });
});
