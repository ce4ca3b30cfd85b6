import type { HistoricEvent } from '../../chat/event.ts';
import type { HistoryPage } from './historyRequests.ts';

type Gap = Extract<HistoricEvent, { type: 'gap' }>;

/** Up to when all is known of a room or private chat, and since when nothing is lost. */
interface Known {
  readonly target: string;
  known: number | undefined;
  wholeSince: number | undefined;
}

/** @param to the end, which does not come before the beginning */
export function gapBetween(target: string, from: number, to: number): Gap {
  return { type: 'gap', target, at: from, from, to: Math.max(from, to) };
}

/**
 * The events of a page, with a gap in its place where the server says that it has lost something which we have not
 * heard: from the last that is known before that time up to it.
 */
export function withGap(about: Known, { events, keptSince }: HistoryPage): readonly HistoricEvent[] {
  if (keptSince === undefined) return events;
  about.wholeSince = Math.max(about.wholeSince ?? 0, keptSince);
  if (about.known === undefined || about.known >= keptSince) return events;
  const next = events.findIndex(event => event.type === 'message' && event.at > keptSince);
  const older = next < 0 ? events : events.slice(0, next);
  const times = older.flatMap(event => (event.type === 'message' ? [event.at] : []));
  const gap = gapBetween(about.target, Math.max(about.known, ...times), keptSince);
  about.known = keptSince;
  return [...older, gap, ...events.slice(older.length)];
}
