import { readdir, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erasedEvent } from '../../../src/relay/data/erased.ts';
import { maxRecordBytes } from '../../../src/relay/data/log/record.ts';
import { openStore } from '../../../src/relay/data/openStore.ts';
import type { SavedEvent, SavedState } from '../../../src/relay/data/relayStore.ts';
import {
  annKey,
  emptyState,
  event,
  fullChannel,
  fullEvent,
  fullState,
  keep,
  options,
  sourcesOf,
} from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { type Given, logIn, textOf, ids, numbers, reopened, speaking } from './speaking.ts';

describe.each([
  ['as it is', undefined],
  ['encrypted', randomBytes(32)],
])('a log that is written %s', (_, key) => {
  const given = (limits: Parameters<typeof options>[0] = {}): Given & { key?: Uint8Array } => ({
    ...options(limits),
    ...(key && { key }),
  });

  test('has what was flushed though the process ends there and then', async () => {
    const { folder, say } = await speaking(given());
    for (let number = 1; number <= 3; number++) say(number);
    const { events, mayHaveLostUntil } = await reopened(folder, given());
    expect(ids(events)).toEqual(numbers(3));
    expect(mayHaveLostUntil).toBe(given().clock.now());
  });

  test('gives back what was added, over several starts', async () => {
    const folder = await temporaryFolder();
    for (let start = 1; start <= 3; start++) {
      const { store } = await speaking(given(), folder);
      expect(store.events).toHaveLength(start - 1);
      store.append({ ...fullEvent, msgid: `m${start}` });
      await store.close();
    }
    const { events } = await reopened(folder, given());
    expect(events).toEqual(numbers(3).map(msgid => ({ ...fullEvent, msgid })));
    expect((await stat(logIn(folder))).mode & 0o777).toBe(0o600);
  });

  test('writes an owner and a channel at once, and a read marker within a second', async () => {
    const with1 = given();
    const folder = await temporaryFolder();
    const store = await openStore(folder, with1);
    keep(store, fullState);
    store.flush();
    const { owners, channels, losses } = fullState;
    expect((await reopened(folder, given())).state).toEqual({ ...emptyState, owners, channels, losses });
    with1.clock.advance(1000);
    await expect.poll(async () => (await reopened(folder, given())).state).toEqual(fullState);
  });

  test('writes records of any size, however many', async () => {
    const { folder, store, say } = await speaking(given());
    const lines = Array.from({ length: 7 }, () => ({ text: 'x'.repeat(65_536), concat: false }));
    for (let number = 1; number <= 20; number++) say(number, number === 7 ? { lines } : {});
    for (let number = 21; number <= 2000; number++) store.append(event(number));
    store.flush();
    await store.close();
    expect((await reopened(folder, given({ savedEventsPerTarget: 2000 }))).events).toHaveLength(2000);
  });

  test('is compacted past its limit, from what the relay has, and loses nothing that comes meanwhile', async () => {
    const small = given({ compactLogBytes: 100_000 });
    const { folder, store, say, said } = await speaking(small);
    let number = 0;
    let [files, last] = [0, 0];
    // As many seconds as it takes: what is written in the background takes its time.
    for (let second = 0; files < 5 && second < 5_000; second++) {
      for (let turn = 0; turn < 20; turn++) {
        say(++number, { params: ['#chat', 'x'.repeat(3000)] });
        said.splice(0, said.length - 15);
        await new Promise(resolve => setImmediate(resolve));
      }
      small.clock.advance(1000);
      const { ino } = await stat(logIn(folder));
      if (ino !== last) files++;
      last = ino;
    }
    expect(files).toBe(5);
    await store.close();
    const left = ids((await reopened(folder, given())).events);
    expect(left.length).toBeGreaterThanOrEqual(15);
    expect(left).toEqual(numbers(number).slice(-left.length));
  });

  test.each([0, 1, 3, 6, 10])('that is closed %i turns after it is compacted is whole', async turns => {
    const small = given({ compactLogBytes: 1 });
    const { folder, store, say } = await speaking(small);
    for (let number = 1; number <= 100; number++) say(number, { params: ['#chat', 'x'.repeat(3000)] });
    small.clock.advance(1000);
    for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
    await store.close();
    expect([small.told, await readdir(folder)]).toEqual([[], ['relay.lines']]);
    const again = await reopened(folder, given());
    expect([ids(again.events), again.mayHaveLostUntil]).toEqual([numbers(100), store.mayHaveLostUntil]);
  });

  test('is not compacted each time when all of it counts', async () => {
    const small = given({ compactLogBytes: 1 });
    const { folder, store, say } = await speaking(small);
    const files = new Set<number>();
    for (let number = 1; number <= 200; number++) {
      say(number);
      small.clock.advance(1000);
      for (let turn = 0; turn < 10; turn++) await new Promise(resolve => setImmediate(resolve));
      files.add((await stat(logIn(folder))).ino);
    }
    await store.close();
    expect(files.size).toBeLessThan(12);
    expect(ids((await reopened(folder, given())).events)).toEqual(numbers(200));
  });

  test('has the same in it whether it was compacted or not, whatever happened', async () => {
    const room = fc.constantFrom('#a', '#b', '#C', '#c');
    const name = fc.constantFrom('ann', 'Bob', 'carl');
    const step = fc.oneof(
      fc.record({ type: fc.constant('own' as const), name, at: fc.nat(9) }),
      fc.record({ type: fc.constant('event' as const), target: room, number: fc.nat(9) }),
      fc.record({ type: fc.constant('redact' as const), target: room, number: fc.nat(9) }),
      fc.record({ type: fc.constant('forget' as const), target: room }),
      fc.record({ type: fc.constant('second' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const folder = await temporaryFolder();
        const tiny = given({ compactLogBytes: 1 });
        const store = await openStore(folder, tiny);
        const owners = new Map<string, { nick: string; key: string; at: number }>();
        let said: SavedEvent[] = [];
        const isIn = (target: string, one: SavedEvent): boolean =>
          one.target.toLowerCase() === target.toLowerCase();
        store.start({
          sources: { ...sourcesOf(emptyState), owners: nick => owners.get(nick) },
          history: () => said,
        });
        for (const one of steps) {
          if (one.type === 'second') {
            tiny.clock.advance(1000);
            await new Promise(resolve => setImmediate(resolve));
          } else if (one.type === 'own') {
            // Nothing is kept of a person whose number is 0.
            const nick = one.name.toLowerCase();
            if (one.at === 0) owners.delete(nick);
            else owners.set(nick, { nick: one.name, key: annKey, at: one.at });
            store.changed('owners', nick);
          } else if (one.type === 'event') {
            const next = event(one.number, { target: one.target });
            said = said.filter(each => !isIn(one.target, each) || each.msgid !== next.msgid);
            said = [...said, next];
            store.append(next);
          } else if (one.type === 'redact') {
            const msgid = `m${one.number}`;
            said = said.map(each =>
              isIn(one.target, each) && each.msgid === msgid ? erasedEvent(each) : each,
            );
            store.redact(one.target, msgid);
          } else {
            said = said.filter(each => !isIn(one.target, each));
            store.forget(one.target);
          }
          store.flush();
        }
        const { state, events } = await reopened(folder, given());
        const nameOf = ({ target, msgid, command }: SavedEvent): string => `${target} ${msgid} ${command}`;
        expect(new Set(events.map(nameOf))).toEqual(new Set(said.map(nameOf)));
        expect(new Set(state.owners)).toEqual(new Set(owners.values()));
        await store.close();
      }),
      { numRuns: 30 },
    );
  });
});

describe('a log', () => {
  test('does not take what it could not read again, and does not say what is in it', async () => {
    const given = options();
    const { folder, store, say } = await speaking(given);
    say(1, { source: 'two words', params: ['#chat', 'a secret'] });
    store.forget('nobody');
    const lines = Array.from({ length: 9 }, () => ({ text: 'x'.repeat(65_536), concat: false }));
    say(2, { lines });
    say(3, { lines: lines.slice(0, Math.floor(maxRecordBytes / 65_700)) });
    const channels = (): typeof fullChannel => ({ ...fullChannel, key: 'a room key' });
    store.start({ sources: { ...sourcesOf(emptyState), channels }, history: () => [] });
    store.changed('channels', '#chat');
    await store.close();
    expect(given.told).toEqual([
      'not kept, as it could not be read again: event',
      'not kept, as it could not be read again: forget',
      expect.stringMatching(/^not kept: a record of \d+ bytes$/),
      'not kept, as it could not be read again: put channels',
    ]);
    expect(ids((await reopened(folder)).events)).toEqual(['m3']);
  });

  test('has what has to be there before anybody hears of it, and a second later what can wait', async () => {
    const given = options();
    const { folder, store } = await speaking(given);
    const losses = (target: string): SavedState['losses'][number] => ({ target, until: 5 });
    store.start({ sources: { ...sourcesOf(emptyState), losses }, history: () => [] });
    store.changed('losses', '#now');
    store.changed('losses', '#soon', true);
    store.flush();
    const isThere = async (target: string): Promise<boolean> => (await textOf(folder)).includes(target);
    expect([await isThere('#now'), await isThere('#soon')]).toEqual([true, false]);
    given.clock.advance(1000);
    await expect.poll(() => isThere('#soon')).toBe(true);
    await store.close();
  });

  test('holds what was redacted no longer than to the next start', async () => {
    const { folder, store, say } = await speaking(options());
    say(1);
    say(2);
    store.redact('#chat', 'm1');
    await store.close();
    expect(await textOf(folder)).toContain('number 1');
    const again = await openStore(folder, options());
    expect(again.events.map(({ msgid, command }) => [msgid, command])).toEqual([
      ['m1', 'ERASED'],
      ['m2', 'PRIVMSG'],
    ]);
    await again.close();
    expect(await textOf(folder)).not.toContain('number 1');
  });

  test('gives nothing back that is older than it is kept for, and says until when', async () => {
    const day = 24 * 60 * 60 * 1000;
    const given = { ...options(), keepMs: day };
    const now = given.clock.now();
    const { folder, store, say } = await speaking(given);
    for (const [number, age] of [
      [1, day + 2],
      [2, day + 1],
      [3, day],
      [4, 0],
    ] as const)
      say(number, { time: now - age });
    keep(store, fullState);
    await store.close();
    const again = await openStore(folder, { ...options(), keepMs: day });
    await again.close();
    expect(ids(again.events)).toEqual(['m3', 'm4']);
    expect([...again.droppedUntil]).toEqual([['#chat', now - day - 1]]);
    expect(again.state).toEqual(fullState);
    expect(await textOf(folder)).not.toContain('"m2"');
  });

  test('loses within an hour what has become too old, while the relay runs', async () => {
    const hour = 60 * 60 * 1000;
    const given = { ...options(), keepMs: hour };
    const { folder, store, say, said } = await speaking(given);
    say(1, { time: given.clock.now() });
    given.clock.advance(hour);
    say(2, { time: given.clock.now() });
    expect(await textOf(folder)).toContain('"m1"');
    given.clock.advance(hour);
    await expect.poll(() => textOf(folder)).not.toContain('"m1"');
    expect(await textOf(folder)).toContain('"m2"');
    expect(said).toHaveLength(2);
    await store.close();
  });
});
