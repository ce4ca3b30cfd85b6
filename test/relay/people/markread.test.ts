import { describe, expect, test } from 'vitest';
import { ReadMarkerStore } from '../../../src/relay/people/readMarkerStore.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import { inSeconds, keyOf } from '../../support/askHistory.ts';
import { testHolders } from '../../support/holders.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities = 'draft/read-marker';
const early = 'timestamp=2026-11-22T12:00:00.000Z';
const late = 'timestamp=2026-11-22T12:30:00.000Z';

const withKey = (letter: string, room = ''): Parameters<TestRelay['join']>[1] => ({
  capabilities,
  room,
  peer: { address: '192.0.2.1', key: keyOf(letter) },
});

describe('MARKREAD', () => {
  test('says nothing was read, takes a time, and gives it back', async () => {
    const a = await new TestRelay().join('ann', { capabilities });
    expect(await a.ask('MARKREAD #chat', `MARKREAD #chat ${early}`, 'MARKREAD #CHAT')).toEqual([
      ':relay.test MARKREAD #chat *',
      `:relay.test MARKREAD #chat ${early}`,
      `:relay.test MARKREAD #CHAT ${early}`,
    ]);
  });

  test('goes forwards only, and never past now', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await a.ask(`MARKREAD bob ${late}`);
    expect(await a.ask(`MARKREAD bob ${early}`)).toEqual([`:relay.test MARKREAD bob ${late}`]);
    expect(inSeconds(await a.ask('MARKREAD bob timestamp=2099-01-01T00:00:00.000Z'))).toEqual([
      ':relay.test MARKREAD bob timestamp=2026-11-22T12:48:05.000Z',
    ]);
  });

  test('comes on JOIN before the end of NAMES, to who asked for it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '' });
    const commands = (lines: string[]): (string | undefined)[] => lines.map(line => line.split(' ')[1]);
    expect(commands(await a.ask('JOIN #den'))).toEqual(['JOIN', 'MARKREAD', '353', '366']);
    await a.ask(`MARKREAD #den ${early}`, 'PART #den');
    expect((await a.ask('JOIN #den'))[1]).toBe(`:relay.test MARKREAD #den ${early}`);
    const plain = await bench.join('bob', { room: '' });
    expect(commands(await plain.ask('JOIN #den'))).toEqual(['JOIN', '353', '366']);
  });

  test('is shared by all connections of an account, outlives them, and is told to nobody else', async () => {
    const bench = new TestRelay();
    const one = await bench.join('ann', withKey('a'));
    const two = await bench.join('ann2', withKey('a'));
    const deaf = await bench.join('ann3', { ...withKey('a'), capabilities: 'batch' });
    const bob = await bench.join('bob', withKey('b'));
    await bench.calm();
    await one.ask(`MARKREAD #chat ${early}`);
    expect(await two.news()).toEqual([`:relay.test MARKREAD #chat ${early}`]);
    expect(await deaf.news()).toEqual([]);
    expect(await bob.ask('MARKREAD #chat')).toEqual([':relay.test MARKREAD #chat *']);
    await one.ask(`MARKREAD #chat ${early}`);
    expect(await two.news()).toEqual([]);
    for (const peer of [one, two]) {
      peer.send('QUIT');
      await peer.rest();
    }
    const again = await bench.join('new', withKey('a'));
    expect(await again.ask('MARKREAD #chat')).toEqual([`:relay.test MARKREAD #chat ${early}`]);
  });

  test('without an account ends with the connection', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await a.ask(`MARKREAD #chat ${early}`);
    a.send('QUIT');
    await a.rest();
    const b = await bench.join('ann', { capabilities });
    expect(await b.ask('MARKREAD #chat')).toEqual([':relay.test MARKREAD #chat *']);
  });

  test('belongs to the person, not to the nick', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    await a.ask(`MARKREAD bob ${early}`);
    await b.ask('NICK rob');
    expect(await a.ask('MARKREAD rob')).toEqual([`:relay.test MARKREAD rob ${early}`]);
    await bench.join('bob', withKey('c'));
    expect(await a.ask('MARKREAD bob')).toEqual([':relay.test MARKREAD bob *']);
  });

  test('goes with a channel to its new name', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a', '#den'));
    await a.ask(`MARKREAD #den ${early}`, 'RENAME #den #lair');
    expect(await a.ask('MARKREAD #LAIR')).toEqual([`:relay.test MARKREAD #LAIR ${early}`]);
  });

  test.each([
    ['MARKREAD', 'NEED_MORE_PARAMS'],
    ['MARKREAD :', 'NEED_MORE_PARAMS'],
    ['MARKREAD #chat *', 'INVALID_PARAMS *'],
    ['MARKREAD #chat 2026-11-22T12:00:00.000Z', 'INVALID_PARAMS 2026-11-22T12:00:00.000Z'],
    ['MARKREAD #chat timestamp=yesterday', 'INVALID_PARAMS timestamp=yesterday'],
    [
      'MARKREAD #chat timestamp=2026-11-22T25:00:00.000Z',
      'INVALID_PARAMS timestamp=2026-11-22T25:00:00.000Z',
    ],
    ['MARKREAD a*b', 'INVALID_PARAMS a*b'],
    [`MARKREAD ${'x'.repeat(31)}`, `INVALID_PARAMS ${'x'.repeat(31)}`],
    [`MARKREAD #${'x'.repeat(64)}`, `INVALID_PARAMS #${'x'.repeat(64)}`],
  ])('refuses %s', async (line, expected) => {
    const a = await new TestRelay().join('ann', { capabilities });
    const [answer] = await a.ask(line);
    expect(answer).toContain(`:relay.test FAIL MARKREAD ${expected} :`);
  });

  test('is unknown without the capability', async () => {
    const a = await new TestRelay().join('ann');
    expect(await a.ask('MARKREAD #chat')).toEqual([':relay.test 421 ann MARKREAD :Unknown command']);
  });
});

