import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { encodeRecord } from '../../../src/relay/data/record.ts';
import type { SavedChannel, SavedKind, SavedState } from '../../../src/relay/data/relayStore.ts';
import { StoreLog } from '../../../src/relay/data/storeLog.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { annKey, emptyState, fullChannel, options, sourcesOf } from './samples.ts';

const sizeOf = (kind: SavedKind, value: object): number => encodeRecord({ type: 'put', kind, value }).length;

/** Of so many bytes, and as long as possible in the file: a quotation mark takes two there. */
const quotes = (bytes: number): string => '"'.repeat(bytes);
/** The same for nicks, which have no quotation marks. */
const slashes = (bytes: number): string => '\\'.repeat(bytes);

const { nickBytes, userBytes, channelBytes, topicBytes, maskBytes, maxListEntries } = defaultLimits;
const { metadataKeys, metadataKeyBytes, metadataValueBytes, maxOperatorKeys, channelKeyBytes } =
  defaultLimits;
const now = 9_999_999_999_999;
const by = `${slashes(nickBytes)}!${slashes(userBytes)}@${'f'.repeat(39)}`;

const largestChannel: SavedChannel = {
  name: `#${quotes(channelBytes - 1)}`,
  createdAt: now,
  topic: { text: quotes(topicBytes), by, at: now },
  modes: '+Cimnst',
  key: quotes(channelKeyBytes),
  limit: 999_999_999,
  lists: {
    b: Array.from({ length: maxListEntries }, () => ({ mask: quotes(maskBytes), by, at: now })),
    e: [],
    I: [],
  },
  operatorKeys: Array.from({ length: maxOperatorKeys }, () => annKey),
  metadata: Object.fromEntries(
    Array.from({ length: metadataKeys }, (_, number) => [
      String(number).padEnd(metadataKeyBytes, 'x'),
      quotes(metadataValueBytes),
    ]),
  ),
};

/** A log that has been told to keep a state, in this order; and what there is of it at the next start. */
async function kept(
  states: readonly SavedState[],
  limits: Parameters<typeof options>[0],
): Promise<{ state: SavedState; told: string[] }> {
  const file = path.join(await temporaryFolder(), 'relay.lines');
  const given = options(limits);
  const { log } = await StoreLog.open(file, given);
  for (const state of states) {
    log.pending.sources = sourcesOf(state);
    for (const { nick } of state.owners) log.pending.change('owners', nick);
    for (const { name } of state.channels) log.pending.change('channels', name.toLowerCase());
    log.pending.change('channels', '#gone');
    await log.write();
  }
  await log.close();
  const again = await StoreLog.open(file, options());
  await again.log.close();
  return { state: again.state, told: given.told };
}

describe('the state on the disk', () => {
  test('holds all that the limits let members have, in its longest form', () => {
    const owner = sizeOf('owners', { nick: slashes(nickBytes), key: annKey, at: now });
    const marker = sizeOf('readMarkers', {
      account: annKey,
      target: `#${quotes(channelBytes - 1)}`,
      at: now,
    });
    const { ownedNicks, maxChannels, savedChannelBytes, savedStateBytes } = defaultLimits;
    const group = 'f'.repeat(39);
    const value = { key: annKey, group, firstSeen: now, lastSeen: now, cameBack: false };
    const visitors = defaultLimits.knownKeys * sizeOf('visitors', value);
    const markers = defaultLimits.readMarkers;
    expect(sizeOf('channels', largestChannel)).toBeLessThanOrEqual(savedChannelBytes);
    const others = visitors + ownedNicks * owner + markers * marker;
    expect(others + maxChannels * savedChannelBytes).toBeLessThanOrEqual(savedStateBytes);
  });

  test('keeps a channel as it was when it becomes too large, says so once, and has it again when it is smaller', async () => {
    const size = sizeOf('channels', fullChannel);
    const larger = { ...fullChannel, key: 'sesames' };
    const state = (...channels: SavedChannel[]): SavedState => ({ ...emptyState, channels });
    const limits = { savedChannelBytes: size };
    expect(await kept([state(fullChannel)], limits)).toEqual({ state: state(fullChannel), told: [] });
    const other = { ...fullChannel, name: '#more' };
    const { state: left, told } = await kept(
      [state(fullChannel), state(larger), state(larger, other)],
      limits,
    );
    expect(left).toEqual(state(fullChannel, other));
    expect(told).toEqual([
      `#chat has more than ${size} bytes of bans, operators and metadata: remove some, its last changes are not kept`,
    ]);
    const smaller = { ...larger, limit: 1 };
    expect((await kept([state(fullChannel), state(larger), state(smaller)], limits)).state).toEqual(
      state(smaller),
    );
  });

  test.each([
    ['owners', (number: number) => ({ owners: [{ nick: `nick${number}`, key: annKey, at: 1 }] })],
    ['channels', (number: number) => ({ channels: [{ ...fullChannel, name: `#room${number}` }] })],
  ] as const)('that is full keeps what it has, refuses new %s, and says so once', async (kind, one) => {
    const states: SavedState[] = [1, 2, 3, 4].map(number => ({ ...emptyState, ...one(number) }));
    const size = sizeOf(kind, states[0]![kind][0]!);
    expect((await kept(states, { savedStateBytes: 4 * size })).told).toEqual([]);
    const { state, told } = await kept(states, { savedStateBytes: 4 * size - 1 });
    expect(state[kind]).toEqual(states.slice(0, 3).map(each => each[kind][0]));
    expect(told).toEqual([
      `owners, channels and read markers have more than ${4 * size - 1} bytes: end some channels, nothing new is kept`,
    ]);
  });

  test('that is full has room for a new thing when an old one has gone', async () => {
    const file = path.join(await temporaryFolder(), 'relay.lines');
    const [one, two] = ['#one', '#two'].map(name => ({ ...fullChannel, name })) as [
      SavedChannel,
      SavedChannel,
    ];
    const given = options({ savedStateBytes: sizeOf('channels', one) });
    const { log } = await StoreLog.open(file, given);
    for (const channels of [[one], [two]]) {
      log.pending.sources = sourcesOf({ ...emptyState, channels });
      for (const name of ['#one', '#two']) log.pending.change('channels', name);
      await log.write();
    }
    await log.close();
    expect(given.told).toEqual([]);
    expect((await readFile(file, 'utf8')).match(/"type":"remove"/g)).toHaveLength(1);
    expect((await StoreLog.open(file, options())).state.channels).toEqual([two]);
  });
});
