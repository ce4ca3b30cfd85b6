import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const keyed = (letter: string): { address: string; key: string } => ({
  address: '192.0.2.1',
  key: letter.repeat(64),
});
const namesOf = async (peer: TestPeer): Promise<string[]> =>
  (await peer.ask('NAMES #a'))[0]?.replace(/^.* #a :?/, '').split(' ') ?? [];

describe('the standing of members', () => {
  test('is given and taken, several at a time, and told with nicks as they are', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('Bob', { room: '#a' });
    await bench.join('eve', { room: '#a' });
    await bench.calm();
    const news = `:${source('ann')} MODE #a +ov Bob eve`;
    expect(await ann.ask('MODE #a +ov bOB EVE')).toEqual([news]);
    expect(await bob.news()).toEqual([news]);
    expect(await namesOf(ann)).toEqual(['@ann', '@Bob', '+eve']);
    expect(await bob.ask('MODE #a -o+v ann ann')).toHaveLength(1);
    expect(await namesOf(bob)).toEqual(['+ann', '@Bob', '+eve']);
    expect(await ann.ask('MODE #a +o ann')).toContain(
      ':relay.test 482 ann #a :You are not a channel operator',
    );
  });

  test('says nothing of what was so already, and refuses who is not there', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    await bench.join('eve', { room: '' });
    await bench.calm();
    expect(await ann.ask('MODE #a +o-v ann ann')).toEqual([]);
    expect(await ann.ask('MODE #a +oo zed eve', 'MODE #a +o', 'MODE #a -v')).toEqual([
      ':relay.test 401 ann zed :No such nick',
      ':relay.test 441 ann eve #a :They are not on that channel',
      ':relay.test 696 ann #a o * :Not a value that the mode can have',
      ':relay.test 696 ann #a v * :Not a value that the mode can have',
    ]);
  });

  test('stays with somebody who changes nick, and goes with who leaves', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    await ann.ask('MODE #a +v bob');
    await bob.ask('NICK rob');
    await bench.calm();
    expect(await namesOf(ann)).toEqual(['@ann', '+rob']);
    await bob.ask('PART #a', 'JOIN #a');
    await bench.calm();
    expect(await namesOf(ann)).toEqual(['@ann', 'rob']);
  });
});

describe('an operator with a key', () => {
  test('who opened a channel is operator again when they come back, and the others hear of it', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', peer: keyed('a') });
    const bob = await bench.join('bob', { room: '#a' });
    ann.send('QUIT');
    await ann.rest();
    const back = await bench.join('annie', { room: '', peer: keyed('a') });
    await bob.news();
    expect(await back.ask('JOIN #a')).toContain(':relay.test 353 annie = #a :bob @annie');
    expect(await bob.news()).toEqual([`:${source('annie')} JOIN #a`, ':relay.test MODE #a +o annie']);
  });

  test('is remembered when made one, until it is taken away', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a', peer: keyed('b') });
    await ann.ask('MODE #a +o bob');
    await bob.ask('PART #a', 'JOIN #a');
    expect(await namesOf(bob)).toEqual(['@ann', '@bob']);
    await ann.ask('MODE #a -o bob');
    await bob.ask('PART #a', 'JOIN #a');
    expect(await namesOf(bob)).toEqual(['@ann', 'bob']);
  });

  test('who has voice alone is not', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a', peer: keyed('b') });
    await ann.ask('MODE #a +v bob');
    await bob.ask('PART #a', 'JOIN #a');
    expect(await namesOf(bob)).toEqual(['@ann', 'bob']);
  });

  test('gets in past key, limit and +i, but not past a ban', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a', peer: keyed('b') });
    await ann.ask('MODE #a +oikl bob sesame 1');
    expect(await bob.ask('PART #a', 'JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
    await bob.ask('PART #a');
    await ann.ask('MODE #a +b bob');
    await bench.calm();
    expect(await bob.ask('JOIN #a')).toEqual([':relay.test 474 bob #a :You are banned from the channel']);
  });

  test('is remembered as long as there are no more of them than allowed', async () => {
    const bench = new TestRelay({ limits: { maxOperatorKeys: 2 } });
    const ann = await bench.join('ann', { room: '#a', peer: keyed('a') });
    const others = new Map<string, TestPeer>();
    for (const nick of ['bob', 'eve']) {
      others.set(nick, await bench.join(nick, { room: '#a', peer: keyed(nick.slice(0, 1)) }));
      await ann.ask(`MODE #a +o ${nick}`);
    }
    expect(await namesOf(ann)).toEqual(['@ann', '@bob', '@eve']);
    for (const peer of others.values()) await peer.ask('PART #a', 'JOIN #a');
    await bench.calm();
    expect(await namesOf(ann)).toEqual(['@ann', '@bob', 'eve']);
  });

  test('can be named by the key, there or not', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '', peer: keyed('b') });
    const key = 'B'.repeat(64);
    expect(await ann.ask(`MODE #a +o z:${key}`)).toEqual([]);
    await bob.ask('JOIN #a');
    await bench.calm();
    expect(await namesOf(ann)).toEqual(['@ann', '@bob']);
    expect(await ann.ask(`MODE #a -o z:${key}`)).toEqual([`:${source('ann')} MODE #a -o bob`]);
    expect(await ann.ask(`MODE #a +o z:${key}`)).toContain(`:${source('ann')} MODE #a +o bob`);
    await bob.ask('PART #a');
    expect(await ann.ask(`MODE #a -o z:${key}`)).toHaveLength(1);
    await bob.ask('JOIN #a');
    await bench.calm();
    expect(await namesOf(ann)).toEqual(['@ann', 'bob']);
  });

  test('named by a key that is none, or one too many, is refused', async () => {
    const bench = new TestRelay({ limits: { maxOperatorKeys: 1 } });
    const ann = await bench.join('ann', { room: '#a' });
    expect(await ann.ask('MODE #a +o z:ann')).toEqual([
      ':relay.test 696 ann #a o z:ann :Not a value that the mode can have',
    ]);
    const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
    expect(await ann.ask(`MODE #a +oo z:${one} z:${one}`)).toEqual([]);
    expect(await ann.ask(`MODE #a +o z:${two}`)).toEqual([
      `:relay.test 478 ann #a z:${two} :The lists of the channel are full`,
    ]);
  });

  test('without a key of the main room is nobody’s operator', async () => {
    const bench = new TestRelay({ hostKey: 'f'.repeat(64) });
    const ann = await bench.join('ann', { peer: keyed('a') });
    expect(await ann.ask('NAMES #chat')).toContain(':relay.test 353 ann = #chat ann');
    const host = await bench.join('hst', { peer: keyed('f') });
    await host.ask('MODE #chat +o ann');
    await ann.ask('PART #chat', 'JOIN #chat');
    expect(await ann.ask('NAMES #chat')).toContain(':relay.test 353 ann = #chat :@hst @ann');
  });
});
