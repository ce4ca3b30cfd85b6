import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);

/** Every query that may name a server, what comes before that name, and how its answer begins. */
const queries: [string, string][] = [
  ['ADMIN', '256'],
  ['INFO', '371'],
  ['LUSERS *', '251'],
  ['MOTD', '422'],
  ['STATS u', '242'],
  ['TIME', '391'],
  ['VERSION', '351'],
];

describe('a query for a server', () => {
  test.each(queries)('%s is answered here for our name, a mask, or a nick', async (query, first) => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    for (const target of ['', ' relay.test', ' RELAY.TEST', ' *.test', ' relay.???t', ' ANN'])
      expect(commandsOf(await ann.ask(query + target))[0]).toBe(first);
  });

  test.each(queries)('%s of another server is refused', async query => {
    const ann = await new TestRelay().join('ann');
    const refusal = (target: string): string => `:relay.test 402 ann ${target} :No such server`;
    expect(await ann.ask(`${query} other.example`)).toEqual([refusal('other.example')]);
    expect(await ann.ask(`${query} *.example`)).toEqual([refusal('*.example')]);
    expect(await ann.ask(`${query} nobody`)).toEqual([refusal('nobody')]);
  });
});

describe('VERSION', () => {
  test('tells the version, and what is supported', async () => {
    const ann = await new TestRelay({ description: 'A room' }).join('ann');
    const lines = await ann.ask('VERSION');
    expect(lines[0]).toBe(':relay.test 351 ann test relay.test :A room');
    expect(new Set(commandsOf(lines.slice(1)))).toEqual(new Set(['005']));
  });
});

describe('TIME', () => {
  test('tells it in seconds and in words', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('TIME')).toEqual([
      ':relay.test 391 ann relay.test 1795351685 0 :Sun, 22 Nov 2026 12:48:05 GMT',
    ]);
  });
});

describe('ADMIN', () => {
  test('says that the host runs the relay', async () => {
    const ann = await new TestRelay({ description: 'A room' }).join('ann');
    const lines = await ann.ask('ADMIN');
    expect(commandsOf(lines)).toEqual(['256', '257', '258', '259']);
    expect(lines[1]).toBe(':relay.test 257 ann :A room');
    expect(lines[2]).toContain('hosts');
  });
});

describe('INFO', () => {
  test('describes the relay', async () => {
    const bench = new TestRelay({ description: 'A room' });
    const ann = await bench.join('ann');
    expect(await ann.ask('INFO')).toEqual([
      ':relay.test 371 ann :A room',
      ':relay.test 371 ann :test, a PyChat relay: IRC with IRCv3 over TLS',
      ':relay.test 371 ann :Started at 2026-11-22T12:48:05.000Z',
      ':relay.test 374 ann :End of INFO',
    ]);
  });
});

describe('LINKS', () => {
  test('lists this one server', async () => {
    const ann = await new TestRelay({ description: 'A room' }).join('ann');
    const lines = [
      ':relay.test 364 ann relay.test relay.test :0 A room',
      ':relay.test 365 ann * :End of LINKS',
    ];
    expect(await ann.ask('LINKS')).toEqual(lines);
    expect(await ann.ask('LINKS *')).toEqual(lines);
    expect(await ann.ask('LINKS relay.test *')).toEqual(lines);
    expect(await ann.ask('LINKS other.example *')).toEqual([
      ':relay.test 402 ann other.example :No such server',
    ]);
  });
});

describe('STATS', () => {
  test('u tells how long the relay has been running', async () => {
    const bench = new TestRelay();
    bench.clock.advance(((2 * 24 + 3) * 60 + 4) * 60_000 + 5900);
    const ann = await bench.join('ann');
    expect(await ann.ask('STATS u')).toEqual([
      ':relay.test 242 ann :Server Up 2 days 03:04:05',
      ':relay.test 219 ann u :End of STATS',
    ]);
  });

  test('tells anything else to IRC operators alone, and nothing more there is', async () => {
    const bench = new TestRelay({ operators: [{ name: 'root', password: 'right' }] });
    const ann = await bench.join('ann');
    expect(await ann.ask('STATS o', 'STATS U')).toEqual([
      ':relay.test 481 ann :You are not an IRC operator',
      ':relay.test 481 ann :You are not an IRC operator',
    ]);
    await ann.ask('OPER root right');
    expect(await ann.ask('STATS o')).toEqual([':relay.test 219 ann o :End of STATS']);
    expect(await ann.ask('STATS')).toEqual([':relay.test 461 ann STATS :Not enough parameters']);
    expect(await ann.ask('STATS :: x')).toEqual([':relay.test 219 ann * :End of STATS']);
  });
});
