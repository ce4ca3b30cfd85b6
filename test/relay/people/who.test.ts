import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

const end = (nick: string, mask: string): string => `:relay.test 315 ${nick} ${mask} :End of WHO`;
const reply = (reader: string, channel: string, nick: string, flags: string): string =>
  `:relay.test 352 ${reader} ${channel} ${nick} 192.0.2.1 relay.test ${nick} ${flags} :0 ${nick} Real`;
const nicksOf = (lines: string[]): string[] =>
  lines
    .map(line => parseMessage(line))
    .flatMap(({ command, params }) => (command === '352' ? params[5]! : []));

describe('WHO of a channel', () => {
  test('lists its members with their standing', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#new' });
    const bob = await bench.join('bob', { room: '#new' });
    await ann.ask('MODE #new +v bob');
    await bench.calm();
    expect(await bob.ask('WHO #NEW')).toEqual([
      reply('bob', '#new', 'ann', 'H@'),
      reply('bob', '#new', 'bob', 'H+'),
      end('bob', '#NEW'),
    ]);
  });

  test('says who is away, IRC operator and a bot', async () => {
    const bench = new TestRelay({ operators: [{ name: 'root', password: 'right' }] });
    const ann = await bench.join('ann', { room: '#new' });
    await ann.ask('AWAY :out', 'OPER root right', 'MODE ann +B');
    expect(await ann.ask('WHO #new')).toEqual([reply('ann', '#new', 'ann', 'G*@B'), end('ann', '#new')]);
  });

  test('gives every sign of standing to those with multi-prefix', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#new' });
    await ann.ask('MODE #new +v ann');
    const bob = await bench.join('bob', { room: '#new', capabilities: 'multi-prefix' });
    expect((await bob.ask('WHO #new'))[0]).toBe(reply('bob', '#new', 'ann', 'H@+'));
    expect((await ann.ask('WHO #new')).at(-3)).toBe(reply('ann', '#new', 'ann', 'H@'));
  });

  test('is empty for those outside when the channel is secret, and when there is none', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#new' });
    await ann.ask('MODE #new +s');
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('WHO #new')).toEqual([end('bob', '#new')]);
    expect(await bob.ask('WHO #none')).toEqual([end('bob', '#none')]);
    expect(nicksOf(await ann.ask('WHO #new'))).toEqual(['ann']);
  });

  test('leaves invisible members out for those who share no channel with them', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#new' });
    await bench.join('bob', { room: '#new' });
    const eve = await bench.join('eve');
    await ann.ask('MODE ann +i');
    expect(nicksOf(await eve.ask('WHO #new'))).toEqual(['bob']);
    await ann.ask('JOIN #chat');
    expect(nicksOf(await eve.ask('WHO #new'))).toEqual(['ann', 'bob']);
  });
});

describe('WHO of a person', () => {
  test('shows a channel that both are in, with the standing there', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { room: '#first,#new,#chat' });
    const bob = await bench.join('bob', { room: '#chat,#new' });
    expect(await bob.ask('WHO ANN')).toEqual([reply('bob', '#new', 'ann', 'H@'), end('bob', 'ANN')]);
  });

  test('shows another channel when there is none in common, though not a secret one', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#hidden,#open' });
    await ann.ask('MODE #hidden +s');
    const bob = await bench.join('bob', { room: '' });
    expect((await bob.ask('WHO ann'))[0]).toBe(reply('bob', '#open', 'ann', 'H@'));
    await ann.ask('PART #open');
    expect((await bob.ask('WHO ann'))[0]).toBe(reply('bob', '*', 'ann', 'H'));
  });

  test('finds an invisible one by the exact nick, without the channels', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await ann.ask('MODE ann +i');
    const bob = await bench.join('bob', { room: '' });
    expect((await bob.ask('WHO ann'))[0]).toBe(reply('bob', '*', 'ann', 'H'));
    expect(await bob.ask('WHO an*')).toEqual([end('bob', 'an*')]);
  });

  test('shows an address that begins with a colon in a way that can be read', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', peer: { address: '::1' } });
    expect((await ann.ask('WHO ann'))[0]).toContain(' ann 0::1 relay.test ann H ');
  });

  test('who has not registered yet is nobody', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    await bench.connect().ask('NICK bob');
    expect(await ann.ask('WHO bob')).toEqual([end('ann', 'bob')]);
    expect(nicksOf(await ann.ask('WHO *'))).toEqual(['ann']);
  });
});

describe('WHO with a mask', () => {
  test.each(['', ' *', ' 0', ' :'])('%j lists everyone who is visible', async mask => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#b' });
    const eve = await bench.join('eve', { room: '' });
    await bench.join('bob', { room: '#b' });
    await eve.ask('MODE eve +i');
    expect(nicksOf(await ann.ask(`WHO${mask}`))).toEqual(['ann', 'bob']);
    expect(nicksOf(await eve.ask(`WHO${mask}`))).toEqual(['ann', 'eve', 'bob']);
  });

  test.each([
    ['A?N', ['ann']],
    ['*nn', ['ann']],
    ['192.0.2.?', ['ann', 'bob']],
    ['192.0.2.1', ['ann', 'bob']],
    ['bob r*', ['bob']],
    ['relay.*', ['ann', 'bob', 'eve']],
    ['*!bob@*', ['bob']],
    ['?', []],
    ['eve?', []],
  ])('%s fits nick, user, host, real name or server: %j', async (mask, nicks) => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await bench.join('bob');
    await bench.join('eve', { peer: { address: '198.51.100.7' } });
    expect(nicksOf(await ann.ask(`WHO :${mask}`))).toEqual(nicks);
  });

  test('lists only IRC operators with the flag o', async () => {
    const bench = new TestRelay({ operators: [{ name: 'root', password: 'right' }] });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bob.ask('OPER root right');
    expect(nicksOf(await ann.ask('WHO * o'))).toEqual(['bob']);
    expect(nicksOf(await ann.ask('WHO #chat o'))).toEqual(['bob']);
    expect(nicksOf(await ann.ask('WHO ann o'))).toEqual([]);
  });

  test('lists as many as the limit and says when there are more', async () => {
    const bench = new TestRelay({ limits: { whoMatches: 2 } });
    const ann = await bench.join('ann');
    await bench.join('bob');
    await bench.calm();
    const both = await ann.ask('WHO *');
    expect(nicksOf(both)).toEqual(['ann', 'bob']);
    expect(both).toHaveLength(3);
    await bench.join('eve');
    await bench.calm();
    const lines = await ann.ask('WHO *');
    expect(nicksOf(lines)).toEqual(['ann', 'bob']);
    expect(lines.slice(2)).toEqual([
      ':relay.test 416 ann WHO :Too many matches: the list is cut short',
      end('ann', '*'),
    ]);
    // A channel is always whole.
    expect(nicksOf(await ann.ask('WHO #chat'))).toHaveLength(3);
  });

  test('repeats a mask only as a reply can hold it', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('WHO :a b')).toEqual([end('ann', '*')]);
    const [line] = await ann.ask(`WHO ${'x'.repeat(400)}`);
    expect(line!.length).toBeLessThanOrEqual(510);
  });
});
