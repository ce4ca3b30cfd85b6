import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, messages, params } from './replies.ts';

const operators = [{ name: 'operuser', password: 'operpassword' }];
const oper = 'OPER operuser operpassword';

/** What LUSERS counts, as programs read it. */
async function counts(peer: TestPeer): Promise<Record<string, number[]>> {
  const lines = await peer.ask('LUSERS');
  expect(new Set(commands(lines)).size).toBe(lines.length);
  const numbers = (numeric: string): number[] =>
    (
      params(lines, numeric)[0]
        ?.slice(1)
        .join(' ')
        .match(/\b[0-9]+\b/g) ?? []
    ).map(Number);
  return {
    visibleInvisibleServers: numbers('251'),
    operators: numbers('252').slice(0, 1),
    unregistered: numbers('253').slice(0, 1),
    clientsServers: numbers('255'),
    nowHighest: numbers('265').slice(0, 2),
    globalNowHighest: numbers('266').slice(0, 2),
  };
}

describe('LUSERS', () => {
  test('counts who is here, who is not yet, and the most there ever were', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    const now = async (): Promise<(number[] | undefined)[]> => {
      const { nowHighest, globalNowHighest, unregistered, clientsServers } = await counts(ann);
      expect(globalNowHighest).toEqual(nowHighest);
      expect(clientsServers).toEqual([nowHighest?.[0], 0]);
      return [nowHighest, unregistered];
    };
    expect(await now()).toEqual([[1, 1], [0]]);
    const [bob, cid] = [bench.connect(), bench.connect()];
    await bob.ask('NICK bob');
    await cid.ask('NICK cid');
    expect(await now()).toEqual([[1, 1], [2]]);
    await bob.ask('USER u s e r');
    expect(await now()).toEqual([[2, 2], [1]]);
    for (const peer of [bob, cid]) {
      peer.send('QUIT');
      await peer.rest();
    }
    expect(await now()).toEqual([[1, 2], [0]]);
  });

  test('tells visible from invisible, and counts operators', async () => {
    const bench = new TestRelay({ operators });
    const ann = await bench.join('ann', { room: '' });
    const bob = await bench.join('bob', { room: '' });
    await bob.ask('MODE bob +i', oper);
    await ann.ask(oper);
    expect(await counts(ann)).toMatchObject({ visibleInvisibleServers: [1, 1, 1], operators: [2] });
    expect(first(await ann.ask('MODE ann -o'))).toEqual(['MODE', 'ann', '-o']);
    bob.send('QUIT');
    await bob.rest();
    expect(await counts(ann)).toMatchObject({ visibleInvisibleServers: [1, 0, 1], operators: [0] });
  });
});

describe('OPER', () => {
  test('with the right password is told, with the mode', async () => {
    const ann = await new TestRelay({ operators }).join('ann');
    const lines = await ann.ask(oper);
    expect(params(lines, '381')[0]).toHaveLength(2);
    expect(params(lines, 'MODE')).toEqual([['ann', '+o']]);
  });

  test.each([
    ['OPER operuser nottheoperpassword', '464'],
    ['OPER notanoperuser operpassword', '464'],
    ['OPER operuser', '461'],
  ])('"%s" is refused', async (line, numeric) => {
    const ann = await new TestRelay({ operators }).join('ann');
    expect(first(await ann.ask(line)).slice(0, 2)).toEqual([numeric, 'ann']);
  });
});

describe('KILL and WALLOPS', () => {
  test('KILL is for operators, with a reason or without', async () => {
    const bench = new TestRelay({ operators });
    const ann = await bench.join('ann', { room: '' });
    const bob = await bench.join('bob', { room: '' });
    const cid = await bench.join('cid', { room: '' });
    await ann.ask(oper);
    expect(commands(await bob.ask('KILL cid :some reason', 'KILL bob :some reason'))).toEqual(['481', '481']);
    await ann.ask('KILL bob :some reason', 'KILL cid');
    for (const peer of [bob, cid]) expect(commands(await peer.rest())).toEqual(['KILL', 'ERROR']);
  });

  test('WALLOPS is for operators, and reaches those with +w', async () => {
    const bench = new TestRelay({ operators });
    const ann = await bench.join('ann', { room: '' });
    const bob = await bench.join('bob', { room: '' });
    const cid = await bench.join('cid', { room: '' });
    expect(await bob.ask('MODE bob -w')).toEqual([]);
    expect(first(await cid.ask('MODE cid +w'))).toEqual(['MODE', 'cid', '+w']);
    expect(first(await ann.ask('WALLOPS :hi everyone')).slice(0, 2)).toEqual(['481', 'ann']);
    await ann.ask(oper);
    expect(await ann.ask('WALLOPS :hi everyone')).toEqual([]);
    expect(await cid.news()).toEqual([':ann!ann@192.0.2.1 WALLOPS :hi everyone']);
    expect(await bob.news()).toEqual([]);
  });
});

