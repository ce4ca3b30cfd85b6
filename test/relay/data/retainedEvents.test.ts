import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryRecord } from '../../../src/relay/data/logRecord.ts';
import { RetainedEvents } from '../../../src/relay/data/retainedEvents.ts';
import { event } from './samples.ts';

const roomy = { savedEventsPerTarget: 1000, savedEvents: 1000, savedEventBytes: 1_000_000 };

function retained(
  records: readonly HistoryRecord[],
  limits: Partial<typeof roomy> = {},
  bytes = 100,
): string[] {
  const events = new RetainedEvents({ limits: { ...roomy, ...limits }, keptSince: 0 });
  for (const record of records) events.apply(record, bytes);
  return events.events.map(
    ({ target, msgid, command }) => `${target} ${msgid}${command === 'ERASED' ? ' erased' : ''}`,
  );
}

const add = (number: number, target = '#chat'): HistoryRecord => ({
  type: 'event',
  event: event(number, { target }),
});

const timeOf = (number: number): number => event(number).time;

describe('what is left of a log', () => {
  test('is the newest of each target, in the order of their coming', () => {
    const records = [add(1), add(2, '#other'), add(3, '#CHAT'), add(4), add(5, '#other')];
    expect(retained(records, { savedEventsPerTarget: 2 })).toEqual([
      '#other m2',
      '#CHAT m3',
      '#chat m4',
      '#other m5',
    ]);
    expect(retained(records, { savedEventsPerTarget: 3 })).toHaveLength(5);
  });

  test.each([
    ['number', { savedEvents: 10 }, { savedEvents: 9 }],
    ['bytes', { savedEventBytes: 1000 }, { savedEventBytes: 999 }],
  ])('is bounded in all, by %s: who has most gives a quarter', (_, enough, less) => {
    const records = [
      add(1, '#quiet'),
      ...Array.from({ length: 8 }, (__, at) => add(at + 2)),
      add(10, '#other'),
    ];
    expect(retained(records, enough)).toHaveLength(10);
    expect(retained(records, less)).toEqual([
      '#quiet m1',
      ...[4, 5, 6, 7, 8, 9].map(number => `#chat m${number}`),
      '#other m10',
    ]);
  });

  test('is nothing where not even one fits', () => {
    expect(retained([add(1)], { savedEventBytes: 100 })).toEqual(['#chat m1']);
    expect(retained([add(1)], { savedEventBytes: 99 })).toEqual([]);
  });

  test.each([
    ['one channel', () => '#flood'],
    ['a hundred channels', (number: number) => `#flood${number % 100}`],
    ['a hundred private talks', (number: number) => `eve sock${number % 100}`],
  ])('keeps all of a quiet channel, however much comes into %s', (_, target) => {
    const quiet = Array.from({ length: 5 }, (__, number) => add(number, '#quiet'));
    const flood = Array.from({ length: 5000 }, (__, number) => add(10 + number, target(number)));
    const left = retained([...quiet, ...flood], { savedEvents: 1000 });
    expect(left.filter(one => one.startsWith('#quiet'))).toHaveLength(5);
    expect(left.length).toBeGreaterThan(600);
  });

  test('is of what was redacted its place alone, whatever the case of the channel’s name', () => {
    expect(retained([add(1), add(2), { type: 'redact', target: '#Chat', msgid: 'm1' }])).toEqual([
      '#chat m1 erased',
      '#chat m2',
    ]);
    expect(retained([add(1), { type: 'redact', target: '#other', msgid: 'm1' }])).toEqual(['#chat m1']);
    expect(retained([add(1), { type: 'redact', target: '#chat', msgid: 'm2' }])).toEqual(['#chat m1']);
  });

  test('and by what it is known if it is said again, for which it takes an account', () => {
    const [tag, other] = [{ '+pychat/id': 'x'.repeat(16) }, { '+draft/reply': 'y' }];
    for (const [more, wanted] of [
      [
        { account: 'ann', clientTags: { ...tag, ...other } },
        { account: 'ann', clientTags: tag },
      ],
      [{ account: 'ann', clientTags: other }, {}],
      [{ clientTags: tag }, {}],
    ]) {
      const events = new RetainedEvents({ limits: roomy, keptSince: 0 });
      events.apply({ type: 'event', event: event(1, more) }, 100);
      events.apply({ type: 'redact', target: '#chat', msgid: 'm1' }, 100);
      const place = {
        target: '#chat',
        time: timeOf(1),
        msgid: 'm1',
        source: '*',
        command: 'ERASED',
        params: [],
      };
      expect(events.events).toEqual([{ ...place, ...wanted }]);
    }
  });

  test('is no loss where what was too old had been taken back', () => {
    const events = new RetainedEvents({ limits: roomy, keptSince: timeOf(9) });
    events.apply({ type: 'event', event: event(1, { command: 'ERASED', params: [] }) }, 100);
    expect([...events.droppedUntil]).toEqual([]);
  });

  test('is without what was forgotten, but with what came after', () => {
    const records: HistoryRecord[] = [add(1), add(2, '#other'), { type: 'forget', target: '#CHAT' }, add(3)];
    expect(retained(records)).toEqual(['#other m2', '#chat m3']);
    expect(retained([{ type: 'forget', target: '#chat' }])).toEqual([]);
  });

  test('goes by the new name of a channel', () => {
    const records: HistoryRecord[] = [
      add(1),
      { type: 'rename', from: '#chat', to: '#Talk' },
      add(2, '#chat'),
    ];
    expect(retained(records)).toEqual(['#Talk m1', '#chat m2']);
    expect(retained([...records, { type: 'redact', target: '#talk', msgid: 'm1' }])).toEqual([
      '#Talk m1 erased',
      '#chat m2',
    ]);
    expect(retained([...records, { type: 'forget', target: '#talk' }])).toEqual(['#chat m2']);
    expect(retained([add(1), { type: 'rename', from: '#chat', to: '#CHAT' }])).toEqual(['#CHAT m1']);
    expect(retained([{ type: 'rename', from: '#chat', to: '#talk' }])).toEqual([]);
  });

  test('keeps its bounds when two channels become one', () => {
    const records: HistoryRecord[] = [
      add(1),
      add(2, '#b'),
      add(2),
      { type: 'rename', from: '#b', to: '#chat' },
    ];
    expect(retained(records)).toEqual(['#chat m1', '#chat m2']);
    const more: HistoryRecord[] = [add(1), add(2), add(3, '#b'), { type: 'rename', from: '#b', to: '#chat' }];
    expect(retained(more, { savedEventsPerTarget: 2 })).toEqual(['#chat m2', '#chat m3']);
  });

  test('is nothing that is too old, and says of each target until when something was left out', () => {
    const events = new RetainedEvents({
      limits: { ...roomy, savedEventsPerTarget: 2 },
      keptSince: timeOf(3),
    });
    const records: HistoryRecord[] = [add(1, '#old'), add(2), add(3), add(4), add(5), add(6, '#Other')];
    for (const record of records) events.apply(record, 100);
    expect(events.events.map(({ msgid }) => msgid)).toEqual(['m4', 'm5', 'm6']);
    expect([...events.droppedUntil]).toEqual([
      ['#old', timeOf(1)],
      ['#chat', timeOf(3)],
    ]);
    events.apply({ type: 'rename', from: '#OLD', to: '#New' }, 100);
    events.apply({ type: 'forget', target: '#Chat' }, 100);
    expect([...events.droppedUntil]).toEqual([['#new', timeOf(1)]]);
  });

  test('has an id once in a target: the later one', () => {
    expect(retained([add(1), add(2), add(1)])).toEqual(['#chat m2', '#chat m1']);
  });

  test('is what a plain list gives, whatever happens', () => {
    const target = fc.constantFrom('#a', '#b', '#C', '#c');
    const number = fc.integer({ min: 0, max: 8 });
    const record = fc.oneof(
      { weight: 5, arbitrary: fc.tuple(number, target).map(([id, name]) => add(id, name)) },
      fc.record({ type: fc.constant('redact' as const), target, msgid: number.map(id => `m${id}`) }),
      fc.record({ type: fc.constant('rename' as const), from: target, to: target }),
      fc.record({ type: fc.constant('forget' as const), target }),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), records => {
        expect(retained(records, { savedEventsPerTarget: 3 }).sort()).toEqual(plainly(records, 3).sort());
      }),
      { numRuns: 500 },
    );
  });
});

