import type { HistoricEvent } from '../../chat/event.ts';
import { serverTimeOf } from '../reading/serverTime.ts';
import type { HistoryPage } from './historyRequests.ts';
import { knownUpTo, type Mark } from './marks.ts';

type Gap = Extract<HistoricEvent, { type: 'gap' }>;

/** Up to when all is known of a room or private chat, and since when nothing is lost. */
interface Known {
  readonly target: string;
  known: number | undefined;
  wholeSince: number | undefined;
}

/** A server may cut times to whole seconds. */
const secondMs = 1_000;

/** @param to the end, which does not come before the beginning */
export function gapBetween(target: string, from: number, to: number): Gap {
  return { type: 'gap', target, at: from, from, to: Math.max(from, to) };
}

/**
 * The events of a page, with gaps in their places where the server says that it has lost something which we have not
 * heard: each from the last that is known before that time up to it.
 *
 * @param isLast nothing that is older than the time of a loss is still to come
 */
export function withGaps(about: Known, page: HistoryPage, isLast = true): readonly HistoricEvent[] {
  const { events, losses = [] } = page;
  let told = events;
  for (const loss of losses) {
    about.wholeSince = Math.max(about.wholeSince ?? 0, loss);
    const isNext = (event: HistoricEvent): boolean => event.type === 'message' && event.at > loss;
    if (about.known === undefined || about.known >= loss || !(isLast || told.some(isNext))) continue;
    told = withGap(about.target, told, { from: about.known, to: loss });
    about.known = loss;
  }
  return told;
}

function withGap(
  target: string,
  events: readonly HistoricEvent[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly HistoricEvent[] {
  const next = events.findIndex(event => event.type === 'message' && event.at > to);
  const older = next < 0 ? events : events.slice(0, next);
  const times = older.flatMap(event => (event.type === 'message' ? [event.at] : []));
  return [...older, gapBetween(target, Math.max(from, ...times), to), ...events.slice(older.length)];
}

/**
 * Whether a page goes back to what is known: the last message of that is in it, or a line from before. What we heard since
 * then does not count. Within a second a name decides, where there is one.
 */
export function reachesBackTo({ messages }: HistoryPage, known: Mark | undefined): boolean {
  if (known === undefined) return false;
  const { msgid } = known;
  const before = knownUpTo(known) + (msgid === '' ? secondMs : -secondMs);
  return messages.some(
    line => (msgid !== '' && line.tags.get('msgid') === msgid) || (serverTimeOf(line) ?? Infinity) < before,
  );
}