describe('HELP', () => {
  test.each(['HELP', 'HELPOP', 'HELP PRIVMSG', 'HELPOP privmsg'])('"%s" has one subject', async line => {
    const ann = await new TestRelay().join('ann');
    const lines = messages(await ann.ask(line));
    expect(lines[0]?.command).toBe('704');
    expect(lines.at(-1)?.command).toBe('706');
    for (const { command } of lines.slice(1, -1)) expect(command).toBe('705');
    const subject = line.includes(' ') ? 'PRIVMSG' : '*';
    for (const { params: all } of lines) expect(all).toEqual(['ann', subject, expect.any(String)]);
  });

  test('of what there is not is refused once', async () => {
    const ann = await new TestRelay().join('ann');
    const lines = await ann.ask('HELP THISISNOTACOMMAND');
    expect(lines.map(line => first([line]).slice(0, 3))).toEqual([['524', 'ann', 'THISISNOTACOMMAND']]);
  });
});

describe('INFO, LINKS and TIME', () => {
  test('INFO answers to the name of the relay, to a mask and to a nick', async () => {
    const ann = await new TestRelay().join('ann');
    for (const target of ['', 'relay.test', '*elay*', 'ann']) {
      const lines = messages(await ann.ask(`INFO ${target}`));
      expect(lines.at(-1)?.command).toBe('374');
      for (const { command } of lines.slice(0, -1)) expect(command).toBe('371');
      for (const { params: all } of lines) expect(all).toHaveLength(2);
    }
    for (const target of ['invalid.server.example', 'invalidserver'])
      expect(first(await ann.ask(`INFO ${target}`)).slice(0, 3)).toEqual(['402', 'ann', target]);
  });

  test('LINKS tells of this relay alone', async () => {
    const ann = await new TestRelay({ description: 'test server' }).join('ann');
    const lines = await ann.ask('LINKS');
    expect(commands(lines)).toEqual(['364', '365']);
    expect(params(lines, '364')).toEqual([['ann', 'relay.test', 'relay.test', '0 test server']]);
    expect(params(lines, '365')[0]?.slice(0, 2)).toEqual(['ann', '*']);
  });

  test('TIME gives the seconds too', async () => {
    const bench = new TestRelay();
    const [answer = []] = params(await (await bench.join('ann')).ask('TIME'), '391');
    expect(answer.slice(0, 4)).toEqual([
      'ann',
      'relay.test',
      String(Math.floor(bench.clock.now() / 1000)),
      '0',
    ]);
    expect(answer).toHaveLength(5);
  });
});

describe('LIST', () => {
  /** The rooms that a LIST names. */
  async function rooms(peer: TestPeer, words = ''): Promise<string[]> {
    const lines = await peer.ask(`LIST ${words}`);
    expect(messages(lines).at(-1)?.command).toBe('323');
    expect(commands(lines).slice(0, -1)).toEqual(params(lines, '322').map(() => '322'));
    return params(lines, '322').map(([, name = '']) => name);
  }

  test('is empty where nobody is anywhere', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob', { room: '' });
    expect(await rooms(bob)).toEqual([]);
    await bench.join('ann', { room: '#chan' });
    expect(await rooms(bob)).toEqual(['#chan']);
    expect(await rooms(bob, '#nonexistent')).toEqual([]);
  });

  test('finds by mask, by the opposite, and by the number of people', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { room: '#chan1,#chan2' });
    await bench.join('bob', { room: '#chan2' });
    const cid = await bench.join('cid', { room: '' });
    const both = ['#chan1', '#chan2'];
    const cases: [string, string[]][] = [
      ['*an1', ['#chan1']],
      ['#c*n2', ['#chan2']],
      ['*an3', []],
      ['#ch*', both],
      ['!*an1', ['#chan2']],
      ['!#c*n2', ['#chan1']],
      ['!*an3', both],
      ['!#ch*', []],
      ['>0', both],
      ['<1', []],
      ['<100', both],
      ['>1', ['#chan2']],
      ['<2', ['#chan1']],
    ];
    for (const [words, expected] of cases)
      expect([words, await rooms(cid, words)]).toEqual([words, expected]);
  });

  test('finds by the age of rooms and topics, in minutes', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#chan1' });
    await ann.ask('TOPIC #chan1 :First');
    bench.clock.advance(50_000);
    await ann.news();
    bench.clock.advance(50_000);
    await ann.news();
    bench.clock.advance(20_000);
    await ann.ask('JOIN #chan2', 'TOPIC #chan2 :Second');
    bench.clock.advance(50_000);
    await ann.news();
    bench.clock.advance(10_000);
    for (const kind of ['C', 'T'])
      for (const [words, expected] of [
        ['>2', ['#chan1']],
        ['<2', ['#chan2']],
        ['<0', []],
        ['>0', ['#chan1', '#chan2']],
        ['<10', ['#chan1', '#chan2']],
      ] as const)
        expect([words, await rooms(ann, kind + words)]).toEqual([words, expected]);
  });
});
