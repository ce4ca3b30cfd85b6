import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/relay/core/limits.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const key = 'ab'.repeat(32);
const banned = ':relay.test 474 bob #a :You are banned from the channel';
const silenced = ':relay.test 404 bob #a :You cannot write to this channel';

interface Room {
  readonly bench: TestRelay;
  /** Operator of #a. */
  readonly ann: TestPeer;
  /** Outside, with a key. */
  readonly bob: TestPeer;
}

async function room(modes = '', limits: Partial<Limits> = {}): Promise<Room> {
  const bench = new TestRelay({ limits });
  const ann = await bench.join('ann', { room: '#a' });
  if (modes !== '') await ann.ask(`MODE #a ${modes}`);
  const bob = await bench.join('bob', { room: '', peer: { address: '192.0.2.1', key } });
  return { bench, ann, bob };
}

describe('the lists of a channel', () => {
  test.each([
    ['b', '367', '368', 'bans'],
    ['e', '348', '349', 'ban exceptions'],
    ['I', '346', '347', 'invitation exceptions'],
  ])('%s is shown with who set each entry and when, oldest first', async (letter, entry, end, name) => {
    const { ann } = await room(`+${letter}${letter} zed *@host.example`);
    const expected = [
      `:relay.test ${entry} ann #a zed!*@* ${source('ann')} 1795351685`,
      `:relay.test ${entry} ann #a *!*@host.example ${source('ann')} 1795351685`,
      `:relay.test ${end} ann #a :End of the list of ${name}`,
    ];
    for (const question of [letter, `+${letter}`, `-${letter}`, letter.repeat(3)])
      expect(await ann.ask(`MODE #a ${question}`)).toEqual(expected);
  });

  test('b can be seen by everyone, e and I by members', async () => {
    const { bob } = await room('+beI x y z');
    expect(await bob.ask('MODE #a b')).toHaveLength(2);
    for (const letter of ['e', 'I'])
      expect(await bob.ask(`MODE #a ${letter}`)).toEqual([
        ':relay.test 442 bob #a :You are not on that channel',
      ]);
    await bob.ask('JOIN #a');
    for (const letter of ['b', 'e', 'I']) expect(await bob.ask(`MODE #a ${letter}`)).toHaveLength(2);
  });

  test('can be seen and changed in one command', async () => {
    const { ann } = await room('+b x');
    expect(await ann.ask('MODE #a +be y')).toEqual([
      ':relay.test 349 ann #a :End of the list of ban exceptions',
      `:${source('ann')} MODE #a +b y!*@*`,
    ]);
  });

  test('complete what is typed, know an entry in any case, and are told how it was written', async () => {
    const { ann } = await room();
    expect(await ann.ask('MODE #a +b Zed')).toEqual([`:${source('ann')} MODE #a +b Zed!*@*`]);
    expect(await ann.ask('MODE #a +b zED!*@*')).toEqual([]);
    expect(await ann.ask('MODE #a -b zed')).toEqual([`:${source('ann')} MODE #a -b Zed!*@*`]);
    expect(await ann.ask('MODE #a -b zed')).toEqual([]);
  });

  test('hold as many entries together as allowed, and refuse one more', async () => {
    const { ann } = await room('', { maxListEntries: 3 });
    expect(await ann.ask('MODE #a +beI x y z')).toHaveLength(1);
    expect(await ann.ask('MODE #a +bm w')).toEqual([
      ':relay.test 478 ann #a w!*@* :The lists of the channel are full',
      `:${source('ann')} MODE #a +m`,
    ]);
    expect(await ann.ask('MODE #a +b x')).toEqual([]);
    expect(await ann.ask('MODE #a -e+b y w')).toHaveLength(1);
  });

  test('take an entry of exactly the limit and refuse a longer one', async () => {
    const { ann } = await room('', { maskBytes: 10 });
    expect(await ann.ask('MODE #a +b éabcd')).toEqual([`:${source('ann')} MODE #a +b éabcd!*@*`]);
    expect(await ann.ask('MODE #a +b éabcde')).toEqual([
      ':relay.test 696 ann #a b éabcde :Not a value that the mode can have',
    ]);
  });

  test.each([
    '+b z:',
    '+b z:abc',
    `+b z:${key}0`,
    '+b m:',
    '+b m:z:1',
    '+b :a b',
    '+b ::x',
    '+I m:bob',
    '+b m::x',
  ])('refuse %s', async change => {
    const { ann } = await room();
    const lines = await ann.ask(`MODE #a ${change}`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^:relay\.test 696 ann #a [bI] \S+ :Not a value that the mode can have$/);
  });
});

describe('a ban', () => {
  test.each([
    'bob',
    'BOB!*@*',
    '*!bob@*',
    '192.0.2.*',
    '*!*@192.0.2.1',
    'b?b!*@*',
    '*',
    `z:${key}`,
    `Z:${key.toUpperCase()}`,
  ])('%s keeps out whom it names, until it is taken away', async mask => {
    const { bench, ann, bob } = await room(`+b ${mask}`);
    expect(await bob.ask('JOIN #a')).toEqual([banned]);
    await ann.ask(`MODE #a -b ${mask}`);
    await bench.calm();
    expect(await bob.ask('JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
  });

  test.each(['bobby', '*!bobby@*', '192.0.2.2', `z:${'cd'.repeat(32)}`, 'm:bob', `m:z:${key}`])(
    '%s lets others in',
    async mask => {
      const { bob } = await room(`+b ${mask}`);
      expect(await bob.ask('JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
    },
  );

  test('by key names nobody who has shown none', async () => {
    const { bench } = await room(`+b z:${key}`);
    const eve = await bench.join('eve', { room: '' });
    expect(await eve.ask('JOIN #a')).toHaveLength(3);
  });

  test('by key may be written as fingerprints are shown', async () => {
    const { ann } = await room();
    const shown = key.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    expect(await ann.ask(`MODE #a +b z:${shown}`)).toEqual([`:${source('ann')} MODE #a +b z:${key}`]);
  });

  test.each(['bob', `z:${key}`, '*!*@192.0.2.*'])('has an exception: %s', async mask => {
    const { bob } = await room(`+be *!*@* ${mask}`);
    expect(await bob.ask('JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([]);
  });

  test('silences a member, whom voice gives back the word', async () => {
    const { bench, ann, bob } = await room();
    await bob.ask('JOIN #a');
    await ann.ask('MODE #a +b someone');
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([]);
    await ann.ask('MODE #a +b bob');
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :hi', 'TAGMSG #a', 'NOTICE #a :hi')).toEqual([silenced, silenced]);
    expect(await ann.news()).toEqual([]);
    await ann.ask('MODE #a +v bob');
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([]);
    expect(await ann.news()).toHaveLength(1);
  });
});

describe('a mute', () => {
  test.each(['m:bob', 'M:BOB!*@*', `m:z:${key}`])('%s lets in and silences', async mask => {
    const { bench, ann, bob } = await room(`+bb someone ${mask}`);
    expect(await bob.ask('JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([silenced]);
    expect(await ann.news()).toEqual([]);
    await ann.ask('MODE #a +v bob');
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([]);
    await ann.ask('MODE #a -v bob', `MODE #a -b ${mask}`);
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([]);
  });

  test.each(['bob', 'm:bob', `z:${key}`, `m:z:${key}`])('has an exception: %s', async mask => {
    const { bob } = await room(`+be m:*!*@* ${mask}`);
    await bob.ask('JOIN #a');
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([]);
  });

  test('exception is none from a ban', async () => {
    const { bob } = await room('+be bob m:bob');
    expect(await bob.ask('JOIN #a')).toEqual([banned]);
  });

  test('is shown as such in the list', async () => {
    const { ann } = await room('+b M:Bob');
    expect((await ann.ask('MODE #a b'))[0]).toBe(
      `:relay.test 367 ann #a m:Bob!*@* ${source('ann')} 1795351685`,
    );
  });
});

describe('an invitation exception', () => {
  test.each(['bob', `z:${key}`])('%s lets in without an invitation, and past nothing else', async mask => {
    const { bench, ann, bob } = await room(`+iI ${mask}`);
    expect(await bob.ask('JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
    await bob.ask('PART #a');
    await ann.ask('MODE #a +b bob');
    await bench.calm();
    expect(await bob.ask('JOIN #a')).toEqual([banned]);
  });
});
