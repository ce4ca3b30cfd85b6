import { appendFile, mkdir, readdir, readFile, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { HistoryLog } from '../../../src/relay/data/historyLog.ts';
import { encodeRecord, maxRecordBytes } from '../../../src/relay/data/record.ts';
import type { SavedEvent } from '../../../src/relay/data/relayStore.ts';
import { event, fullEvent, options, temporaryFolder } from './samples.ts';

const newFile = async (): Promise<string> => path.join(await temporaryFolder(), 'history.lines');

/** What the log gives back at the next start, and what it says then. */
async function reopened(file: string, given = options()): Promise<{ events: SavedEvent[]; told: string[] }> {
  const { log, events } = await HistoryLog.open(file, given);
  await log.close();
  return { events, told: given.told };
}

/** A log with so many events in it. */
async function filled(count: number): Promise<string> {
  const file = await newFile();
  const { log } = await HistoryLog.open(file, options());
  for (let number = 1; number <= count; number++) log.add({ type: 'event', event: event(number) });
  await log.write();
  await log.close();
  return file;
}

const ids = (events: readonly SavedEvent[]): string[] => events.map(({ msgid }) => msgid);
const sizeOf = async (file: string): Promise<number> => (await stat(file)).size;

describe('the log of history', () => {
  test('gives back what was added, over several starts', async () => {
    const file = await newFile();
    for (let start = 0; start < 3; start++) {
      const { log, events } = await HistoryLog.open(file, options());
      expect(events).toHaveLength(start);
      log.add({ type: 'event', event: { ...fullEvent, msgid: `m${start}` } });
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
    const { log } = await HistoryLog.open(file, options());
    await log.write();
    await log.close();
    expect(await readdir(path.dirname(file))).toEqual([]);
  });

  test('writes more than one batch', async () => {
    const file = await newFile();
    const { log } = await HistoryLog.open(file, options());
    for (let number = 0; number < 20; number++)
      log.add({ type: 'event', event: event(number, { params: ['#chat', 'x'.repeat(60_000)] }) });
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
      const { log } = await HistoryLog.open(file, again);
      expect(again.told).toEqual([]);
      log.add({ type: 'event', event: event(3) });
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
    const bytes = await readFile(file);
    bytes[bytes.indexOf('number 2')] = 0x4e;
    await writeFile(file, bytes);
    const { events, told } = await reopened(file);
    expect(ids(events)).toEqual(['m1', 'm3', 'm4', 'm5']);
    expect(told).toEqual([`${file}: 1 damaged records are left out; ${file}.damaged is the file as it was`]);
    expect(await readFile(`${file}.damaged`)).toEqual(bytes);
    expect((await reopened(file)).told).toEqual([]);
  });

  test('leaves out a record that is whole and means nothing', async () => {
    const file = await filled(1);
    const bad = [
      { type: 'event', event: { ...event(2), source: 'a b' } },
      { type: 'purge' },
      { type: 'redact', target: '#chat' },
    ];
    for (const record of [...bad, { type: 'event', event: event(3) }])
      await appendFile(file, encodeRecord(record));
    const { events, told } = await reopened(file);
    expect(ids(events)).toEqual(['m1', 'm3']);
    expect(told[0]).toContain('3 damaged records');
  });

  test.each([
    ['is empty', Buffer.alloc(0), 'is damaged: its beginning is missing'],
    ['has no header', encodeRecord({ type: 'event', event: event(1) }), 'cannot be read'],
    ['has the state’s header', encodeRecord({ file: 'state', version: 1 }), 'cannot be read'],
    ['is something else', Buffer.from('{"a":1}\n'), 'cannot be read'],
    [
      'is newer',
      encodeRecord({ file: 'history', version: 2 }),
      'was written by a newer pychat-relay (format 2)',
    ],
  ])('is refused and left alone when it %s', async (_, bytes, message) => {
    const file = await newFile();
    await writeFile(file, bytes);
    await expect(HistoryLog.open(file, options())).rejects.toThrow(`${file} ${message}`);
    expect(await readFile(file)).toEqual(bytes);
    expect(await readdir(path.dirname(file))).toEqual(['history.lines']);
  });

  test('takes what was redacted off the disk at the next start at the latest', async () => {
    const file = await filled(2);
    const { log } = await HistoryLog.open(file, options());
    log.add({ type: 'redact', target: '#chat', msgid: 'm1' });
    log.add({ type: 'rename', from: '#chat', to: '#talk' });
    await log.write();
    await log.close();
    const { events } = await reopened(file);
    expect(events).toEqual([{ ...event(2), target: '#talk' }]);
    expect(await readFile(file, 'utf8')).not.toContain('number 1');
  });

  test('is written anew with what counts when it has grown past its limit', async () => {
    const file = await newFile();
    const line = encodeRecord({ type: 'event', event: event(100) }).length;
    const header = encodeRecord({ file: 'history', version: 1 }).length;
    const given = options({ historyLogBytes: header + 20 * line, savedEventsPerTarget: 5 });
    const { log } = await HistoryLog.open(file, given);
    const sizes: number[] = [];
    for (let number = 100; number < 200; number++) {
      log.add({ type: 'event', event: event(number) });
      await log.write();
      sizes.push(((await sizeOf(file)) - header) / line);
    }
    await log.close();
    // At the limit it is not yet too long.
    expect(sizes.slice(0, 23)).toEqual([...Array.from({ length: 21 }, (_, index) => index + 1), 6, 7]);
    expect(Math.max(...sizes)).toBe(21);
    expect(ids((await reopened(file, options({ savedEventsPerTarget: 5 }))).events)).toEqual([
      'm195',
      'm196',
      'm197',
      'm198',
      'm199',
    ]);
  });

  test('loses nothing when it cannot be written anew, and goes on when it can', async () => {
    const file = await filled(3);
    const before = await readFile(file);
    const { log } = await HistoryLog.open(file, options({ historyLogBytes: 1 }));
    // Whatever is in the way: here it is a folder.
    await mkdir(`${file}.tmp`);
    log.add({ type: 'event', event: event(4) });
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(log.write()).rejects.toMatchObject({ code: 'EISDIR' });
      expect(await readFile(file)).toEqual(before);
    }
    await rmdir(`${file}.tmp`);
    log.add({ type: 'event', event: event(5) });
    await log.write();
    await log.close();
    const { events, told } = await reopened(file);
    expect([ids(events), told]).toEqual([['m1', 'm2', 'm3', 'm4', 'm5'], []]);
  });

  test('is not written anew each time when all of it counts', async () => {
    const file = await newFile();
    const { log } = await HistoryLog.open(file, options({ historyLogBytes: 1 }));
    const files = new Set<number>();
    for (let number = 0; number < 200; number++) {
      log.add({ type: 'event', event: event(number) });
      await log.write();
      files.add((await stat(file)).ino);
    }
    await log.close();
    expect(files.size).toBeLessThan(12);
    expect((await reopened(file)).events).toHaveLength(200);
  });

  test('lets history wait up to its limit, and what removes something beyond it', async () => {
    const file = await newFile();
    const line = encodeRecord({ type: 'event', event: event(1) }).length;
    const given = options({ saveQueueBytes: 3 * line });
    const { log } = await HistoryLog.open(file, given);
    for (let number = 1; number <= 3; number++) log.add({ type: 'event', event: event(number) });
    expect(given.told).toEqual([]);
    for (let number = 4; number <= 5; number++) log.add({ type: 'event', event: event(number) });
    log.add({ type: 'redact', target: '#chat', msgid: 'm2' });
    await log.write();
    log.add({ type: 'event', event: event(6) });
    await log.write();
    await log.close();
    expect(ids((await reopened(file)).events)).toEqual(['m1', 'm3', 'm6']);
    expect(given.told).toEqual(['history comes faster than it can be written: some is not kept']);
  });

  test('does not take what it could not read again', async () => {
    const file = await newFile();
    const given = options();
    const { log } = await HistoryLog.open(file, given);
    log.add({ type: 'event', event: event(1, { source: 'two words' }) });
    log.add({ type: 'forget', target: 'nobody' });
    const lines = Array.from({ length: 9 }, () => ({ text: 'x'.repeat(65_536), concat: false }));
    log.add({ type: 'event', event: event(2, { lines }) });
    log.add({
      type: 'event',
      event: event(3, { lines: lines.slice(0, Math.floor(maxRecordBytes / 65_700)) }),
    });
    await log.write();
    await log.close();
    expect(given.told).toHaveLength(3);
    expect(ids((await reopened(file)).events)).toEqual(['m3']);
  });
});
