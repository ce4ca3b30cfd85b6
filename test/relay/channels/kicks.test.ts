import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const commandsOf = (lines: string[]): string[] => lines.map(line => line.split(' ')[1] ?? '');

describe('KICK', () => {
  test('is told to all, the one who has to go among them, who then is out', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '#a' });
    await bench.calm();
    const news = `:${source('ann')} KICK #a bob :chega, já`;
    expect(await ann.ask('KICK #a BOB :chega, já')).toEqual([news]);
    expect(await bob.news()).toEqual([news]);
    expect(await eve.news()).toEqual([news]);
    await eve.ask('PRIVMSG #a :gone?');
    expect(await bob.ask('PART #a')).toEqual([':relay.test 442 bob #a :You are not on that channel']);
    expect(await bob.ask('JOIN #a')).toContain(`:${source('bob')} JOIN #a`);
  });

  test('without a reason gives the nick of who did it; a long reason is cut', async () => {
    const bench = new TestRelay({ limits: { reasonBytes: 5 } });
    const ann = await bench.join('ann', { room: '#a' });
    for (const nick of ['bob', 'eve']) await bench.join(nick, { room: '#a' });
    await bench.calm();
    expect(await ann.ask('KICK #a bob', 'KICK #a eve ãããã')).toEqual([
      `:${source('ann')} KICK #a bob ann`,
      `:${source('ann')} KICK #a eve ãã`,
    ]);
  });

  test('takes many nicks of one channel, and as many channels as nicks', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b' });
    for (const nick of ['bob', 'eve']) await bench.join(nick, { room: '#a,#b' });
    await bench.calm();
    expect(await ann.ask('KICK #a bob,eve :x')).toEqual([
      `:${source('ann')} KICK #a bob x`,
      `:${source('ann')} KICK #a eve x`,
    ]);
    expect(await ann.ask('KICK #b,#a,#b bob,eve,eve x')).toEqual([
      `:${source('ann')} KICK #b bob x`,
      ':relay.test 441 ann eve #a :They are not on that channel',
      `:${source('ann')} KICK #b eve x`,
    ]);
  });

  test('refuses lists that do not go together, and too many nicks, whole', async () => {
    const bench = new TestRelay({ limits: { maxTargets: 2 } });
    const ann = await bench.join('ann', { room: '#a,#b' });
    for (const nick of ['bob', 'eve', 'ivy']) await bench.join(nick, { room: '#a' });
    await bench.calm();
    expect(await ann.ask('KICK #a,#b bob')).toEqual([':relay.test 461 ann KICK :Not enough parameters']);
    expect(await ann.ask('KICK #a,#b bob,eve,ivy')).toEqual([
      ':relay.test 461 ann KICK :Not enough parameters',
    ]);
    expect(await ann.ask('KICK #a bob,eve,ivy')).toEqual([
      ':relay.test 407 ann bob,eve,ivy :Too many receivers',
    ]);
    expect(commandsOf(await ann.ask('KICK #a bob,eve'))).toEqual(['KICK', 'KICK']);
  });

  test('refuses who is no operator, who is outside, and nicks that are not there', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '' });
    await ann.ask('MODE #a +v bob');
    await bench.calm();
    expect(await bob.ask('KICK #a ann')).toEqual([':relay.test 482 bob #a :You are not a channel operator']);
    expect(await eve.ask('KICK #a ann')).toEqual([':relay.test 442 eve #a :You are not on that channel']);
    expect(await ann.ask('KICK #a zed', 'KICK #a eve', 'KICK #none bob', 'KICK #a ,')).toEqual([
      ':relay.test 401 ann zed :No such nick',
      ':relay.test 441 ann eve #a :They are not on that channel',
      ':relay.test 403 ann #none :No such channel',
      ':relay.test 401 ann * :No such nick',
      ':relay.test 401 ann * :No such nick',
    ]);
  });

  test('of a secret channel says to those outside that there is none', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask('MODE #a +s');
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('KICK #a ann')).toEqual([':relay.test 403 bob #a :No such channel']);
  });

  test('of oneself is leaving, and ends a channel with its last member', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    expect(await ann.ask('KICK #a ann,ann')).toEqual([
      `:${source('ann')} KICK #a ann ann`,
      ':relay.test 403 ann #a :No such channel',
    ]);
    expect(await ann.ask('MODE #a')).toEqual([':relay.test 403 ann #a :No such channel']);
  });
});
