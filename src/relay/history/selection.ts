import type { Entry } from './entry.ts';
import { sizeOf } from './entry.ts';
import type { HistoryRing } from './ring.ts';

/** A point in history: a message, or a time in milliseconds since 1970. */
export type Selector = { readonly msgid: string } | { readonly time: number };

/** What one CHATHISTORY asks for. https://ircv3.net/specs/extensions/chathistory#subcommands */
export type Query =
  | { readonly type: 'before' | 'after' | 'around'; readonly from: Selector }
  | { readonly type: 'latest'; readonly from: Selector | undefined }
  | { readonly type: 'between'; readonly from: Selector; readonly to: Selector };

export interface SelectionLimits {
  /** The most entries to give. */
  readonly entries: number;
  /** What they may take together, by `sizeOf`; the first one is given in any case. */
  readonly bytes: number;
  /** Entries for which this is false are passed over, and do not count. */
  readonly isVisible: (entry: Entry) => boolean;
}

/** What a query is answered with. */
interface Selected {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** There are more that the query asks for than there was room for. */
  readonly hasMore: boolean;
}

/** Places from `start` up to `end`, which is not one of them. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The entries that answer a query.
 *
 * @returns undefined when a message that the query names is not here
 */
export function select(ring: HistoryRing, query: Query, limits: SelectionLimits): Selected | undefined {
  const from = query.from === undefined ? { start: 0, end: 0 } : locate(ring, query.from);
  if (from === undefined) return undefined;
  switch (query.type) {
    case 'before':
      return newest(ring, { start: 0, end: from.start }, limits);
    case 'after':
      return oldest(ring, { start: from.end, end: ring.size }, limits);
    case 'latest':
      return newest(ring, { start: from.end, end: ring.size }, limits);
    case 'around':
      return around(ring, from, limits);
    case 'between': {
      const to = locate(ring, query.to);
      return to && between(ring, { from, to }, limits);
    }
  }
}

/** The places that a selector stands for: none, where nothing was said at that very time. */
function locate(ring: HistoryRing, selector: Selector): Range | undefined {
  if ('msgid' in selector) {
    const index = ring.indexOf(selector.msgid);
    return index < 0 ? undefined : { start: index, end: index + 1 };
  }
  const { time } = selector;
  return { start: firstPlace(ring, at => at >= time), end: firstPlace(ring, at => at > time) };
}

function firstPlace(ring: HistoryRing, matches: (time: number) => boolean): number {
  for (let index = 0; index < ring.size; index++) if (matches(ring.at(index)?.time ?? 0)) return index;
  return ring.size;
}

/** Counted from the first point on, whichever of the two is older. */
function between(
  ring: HistoryRing,
  { from, to }: { readonly from: Range; readonly to: Range },
  limits: SelectionLimits,
): Selected {
  if (from.start <= to.start) return oldest(ring, { start: from.end, end: to.start }, limits);
  return newest(ring, { start: to.end, end: from.start }, limits);
}

/** The point itself in the middle, and more from one side where the other has too little. */
function around(ring: HistoryRing, from: Range, limits: SelectionLimits): Selected {
  const half = Math.floor((limits.entries - 1) / 2);
  const earlier = { start: 0, end: from.start };
  const some = newest(ring, earlier, { ...limits, entries: half, bytes: limits.bytes / 2 });
  const rest = limits.entries - some.entries.length;
  const after = oldest(ring, { start: from.start, end: ring.size }, { ...limits, entries: rest });
  const missing = limits.entries - after.entries.length;
  const before =
    some.entries.length >= missing
      ? some
      : newest(ring, earlier, { ...limits, entries: missing, bytes: limits.bytes / 2 });
  return { entries: [...before.entries, ...after.entries], hasMore: before.hasMore || after.hasMore };
}

function oldest(ring: HistoryRing, { start, end }: Range, limits: SelectionLimits): Selected {
  const taken = new Taken(limits);
  for (let index = start; index < end && !taken.hasMore; index++) taken.offer(ring.at(index));
  return taken;
}

function newest(ring: HistoryRing, { start, end }: Range, limits: SelectionLimits): Selected {
  const taken = new Taken(limits);
  for (let index = end - 1; index >= start && !taken.hasMore; index--) taken.offer(ring.at(index));
  taken.entries.reverse();
  return taken;
}

class Taken implements Selected {
  readonly entries: Entry[] = [];
  readonly #limits: SelectionLimits;
  #bytes = 0;
  /** One did not fit. What follows has to wait too: a gap in an answer could not be seen. */
  hasMore = false;

  constructor(limits: SelectionLimits) {
    this.#limits = limits;
  }

  offer(entry: Entry | undefined): void {
    const { entries: count, bytes, isVisible } = this.#limits;
    if (entry === undefined || !isVisible(entry)) return;
    this.#bytes += sizeOf(entry);
    this.hasMore = this.entries.length >= count || (this.#bytes > bytes && this.entries.length > 0);
    if (!this.hasMore) this.entries.push(entry);
  }
}
