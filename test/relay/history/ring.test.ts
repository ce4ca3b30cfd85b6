import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batch, eventPlayback, messageTags } from '../../../src/relay/core/capabilities.ts';
import { type Entry, isKept, isVisible, sizeOf } from '../../../src/relay/history/entry.ts';
import { HistoryRing } from '../../../src/relay/history/ring.ts';
import { type Query, select, type Selector } from '../../../src/relay/history/selection.ts';

const entry = (msgid: string, time = 0, text = msgid): Entry => ({
  source: 'ann!ann@h',
  command: 'PRIVMSG',
  params: ['#chat', text],
  time,
  msgid,
});
const idsIn = (ring: HistoryRing): string =>
  Array.from({ length: ring.size }, (_, index) => ring.at(index)?.msgid).join('');

describe('a ring', () => {
  test('holds as many entries as allowed, the newest ones', () => {
    const ring = new HistoryRing({ entries: 3, bytes: 1e9 });
    for (const id of 'abc') ring.add(entry(id));
    expect(idsIn(ring)).toBe('abc');
    for (const id of 'defg') ring.add(entry(id));
    expect(idsIn(ring)).toBe('efg');
    expect([ring.indexOf('d'), ring.indexOf('e'), ring.indexOf('g')]).toEqual([-1, 0, 2]);
    expect([ring.at(-1), ring.at(3)]).toEqual([undefined, undefined]);
  });

  test('holds as many bytes as allowed, and one entry however big', () => {
    const ring = new HistoryRing({ entries: 100, bytes: 3 * sizeOf(entry('a')) });
    for (const id of 'abc') ring.add(entry(id));
    expect(idsIn(ring)).toBe('abc');
    ring.add(entry('d'));
    expect(idsIn(ring)).toBe('bcd');
    ring.add(entry('e', 0, 'x'.repeat(10_000)));
    expect(idsIn(ring)).toBe('e');
    ring.add(entry('f'));
    expect(idsIn(ring)).toBe('f');
  });

  test('keeps what was said however much is done after it, and at least half of its places for that', () => {
    const ring = new HistoryRing({ entries: 6, bytes: 1e9 });
    const done = (id: string): Entry => ({ ...entry(id), command: 'NICK' });
    for (const id of 'ab') ring.add(entry(id));
    for (const id of '12345') ring.add(done(id));
    expect(idsIn(ring)).toBe('ab2345');
    expect(ring.lostUntil).toBe(0);
    for (const id of 'cde') ring.add(entry(id));
    expect(idsIn(ring)).toBe('345cde');
    for (const id of 'fgh') ring.add(entry(id));
    expect(idsIn(ring)).toBe('cdefgh');
    for (const id of '67') ring.add(done(id));
    expect(idsIn(ring)).toBe('efgh67');
  });

  test('of no places holds nothing', () => {
    const ring = new HistoryRing({ entries: 0, bytes: 1000 });
    ring.add(entry('a'));
    expect([ring.size, ring.bytes, ring.at(0)]).toEqual([0, 0, undefined]);
  });

  test('knows what it takes, and adds it to the total, whatever is done to it', () => {
    const actions = fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.constant(0), fc.nat(10)));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(6000), actions, (entries, bytes, steps) => {
        const total = { bytes: 7 };
        const ring = new HistoryRing({ entries, bytes }, { total });
        for (const step of steps) {
          if (typeof step === 'string') ring.add(entry('x', 0, step));
          else if (step === 0) ring.dropOldest();
          else ring.replace(step, entry('y', 0, 'other'));
        }
        const all = Array.from({ length: ring.size }, (_, index) => ring.at(index)!);
        expect(ring.bytes).toBe(all.reduce((sum, one) => sum + sizeOf(one), 0));
        expect(total.bytes).toBe(ring.bytes + 7);
        expect(ring.size).toBeLessThanOrEqual(entries);
        ring.clear();
        expect([ring.size, ring.bytes, total.bytes]).toEqual([0, 0, 7]);
      }),
    );
  });
});

