import { describe, expect, test } from 'vitest';
import { askHistory } from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, messages } from './replies.ts';

const modern = 'message-tags server-time echo-message batch labeled-response sasl draft/chathistory';
const key = (letter: string): string => letter.repeat(64);

interface Said {
  readonly text: string;
  readonly msgid: string;
  readonly time: string;
}

/** What the messages in `lines` say, and their ids and times; topics and texts only. */
function said(lines: readonly string[]): Said[] {
  return messages(lines)
    .filter(({ command }) => command === 'PRIVMSG' || command === 'TOPIC')
    .map(({ params, tags }) => ({
      text: params.at(-1) ?? '',
      msgid: tags.get('msgid') ?? '',
      time: tags.get('time') ?? '',
    }));
}

/** What CHATHISTORY answers, after checking that it is one batch about `target`. */
async function ask(peer: TestPeer, request: string, target: string): Promise<Said[]> {
  await peer.news();
  const lines = await peer.ask(`CHATHISTORY ${request}`);
  expect(first(lines).slice(2)).toEqual(['chathistory', target]);
  const reference = first(lines)[1]?.slice(1);
  expect(first(lines.slice(-1))).toEqual(['BATCH', `-${reference}`]);
  for (const line of messages(lines).slice(1, -1)) expect(line.tags.get('batch')).toBe(reference);
  return said(lines);
}

/** Checks every subcommand against what was said, oldest first, ten things or more. */
async function check(peer: TestPeer, target: string, all: readonly Said[]): Promise<void> {
  const at = (index: number, type: 'msgid' | 'timestamp'): string => {
    const one = all.at(index);
    return type === 'msgid' ? `msgid=${one?.msgid}` : `timestamp=${one?.time}`;
  };
  const enough = all.length * 2;
  const expectAll = async (request: string, expected: readonly Said[]): Promise<void> => {
    expect([request, await ask(peer, request, target)]).toEqual([request, expected]);
  };
  await expectAll(`LATEST ${target} * ${enough}`, all);
  await expectAll(`LATEST ${target} * 5`, all.slice(-5));
  await expectAll(`LATEST ${target} * 1`, all.slice(-1));
  for (const type of ['msgid', 'timestamp'] as const) {
    const [start, end] = [at(0, type), at(-1, type)];
    await expectAll(`LATEST ${target} ${at(4, type)} ${enough}`, all.slice(5));
    await expectAll(`BEFORE ${target} ${at(6, type)} ${enough}`, all.slice(0, 6));
    await expectAll(`BEFORE ${target} ${at(6, type)} 2`, all.slice(4, 6));
    await expectAll(`AFTER ${target} ${at(3, type)} ${enough}`, all.slice(4));
    await expectAll(`AFTER ${target} ${at(3, type)} 3`, all.slice(4, 7));
    await expectAll(`BETWEEN ${target} ${start} ${end} ${enough}`, all.slice(1, -1));
    await expectAll(`BETWEEN ${target} ${end} ${start} ${enough}`, all.slice(1, -1));
    await expectAll(`BETWEEN ${target} ${start} ${end} 3`, all.slice(1, 4));
    await expectAll(`BETWEEN ${target} ${end} ${start} 3`, all.slice(-4, -1));
    await expectAll(`AROUND ${target} ${at(7, type)} 1`, all.slice(7, 8));
    await expectAll(`AROUND ${target} ${at(7, type)} 3`, all.slice(6, 9));
  }
}

