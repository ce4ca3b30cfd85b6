import type { Translate } from '../../chat/translate.ts';
import { visibleName } from '../../chat/visible.ts';
import { andMore } from './roomList.ts';
import type { ServerView } from '../connections/serverView.ts';
import type { CommandTarget } from './commandTarget.ts';

/** People of a room that `/dir` names. */
export const maxShownPeople = 500;
/** Characters of the column of names; longer ones make their own row wider. */
const nameWidth = 20;
const directory = '<DIR>'.padEnd(8);

/** `/cd`: rooms and private chats are directories, the first of them is above the others. */
export function changeDirectory(rest: string, target: CommandTarget): void {
  const { t } = target;
  // As in cmd.exe a name may stand between quotes and before a slash.
  const name = rest.replace(/^"(.*)"$/, '$1').replace(/[\\/]+$/, '');
  if (rest === '' || name === '.') target.note(pathOf(target), 'answer');
  else if (name === '' || name === '..') showFirst(target);
  else if (!target.openTab(name) && !target.openTab(`#${name}`)) {
    const wayOut = t('/join enters a room, /msg opens a private chat.');
    target.note(`${t('The system cannot find the path specified.')}\n${wayOut}`, 'warning');
  }
}

/** Where the prompt says we are, without its `>`. */
function pathOf({ chat, tab }: CommandTarget): string {
  return chat.views.path(tab).replace(/>$/, '');
}

function showFirst({ chat }: CommandTarget): void {
  const [first] = chat.tabs.list;
  if (first !== undefined) chat.tabs.show(first);
}

/** Rooms and nicks of the tabs that are open on this server. */
function placesOf({ chat, connection }: CommandTarget): readonly string[] {
  const tabs = connection === undefined ? [] : chat.tabs.of(connection);
  return tabs.map(({ target }) => target).filter(target => target !== '');
}

/** `/dir`: rooms and private chats as directories, the people of a room as what is in it. */
export function directoryText(rest: string, target: CommandTarget): string {
  const { t } = target;
  const client = target.connection?.client;
  const path = pathOf(target);
  const room = rest === '' ? target.tab.target : roomCalled(rest, client);
  if (room === undefined) return t('File Not Found');
  const people = client?.isChannel(room) === true ? client.members(room) : [];
  const head = rest === '' ? path : path.replace(/[^\\]*$/, visibleName(room).toUpperCase());
  const directories = rest === '' ? placesOf(target) : [];
  return [
    t(' Volume in drive C is {name}', { name: 'PYCHAT' }),
    t(' Directory of {path}', { path: head }),
    '',
    ...directories.map(name => directoryRow(name, client, t)),
    ...people.slice(0, maxShownPeople).map(nick => ' '.repeat(directory.length) + visibleName(nick)),
    ...andMore(people.length - maxShownPeople, t),
    ...(rest === '' ? [countRow(directories.length, t('room(s) and private chat(s)'))] : []),
    countRow(people.length, t('person(s)')),
  ].join('\n');
}

function roomCalled(name: string, client: ServerView | undefined): string | undefined {
  return client?.rooms.find(room =>
    [name, `#${name}`].some(other => client.fold(other) === client.fold(room)),
  );
}

function directoryRow(name: string, client: ServerView | undefined, t: Translate): string {
  const shown = directory + visibleName(name);
  if (client?.isChannel(name) !== true) return shown;
  const people = client.members(name).length;
  const count = people === 1 ? t('1 person') : t('{count} people', { count: people });
  return `${shown.padEnd(directory.length + nameWidth)} ${count}`;
}

function countRow(count: number, what: string): string {
  return `${String(count).padStart(10)} ${what}`;
}