/** What the specification says, in the plainest way: by place in a list of all. */
function expected(all: readonly Entry[], query: Query, count: number): string[] | undefined {
  const index = all.map((_, place) => place);
  const before = (selector: Selector): number[] | undefined => {
    if ('time' in selector) return index.filter(place => all[place]!.time < selector.time);
    const at = all.findIndex(one => one.msgid === selector.msgid);
    return at < 0 ? undefined : index.slice(0, at);
  };
  const after = (selector: Selector): number[] | undefined => {
    if ('time' in selector) return index.filter(place => all[place]!.time > selector.time);
    const at = all.findIndex(one => one.msgid === selector.msgid);
    return at < 0 ? undefined : index.slice(at + 1);
  };
  const ids = (places: number[] | undefined): string[] | undefined =>
    places?.map(place => all[place]!.msgid!);
  switch (query.type) {
    case 'before':
      return ids(before(query.from)?.slice(-count));
    case 'after':
      return ids(after(query.from)?.slice(0, count));
    case 'latest':
      return ids((query.from === undefined ? index : after(query.from))?.slice(-count));
    default:
      return undefined;
  }
}

describe('a selection', () => {
  const many = { entries: 50, bytes: 1e9, isVisible: () => true };
  const selector = (most: number): fc.Arbitrary<Selector> =>
    fc.oneof(
      fc.nat(most + 1).map(time => ({ time })),
      fc.nat(most + 1).map(place => ({ msgid: `m${place}` })),
    );
  const history = fc.array(fc.nat(2), { maxLength: 12 }).map(steps => {
    let time = 0;
    return steps.map((step, place) => entry(`m${place}`, (time += step)));
  });
  const ringOf = (all: readonly Entry[]): HistoryRing => {
    const ring = new HistoryRing({ entries: 12, bytes: 1e9 });
    for (const one of all) ring.add(one);
    return ring;
  };

  test('before, after and latest is what a plain list says', () => {
    const query = fc.oneof(
      fc.record({ type: fc.constantFrom('before' as const, 'after' as const), from: selector(12) }),
      fc.record({ type: fc.constant('latest' as const), from: fc.option(selector(12), { nil: undefined }) }),
    );
    fc.assert(
      fc.property(history, query, fc.integer({ min: 1, max: 14 }), (all, asked, count) => {
        const found = select(ringOf(all), asked, { ...many, entries: count });
        const wanted = expected(all, asked, Infinity);
        expect(found?.entries.map(one => one.msgid)).toEqual(expected(all, asked, count));
        expect(found?.hasMore).toEqual(wanted && wanted.length > count);
      }),
    );
  });

  test('between two points is the same from both sides, but for where counting begins', () => {
    fc.assert(
      fc.property(
        history,
        selector(12),
        selector(12),
        fc.integer({ min: 1, max: 14 }),
        (all, from, to, count) => {
          const ring = ringOf(all);
          const whole = select(ring, { type: 'between', from, to }, many);
          expect(select(ring, { type: 'between', from: to, to: from }, many)).toEqual(whole);
          const some = select(ring, { type: 'between', from, to }, { ...many, entries: count });
          const { entries = [] } = whole ?? {};
          expect([entries.slice(0, count), entries.slice(-count)]).toContainEqual(some?.entries ?? []);
          expect(some?.hasMore ?? false).toBe(entries.length > count);
        },
      ),
    );
  });

  test('around a message has it, its neighbours, and no more than asked for', () => {
    fc.assert(
      fc.property(history, fc.nat(11), fc.integer({ min: 1, max: 14 }), (all, place, count) => {
        fc.pre(place < all.length);
        const query: Query = { type: 'around', from: { msgid: `m${place}` } };
        const found = select(ringOf(all), query, { ...many, entries: count });
        expect(found?.hasMore).toBe(all.length > count);
        const places = (found?.entries ?? []).map(one => Number(one.msgid?.slice(1)));
        expect(places).toContain(place);
        expect(places).toHaveLength(Math.min(count, all.length));
        expect(places).toEqual(places.map((_, at) => (places[0] ?? 0) + at));
      }),
    );
  });

  test('stops at the size allowed, from the side it counts from, and gives one in any case', () => {
    const all = ['a', 'b', 'c', 'd'].map(id => entry(id));
    const ring = ringOf(all);
    const ids = (query: Query, bytes: number): string =>
      (select(ring, query, { ...many, bytes })?.entries ?? []).map(one => one.msgid).join('');
    const two = 2 * sizeOf(entry('a'));
    expect(ids({ type: 'latest', from: undefined }, two)).toBe('cd');
    expect(ids({ type: 'latest', from: undefined }, two - 1)).toBe('d');
    expect(ids({ type: 'latest', from: undefined }, 0)).toBe('d');
    expect(ids({ type: 'after', from: { msgid: 'a' } }, two)).toBe('bc');
  });

  test('passes over what is not visible, and does not count it', () => {
    const ring = ringOf(['a', 'b', 'c', 'd', 'e'].map(id => entry(id)));
    const limits = { ...many, entries: 2, isVisible: (one: Entry) => one.msgid !== 'd' };
    const found = select(ring, { type: 'latest', from: undefined }, limits);
    expect(found?.entries.map(one => one.msgid)).toEqual(['c', 'e']);
    // What nobody would be given is not more.
    const rest = { ...limits, isVisible: (one: Entry) => 'ce'.includes(one.msgid ?? '') };
    expect(select(ring, { type: 'latest', from: undefined }, rest)?.hasMore).toBe(false);
    expect(found?.hasMore).toBe(true);
  });
});

