import type { Translate } from '../../chat/translate.ts';
import { visibleName, visibleWord } from '../../chat/visible.ts';
import type { RoomChoice } from '../../panel/protocol.ts';
import { cut } from '../attention/cut.ts';

/** Rooms that `/list` shows: those with the most people. */
export const maxShownRooms = 200;
/** Characters that are shown of a topic. */
const maxTopicLength = 120;
/** Characters of the column of names; longer ones make their own row wider. */
const nameWidth = 20;

/** The rooms of a server, those with the most people first. */
export function listText(rooms: readonly RoomChoice[], t: Translate): string {
  if (rooms.length === 0) return t('The server lists no rooms.');
  const most = largestRooms(rooms);
  const rows = most.map(({ name, people, topic }) => {
    const columns = [visibleName(name).padEnd(nameWidth), String(people).padStart(5)];
    return [...columns, '', cut(visibleWord(topic), maxTopicLength)].join(' ').trimEnd();
  });
  const left = rooms.length - most.length;
  return [t('Rooms on this server ({count}):', { count: rooms.length }), ...rows, ...andMore(left, t)].join(
    '\n',
  );
}

/** Those with the most people first, as many as are shown. */
export function largestRooms(rooms: readonly RoomChoice[]): readonly RoomChoice[] {
  return [...rooms].sort((one, other) => other.people - one.people).slice(0, maxShownRooms);
}

/** A line for what a list leaves out. */
export function andMore(count: number, t: Translate): string[] {
  return count > 0 ? [t('… and {count} more', { count })] : [];
}
