import { shownText } from '../chat/lineText.ts';
import { visibleText } from '../chat/visible.ts';
import { assertNever } from '../common/assertNever.ts';
import type { PanelAction } from '../panel/protocol.ts';
import { addressed } from './lines/addressed.ts';
import { takePanelRequest } from './commands/panelRequests.ts';
import { runSlashCommand, withoutEscape } from './commands/slashCommands.ts';
import { closeTab, enterRoom } from './connections/connectionStates.ts';
import type { ChatRequest, OlderLines } from './input.ts';
import { takeOlder } from './lines/messages.ts';
import { takeBack } from './lines/takeBack.ts';
import { sendFromQueue } from './queue/resume.ts';
import type { Tab } from './tabs/tab.ts';
import type { WindowChat } from './windowChat.ts';

type InTab = Extract<ChatRequest, { tab: string }>;
type Of<Type extends ChatRequest['type']> = Extract<ChatRequest, { type: Type }>;

/** Does what the page asks for. What names a tab or a line that is gone by now has no effect. */
export function takeRequest(request: ChatRequest, chat: WindowChat): void {
  switch (request.type) {
    case 'ready':
      return chat.page.ready();
    case 'action':
      return act(request.action, chat);
    case 'kept':
      return void (chat.page.kept = request.kept);
    default: {
      const tab = chat.tabs.get(request.tab);
      if (tab !== undefined) takeInTab(request, tab, chat);
      else if (request.type === 'submit') submitElsewhere(request, chat);
    }
  }
}

/** What somebody has written is not lost with the tab it was for, and said nowhere but where that one went on. */
function submitElsewhere({ tab, text }: Of<'submit'>, chat: WindowChat): void {
  if (tab === chat.tabs.start.id) submit(chat.tabs.active, text, undefined, chat);
  else chat.note(visibleText(text), 'warning');
}

function takeInTab(request: InTab, tab: Tab, chat: WindowChat): void {
  switch (request.type) {
    case 'submit':
      return submit(tab, request.text, request.answers, chat);
    case 'openTab':
      return chat.tabs.show(tab);
    case 'closeTab':
      return closeTab(tab, '', chat);
    case 'moveTab':
      return chat.tabs.move(tab, request.to);
    case 'typing':
      return typing(request, tab, chat);
    case 'wantPlaces':
    case 'joinRoom':
    case 'openChat':
    case 'mute':
      return takePanelRequest(request, tab, chat);
    case 'seen':
      return seen(tab, request.id, chat);
    case 'reading':
      return void (chat.page.reading = { tab: tab.id, line: request.line });
    case 'older':
      return askOlder(tab, chat);
    case 'react':
      return react(request, tab, chat);
    case 'redact':
      return takeBack(request.id, tab, chat);
    case 'sendAgain':
      return sendAgain(request, tab, chat);
    case 'code':
      return code(request, tab, chat);
    case 'file':
      return file(request, tab, chat);
    case 'dropped':
      return dropped(request, tab, chat);
    default:
      assertNever(request);
  }
}

/** Says what was typed, or does it when it is a slash command. @param answers the line that it answers */
function submit(tab: Tab, text: string, answers: string | undefined, chat: WindowChat): void {
  if (text.trim() === '' || runSlashCommand(text, tab, chat)) return;
  say(tab, withoutEscape(text), { answers }, chat);
}

interface SayOptions {
  /** The line that it answers. */
  readonly answers?: string | undefined;
  /** The id of its own line; made where it is not given. */
  readonly id?: string;
}

/** Says something in a tab. */
export function say(tab: Tab, text: string, { answers, id }: SayOptions, chat: WindowChat): void {
  const { connection, target } = tab;
  if (connection?.client === undefined) {
    chat.note(chat.t('Not connected. Use /host or /join first.'), 'warning', tab);
    return;
  }
  if (target === '') {
    chat.note(
      chat.t('This tab is for what the server says. Nobody else reads what is written here.'),
      'warning',
      tab,
    );
    return;
  }
  if (tab.unread.forgetMark()) chat.page.markMoved(tab);
  const answered = answers === undefined ? undefined : tab.message(answers);
  chat.ask(connection, {
    type: 'say',
    target,
    text: addressed(text, answered, tab),
    ...(answers !== undefined && !tab.isUnnamed(answers) && { answers: tab.msgidOf(answers) }),
    ...(id !== undefined && { id }),
  });
}

