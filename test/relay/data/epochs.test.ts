import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bootOf, unknownBoot } from '../../../src/relay/data/folderLock.ts';
import { earlierLosses, lostUntil, maxEarlierLosses } from '../../../src/relay/data/log/epoch.ts';
import { encodeRecord } from '../../../src/relay/data/log/record.ts';
import { openStore } from '../../../src/relay/data/openStore.ts';
import { event, options } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const head = (more: object): Buffer => encodeRecord({ file: 'relay', version: 3, ...more });
const said = encodeRecord({ type: 'event', event: event(1) });
const end = encodeRecord({ type: 'end' });
const before = 1_000;

/** Until when something may be missing from a log with these bytes; 'now' for the time of the start. */
async function lostIn(bytes: readonly Buffer[], name = 'relay.lines'): Promise<number | 'now'> {
  const folder = await temporaryFolder();
  if (bytes.length > 0) await writeFile(path.join(folder, name), Buffer.concat(bytes));
  const given = options();
  const store = await openStore(folder, given);
  await store.close();
  // It is not forgotten at the next start.
  given.clock.advance(1000);
  const next = await openStore(folder, given);
  await next.close();
  expect(next.mayHaveLostUntil).toBe(store.mayHaveLostUntil);
  return store.mayHaveLostUntil === given.clock.now() - 1000 ? 'now' : store.mayHaveLostUntil;
}

describe('what may be missing from a log', () => {
  test('is nothing more when the relay was closed, on whatever boot', async () => {
    expect(await lostIn([head({ boot: 'b7', lostUntil: before }), said, end])).toBe(before);
  });

  test.runIf(process.platform === 'linux')(
    'is nothing more when the process was killed and the machine went on',
    async () => {
      const boot = await bootOf();
      const first = head({ boot, lostUntil: before });
      expect(await lostIn([first, said])).toBe(before);
      // What a kill has cut off had not been said yet.
      expect(await lostIn([first, said, said.subarray(0, 40)])).toBe(before);
    },
  );

  test.each([
    ['there is no log', []],
    ['the machine was started again', [head({ boot: 'b7', lostUntil: before }), said]],
    ['the system does not tell', [head({ boot: unknownBoot, lostUntil: before }), said]],
    ['it was written by an older version', [encodeRecord({ file: 'relay', version: 2 }), said, end]],
    ['something is damaged', [head({ boot: 'b7', lostUntil: before }), said.subarray(1), said, end]],
    ['its beginning is damaged', [said.subarray(1), said, end]],
  ])('is all until the start when %s', async (_, bytes) => {
    expect(await lostIn(bytes)).toBe('now');
  });

  test('is all until the start when a whole record at the end is damaged, though the boot is the same', async () => {
    const boot = await bootOf();
    expect(await lostIn([head({ boot, lostUntil: before }), said, said.subarray(1)])).toBe('now');
  });

  test('is all until the start when the log could not be written to its end', async () => {
    const boot = await bootOf();
    expect(await lostIn([head({ boot, lostUntil: before }), said, end], 'relay.lines.stale')).toBe('now');
  });

  test('never becomes less when the clock is set back', () => {
    const found = {
      head: { file: 'relay', version: 3, boot: 'b7', lostUntil: 500 },
      damaged: 0,
      badLines: 0,
      isEnded: false,
    };
    const start = { now: 400, boot: 'b8', isNewest: true };
    const until = (saidUntil: number): number => lostUntil({ ...found, saidUntil } as never, start);
    expect([0, 499, 500].map(until)).toEqual([500, 500, 501]);
    // No record of what was said last has the time of the next one.
    expect(lostUntil({ ...found, head: undefined, saidUntil: 400 } as never, start)).toBe(401);
  });

  test('does not count a log that was written again after the one that could not be', async () => {
    const folder = await temporaryFolder();
    const given = options();
    const store = await openStore(folder, given);
    await store.close();
    await writeFile(path.join(folder, 'relay.lines.stale'), Buffer.concat([head({}), said]));
    given.clock.advance(1000);
    const next = await openStore(folder, given);
    await next.close();
    expect([next.events, next.mayHaveLostUntil]).toEqual([[], store.mayHaveLostUntil]);
  });
});

describe('the name of what is kept', () => {
  /** At two starts one after the other, the first on the boot that wrote the log or on another one. */
  const runs = async (more: object, records: readonly Buffer[]): Promise<string[]> => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'relay.lines'), Buffer.concat([head(more), ...records]));
    const names: string[] = [];
    for (let starts = 0; starts < 2; starts++) {
      const store = await openStore(folder, options());
      await store.close();
      names.push(store.run);
    }
    return names;
  };
  const name = `5-${'a'.repeat(16)}`;
  const lostAt = { boot: 'b7', lostUntil: before };

  test('stays as long as nothing may be missing', async () => {
    expect(await runs({ ...lostAt, run: name }, [said, end])).toEqual([name, name]);
  });

  test.each([
    ['something may be', { ...lostAt, run: name }, [said]],
    ['there was none', lostAt, [said, end]],
    ['it was no name', { ...lostAt, run: 'a name' }, [said, end]],
  ])('is another one where %s, and then stays', async (_, more, records) => {
    const [first, second] = await runs(more, records);
    expect(first).toMatch(/^\d+-[0-9a-f]{16}$/);
    expect([first === name, second === first]).toEqual([false, true]);
  });
});

describe('losses before the last one', () => {
  const logWith = (head: object): never => ({ head: { file: 'relay', version: 3, ...head } }) as never;

  test('are remembered from start to start', async () => {
    const folder = await temporaryFolder();
    const first = [head({ boot: 'b7', lostUntil: before, earlierLosses: [500] }), said];
    await writeFile(path.join(folder, 'relay.lines'), Buffer.concat(first));
    for (let starts = 0; starts < 2; starts++) {
      const store = await openStore(folder, options());
      await store.close();
      expect(store.earlierLosses).toEqual([500, before]);
    }
  });

  test('are none where nothing more is lost, nothing was, or nobody knows', () => {
    expect(earlierLosses(logWith({ lostUntil: 900, earlierLosses: [500] }), 900)).toEqual([500]);
    expect(earlierLosses(logWith({ lostUntil: 0 }), 900)).toEqual([]);
    expect(earlierLosses(logWith({ lostUntil: 'x', earlierLosses: ['y', null, 901, 5] }), 900)).toEqual([5]);
    expect(earlierLosses(undefined, 900)).toEqual([]);
  });

  test.each([maxEarlierLosses, maxEarlierLosses + 1])('are the latest ones of %i', count => {
    const times = Array.from({ length: count }, (_, at) => at + 1);
    const known = earlierLosses(logWith({ lostUntil: 900, earlierLosses: times.slice(0, -1) }), 1_000);
    expect(known).toEqual([...times.slice(0, -1), 900].slice(-maxEarlierLosses));
  });
});
