import { describe, expect, test } from 'vitest';
import { asChannel, asVisitor } from '../../../src/relay/data/savedShapes.ts';
import type { SavedState } from '../../../src/relay/data/relayStore.ts';
import { annKey, emptyState, fullChannel, keep, options, openFolder } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const visitor = { key: annKey, group: '2001:db8:0:1::/64', firstSeen: 1, lastSeen: 2, cameBack: true };
const moved = { ...visitor, key: 'b'.repeat(64), lastGroup: '192.0.2.1' };
const mask = { mask: 'ann!*@*', by: 'ann', at: 7, key: annKey };
const channel = { ...fullChannel, owner: annKey, lists: { b: [mask], e: [], I: [] } };

describe('who has been here and what is theirs', () => {
  test('comes back from a data folder as it was', async () => {
    const folder = await temporaryFolder();
    const state: SavedState = { ...emptyState, visitors: [visitor, moved], channels: [channel] };
    const data = await openFolder(folder, options());
    keep(data.store, state);
    await data.close();
    const again = await openFolder(folder, options());
    expect(again.store.state).toEqual(state);
    await again.close();
  });

  test.each([
    { ...visitor, key: 'short' },
    { ...visitor, group: 'a b' },
    { ...visitor, group: 'x'.repeat(301) },
    { ...visitor, lastGroup: 'a b' },
    { ...visitor, firstSeen: -1 },
    { ...visitor, lastSeen: '2' },
    { ...visitor, cameBack: 1 },
    {},
  ])('is ignored where it makes no sense: %j', damaged => {
    expect(asVisitor(damaged)).toBeUndefined();
  });

  test.each([
    { ...channel, owner: 'short' },
    { ...channel, lists: { ...channel.lists, b: [{ ...mask, key: 'short' }] } },
  ])('is ignored where a channel makes no sense: %j', damaged => {
    expect(asChannel(damaged)).toBeUndefined();
    expect(asChannel(channel)).toEqual(channel);
  });
});
