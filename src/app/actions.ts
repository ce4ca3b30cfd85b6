import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { unlinked, visibleName } from '../chat/visible.ts';
import type { TalkPlace } from '../conversation/effect.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { WindowStatus } from '../conversation/connections/status.ts';
import { placeItem } from './code/askDestination.ts';
import { t } from './words.ts';

interface Action extends QuickPickItem {
  readonly run?: () => unknown;
}

/** What the menu looks at and changes. */
type ShownChat = Pick<Conversation, 'places' | 'peopleIn' | 'take'>;

/** Offers what can be done in the window's present state, as the click on the status bar item does. */
export async function chooseAction(status: WindowStatus, chat: ShownChat): Promise<void> {
  const actions = status.isConnected ? connectedActions(status, chat) : idleActions();
  const picked = await window.showQuickPick(actions, { placeHolder: t('PyChat: what next?') });
  await picked?.run?.();
}

function action(icon: string, label: string, command: string, ...args: readonly unknown[]): Action {
  return { label: `$(${icon}) ${label}`, run: () => commands.executeCommand(command, ...args) };
}

const host = (): Action => action('broadcast', t('Host Chat'), 'pychat.host');
const join = (): Action => action('plug', t('Join Chat'), 'pychat.join');
const show = (): Action => action('terminal-cmd', t('Show Chat'), 'pychat.show');
const settings = (): Action => action('gear', t('Settings'), 'pychat.settings');
const log = (): Action => action('output', t('Show Log'), 'pychat.showLog');

function idleActions(): Action[] {
  return [host(), join(), show(), settings(), log()];
}

function connectedActions(status: WindowStatus, chat: ShownChat): Action[] {
  const { isHosting, invite, doNotDisturb } = status;
  const { places } = chat;
  const room = places.find(({ kind }) => kind === 'room');
  const quiet = doNotDisturb ? t('End Do Not Disturb') : t('Do Not Disturb');
  return [
    show(),
    ...withTitle(
      t('Rooms and private chats'),
      places.map(place => placeAction(place, chat)),
    ),
    ...withTitle(t('Actions'), [
      ...(room ? [peopleAction(room, chat)] : []),
      ...(places.length > 0 ? [action('file-add', t('Send File…'), 'pychat.sendFile')] : []),
      ...(invite === '' ? [] : [action('person-add', t('Copy Invite'), 'pychat.copyInvite')]),
      {
        label: `$(${doNotDisturb ? 'bell' : 'bell-slash'}) ${quiet}`,
        run: () => chat.take({ type: 'doNotDisturb', on: !doNotDisturb }),
      },
      join(),
      ...(isHosting ? [] : [host()]),
      settings(),
      log(),
      leaveAction(status),
    ]),
  ];
}

function withTitle(title: string, actions: readonly Action[]): Action[] {
  const separator = { label: title, kind: QuickPickItemKind.Separator };
  return actions.length === 0 ? [] : [separator, ...actions];
}

function placeAction(place: TalkPlace, chat: ShownChat): Action {
  const { label, description } = placeItem(place);
  const { unread, mentions, tab } = place;
  const news = [
    description,
    ...(unread > 0 ? [t('{count} new', { count: unread })] : []),
    ...(mentions > 0 ? [t('Mentions: {count}', { count: mentions })] : []),
  ];
  return { label, description: news.join(', '), run: () => chat.take({ type: 'showTab', tab }) };
}

function peopleAction(room: TalkPlace, chat: ShownChat): Action {
  const label = t('People in {room}…', { room: unlinked(room.title) });
  return { label: `$(organization) ${label}`, run: () => choosePerson(room, chat) };
}

/** Shows who is there; the one that is picked is talked to in private. */
async function choosePerson({ tab, title }: TalkPlace, chat: ShownChat): Promise<void> {
  const items = chat
    .peopleIn(tab)
    .toSorted((one, other) => one.localeCompare(other))
    .map(nick => ({ label: `$(account) ${unlinked(visibleName(nick))}`, nick }));
  if (items.length === 0)
    return void window.showInformationMessage(t('Nobody else is in {room}.', { room: unlinked(title) }));
  const placeHolder = t('Start a private chat with whom?');
  const picked = await window.showQuickPick(items, { placeHolder });
  if (picked) chat.take({ type: 'showPrivate', tab, nick: picked.nick });
}

/** With several connections it is to be seen which of them is left. */
function leaveAction({ state }: WindowStatus): Action {
  const leave = action('debug-disconnect', t('Leave Chat'), 'pychat.leave');
  if (!('place' in state)) return leave;
  const { room, address } = state.place;
  return { ...leave, description: unlinked(`${visibleName(room)} ${address}`) };
}