function typing({ state }: Of<'typing'>, { connection, target }: Tab, chat: WindowChat): void {
  if (target !== '') chat.ask(connection, { type: 'typing', target, state });
}

/** All up to a line is in sight. */
function seen(tab: Tab, lineId: string, chat: WindowChat): void {
  chat.inSight = { tab, lineId };
  readInSight(chat);
}

/** What is in sight while the window has the keyboard counts as read, also in other windows. */
export function readInSight(chat: WindowChat): void {
  const { tab, lineId } = chat.inSight ?? {};
  if (!chat.attention.isFocused || tab !== chat.tabs.active || lineId === undefined) return;
  chat.attention.seen();
  const upTo = tab.unread.seen(lineId);
  if (upTo !== undefined && tab.target !== '')
    chat.ask(tab.connection, { type: 'markRead', target: tab.target, upTo });
  if (upTo !== undefined) chat.keptTabs.keep(tab.connection);
  chat.countsChanged();
}

/** Gives the page older lines: first those that are kept, then those that the server has. */
function askOlder(tab: Tab, chat: WindowChat): void {
  if (tab !== chat.tabs.active || chat.page.showOlder()) return;
  if (chat.views.canAskForOlder(tab)) chat.askForOlder(tab);
  else chat.page.olderChanged(tab);
}

/** Only the server's own word that there is nothing older is believed for good. */
export function olderCame(tab: Tab, { events, end }: OlderLines, chat: WindowChat): void {
  if (end === 'all') tab.hasAllOlder = true;
  takeOlder(events, tab, chat);
  chat.page.olderChanged(tab);
}

function act(action: PanelAction, chat: WindowChat): void {
  const { active } = chat.tabs;
  const connection = chat.views.connection(active);
  if (action === 'joinAgain') enterRoom(active, chat);
  else if (action === 'sendFile') chat.run({ type: 'sendFile', place: active.place });
  else if (action === 'retry' && connection?.isOver === false) chat.ask(connection, { type: 'retryNow' });
  else command(action === 'retry' ? 'pychat.back' : `pychat.${action}`, chat);
}

function command(name: string, chat: WindowChat): void {
  chat.run({ type: 'command', command: name, args: [] });
}

function react({ id, reaction }: Of<'react'>, tab: Tab, chat: WindowChat): void {
  if (tab.message(id) === undefined) return;
  if (tab.isUnnamed(id) || tab.connection?.client?.supports('tags') !== true) {
    chat.note(
      chat.t('Reactions work on servers that pass them on, while you are connected.'),
      'warning',
      tab,
    );
    return;
  }
  const own = tab.reactions.own(id, reaction);
  const given = { reaction: own ?? reaction, removed: own !== undefined };
  chat.ask(tab.connection, { type: 'react', target: tab.target, msgid: tab.msgidOf(id), ...given });
}

/** What is not known to have arrived is said once more, as a new line. */
function sendAgain({ id }: Of<'sendAgain'>, tab: Tab, chat: WindowChat): void {
  const line = tab.message(id);
  const hasEnded = line?.delivery === 'failed' || line?.delivery === 'notConfirmed';
  if (line === undefined || !hasEnded || line.file !== undefined) return;
  if (tab.connection && sendFromQueue(id, tab.connection, chat)) return;
  if (line.form === 'action') chat.ask(tab.connection, { type: 'act', target: tab.target, text: line.text });
  else say(tab, line.text, { answers: line.quote?.id === '' ? undefined : line.quote?.id }, chat);
}

/** The page has numbered the blocks of what it shows. */
function code({ id, block, action }: Of<'code'>, tab: Tab, chat: WindowChat): void {
  const line = tab.message(id);
  if (line !== undefined) chat.run({ type: 'code', text: shownText(line), block, action, from: line.nick });
}

function file({ id, action }: Of<'file'>, tab: Tab, chat: WindowChat): void {
  const offer = tab.offerOf(id);
  if (offer) chat.run({ type: 'file', connection: tab.connection?.id ?? '', offer, action });
}

function dropped({ files, folders, uris }: Of<'dropped'>, { place }: Tab, chat: WindowChat): void {
  chat.run({ type: 'dropped', place, files, folders, uris });
}
