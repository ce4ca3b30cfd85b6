import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, messages } from './replies.ts';

describe('CAP LS', () => {
  test('without a version is one line without values', async () => {
    const lines = await new TestRelay().connect().ask('CAP LS');
    expect(lines).toHaveLength(1);
    expect(first(lines).slice(0, 3)).toEqual(['CAP', '*', 'LS']);
    expect(first(lines)[3]).not.toContain('=');
    expect(first(lines)[3]).not.toBe('*');
  });

  test('with a version may be several lines, of which all but the last are marked', async () => {
    const lines = messages(await new TestRelay().connect().ask('CAP LS 302'));
    for (const { params } of lines.slice(0, -1)) expect(params[2]).toBe('*');
    expect(lines.at(-1)?.params).toHaveLength(3);
    const words = lines.flatMap(({ params }) => (params.at(-1) ?? '').split(' '));
    expect(new Set(words.map(word => word.split('=')[0])).size).toBe(words.length);
  });
});

describe('CAP LS with the version before values', () => {
  test('is one line, before the welcome and after it', async () => {
    const bench = new TestRelay();
    const lines = await bench.connect().ask('CAP LS 301');
    expect(lines).toHaveLength(1);
    expect(first(lines)[3]).not.toContain('=');
    const ann = await bench.join('ann', { room: '' });
    expect(first(await ann.ask('CAP LS 301'))).toEqual(['CAP', 'ann', 'LS', first(lines)[3]]);
    expect(await ann.news()).toEqual([]);
  });
});

describe('CAP REQ', () => {
  const cases: [string, string][] = [
    ['foo', 'NAK'],
    ['foo qux bar baz qux quux', 'NAK'],
    ['foo multi-prefix bar', 'NAK'],
    ['multi-prefix bar', 'NAK'],
    ['foo multi-prefix', 'NAK'],
    ['multi-prefix', 'ACK'],
    ['multi-prefix userhost-in-names', 'ACK'],
    ['-multi-prefix', 'ACK'],
  ];
  test.each(cases)('of "%s" is answered whole with %s', async (words, answer) => {
    const lines = await new TestRelay().connect().ask(`CAP REQ :${words}`);
    expect(lines.map(line => first([line]))).toEqual([['CAP', '*', answer, words]]);
  });

  test('takes everything that is on offer at once, and says so of everything', async () => {
    const peer = new TestRelay().connect();
    const all = first(await peer.ask('CAP LS'))[3] ?? '';
    const acknowledged = messages(await peer.ask(`CAP REQ :${all}`));
    expect(acknowledged.map(({ params }) => params[1])).toEqual(acknowledged.map(() => 'ACK'));
    expect(acknowledged.flatMap(({ params }) => (params[2] ?? '').trim().split(' '))).toEqual(all.split(' '));
  });

  test('takes nothing when something of it is not on offer', async () => {
    const peer = new TestRelay().connect();
    await peer.ask('CAP REQ :multi-prefix foo');
    expect(first(await peer.ask('CAP LIST'))).toEqual(['CAP', '*', 'LIST', '']);
  });

  test('adds up, before the welcome and after it', async () => {
    const ann = new TestRelay().connect();
    await ann.ask('CAP LS', 'USER ann 0 * :Ann', 'NICK ann', 'CAP REQ :multi-prefix');
    expect(first(await ann.ask('CAP LIST'))).toEqual(['CAP', 'ann', 'LIST', 'multi-prefix']);
    expect(first(await ann.ask('CAP END'))[0]).toBe('001');
    expect(commands(await ann.ask('CAP REQ userhost-in-names'))).toEqual(['CAP']);
    expect(first(await ann.ask('CAP LIST'))[3]).toBe('multi-prefix userhost-in-names');
  });

  test('with a minus switches off, from the next line on', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities: 'echo-message server-time' });
    const bob = await bench.join('bob', { room: '' });
    await bob.ask('PRIVMSG ann :hi');
    expect(messages(await ann.news())[0]?.tags.has('time')).toBe(true);
    expect(first(await ann.ask('CAP REQ :-server-time'))).toEqual(['CAP', 'ann', 'ACK', '-server-time']);
    const [listed] = messages(await ann.ask('CAP LIST'));
    expect(listed?.params).toEqual(['ann', 'LIST', 'echo-message']);
    expect(listed?.tags.size).toBe(0);
  });
});

describe('CAP', () => {
  test('with something else is refused, also as the first line of all', async () => {
    const lines = await new TestRelay().connect().ask('CAP NOTACOMMAND', 'PING test123');
    expect(first(lines).slice(0, 3)).toEqual(['410', '*', 'NOTACOMMAND']);
  });

  test('END alone, or after nothing was asked for, is no hindrance', async () => {
    const bench = new TestRelay();
    expect(first(await bench.connect().ask('CAP END', 'NICK ann', 'USER ann 0 * :Ann'))[0]).toBe('001');
    const refused = bench.connect();
    await refused.ask('CAP LS 302', 'NICK bob', 'USER bob 0 * :Bob', 'CAP REQ :foo');
    expect(first(await refused.ask('CAP END'))[0]).toBe('001');
  });
});
