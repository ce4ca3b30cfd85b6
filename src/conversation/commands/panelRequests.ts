import { visibleName } from '../../chat/visible.ts';
import type { ServerView } from '../connections/serverView.ts';
import type { ChatRequest, Input } from '../input.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';
import { mute } from './attentionCommands.ts';
import { CommandTarget } from './commandTarget.ts';
import { joinRoom } from './connectCommands.ts';
import { largestRooms, listText } from './roomList.ts';
import { whisper } from './talkCommands.ts';

/** People whom the page can choose from for a private chat; others are found by typing their nick. */
export const maxChoosablePeople = 2_000;

type PanelRequest = Extract<ChatRequest, { type: 'wantPlaces' | 'joinRoom' | 'openChat' | 'mute' }>;

/** Does what the page's lists and menus ask for. */
export function takePanelRequest(request: PanelRequest, tab: Tab, chat: WindowChat): void {
  const target = new CommandTarget(chat, tab, '');
  const { connection } = tab;
  const client = connection?.client;
  if (connection === undefined || client === undefined) {
    target.note(target.t('Not connected. Use /host or /join first.'), 'warning');
    return;
  }
  switch (request.type) {
    case 'wantPlaces':
      return offerPlaces(tab, chat);
    case 'joinRoom':
      return joinRoom(request.room, target, connection);
    case 'openChat':
      return whisper(nickCalled(request.nick, target, client), '', target, client);
    case 'mute':
      return mute(nickCalled(request.nick, target, client), target, request.on);
  }
}

/** Tells the page whom there is to talk with, and asks the server for its rooms. */
function offerPlaces(tab: Tab, chat: WindowChat): void {
  if (tab.connection?.isUp !== true) return;
  postPlaces([], tab, chat);
  chat.ask(tab.connection, { type: 'list', tab: tab.id, shownAs: 'choice' });
}

/** The rooms of a server: for a note, or for the page to choose from. */
export function takeList(
  { rooms, shownAs }: Extract<Input, { type: 'listed' }>,
  tab: Tab,
  chat: WindowChat,
): void {
  if (shownAs === 'note') chat.note(listText(rooms, chat.t), 'answer', tab);
  else postPlaces(largestRooms(rooms), tab, chat);
}

function postPlaces(rooms: ReturnType<typeof largestRooms>, tab: Tab, chat: WindowChat): void {
  const client = tab.connection?.client;
  const members = (client?.rooms ?? []).flatMap(room => client?.members(room) ?? []);
  const people = [...new Set(members)].filter(nick => nick !== client?.nick).sort();
  chat.page.post({ type: 'places', tab: tab.id, rooms, people: people.slice(0, maxChoosablePeople) });
}

/** Lines show some nicks otherwise than they are; who is muted may be gone by now. */
function nickCalled(name: string, { tab, chat, connection }: CommandTarget, client: ServerView): string {
  const here = tab.kind === 'private' ? [tab.target] : client.members(tab.target);
  const known = connection ? [...here, ...chat.attention.muted.nicks(connection)] : here;
  if (known.includes(name)) return name;
  return known.find(nick => visibleName(nick) === name) ?? name;
}