describe('an entry', () => {
  test('takes more the longer it is, in every part of it', () => {
    const plain = sizeOf(entry('a'));
    expect(sizeOf(entry('a', 0, 'aa'))).toBeGreaterThan(plain);
    const multiline = (lines: number): Entry => ({
      source: 's',
      target: '#chat',
      time: 0,
      reference: 'r',
      parts: Array.from({ length: lines }, () => ({ text: 'x', concat: false })),
    });
    expect(sizeOf(multiline(2))).toBeGreaterThan(sizeOf(multiline(1)));
    expect(sizeOf({ ...entry('a'), clientTags: new Map([['+a', 'b']]) })).toBeGreaterThan(plain);
  });

  test.each([
    ['PRIVMSG', { params: ['#c', 'hi'] }, true],
    ['PRIVMSG', { params: ['#c', '\u{1}ACTION x\u{1}'] }, true],
    ['PRIVMSG', { params: ['#c', '\u{1}PING x\u{1}'] }, false],
    ['NOTICE', { params: ['#c', '\u{1}PING x\u{1}'] }, false],
    ['TAGMSG', { clientTags: new Map([['+typing', 'active']]) }, false],
    ['TAGMSG', {}, false],
    [
      'TAGMSG',
      {
        clientTags: new Map([
          ['+typing', 'done'],
          ['+draft/react', 'x'],
        ]),
      },
      true,
    ],
    ['JOIN', {}, true],
    ['AWAY', {}, false],
    ['INVITE', {}, false],
    ['RENAME', {}, false],
  ] as const)('%s %o is kept: %s', (command, fields, kept) => {
    expect(isKept({ command, params: ['#c'], time: 0, ...fields })).toBe(kept);
  });

  test('that no capability takes is not visible', () => {
    const tagmsg: Entry = { command: 'TAGMSG', params: ['#c'], time: 0, needs: messageTags };
    const all = batch | eventPlayback | messageTags;
    expect(isVisible(tagmsg, all)).toBe(true);
    for (const missing of [batch, eventPlayback, messageTags])
      expect(isVisible(tagmsg, all & ~missing)).toBe(false);
  });
});
