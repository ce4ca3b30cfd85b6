import type { CurrentHolder } from '../people/holdings.ts';
import type { HistoryRing } from './ring.ts';

/** One history, and in whose share it counts: nobody's for that of the main room. */
export interface OwnedRing {
  readonly ring: HistoryRing;
  readonly holder: CurrentHolder | undefined;
}

/** Parts of all history that one key that came back, and all such keys of one address group, may take once it is full. */
const keyPart = 1 / 8;
const groupPart = 1 / 2;

/**
 * Which history loses its oldest messages when all together take too much: that of a key that never came back, the
 * biggest of the group that has most of those. What belongs to others stays, unless one adds to it past a share of
 * theirs, or nothing else is left.
 *
 * @param adding what has grown; it is one of `rings`
 * @param total what all may take, by `sizeOf`
 */
export function givingWay(rings: Iterable<OwnedRing>, adding: HistoryRing, total: number): HistoryRing {
  const all = [...rings];
  const holder = all.find(({ ring }) => ring === adding)?.holder;
  const own = all.filter(one => one.holder?.id === holder?.id);
  const isRegular = ({ holder: other }: OwnedRing): boolean => other?.isRegular !== false;
  const ofGroup = all.filter(one => one.holder?.group === holder?.group && isRegular(one));
  const isPastShare =
    holder?.isRegular === true && (bytesOf(own) > total * keyPart || bytesOf(ofGroup) > total * groupPart);
  const most = isPastShare ? [] : groupWithMost(all.filter(one => !isRegular(one)));
  return biggest(most)?.ring ?? biggest(own)?.ring ?? adding;
}

function groupWithMost(rings: readonly OwnedRing[]): OwnedRing[] {
  const groups = [...Map.groupBy(rings, ({ holder }) => holder?.group).values()];
  return groups.reduce((most, group) => (bytesOf(group) > bytesOf(most) ? group : most), []);
}

function bytesOf(rings: readonly OwnedRing[]): number {
  return rings.reduce((sum, { ring }) => sum + ring.bytes, 0);
}

function biggest(rings: readonly OwnedRing[]): OwnedRing | undefined {
  return rings.reduce<OwnedRing | undefined>(
    (most, one) => (one.ring.bytes > (most?.ring.bytes ?? 0) ? one : most),
    undefined,
  );
}
