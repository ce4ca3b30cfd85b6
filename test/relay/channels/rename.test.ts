import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const withRename = 'draft/channel-rename';

describe('RENAME', () => {
  test('is told to those who know it; the others leave the one and come into the other', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: withRename });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '#a', capabilities: 'extended-join' });
    await ann.ask('TOPIC #a :hi');
    await bench.calm();
    expect(await ann.ask('RENAME #A #b :a better name')).toEqual([
      `:${source('ann')} RENAME #a #b :a better name`,
    ]);
    expect(await bob.news()).toEqual([
      `:${source('bob')} PART #a :a better name`,
      `:${source('bob')} JOIN #b`,
      ':relay.test 332 bob #b hi',
      `:relay.test 333 bob #b ${source('ann')} 1795351685`,
      ':relay.test 353 bob = #b :@ann bob eve',
      ':relay.test 366 bob #b :End of the list of names',
    ]);
    expect((await eve.news()).slice(0, 2)).toEqual([
      `:${source('eve')} PART #a :a better name`,
      `:${source('eve')} JOIN #b * :eve Real`,
    ]);
  });

  test('always carries a reason, be it empty, and a long one is cut', async () => {
    const bench = new TestRelay({ limits: { reasonBytes: 5 } });
    const ann = await bench.join('ann', { room: '#a', capabilities: withRename });
    const bob = await bench.join('bob', { room: '#a' });
    await bench.calm();
    expect(await ann.ask('RENAME #a #b', 'RENAME #b #c ãããã')).toEqual([
      `:${source('ann')} RENAME #a #b :`,
      `:${source('ann')} RENAME #b #c ãã`,
    ]);
    const parts = (await bob.news()).filter(line => line.includes('PART'));
    expect(parts).toEqual([`:${source('bob')} PART #a`, `:${source('bob')} PART #b ãã`]);
  });

  test('of who does not know it is carried out, and answered in one batch where there is a label', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: 'batch labeled-response' });
    const lines = await ann.ask('@label=x RENAME #a #b');
    expect(lines[0]).toMatch(/^@label=x :relay\.test BATCH/);
    expect(lines.slice(1, -1).map(line => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'PART #a',
      'JOIN #b',
      '353 ann',
      '366 ann',
    ]);
  });

  test('keeps all but the name: members, standing, modes, lists and invitations', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: withRename });
    const bob = await bench.join('bob', { room: '' });
    const eve = await bench.join('eve', { room: '' });
    await ann.ask('MODE #a +ikb sesame zed', 'INVITE bob #a', 'RENAME #a #b');
    await bench.calm();
    expect((await ann.ask('MODE #b'))[0]).toBe(':relay.test 324 ann #b +inkl sesame'.replace('kl', 'k'));
    expect(await ann.ask('MODE #b b')).toHaveLength(2);
    expect(await bob.ask('INVITE')).toContain(':relay.test 336 bob #b');
    expect(await bob.ask('JOIN #b')).toHaveLength(3);
    await bench.calm();
    expect(await eve.ask('JOIN #b')).toHaveLength(1);
    expect(await ann.ask('PRIVMSG #a :x')).toEqual([':relay.test 403 ann #a :No such channel']);
    await ann.ask('PRIVMSG #b :here');
    expect(await bob.news()).toEqual([`:${source('ann')} PRIVMSG #b here`]);
  });

  test('leaves the old name to whoever comes', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: withRename });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('RENAME #a #b');
    expect(await bob.ask('JOIN #a')).toContain(':relay.test 353 bob = #a @bob');
    expect(await ann.ask('RENAME #b #a')).toEqual([
      ':relay.test FAIL RENAME CHANNEL_NAME_IN_USE #b #a :The channel name is already taken',
    ]);
  });

  test('to the same name in another case is news to those alone who know it', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: withRename });
    const bob = await bench.join('bob', { room: '#a' });
    await bench.calm();
    expect(await ann.ask('RENAME #a #A')).toEqual([`:${source('ann')} RENAME #a #A :`]);
    expect(await bob.news()).toEqual([]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #A +n');
  });

  test('is for operators, and for names that can be', async () => {
    const bench = new TestRelay({ limits: { channelBytes: 5 }, hostKey: 'aa' });
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '' });
    const cannot = ':relay.test FAIL RENAME CANNOT_RENAME #a';
    await bench.calm();
    expect(await bob.ask('RENAME #a #b')).toEqual([':relay.test 482 bob #a :You are not a channel operator']);
    expect(await eve.ask('RENAME #a #b')).toEqual([':relay.test 442 eve #a :You are not on that channel']);
    expect(await ann.ask('RENAME #a b', 'RENAME #a #abcde', 'RENAME #a #a', 'RENAME #a :#b c')).toEqual([
      `${cannot} b :Not a name for a channel`,
      `${cannot} #abcde :Not a name for a channel`,
      `${cannot} #a :The channel has this name`,
      `${cannot} * :Not a name for a channel`,
    ]);
    expect(await ann.ask('RENAME #none #b')).toEqual([':relay.test 403 ann #none :No such channel']);
    expect((await ann.ask('RENAME #a #abcd'))[0]).toBe(`:${source('ann')} PART #a`);
  });

  test('is not for the main room, which invitations name, save in another case', async () => {
    const bench = new TestRelay({ hostKey: 'aa' });
    const host = await bench.join('ann', {
      capabilities: withRename,
      peer: { address: '192.0.2.1', key: 'aa' },
    });
    expect(await host.ask('RENAME #chat #b')).toEqual([
      ':relay.test FAIL RENAME CANNOT_RENAME #chat #b :The main channel keeps its name',
    ]);
    expect(await host.ask('RENAME #chat #Chat')).toEqual([`:${source('ann')} RENAME #chat #Chat :`]);
  });
});