describe('CHATHISTORY', () => {
  test.each(['', ' draft/event-playback'])(
    'of a room gives what was said there, by any way of asking%s',
    async more => {
      const bench = new TestRelay();
      const ann = await bench.join('ann', { room: '#hist', capabilities: modern + more });
      const all: Said[] = [];
      for (let number = 0; number < 10; number++) {
        const topic = said(await ann.ask(`TOPIC #hist :this is topic ${number}`));
        if (more !== '') all.push(...topic);
        bench.clock.advance(2);
        all.push(...said(await ann.ask(`PRIVMSG #hist :this is message ${number}`)));
        bench.clock.advance(2);
      }
      for (const name of ['msgid', 'time'] as const)
        expect(new Set(all.map(one => one[name])).size).toBe(all.length);
      await check(ann, '#hist', all);
      const lines = await askHistory(ann, 'CHATHISTORY LATEST #hist * 100');
      if (more === '') expect(new Set(lines.map(line => line.command))).toEqual(new Set(['PRIVMSG']));
    },
  );

  test('of a talk gives both sides the same, and nothing of other talks', async () => {
    const bench = new TestRelay();
    const join = (nick: string): Promise<TestPeer> =>
      bench.join(nick, { room: '', capabilities: modern, peer: { address: '192.0.2.1', key: key(nick) } });
    const [a, b, c] = [await join('a'), await join('b'), await join('c')];
    const all: Said[] = [];
    for (let number = 0; number < 10; number++) {
      const [from, to] = number % 2 === 0 ? [a, 'b'] : [b, 'a'];
      await from.news();
      all.push(...said(await from.ask(`PRIVMSG ${to} :this is message ${number}`)));
      bench.clock.advance(2);
    }
    await c.ask('PRIVMSG a :something else');
    await check(a, 'b', all);
    await check(b, 'a', all);
    expect(await askHistory(b, 'CHATHISTORY LATEST A * 10')).toHaveLength(10);
  });

  test('of oneself gives what one told oneself, once', async () => {
    const peer = { address: '192.0.2.1', key: key('a') };
    const ann = await new TestRelay().join('ann', { room: '', capabilities: modern, peer });
    const two = said(await ann.ask('PRIVMSG ann :note'));
    expect(two).toHaveLength(2);
    expect(two[0]).toEqual(two[1]);
    expect(await ask(ann, 'LATEST ann * 10', 'ann')).toEqual(two.slice(1));
  });

  test('of what is not there, or where one is not, is refused alike', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { room: '#real' });
    const bob = await bench.join('bob', { room: '', capabilities: modern });
    for (const target of ['#nonexistent_channel', '#real'])
      expect(first(await bob.ask(`CHATHISTORY LATEST ${target} * 10`)).slice(0, 5)).toEqual([
        ...['FAIL', 'CHATHISTORY', 'INVALID_TARGET', 'LATEST', target],
      ]);
  });

  test('gives tags alone to those who take events', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#c', capabilities: `${modern} draft/event-playback` });
    const bob = await bench.join('bob', { room: '#c', capabilities: modern });
    await ann.news();
    const [echo] = messages(await ann.ask('@+client-only-tag-test=success;+draft/persist TAGMSG #c'));
    const [relayed] = messages(await bob.news());
    const kept = await askHistory(ann, 'CHATHISTORY LATEST #c * 10');
    const [replayed, ...more] = kept.filter(line => line.command === 'TAGMSG');
    expect(more).toEqual([]);
    for (const message of [echo, relayed, replayed]) {
      expect(message?.params).toEqual(['#c']);
      expect(message?.tags.get('+client-only-tag-test')).toBe('success');
      expect(message?.tags.get('msgid')).toBe(echo?.tags.get('msgid'));
    }
    expect(await askHistory(bob, 'CHATHISTORY LATEST #c * 10')).toEqual([]);
  });
});

describe('CHATHISTORY TARGETS', () => {
  const ever = 'timestamp=2020-01-01T00:00:00.000Z';
  const never = 'timestamp=2262-01-01T00:00:00.000Z';

  test('gives rooms and people by when something was last said, between two times', async () => {
    const bench = new TestRelay();
    const join = (nick: string, room: string): Promise<TestPeer> =>
      bench.join(nick, { room, capabilities: modern, peer: { address: '192.0.2.1', key: key(nick) } });
    const a = await join('a', '#one,#two');
    await join('b', '#one');
    await join('c', '#two');
    const times: string[] = [];
    const order = ['#one', 'b', '#two', 'c'];
    for (const target of order) {
      await a.news();
      times.push(said(await a.ask(`PRIVMSG ${target} :Hello`))[0]?.time ?? '');
      bench.clock.advance(2);
    }
    const targets = async (window: string): Promise<(readonly string[])[]> =>
      (await askHistory(a, `CHATHISTORY TARGETS ${window}`)).map(line => line.params);
    expect(await targets(`${ever} ${never} 100`)).toEqual(
      order.map((target, index) => ['TARGETS', target, times[index]]),
    );
    const names = async (window: string): Promise<(string | undefined)[]> =>
      (await targets(window)).map(([, name]) => name);
    expect(await names(`${ever} ${never} 2`)).toEqual(['#one', 'b']);
    expect(await names(`timestamp=${times[0]} ${never} 100`)).toEqual(['b', '#two', 'c']);
    expect(await names(`timestamp=${times[0]} timestamp=${times[3]} 100`)).toEqual(['b', '#two']);
    expect(first(await a.ask(`CHATHISTORY TARGETS ${ever} ${never} 1`))[2]).toBe('draft/chathistory-targets');
  });

  test('passes over where something was said later', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#one', capabilities: modern });
    const [early] = said(await ann.ask('PRIVMSG #one :early'));
    bench.clock.advance(2);
    await ann.ask('PRIVMSG #one :late');
    bench.clock.advance(2);
    expect(await askHistory(ann, `CHATHISTORY TARGETS ${ever} ${never} 100`)).toHaveLength(1);
    expect(await askHistory(ann, `CHATHISTORY TARGETS ${ever} timestamp=${early?.time} 100`)).toEqual([]);
    expect(commands(await ann.ask(`CHATHISTORY TARGETS ${ever} timestamp=${early?.time} 100`))).toEqual([
      'BATCH',
      'BATCH',
    ]);
  });
});
