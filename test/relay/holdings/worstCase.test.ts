import { describe, expect, test } from 'vitest';
import { defaultLimits as limits } from '../../../src/relay/core/limits.ts';
import type { SavedChannel, SavedKinds } from '../../../src/relay/data/relayStore.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import { keyed, keyNumber } from '../../support/crowd.ts';
import { TestRelay } from '../../support/testRelay.ts';

const key = 'f'.repeat(64);
const at = 8.64e15;
/** What one record has besides the value, generously: a checksum, its kind, its key. */
const recordBytes = 150;

/** The most bytes that each kind of thing may take. What takes two bytes in JSON is in none of their names. */
const biggest: { readonly [Kind in keyof SavedKinds]: { readonly count: number; readonly bytes: number } } = {
  visitors: {
    count: limits.knownKeys,
    bytes: bytesOf({
      key,
      group: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      lastGroup: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      firstSeen: at,
      lastSeen: at,
      cameBack: false,
    }),
  },
  owners: { count: limits.ownedNicks, bytes: bytesOf({ nick: '\\'.repeat(limits.nickBytes), key, at }) },
  channels: { count: limits.maxChannels, bytes: bytesOf(emptyChannel()) + limits.channelStateBytes },
  readMarkers: {
    count: limits.readMarkers,
    bytes: bytesOf({ account: key, target: `#${'"'.repeat(limits.channelBytes - 1)}`, at }),
  },
  // Those of gone histories, and those of the ones that are there.
  losses: {
    count: 2 * limits.goneHistories + limits.goneAccounts + limits.maxChannels + limits.privateTalks,
    bytes: bytesOf({ target: `${key} ${key}`, until: at }),
  },
};

/** One whose lists, operators and metadata are counted apart. */
function emptyChannel(): SavedChannel {
  const by = `${'\\'.repeat(limits.nickBytes)}!${'x'.repeat(limits.userBytes)}@${'f'.repeat(45)}`;
  return {
    name: `#${'"'.repeat(limits.channelBytes - 1)}`,
    createdAt: at,
    owner: key,
    topic: { text: '\u0001'.repeat(limits.topicBytes), by, at },
    modes: `+${'x'.repeat(52)}`,
    key: '"'.repeat(limits.channelKeyBytes),
    limit: 1e9,
    lists: { b: [], e: [], I: [] },
    operatorKeys: [],
    metadata: {},
  };
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value)) + recordBytes;
}

/** What docs/relay.md says of it. */
const statedBytes = 96 * 1024 * 1024;

describe('the state on disk', () => {
  test('stays below its limit whatever members do', () => {
    const total = Object.values(biggest).reduce((sum, { count, bytes }) => sum + count * bytes, 0);
    expect(total).toBeLessThan(statedBytes);
  });

  test.each([
    [
      'bans',
      (number: number) => `MODE #a +b ${String(number).padStart(3, '0')}${'"'.repeat(140)}!*@*`,
      ' 478 ',
    ],
    ['operators', (number: number) => `MODE #a +o z:${keyNumber(number)}`, ' 478 '],
    [
      'metadata',
      (number: number) => `METADATA #a SET key${number} :${'\u0001'.repeat(limits.metadataValueBytes)}`,
      ' LIMIT_REACHED ',
    ],
  ])('holds of one channel no more %s than its share, of whatever kind', async (_, lineOf, refusal) => {
    const store = new MemoryStore();
    const bench = new TestRelay({
      store,
      limits: { maxListEntries: 1e6, maxOperatorKeys: 1e6, metadataKeys: 1e6 },
    });
    const ann = await bench.join('ann', {
      room: '#a',
      peer: keyed(1, '192.0.2.1'),
      capabilities: 'draft/metadata-2 batch',
    });
    let answer = '';
    for (let number = 0; number < 1000 && !answer.includes(refusal); number++)
      answer = (await ann.ask(lineOf(number))).join('\n');
    expect(answer).toContain(refusal);
    const { lists, operatorKeys, metadata } = store.saved('channels', '#a')!;
    const size = Buffer.byteLength(JSON.stringify({ lists, operatorKeys, metadata }));
    expect(size).toBeLessThanOrEqual(limits.channelStateBytes + 100);
    expect(size).toBeGreaterThan(limits.channelStateBytes - 3000);
  });
});
