import type { CurrentHolder } from '../people/holdings.ts';
import type { HistoryRing } from './ring.ts';

/** One history, and in whose share it counts: nobody's for that of the main room. */
export interface OwnedRing {
  readonly ring: HistoryRing;
  readonly holder: CurrentHolder | undefined;
}

/** What is to lose its oldest messages next. */
export interface Yielding {
  readonly ring: HistoryRing;
  /** It belongs to the newcomers who have most, and may give more than what is needed right now. */
  readonly isOfMost: boolean;
}

/** Parts of all history that one key that came back, and all such keys of one address group, may take once it is full. */
const keyPart = 1 / 8;
const groupPart = 1 / 2;

/**
 * Which histories lose their oldest messages when all together take too much, one after the other, each as the others
 * have become by then: that of a key that never came back, the biggest of the group that has most of those. What belongs
 * to others stays, unless one adds to it past a share of theirs, or nothing else is left.
 *
 * @param adding what has grown; it is one of `rings`
 * @param total what all may take, by `sizeOf`
 */
export function* givingWay(
  rings: Iterable<OwnedRing>,
  adding: HistoryRing,
  total: number,
): Generator<Yielding, never> {
  const all = [...rings];
  const holder = all.find(({ ring }) => ring === adding)?.holder;
  const own = all.filter(one => one.holder?.id === holder?.id);
  const isRegular = ({ holder: other }: OwnedRing): boolean => other?.isRegular !== false;
  const ofGroup = all.filter(one => one.holder?.group === holder?.group && isRegular(one));
  const newcomers = Map.groupBy(
    all.filter(one => !isRegular(one)),
    one => one.holder?.group,
  );
  const groups = Array.from(newcomers.values(), members => ({ members, bytes: bytesOf(members) }));
  for (;;) {
    const isPastShare =
      holder?.isRegular === true && (bytesOf(own) > total * keyPart || bytesOf(ofGroup) > total * groupPart);
    const most = isPastShare ? undefined : largest(groups, ({ bytes }) => bytes);
    const ring = biggest(most?.members ?? []) ?? biggest(own) ?? adding;
    const { bytes } = ring;
    yield { ring, isOfMost: most !== undefined };
    if (most !== undefined) most.bytes -= bytes - ring.bytes;
  }
}

function bytesOf(rings: readonly OwnedRing[]): number {
  return rings.reduce((sum, { ring }) => sum + ring.bytes, 0);
}

function biggest(rings: readonly OwnedRing[]): HistoryRing | undefined {
  return largest(rings, ({ ring }) => ring.bytes)?.ring;
}

/** The one of which there is most; none where there is nothing of any. */
function largest<T>(all: readonly T[], sizeOf: (one: T) => number): T | undefined {
  let most: T | undefined;
  let size = 0;
  for (const one of all) if (sizeOf(one) > size) [most, size] = [one, sizeOf(one)];
  return most;
}
