import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryRecord } from '../../../src/relay/data/historyRecord.ts';
import { RetainedEvents } from '../../../src/relay/data/retainedEvents.ts';
import { event } from './samples.ts';

const roomy = { savedEventsPerTarget: 1000, savedEvents: 1000, savedEventBytes: 1_000_000 };

function retained(
  records: readonly HistoryRecord[],
  limits: Partial<typeof roomy> = {},
  bytes = 100,
): string[] {
  const events = new RetainedEvents({ ...roomy, ...limits });
  for (const record of records) events.apply(record, bytes);
  return events.events.map(({ target, msgid }) => `${target} ${msgid}`);
}

const add = (number: number, target = '#chat'): HistoryRecord => ({
  type: 'event',
  event: event(number, { target }),
});

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

  test('is the newest in all, by number', () => {
    const records = [add(1), add(2, '#other'), add(3)];
    expect(retained(records, { savedEvents: 3 })).toHaveLength(3);
    expect(retained(records, { savedEvents: 2 })).toEqual(['#other m2', '#chat m3']);
  });

  test('is the newest in all, by bytes', () => {
    const records = [add(1), add(2, '#other'), add(3)];
    expect(retained(records, { savedEventBytes: 300 })).toHaveLength(3);
    expect(retained(records, { savedEventBytes: 299 })).toEqual(['#other m2', '#chat m3']);
    expect(retained([add(1)], { savedEventBytes: 99 })).toEqual([]);
  });

  test('is without what was redacted, whatever the case of the channel’s name', () => {
    expect(retained([add(1), add(2), { type: 'redact', target: '#Chat', msgid: 'm1' }])).toEqual([
      '#chat m2',
    ]);
    expect(retained([add(1), { type: 'redact', target: '#other', msgid: 'm1' }])).toEqual(['#chat m1']);
    expect(retained([add(1), { type: 'redact', target: '#chat', msgid: 'm2' }])).toEqual(['#chat m1']);
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
    expect(retained([...records, { type: 'redact', target: '#talk', msgid: 'm1' }])).toEqual(['#chat m2']);
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

  test('has an id once in a target: the later one', () => {
    expect(retained([add(1), add(2), add(1)])).toEqual(['#chat m2', '#chat m1']);
  });

  test('costs little, however long the log is', () => {
    const events = new RetainedEvents({ ...roomy, savedEventsPerTarget: 10, savedEvents: 50 });
    for (let number = 0; number < 20_000; number++)
      events.apply({ type: 'event', event: event(number, { target: `#c${number % 20}` }) }, 100);
    expect(events.events.map(({ msgid }) => msgid)).toEqual(
      Array.from({ length: 50 }, (_, number) => `m${19_950 + number}`),
    );
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
        expect(retained(records, { savedEventsPerTarget: 3, savedEvents: 7 }).sort()).toEqual(
          plainly(records, 3, 7).sort(),
        );
      }),
      { numRuns: 500 },
    );
  });
});

/** The same, without a thought for what it costs. */
function plainly(records: readonly HistoryRecord[], perTarget: number, inAll: number): string[] {
  let list: { target: string; msgid: string; order: number }[] = [];
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const shorten = (target: string, renamedOrder: (item: { order: number }) => number): void => {
    const there = list
      .filter(item => same(item.target, target))
      .sort((a, b) => renamedOrder(a) - renamedOrder(b));
    for (const item of there.slice(0, Math.max(0, there.length - perTarget)))
      list = list.filter(other => other !== item);
  };
  const place = new Map<object, number>();
  let places = 0;
  records.forEach((record, order) => {
    if (record.type === 'event') {
      const { target, msgid } = record.event;
      list = list.filter(item => !(same(item.target, target) && item.msgid === msgid));
      const item = { target, msgid, order };
      place.set(item, places++);
      list.push(item);
      shorten(target, one => place.get(one)!);
      while (list.length > inAll) {
        const oldest = list.reduce((one, other) => (other.order < one.order ? other : one));
        list = list.filter(item => item !== oldest);
      }
    } else if (record.type === 'redact') {
      list = list.filter(item => !(same(item.target, record.target) && item.msgid === record.msgid));
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
      shorten(record.to, one => place.get(one)!);
    }
  });
  return list.map(({ target, msgid }) => `${target} ${msgid}`);
}
