import type { HistoryEvent } from '../../chat/event.ts';
import { type Line, type NoteLine, noteLine } from '../../chat/line.ts';
import type { Connection } from '../connections/connection.ts';
import type { Tab } from '../tabs/tab.ts';
import { isConfirmed } from '../tabs/unread.ts';
import type { WindowChat } from '../windowChat.ts';
import { lastTimeOf } from './merge.ts';

type Gap = Extract<HistoryEvent['events'][number], { type: 'gap' }>;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * How a gap in what was said somewhere reads in its tab. Where lines of that time stand there already, which were heard one
 * after the other, something may be missing before the first of them and behind the last.
 */
export function gapLines(gap: Gap, tab: Tab, chat: WindowChat): readonly NoteLine[] {
  const isInside = (line: Line): boolean =>
    line.kind === 'message' && isConfirmed(line) && line.at > gap.from && line.at <= gap.to;
  const inside = tab.scrollback.lines.filter(isInside);
  const [first] = inside;
  const last = inside.at(-1);
  const isWhole = first === undefined || last === undefined || gap.restartAt !== undefined;
  if (isWhole) return [gapLine(gap, chat)];
  const before = gapLine({ ...gap, to: first.at }, chat);
  const from = lastTimeOf(last);
  return from < gap.to ? [before, gapLine({ ...gap, at: from, from }, chat)] : [before];
}

function gapLine(gap: Gap, chat: WindowChat): NoteLine {
  const words = chat.t('What was said here between {from} and {to} may be missing.', timesOf(gap, chat));
  const isRestart = gap.restartAt !== undefined;
  return { ...noteLine(words, gap.at, 'warning'), upTo: gap.to, ...(isRestart && { isRestart }) };
}

/**
 * Private messages may be missing, nobody knows whose, or in a chat that has no tab: said once for that time, where the
 * server is spoken of.
 */
export function takeGap(gap: Gap, connection: Connection, chat: WindowChat): void {
  const { tabs, t } = chat;
  const { from, to, restartAt } = connection.toldGap;
  const isWithin = gap.restartAt === undefined && from <= gap.from && gap.to <= to;
  if (isWithin || (gap.restartAt !== undefined && gap.restartAt === restartAt)) return;
  connection.toldGap = gap;
  const server = tabs.of(connection).find(({ kind }) => kind === 'server');
  const tab = server ?? tabs.find(connection, connection.room) ?? tabs.server(connection);
  const words = t('Private messages to you between {from} and {to} may be missing.', timesOf(gap, chat));
  chat.note(words, 'warning', tab);
}

/** Days are said where the times are not of the last one. */
function timesOf({ from, to }: Gap, { options, clock }: WindowChat): { from: string; to: string } {
  const isRecent = Math.abs(clock.now() - from) < dayMs;
  const format = new Intl.DateTimeFormat(options.language, {
    timeStyle: 'medium',
    ...(!isRecent && { dateStyle: 'short' }),
  });
  return { from: format.format(from), to: format.format(to) };
}
