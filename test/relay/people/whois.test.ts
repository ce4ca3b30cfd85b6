import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

const key = '0123456789abcdef'.repeat(4);
const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);
const find = (lines: string[], numeric: string): string[] =>
  lines
    .map(line => parseMessage(line))
    .find(({ command }) => command === numeric)
    ?.params.slice(1) ?? [];

describe('WHOIS', () => {
  test('tells who somebody is, where, since when and how securely', async () => {
    const bench = new TestRelay({ description: 'A room for all' });
    await bench.join('Ann', { room: '#chat,#new' });
    const bob = await bench.join('bob');
    bench.clock.advance(50_999);
    expect(await bob.ask('WHOIS ann')).toEqual([
      ':relay.test 311 bob Ann Ann 192.0.2.1 * :Ann Real',
      ':relay.test 319 bob Ann :#chat @#new',
      ':relay.test 312 bob Ann relay.test :A room for all',
      ':relay.test 671 bob Ann :is using a secure connection',
      ':relay.test 317 bob Ann 50 1795351685 :seconds idle, signon time',
      ':relay.test 318 bob Ann :End of WHOIS',
    ]);
  });

  test('tells the key and the account to everybody, who is away, IRC operator or a bot', async () => {
    const bench = new TestRelay({ operators: [{ name: 'root', password: 'right' }] });
    const ann = await bench.join('ann', { peer: { address: '192.0.2.1', key } });
    await ann.ask('AWAY :back soon', 'OPER root right', 'MODE ann +B');
    const bob = await bench.join('bob');
    const lines = await bob.ask('WHOIS ann');
    expect(commandsOf(lines)).toEqual([
      '311',
      '319',
      '312',
      '313',
      '276',
      '330',
      '335',
      '671',
      '301',
      '317',
      '318',
    ]);
    expect(find(lines, '276')).toEqual(['ann', `has key fingerprint ${key}`]);
    expect(find(lines, '330')).toEqual(['ann', key, 'is logged in as']);
    expect(find(lines, '301')).toEqual(['ann', 'back soon']);
    expect(find(lines, '313')).toEqual(['ann', 'is an IRC operator']);
    expect(find(lines, '335')).toEqual(['ann', 'is a bot']);
  });

  test('hides secret channels, and all of an invisible person’s, from those who are not in them', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#hidden,#open' });
    await ann.ask('MODE #hidden +s');
    const bob = await bench.join('bob', { room: '' });
    expect(find(await bob.ask('WHOIS ann'), '319')).toEqual(['ann', '@#open']);
    expect(find(await ann.ask('WHOIS ann'), '319')).toEqual(['ann', '@#hidden @#open']);
    await ann.ask('MODE ann +i');
    expect(find(await bob.ask('WHOIS ann'), '319')).toEqual([]);
    await bob.ask('JOIN #hidden');
    expect(find(await bob.ask('WHOIS ann'), '319')).toEqual(['ann', '@#hidden']);
  });

  test('names many channels in several lines', async () => {
    const bench = new TestRelay();
    const names = Array.from({ length: 20 }, (_, i) => `#a-channel-with-a-rather-long-name-${i}`);
    const ann = await bench.join('ann', { room: '' });
    for (const name of names) await ann.ask(`JOIN ${name}`);
    const lines = await ann.ask('WHOIS ann');
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    const listed = lines
      .map(line => parseMessage(line))
      .filter(({ command }) => command === '319')
      .flatMap(({ params }) => params[2]!.split(' '));
    expect(listed).toEqual(names.map(name => `@${name}`));
  });

  test('gives every sign of standing to those with multi-prefix', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#new', capabilities: 'multi-prefix' });
    await ann.ask('MODE #new +v ann');
    expect(find(await ann.ask('WHOIS ann'), '319')).toEqual(['ann', '@+#new']);
  });

  test('says that there is no such nick, and ends', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await bench.connect().ask('NICK early');
    expect(await ann.ask('WHOIS nobody', 'WHOIS early')).toEqual([
      ':relay.test 401 ann nobody :No such nick',
      ':relay.test 318 ann nobody :End of WHOIS',
      ':relay.test 401 ann early :No such nick',
      ':relay.test 318 ann early :End of WHOIS',
    ]);
    expect(await ann.ask('WHOIS', 'WHOIS ,')).toEqual([
      ':relay.test 431 ann :No nick given',
      ':relay.test 431 ann :No nick given',
    ]);
  });

  test('takes a server before the nick: this one, by its name, a mask or a nick', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    for (const server of ['relay.test', 'RELAY.*', 'ann', 'bob'])
      expect(commandsOf(await ann.ask(`WHOIS ${server} ann`))[0]).toBe(server === 'bob' ? '402' : '311');
    expect(await ann.ask('WHOIS other.example ann')).toEqual([
      ':relay.test 402 ann other.example :No such server',
    ]);
  });

  test('takes a list of exactly the limit and refuses a longer one', async () => {
    const bench = new TestRelay({ limits: { maxTargets: 2 } });
    const ann = await bench.join('ann');
    await bench.join('bob');
    await bench.calm();
    expect(commandsOf(await ann.ask('WHOIS ann,bob')).filter(command => command === '318')).toHaveLength(2);
    expect(await ann.ask('WHOIS a,b,c')).toEqual([':relay.test 407 ann a,b,c :Too many receivers']);
  });

  test('counts idle time from the last message, not from any other command', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: 'message-tags batch draft/multiline' });
    bench.clock.advance(10_000);
    await ann.ask('PRIVMSG #chat :hi');
    bench.clock.advance(4000);
    await ann.ask('TOPIC #chat');
    expect(find(await ann.ask('WHOIS ann'), '317').slice(1, 3)).toEqual(['4', '1795351685']);
    await ann.ask('BATCH +1 draft/multiline #chat', '@batch=1 PRIVMSG #chat :one', 'BATCH -1');
    expect(find(await ann.ask('WHOIS ann'), '317')[1]).toBe('0');
  });
});
