import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { LogFile } from '../../../src/relay/data/log/logFile.ts';
import type { StoreLog } from '../../../src/relay/data/storeLog.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { fullState, options, sourcesOf } from './samples.ts';
import { type Given, logIn, ids, numbers, reopened, speaking } from './speaking.ts';

describe('a log that cannot be written', () => {
  /** The next attempt comes, and fails: another one is planned. */
  const tryInVain = async ({ clock }: Given): Promise<void> => {
    clock.advance(5000);
    // This one, and the one for what grows too old.
    await expect.poll(() => clock.waiting).toBe(2);
  };
  /** Time goes by until it is known whether the log is kept. */
  const untilKeeping = async ({ clock }: Given, store: StoreLog, isKeeping: boolean): Promise<void> => {
    clock.advance(isKeeping ? 5000 : 1000);
    await expect.poll(() => store.isKeeping).toBe(isKeeping);
  };
  const failed = expect.stringMatching(/^The disk cannot be written, what is said is not kept: /) as string;
  const works = 'The disk can be written again: what is said is kept.';

  test.each([
    ['was removed', (folder: string) => rm(logIn(folder))],
    [
      'was replaced by an older one',
      async (folder: string) => {
        await writeFile(`${logIn(folder)}-old`, await readFile(logIn(folder)));
        await rename(`${logIn(folder)}-old`, logIn(folder));
      },
    ],
  ])('because it %s says so, and is written again with all that the relay has', async (_, harm) => {
    const given = options();
    const { folder, store, say, said } = await speaking(given);
    const news: string[] = [];
    store.onKeeping(text => news.push(text));
    store.start({ sources: sourcesOf(fullState), history: () => said });
    for (const { nick } of fullState.owners) store.changed('owners', nick);
    say(1);
    await harm(folder);
    say(2);
    await untilKeeping(given, store, false);
    say(3);
    await untilKeeping(given, store, true);
    say(4);
    expect([given.told, news]).toEqual([
      [failed, works],
      [failed, works],
    ]);
    const { events, state } = await reopened(folder);
    expect([ids(events), state.owners]).toEqual([numbers(4), fullState.owners]);
    expect(await readdir(folder)).toEqual(['relay.lines']);
    await store.close();
  });

  test('is tried again and again, and reported once', async () => {
    const given = options();
    const { folder, store, say } = await speaking(given);
    say(1);
    // Whatever is in the way: here it is a folder.
    await mkdir(`${logIn(folder)}.tmp`);
    await rm(logIn(folder));
    await untilKeeping(given, store, false);
    for (let attempt = 0; attempt < 4; attempt++) {
      say(2 + attempt);
      await tryInVain(given);
    }
    expect(given.told).toEqual([failed]);
    await rmdir(`${logIn(folder)}.tmp`);
    await untilKeeping(given, store, true);
    expect(given.told).toEqual([failed, works]);
    await store.close();
    expect(ids((await reopened(folder)).events)).toEqual(numbers(5));
  });

  test('says at the next start that something may be missing, when the process ended meanwhile', async () => {
    const given = options();
    const { folder, store, say } = await speaking(given);
    say(1);
    await mkdir(`${logIn(folder)}.tmp`);
    await writeFile(`${logIn(folder)}.other`, '');
    await rename(`${logIn(folder)}.other`, logIn(folder));
    await untilKeeping(given, store, false);
    say(2);
    await rmdir(`${logIn(folder)}.tmp`);
    const later = options();
    later.clock.advance(60_000);
    const { mayHaveLostUntil } = await reopened(folder, later);
    expect(mayHaveLostUntil).toBe(later.clock.now());
    await store.close();
  });

  test.each([
    ['by its name', false, false],
    ['by its last record, where no name can be changed', true, false],
    ['at its end, where neither could be done before', true, true],
  ])('is known for it at the next start: %s', async (_, hasNoNames, isGone) => {
    const given = { ...options({ compactLogBytes: 1 }), key: randomBytes(32) };
    const { folder, store, say } = await speaking(given);
    for (let number = 1; number <= 20; number++) say(number);
    // Folders are in the way of what takes the log's place, and of its other name.
    const inTheWay = ['tmp', ...(hasNoNames ? ['stale'] : [])].map(end => `${logIn(folder)}.${end}`);
    for (const name of inTheWay) await mkdir(`${name}/x`, { recursive: true });
    const append = vi.spyOn(LogFile.prototype, 'append');
    if (isGone)
      append.mockImplementation(() => {
        throw new Error('the disk is gone');
      });
    await untilKeeping(given, store, false);
    append.mockRestore();
    say(21);
    await store.close();
    for (const name of inTheWay) await rm(name, { recursive: true });
    const later = { ...given, clock: new FakeClock(given.clock.now() + 60_000) };
    const { mayHaveLostUntil, events } = await reopened(folder, later);
    expect([ids(events), mayHaveLostUntil]).toEqual([numbers(20), later.clock.now()]);
  });

  test('at its beginning is tried later, with what was there', async () => {
    const { folder, store, say } = await speaking(options());
    say(1);
    await store.close();
    await mkdir(`${logIn(folder)}.tmp`);
    const given = options();
    const second = await speaking(given, folder);
    expect([second.store.isKeeping, ids(second.store.events)]).toEqual([false, ['m1']]);
    second.say(2);
    await rmdir(`${logIn(folder)}.tmp`);
    await untilKeeping(given, second.store, true);
    await second.store.close();
    expect(ids((await reopened(folder)).events)).toEqual(['m1', 'm2']);
  });

  test('until it is closed is written then, once', async () => {
    const given = options();
    const { folder, store, say } = await speaking(given);
    await rm(logIn(folder));
    given.clock.advance(1000);
    say(1);
    await untilKeeping(given, store, false);
    say(2);
    await store.close();
    const again = await reopened(folder);
    expect(ids(again.events)).toEqual(['m1', 'm2']);
  });
});
