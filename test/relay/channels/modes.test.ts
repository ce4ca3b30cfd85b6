import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const modesOf = (lines: string[]): string[][] => lines.map(line => parseMessage(line).params.slice(1));

describe('MODE of a channel', () => {
  test('answers what clients ask when they join', async () => {
    const ann = await new TestRelay().join('ann');
    const modes = [':relay.test 324 ann #chat +n', ':relay.test 329 ann #chat 1795351685'];
    expect(await ann.ask('MODE #CHAT')).toEqual(modes);
    expect(await ann.ask('MODE #chat :')).toEqual(modes);
    expect(await ann.ask('MODE #chat +')).toEqual(modes);
    expect(await ann.ask('MODE #chat b')).toEqual([':relay.test 368 ann #chat :End of the list of bans']);
    expect(await ann.ask('MODE #none')).toEqual([':relay.test 403 ann #none :No such channel']);
  });

  test('sets and takes away, tells all members once, and says nothing of what was so already', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    await bench.calm();
    const set = `:${source('ann')} MODE #a +Cikl-n+mst sesame 7`;
    expect(await ann.ask('MODE #a +Cikl-n+mst sesame 7')).toEqual([set]);
    expect(await bob.news()).toEqual([set]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +Cimstkl sesame 7');
    expect(await ann.ask('MODE #a +Cikl-n+mst sesame 7')).toEqual([]);
    expect(await bob.news()).toEqual([]);
    expect(await ann.ask('MODE #a -Ciklmst+n x')).toEqual([`:${source('ann')} MODE #a -Ciklmst+n *`]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +n');
    expect(await ann.ask('MODE #a -n-l-k')).toEqual([`:${source('ann')} MODE #a -n`]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +');
  });

  test('keeps the order, and what is refused does not hold up the rest', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a' });
    expect(await ann.ask('MODE #a +mQo-i+lQZt zed 0')).toEqual([
      ':relay.test 472 ann Q :Unknown mode',
      ':relay.test 401 ann zed :No such nick',
      ':relay.test 696 ann #a l 0 :Not a value that the mode can have',
      ':relay.test 472 ann Z :Unknown mode',
      `:${source('ann')} MODE #a +mt`,
    ]);
  });

  test('is for operators: not for other members, voices, or those outside', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '' });
    await ann.ask('MODE #a +v bob');
    await bench.calm();
    for (const change of ['+m', '-n', '+o bob', '-o ann', '+b *', '+k x', '+Q'])
      expect(await bob.ask(`MODE #a ${change}`)).toEqual([
        ':relay.test 482 bob #a :You are not a channel operator',
      ]);
    expect(await eve.ask('MODE #a +m')).toEqual([':relay.test 442 eve #a :You are not on that channel']);
    expect((await eve.ask('MODE #a'))[0]).toBe(':relay.test 324 eve #a +n');
    expect(await ann.news()).toEqual([]);
  });

  test('of a secret channel is as if it were not there', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask('MODE #a +s');
    const bob = await bench.join('bob', { room: '' });
    for (const rest of ['', ' b', ' e', ' +m'])
      expect(await bob.ask(`MODE #a${rest}`)).toEqual([':relay.test 403 bob #a :No such channel']);
  });

  test('tells the key to members alone', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask('MODE #a +kl sesame 5');
    const bob = await bench.join('bob', { room: '' });
    expect((await bob.ask('MODE #a'))[0]).toBe(':relay.test 324 bob #a +nkl * 5');
    await bob.ask('JOIN #a sesame');
    expect((await bob.ask('MODE #a'))[0]).toBe(':relay.test 324 bob #a +nkl sesame 5');
  });

  test('takes as many modes with an argument as announced, and passes over those after them', async () => {
    const ann = await new TestRelay({ limits: { maxModes: 2 } }).join('ann', { room: '#a' });
    expect(await ann.ask('MODE #a +bbmbt a b c')).toEqual([`:${source('ann')} MODE #a +bbmt a!*@* b!*@*`]);
  });

  test('answers a mode string of hundreds of letters once for each', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a' });
    expect(await ann.ask(`MODE #a +${'b'.repeat(450)}`)).toHaveLength(1);
    expect(await ann.ask(`MODE #a +${'Q'.repeat(450)}`)).toHaveLength(1);
    expect(await ann.ask(`MODE #a +${'o'.repeat(450)}`)).toHaveLength(1);
    expect(await ann.ask(`MODE #a ${'+i-i'.repeat(115)}`)).toHaveLength(1);
  });

  test('writes news that keep to the length of a line', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    await bench.calm();
    const nicks = Array.from({ length: 12 }, (_, i) => `${i}${'x'.repeat(36)}`);
    await ann.ask(`MODE #a +${'b'.repeat(12)} ${nicks.join(' ')}`);
    const lines = await bob.news();
    expect(lines.length).toBe(2);
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    expect(modesOf(lines).flatMap(([, ...masks]) => masks)).toEqual(nicks.map(nick => `${nick}!*@*`));
  });
});

describe('the key of a channel', () => {
  test('of exactly the limit is taken and a longer one refused', async () => {
    const ann = await new TestRelay({ limits: { channelKeyBytes: 4 } }).join('ann', { room: '#a' });
    expect(await ann.ask('MODE #a +k ãã')).toEqual([`:${source('ann')} MODE #a +k ãã`]);
    expect(await ann.ask('MODE #a +k ããa')).toEqual([
      ':relay.test 696 ann #a k * :Not a value that the mode can have',
    ]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +nk ãã');
  });

  test.each(['a,b', ':x y', '::x', ':', ''])('may not be %j: no JOIN could bring it', async key => {
    const ann = await new TestRelay().join('ann', { room: '#a' });
    expect(await ann.ask(`MODE #a +k ${key}`)).toEqual([
      ':relay.test 696 ann #a k * :Not a value that the mode can have',
    ]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +n');
  });

  test('can be changed at once, and taken away with any parameter or none', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a' });
    expect(await ann.ask('MODE #a +k one', 'MODE #a +k two')).toHaveLength(2);
    expect(await ann.ask('MODE #a -k wrong')).toEqual([`:${source('ann')} MODE #a -k *`]);
    expect(await ann.ask('MODE #a -k')).toEqual([]);
    expect(await ann.ask('MODE #a +k-k three')).toEqual([`:${source('ann')} MODE #a +k-k three *`]);
  });
});

describe('the limit of a channel', () => {
  test.each(['0', '-1', '01', '1.5', '1e3', 'abc', ':', '', '10000000000'])('may not be %j', async limit => {
    const ann = await new TestRelay().join('ann', { room: '#a' });
    expect(await ann.ask(`MODE #a +l ${limit}`)).toEqual([
      `:relay.test 696 ann #a l ${limit.replace(/^:?$/, '*')} :Not a value that the mode can have`,
    ]);
    expect((await ann.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +n');
  });

  test('may be below the number of members: nobody has to go', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    expect(await ann.ask('MODE #a +l 1')).toContain(`:${source('ann')} MODE #a +l 1`);
    await bench.calm();
    expect(await bob.ask('PRIVMSG #a :still here')).toEqual([]);
    expect(await ann.news()).toHaveLength(1);
  });
});