describe('read markers', () => {
  const person = (account: string): Session => ({ account }) as unknown as Session;

  test.each([keyOf('a'), undefined])('are so many of one person, and then the oldest goes', account => {
    const markers = new ReadMarkerStore(testHolders({ readMarkersPerAccount: 3 }));
    const ann = { account } as unknown as Session;
    for (const target of ['#a', '#b', '#c']) markers.set(ann, target, 1);
    markers.set(ann, '#a', 2);
    expect(['#a', '#b', '#c'].map(target => markers.get(ann, target))).toEqual([2, 1, 1]);
    markers.set(ann, '#d', 1);
    const left = ['#a', '#b', '#c', '#d'].map(target => markers.get(ann, target));
    expect(left).toEqual([2, undefined, 1, 1]);
  });

  test('of others stay when there is no place for more, and whoever has some loses one of their own', () => {
    const holders = testHolders({ readMarkers: 2 });
    const markers = new ReadMarkerStore(holders);
    expect(markers.set(person('a'), '#x', 1)).toBe('moved');
    expect(markers.set(person('b'), '#x', 1)).toBe('refused');
    expect(holders.refused).toEqual(['read markers ']);
    expect(markers.set(person('a'), '#y', 1)).toBe('moved');
    expect(['#x', '#y'].map(target => markers.get(person('a'), target))).toEqual([undefined, 1]);
  });

  test('tell which ones have changed: set, dropped for a new one, renamed', () => {
    const markers = new ReadMarkerStore(testHolders({ readMarkersPerAccount: 2 }));
    const changed: string[] = [];
    markers.onChanged(key => changed.push(key));
    const told = (act: () => void): string[] => {
      changed.length = 0;
      act();
      return [...changed];
    };
    expect(told(() => markers.set(person('a'), '#x', 5))).toEqual(['a #x']);
    expect(told(() => markers.set(person('a'), '#x', 5))).toEqual([]);
    expect(told(() => markers.set(person('a'), '#y', 5))).toEqual(['a #y']);
    expect(told(() => markers.set(person('a'), '#z', 5))).toEqual(['a #x', 'a #z']);
    expect(told(() => markers.rename('#y', '#new'))).toEqual(['a #y', 'a #new']);
    expect(told(() => markers.set({} as unknown as Session, '#z', 3))).toEqual([]);
  });

  test('are saved for accounts and come back, within the limits of then', () => {
    const markers = new ReadMarkerStore(testHolders());
    markers.set(person('a'), '#x', 1);
    markers.set(person('a'), '#y', 2);
    markers.set({} as unknown as Session, '#z', 3);
    const saved = [
      { account: 'a', target: '#x', at: 1 },
      { account: 'a', target: '#y', at: 2 },
    ];
    expect(['a #x', 'a #y'].map(key => markers.saved(key))).toEqual(saved);
    expect(['a #z', 'b #x', ' #z', ''].map(key => markers.saved(key))).toEqual(Array(4).fill(undefined));
    const back = new ReadMarkerStore(testHolders({ readMarkersPerAccount: 1 }));
    back.restore(saved);
    expect([back.get(person('a'), '#x'), back.get(person('a'), '#y')]).toEqual([undefined, 2]);
  });
});
