import { appendFile, mkdir, readdir, readFile, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRecord, maxRecordBytes } from '../../../src/relay/data/record.ts';
import type { SavedEvent } from '../../../src/relay/data/relayStore.ts';
import { type OpenLog, StoreLog } from '../../../src/relay/data/storeLog.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { annKey, event, fullChannel, fullEvent, fullState, options } from './samples.ts';

const newFile = async (): Promise<string> => path.join(await temporaryFolder(), 'relay.lines');

/** What the log gives back at the next start, and what it says then. */
async function reopened(file: string, given = options()): Promise<Omit<OpenLog, 'log'> & { told: string[] }> {
  const { log, state, events } = await StoreLog.open(file, given);
  await log.close();
  return { state, events, told: given.told };
}

const say = (log: StoreLog, number: number, more: Partial<SavedEvent> = {}): void =>
  log.pending.add({ type: 'event', event: event(number, more) });

/** A log with so many events in it. */
async function filled(count: number): Promise<string> {
  const file = await newFile();
  const { log } = await StoreLog.open(file, options());
  for (let number = 1; number <= count; number++) say(log, number);
  await log.write();
  await log.close();
  return file;
}

const ids = (events: readonly SavedEvent[]): string[] => events.map(({ msgid }) => msgid);
const sizeOf = async (file: string): Promise<number> => (await stat(file)).size;
const head = { file: 'relay', version: 2 };