/** The same, without a thought for what it costs. */
function plainly(records: readonly HistoryRecord[], perTarget: number): string[] {
  let list: { target: string; msgid: string; isErased?: boolean }[] = [];
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const place = new Map<object, number>();
  let places = 0;
  const shorten = (target: string): void => {
    const there = list
      .filter(item => same(item.target, target))
      .sort((a, b) => place.get(a)! - place.get(b)!);
    for (const item of there.slice(0, Math.max(0, there.length - perTarget)))
      list = list.filter(other => other !== item);
  };
  for (const record of records) {
    if (record.type === 'event') {
      const { target, msgid } = record.event;
      list = list.filter(item => !(same(item.target, target) && item.msgid === msgid));
      const item = { target, msgid };
      place.set(item, places++);
      list.push(item);
      shorten(target);
    } else if (record.type === 'redact') {
      const isIt = (item: { target: string; msgid: string }): boolean =>
        same(item.target, record.target) && item.msgid === record.msgid;
      list.filter(isIt).forEach(item => (item.isErased = true));
    } else if (record.type === 'forget') {
      list = list.filter(item => !same(item.target, record.target));
    } else {
      const moved = list
        .filter(item => same(item.target, record.from))
        .sort((a, b) => place.get(a)! - place.get(b)!);
      const ids = new Set(moved.map(item => item.msgid));
      list = list.filter(
        item => moved.includes(item) || !(same(item.target, record.to) && ids.has(item.msgid)),
      );
      for (const item of moved) {
        item.target = record.to;
        // In the target they now stand after what was there.
        place.set(item, places++);
      }
      shorten(record.to);
    }
  }
  return list.map(({ target, msgid, isErased }) => `${target} ${msgid}${isErased === true ? ' erased' : ''}`);
}
