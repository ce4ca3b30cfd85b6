import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { CurrentLog } from '../../../src/relay/data/log/currentLog.ts';
import { sizeOf } from '../../../src/relay/history/entry.ts';
import { toSaved } from '../../../src/relay/history/savedEvents.ts';
import { keyed, keyNumber } from '../../support/crowd.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { openFolder, options } from './samples.ts';

const people = 30;
const rounds = 60;

/** Waits until the log has done what it had begun: on a busy machine that takes its time. */
async function tended(
  log: readonly { readonly mock: { readonly results: readonly { value: unknown }[] } }[],
): Promise<void> {
  const all = (): unknown[] => log.flatMap(({ mock }) => mock.results.map(({ value }) => value));
  for (let seen = -1; seen < all().length;) {
    seen = all().length;
    await Promise.all(all());
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** What all files of a folder take. */
async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(folder))
    // It may have taken another's place by now.
    sum += (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
  return sum;
}

/** Whatever one may change that is kept, each time otherwise. */
function changes(number: number, round: number): string[] {
  const room = `#own${number}`;
  return [
    ...[
      `TOPIC ${room} :${'x'.repeat(250)}${round}`,
      `METADATA ${room} SET k${round % 20} :${'y'.repeat(200)}`,
    ],
    ...[`MODE ${room} +b bad${round}!*@*`, `MODE ${room} ${round % 2 === 0 ? '+' : '-'}s`],
    ...[
      `MARKREAD #room${round} timestamp=${new Date(round * 1000).toISOString()}`,
      `NICK n${number}x${round}`,
    ],
    ...[`INVITE n0x0 ${room}`, `PRIVMSG ${room} :${'z'.repeat(300)}`],
  ];
}

describe('a data folder', () => {
  test('stays below its total though many keys change all that they may, again and again', async () => {
    const folder = await temporaryFolder();
    using sync = vi.spyOn(CurrentLog.prototype, 'sync');
    using replace = vi.spyOn(CurrentLog.prototype, 'replace');
    const limits = {
      ...{ compactLogBytes: 200_000, ownedNicks: 100, readMarkers: 200, maxChannels: 40 },
      ...{ historyMessages: 5, floodBurst: 1e6, deliveryBurst: 1e9, newKeysAtOnce: people },
    };
    const given = options();
    const data = await openFolder(folder, { ...given, limits: { ...defaultLimits, ...limits } });
    const bench = new TestRelay({ store: data.store, limits });
    const crowd = [];
    for (let number = 0; number < people; number++) {
      const room = `#own${number}`;
      const capabilities = 'draft/metadata-2 draft/read-marker batch';
      crowd.push(
        await bench.join(`n${number}`, { room, capabilities, peer: keyed(number, `192.0.2.${number}`) }),
      );
    }
    let [most, written, before, fastest] = [0, 0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      const atFirst = await bytesIn(folder);
      for (const [number, one] of crowd.entries()) await one.ask(...changes(number, round));
      fastest = Math.max(fastest, (await bytesIn(folder)) - atFirst);
      given.clock.advance(1000);
      for (let turn = 0; turn < 20; turn++) {
        await new Promise(resolve => setImmediate(resolve));
        const bytes = await bytesIn(folder);
        written += Math.max(0, bytes - before);
        before = bytes;
        most = Math.max(most, bytes);
      }
      await tended([sync, replace]);
    }
    await data.close();
    // A start writes what counts, and nothing else.
    const again = await openFolder(folder, options());
    const counted = await bytesIn(folder);
    await again.close();
    const total = 2 * Math.max(counted, limits.compactLogBytes) + counted + fastest;
    expect(written).toBeGreaterThan(3 * total);
    expect(most).toBeLessThan(total);
  });

  test.each([
    ['control characters', '\u0001'],
    ['letters of three bytes', '\u4e2d'],
    ['surrogates', '\u{1f30d}'],
    ['quotes', '"'],
  ])('takes for what is said at most three times what it takes of memory: %s', (_, letter) => {
    const text = letter.repeat(400);
    const common = {
      source: `${'n'.repeat(30)}!u@h`,
      time: 8.64e15,
      msgid: 'x'.repeat(40),
      account: keyNumber(1),
    };
    const clientTags = new Map([['+a', text]]);
    const [short, long] = [1, 400].map(length => ({
      ...common,
      command: 'PRIVMSG',
      params: ['#chat', letter.repeat(length)],
      ...(length > 1 && { clientTags }),
    }));
    for (const entry of [short!, long!]) {
      const bytes = Buffer.byteLength(JSON.stringify({ type: 'event', event: toSaved('#chat', entry) }));
      expect(bytes).toBeLessThanOrEqual(3 * sizeOf(entry));
    }
  });
});