describe('the log', () => {
  test('gives back what was added, over several starts', async () => {
    const file = await newFile();
    for (let start = 0; start < 3; start++) {
      const { log, events } = await StoreLog.open(file, options());
      expect(events).toHaveLength(start);
      log.pending.add({ type: 'event', event: { ...fullEvent, msgid: `m${start}` } });
      await log.write();
      await log.close();
    }
    const { events, told } = await reopened(file);
    expect(events).toEqual(['m0', 'm1', 'm2'].map(msgid => ({ ...fullEvent, msgid })));
    expect(told).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('makes no file before there is something to write', async () => {
    const file = await newFile();
    const { log } = await StoreLog.open(file, options());
    await log.write();
    await log.close();
    expect(await readdir(path.dirname(file))).toEqual([]);
  });

  test('writes more than one batch', async () => {
    const file = await newFile();
    const { log } = await StoreLog.open(file, options());
    for (let number = 0; number < 20; number++) say(log, number, { params: ['#chat', 'x'.repeat(60_000)] });
    await log.write();
    await log.close();
    expect((await reopened(file)).events).toHaveLength(20);
  });

  test('drops an end that was cut off, says so once, and goes on after the last whole record', async () => {
    const file = await filled(3);
    const whole = await sizeOf(file);
    for (const cut of [whole - 1, whole - 60]) {
      await truncate(file, cut);
      const { events, told } = await reopened(file);
      expect(ids(events)).toEqual(['m1', 'm2']);
      expect(told).toEqual([
        expect.stringMatching(/the last \d+ bytes are left out, their writing was cut off$/),
      ]);
      const again = options();
      const { log } = await StoreLog.open(file, again);
      expect(again.told).toEqual([]);
      say(log, 3);
      await log.write();
      await log.close();
      expect(ids((await reopened(file)).events)).toEqual(['m1', 'm2', 'm3']);
    }
  });

  test('drops an end that never was a record', async () => {
    const file = await filled(2);
    await appendFile(file, Buffer.alloc(5000));
    const { events, told } = await reopened(file);
    expect([ids(events), told.length]).toEqual([['m1', 'm2'], 1]);
  });

  test('loses only what is damaged in the middle, and keeps the file as it was beside it', async () => {
    const file = await filled(5);
    for (const [number, copy] of [
      [2, '.damaged'],
      [3, '.damaged-2'],
    ] as const) {
      const bytes = await readFile(file);
      bytes[bytes.indexOf(`number ${number}`)] = 0x4e;
      await writeFile(file, bytes);
      const { events, told } = await reopened(file);
      expect(ids(events)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'].filter((_, at) => at === 0 || at >= number));
      expect(told).toEqual([`${file}: 1 damaged records are left out; ${file}${copy} is the file as it was`]);
      expect(await readFile(`${file}${copy}`)).toEqual(bytes);
      expect((await reopened(file)).told).toEqual([]);
    }
  });

  test('loses nothing but its head when that is damaged', async () => {
    const file = await filled(3);
    const bytes = await readFile(file);
    bytes[0] = 0x78;
    await writeFile(file, bytes);
    const { events, told } = await reopened(file);
    expect(ids(events)).toEqual(['m1', 'm2', 'm3']);
    expect(told[0]).toContain('1 damaged records are left out');
    expect((await reopened(file)).told).toEqual([]);
  });

  test.each([
    ['is empty', Buffer.alloc(0)],
    ['is something else', Buffer.from('{"a":1}\n')],
    ['was overwritten with zeros', Buffer.alloc(70_000)],
    ['has another file’s head', encodeRecord({ file: 'state', version: 1 })],
  ])('begins again when it %s, and keeps the file as it was beside it', async (_, bytes) => {
    const file = await newFile();
    await writeFile(file, bytes);
    const { events, told } = await reopened(file);
    expect(events).toEqual([]);
    expect(told).toEqual([`${file}: nothing in it can be read; ${file}.damaged is the file as it was`]);
    expect(await readFile(`${file}.damaged`)).toEqual(bytes);
    expect((await reopened(file)).told).toEqual([]);
  });

  test('of a newer version is refused and left alone', async () => {
    const file = await newFile();
    const bytes = Buffer.concat([encodeRecord({ ...head, version: 3 }), encodeRecord({ type: 'new' })]);
    await writeFile(file, bytes);
    await expect(StoreLog.open(file, options())).rejects.toThrow(
      `${file} was written by a newer pychat-relay (format 3)`,
    );
    expect(await readFile(file)).toEqual(bytes);
    expect(await readdir(path.dirname(file))).toEqual(['relay.lines']);
  });

  test('keeps what its head says beyond what is known, when it is compacted', async () => {
    const file = await newFile();
    const records = [
      { ...head, boot: 'b7' },
      { type: 'event', event: event(1) },
    ];
    await writeFile(file, Buffer.concat(records.map(encodeRecord)));
    const { log } = await StoreLog.open(file, options({ compactLogBytes: 1 }));
    for (let number = 2; number < 20; number++) {
      say(log, 2);
      await log.write();
    }
    await log.close();
    const [first = ''] = (await readFile(file, 'utf8')).split('\n');
    expect(first).toContain('{"file":"relay","version":2,"boot":"b7"}');
  });

  test('leaves out a record that is whole and means nothing', async () => {
    const file = await filled(1);
    const bad = [
      { type: 'event', event: { ...event(2), source: 'a b' } },
      { type: 'purge' },
      { type: 'redact', target: '#chat' },
      { type: 'put', kind: 'owners', value: { ...fullState.owners[0], nick: 'a b' } },
      { type: 'put', kind: 'kings', value: fullState.owners[0] },
      { type: 'put', kind: '__proto__', value: fullState.owners[0] },
      { type: 'remove', kind: 'owners' },
      { type: 'remove', kind: 'constructor', key: 'ann' },
    ];
    for (const record of [...bad, { type: 'event', event: event(3) }])
      await appendFile(file, encodeRecord(record));
    const { events, told } = await reopened(file);
    expect(ids(events)).toEqual(['m1', 'm3']);
    expect(told[0]).toContain('8 damaged records');
  });

  test('takes what was redacted off the disk at the next start at the latest', async () => {
    const file = await filled(2);
    const { log } = await StoreLog.open(file, options());
    log.pending.add({ type: 'redact', target: '#chat', msgid: 'm1' });
    log.pending.add({ type: 'rename', from: '#chat', to: '#talk' });
    await log.write();
    await log.close();
    const { events } = await reopened(file);
    expect(events).toEqual([{ ...event(2), target: '#talk' }]);
    expect(await readFile(file, 'utf8')).not.toContain('number 1');
    expect((await reopened(file)).events).toEqual(events);
  });

  test('is compacted when it has grown past its limit', async () => {
    const file = await newFile();
    const line = encodeRecord({ type: 'event', event: event(100) }).length;
    const given = options({
      compactLogBytes: encodeRecord(head).length + 20 * line,
      savedEventsPerTarget: 5,
    });
    const { log } = await StoreLog.open(file, given);
    const sizes: number[] = [];
    for (let number = 100; number < 200; number++) {
      say(log, number);
      await log.write();
      sizes.push(((await sizeOf(file)) - encodeRecord(head).length) / line);
    }
    await log.close();
    // At the limit it is not yet too long.
    expect(sizes.slice(0, 22)).toEqual([...Array.from({ length: 20 }, (_, index) => index + 1), 5, 6]);
    expect(Math.max(...sizes)).toBe(20);
    const { events } = await reopened(file, options({ savedEventsPerTarget: 5 }));
    expect(ids(events)).toEqual(['m195', 'm196', 'm197', 'm198', 'm199']);
  });

  test('loses nothing when it cannot be compacted, grows no further than twice that, and goes on', async () => {
    const file = await filled(3);
    const { log } = await StoreLog.open(file, options({ compactLogBytes: 1 }));
    // Whatever is in the way: here it is a folder.
    await mkdir(`${file}.tmp`);
    for (let number = 4; number < 40; number++) {
      say(log, number);
      await log.write().catch((error: unknown) => expect(error).toMatchObject({ code: 'EISDIR' }));
    }
    const line = encodeRecord({ type: 'event', event: event(10) }).length;
    expect(await sizeOf(file)).toBeLessThan(14 * line);
    await rmdir(`${file}.tmp`);
    await log.write();
    await log.close();
    const { events, told } = await reopened(file);
    expect([ids(events), told]).toEqual([Array.from({ length: 39 }, (_, at) => `m${at + 1}`), []]);
  });

  test('is not compacted each time when all of it counts', async () => {
    const file = await newFile();
    const { log } = await StoreLog.open(file, options({ compactLogBytes: 1 }));
    const files = new Set<number>();
    for (let number = 0; number < 200; number++) {
      say(log, number);
      await log.write();
      files.add((await stat(file)).ino);
    }
    await log.close();
    expect(files.size).toBeLessThan(12);
    expect((await reopened(file)).events).toHaveLength(200);
  });

  test('has the same in it whether it was compacted or not, whatever happened', async () => {
    const room = fc.constantFrom('#a', '#b', '#C', '#c');
    const name = fc.constantFrom('ann', 'Bob', 'carl');
    const step = fc.oneof(
      fc.record({ type: fc.constant('own' as const), name, at: fc.nat(9) }),
      fc.record({ type: fc.constant('room' as const), name: room, at: fc.nat(9) }),
      fc.record({ type: fc.constant('event' as const), target: room, number: fc.nat(9) }),
      fc.record({ type: fc.constant('rename' as const), from: room, to: room }),
      fc.record({ type: fc.constant('forget' as const), target: room }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const results = [];
        for (const compactLogBytes of [1, 1_000_000]) {
          const file = await newFile();
          const { log } = await StoreLog.open(file, options({ compactLogBytes }));
          for (const one of steps) {
            const at = 'at' in one ? one.at : 0;
            // Nothing is kept of a person or a room whose number is 0.
            log.pending.sources = {
              visitors: () => undefined,
              owners: () => (at > 0 && one.type === 'own' ? { nick: one.name, key: annKey, at } : undefined),
              channels: () =>
                at > 0 && one.type === 'room' ? { ...fullChannel, name: one.name, createdAt: at } : undefined,
              readMarkers: () => undefined,
              losses: () => undefined,
            };
            if (one.type === 'own') log.pending.change('owners', one.name.toLowerCase());
            else if (one.type === 'room') log.pending.change('channels', one.name.toLowerCase());
            else if (one.type === 'event') say(log, one.number, { target: one.target });
            else log.pending.add(one);
            await log.write();
          }
          await log.close();
          const { state, events } = await reopened(file);
          results.push({ state, events: new Set(events.map(each => `${each.target} ${each.msgid}`)) });
        }
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 30 },
    );
  });

  test('keeps what comes while it is compacted', async () => {
    const file = await filled(500);
    const { log } = await StoreLog.open(file, options({ compactLogBytes: 1 }));
    let number = 500;
    for (let round = 0; round < 20; round++) {
      say(log, ++number, { params: ['#chat', 'x'.repeat(10_000)] });
      const written = log.write();
      // Some come before it has begun, some in the middle, some at the end.
      for (let turn = 0; turn < 5; turn++) {
        await new Promise(resolve => setImmediate(resolve));
        say(log, ++number);
      }
      await written;
    }
    await log.write();
    await log.close();
    const { events } = await reopened(file);
    expect(ids(events)).toEqual(Array.from({ length: number }, (_, at) => `m${at + 1}`));
  });

  test('lets history wait up to its limit, and what removes something beyond it', async () => {
    const file = await newFile();
    const line = encodeRecord({ type: 'event', event: event(1) }).length;
    const given = options({ saveQueueBytes: 3 * line });
    const { log } = await StoreLog.open(file, given);
    for (let number = 1; number <= 3; number++) say(log, number);
    expect(given.told).toEqual([]);
    for (let number = 4; number <= 5; number++) say(log, number);
    log.pending.add({ type: 'redact', target: '#chat', msgid: 'm2' });
    await log.write();
    say(log, 6);
    await log.write();
    await log.close();
    expect(ids((await reopened(file)).events)).toEqual(['m1', 'm3', 'm6']);
    expect(given.told).toEqual(['history comes faster than it can be written: some is not kept']);
  });

  test('does not take what it could not read again', async () => {
    const file = await newFile();
    const given = options();
    const { log } = await StoreLog.open(file, given);
    say(log, 1, { source: 'two words', params: ['#chat', 'a secret'] });
    log.pending.add({ type: 'forget', target: 'nobody' });
    const lines = Array.from({ length: 9 }, () => ({ text: 'x'.repeat(65_536), concat: false }));
    say(log, 2, { lines });
    say(log, 3, { lines: lines.slice(0, Math.floor(maxRecordBytes / 65_700)) });
    await log.write();
    await log.close();
    expect(given.told).toHaveLength(3);
    expect(given.told.slice(0, 2)).toEqual([
      'not kept, as it could not be read again: event',
      'not kept, as it could not be read again: forget',
    ]);
    expect(ids((await reopened(file)).events)).toEqual(['m3']);
  });

  test('says of which kind a wrong value is, and not what is in it', async () => {
    const given = options();
    const { log } = await StoreLog.open(await newFile(), given);
    log.pending.sources = {
      visitors: () => undefined,
      owners: () => undefined,
      channels: () => ({ ...fullChannel, key: 'a room key' }),
      readMarkers: () => undefined,
      losses: () => undefined,
    };
    log.pending.change('channels', '#chat');
    await log.write();
    await log.close();
    expect(given.told).toEqual(['not kept, as it could not be read again: put channels']);
  });

  test('takes a file that somebody has removed as lost, says so, and writes all of the state again', async () => {
    const file = await newFile();
    const { log } = await StoreLog.open(file, options());
    const values = new Map([['ann', fullState.owners[0]!]]);
    log.pending.sources = {
      visitors: () => undefined,
      owners: key => values.get(key),
      channels: () => undefined,
      readMarkers: () => undefined,
      losses: () => undefined,
    };
    log.pending.change('owners', 'ann');
    await log.write();
    await rm(file);
    log.pending.change('owners', 'nobody');
    say(log, 1);
    await expect(log.write()).rejects.toMatchObject({ code: 'ENOENT' });
    await log.write();
    await log.close();
    const { state, events, told } = await reopened(file);
    expect([state.owners, ids(events), told]).toEqual([fullState.owners, ['m1'], []]);
  });
});
