import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { type DataFolder, openDataFolder } from '../../../src/relay/data/dataFolder.ts';
import type { SavedState } from '../../../src/relay/data/relayStore.ts';
import type { FakeClock } from '../../support/fakeClock.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { keep, options } from './samples.ts';

const capabilities = 'draft/read-marker draft/chathistory batch';
const keyed = (letter: string): { address: string; key: string } => ({
  address: '192.0.2.1',
  key: letter.repeat(64),
});

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

interface Bench {
  readonly bench: TestRelay;
  readonly data: DataFolder;
  /** Of the disk: the relay's stands still. */
  readonly clock: FakeClock;
}

/** A relay with this folder. */
async function relay(): Promise<Bench> {
  const given = options();
  const data = await openDataFolder(folder, given);
  return { bench: new TestRelay({ store: data }), data, clock: given.clock };
}

const log = (): string => path.join(folder, 'relay.lines');

describe('a relay with much state on the disk', () => {
  const masks = Array.from({ length: 99 }, (_, at) => ({ mask: `bad${at}!*@*`, by: 'ann!a@h', at: 1 }));
  const much: SavedState = {
    visitors: [],
    owners: [],
    channels: Array.from({ length: 30 }, (_, at) => ({
      name: `#room${at}`,
      createdAt: 1,
      modes: '+n',
      lists: { b: masks, e: [], I: [] },
      operatorKeys: ['a'.repeat(64)],
      metadata: {},
    })),
    losses: [],
    readMarkers: Array.from({ length: 2000 }, (_, at) => ({
      account: (at % 100).toString(16).padStart(64, '0'),
      target: `#room${Math.floor(at / 100)}`,
      at: 1,
    })),
  };
  const size = async (): Promise<number> => (await stat(log())).size;

  beforeEach(async () => {
    const data = await openDataFolder(folder, options());
    keep(data, much);
    await data.close();
  });

  test.each([
    ['a read marker', 'MARKREAD #room1 timestamp=', 400],
    ['a topic, the record of its channel', 'TOPIC #room1 :', 12_000],
    ['a ban, the record of its channel', 'MODE #room1 +b ', 12_000],
    ['a nick, its owners and a line of history', 'NICK ', 1500],
  ])('writes for %s, and nothing else', async (_, command, most) => {
    const { bench, data, clock } = await relay();
    const { ino } = await stat(log());
    const ann = await bench.join('ann', { room: '#room1', capabilities, peer: keyed('a') });
    const nowWritten = async (): Promise<number> => {
      const before = await size();
      const later = (): Promise<number> => {
        clock.advance(1000);
        return size();
      };
      await expect.poll(later, { timeout: 10_000 }).toBeGreaterThan(before);
      return (await size()) - before;
    };
    await nowWritten();
    for (let second = 0; second < 3; second++) {
      // Every half second.
      for (const half of [0, 500]) {
        const time = new Date(bench.clock.now() - 60_000 + 1000 * second + half).toISOString();
        await ann.ask(`${command}${command.endsWith('=') ? time : `x${second}${half}`}`);
      }
      expect(await nowWritten()).toBeLessThan(most);
    }
    expect(await size()).toBeGreaterThan(400_000);
    expect((await stat(log())).ino).toBe(ino);
    await data.close();
  });
});

describe('a relay that was killed', () => {
  test('does not give what was said in a room of nobody’s to who makes a room of that name when it has waited', async () => {
    const first = await relay();
    const ann = await first.bench.join('ann', { room: '#secret', capabilities });
    await ann.ask('PRIVMSG #secret :between us');
    first.clock.advance(1000);
    await expect.poll(() => readFile(log(), 'utf8').catch(() => '')).toContain('between us');
    const killed = await readFile(log());
    await first.data.close();
    await writeFile(log(), killed);
    for (let start = 0; start < 2; start++) {
      const { bench, data } = await relay();
      bench.clock.advance(defaultLimits.emptyRoomMs);
      const eve = await bench.join('eve', { room: '#secret', capabilities, peer: keyed('e') });
      const answer = await eve.ask('CHATHISTORY LATEST #secret * 50');
      expect(answer.join('\n')).not.toContain('between us');
      await data.close();
    }
  });
});
