import type { ChatEvent, PresenceEvent } from '../chat/event.ts';
import { visibleName } from '../chat/visible.ts';
import { assertNever } from '../common/assertNever.ts';
import type { Connection } from './connections/connection.ts';
import { noteKeeping, tabFor, takeState } from './connections/connectionStates.ts';
import { deliveryText } from './lines/deliveryText.ts';
import { takeGap } from './lines/gaps.ts';
import { forgetFromFile } from './lines/merge.ts';
import { keep, reactToLine, redactLine, takeHistory, takeMessage } from './lines/messages.ts';
import { clocksDifferMs } from './limits.ts';
import { moveToItsPlace } from './lines/ownPlace.ts';
import { takeBackAsAsked, takeWithdrawn } from './lines/takeBack.ts';
import type { Tab } from './tabs/tab.ts';
import type { WindowChat } from './windowChat.ts';

type InTab = Extract<
  ChatEvent,
  { type: 'delivery' | 'reaction' | 'redacted' | 'typing' | 'membersChanged' | 'read' | 'topic' }
>;

/** Takes what a client tells of its server. */
export function takeEvent(event: ChatEvent, connection: Connection, chat: WindowChat): void {
  const isOurs = event.type === 'delivery' || (event.type === 'message' && event.own);
  if (isOurs) chat.queue.take(event, connection);
  const unseen = event.type === 'delivery' ? chat.unseen.take(event, chat.t) : undefined;
  if (unseen !== undefined) chat.note(unseen, 'warning', tabFor(connection, chat));
  switch (event.type) {
    case 'state':
      return takeState(event.state, connection, chat);
    case 'message':
      return takeMessage(event, connection, chat);
    case 'history':
      return takeHistory(event, connection, chat);
    case 'joined':
    case 'left':
      return takePresence(event, connection, chat);
    case 'renamed':
      return takeRenaming(event, connection, chat);
    case 'notEntered':
      return takeNotEntered(event, connection, chat);
    case 'withdrawn':
      return takeWithdrawn(event, connection, chat);
    case 'gap':
      return takeGap(event, connection, chat);
    case 'keepingChanged':
      noteKeeping(connection, chat);
      return chat.stateChangedByOthers();
    case 'serverSaid':
      return chat.addEvent(chat.tabs.server(connection), event);
    case 'refused':
    case 'invited':
      return chat.addEvent(placeOfAnswer(event, connection, chat), event);
    default: {
      const tab = tabSaidIn(event, connection, chat) ?? chat.tabs.find(connection, event.target);
      if (tab !== undefined) takeInTab(event, tab, chat);
    }
  }
}

/** Where a message of ours stands, whatever nick its reader has since. */
function tabSaidIn(event: InTab, connection: Connection, { tabs }: WindowChat): Tab | undefined {
  if (event.type !== 'delivery') return undefined;
  return tabs.of(connection).find(tab => tab.message(event.id) !== undefined);
}

function takeInTab(event: InTab, tab: Tab, chat: WindowChat): void {
  switch (event.type) {
    case 'delivery':
      takeDelivery(event, tab, chat);
      return takeBackAsAsked(event.id, tab, chat);
    case 'reaction':
      return reactToLine(event, tab, chat);
    case 'redacted':
      return redactLine(event, tab, chat);
    case 'typing':
      return tab.typing.take(visibleName(event.nick), event.state);
    case 'membersChanged':
      return membersChanged(tab, chat);
    case 'read':
      return takeRead(event.upTo, tab, chat);
    case 'topic':
      if (tab === chat.tabs.active) chat.page.changed('banner');
      return chat.addEvent(tab, event);
    default:
      assertNever(event);
  }
}

/** A message of ours has come so far. Its time is the server's, once that has it. */
function takeDelivery(event: InTab & { type: 'delivery' }, tab: Tab, chat: WindowChat): void {
  const { id, delivery, msgid, reason, at, parts = [] } = event;
  if (msgid !== undefined && isShownAs(msgid, id, tab)) {
    tab.scrollback.remove(id);
    return chat.page.merged(tab);
  }
  // It answers to the first.
  for (const name of parts) tab.name(name, id);
  if (msgid !== undefined) tab.name(msgid, id);
  const why = reason !== undefined && { reason: deliveryText(reason, chat.t) };
  chat.change(tab, id, { delivery, ...why, ...(at !== undefined && { at }) });
  const line = tab.message(id);
  const isInFile = delivery === 'relayed' && line !== undefined && forgetFromFile(tab, line);
  const isMoved = at !== undefined && moveToItsPlace(tab, id, event.earlier === true);
  if (isInFile || isMoved) chat.page.merged(tab);
  // Where there is a history its parts stand in that, and no later window could tell that they are this line.
  const isElsewhere = event.parts !== undefined && tab.connection?.client?.supports('history') === true;
  if (delivery === 'relayed' && !isInFile && !isElsewhere) keep(tab, line, chat);
  if (reason === 'outboxFull')
    chat.note(
      chat.t(
        'Too many messages are waiting for the connection: this one was not kept. Send it again when it is back.',
      ),
      'warning',
      tab,
    );
}

/** The server has told it before it was known to be ours: the line of an earlier window came late. */
function isShownAs(msgid: string, id: string, tab: Tab): boolean {
  const known = tab.lineIdOf(msgid);
  return known !== id && tab.message(known) !== undefined;
}

function membersChanged(tab: Tab, chat: WindowChat): void {
  if (tab === chat.tabs.active) {
    chat.page.changed('vocabulary');
    chat.page.changed('banner');
  }
  chat.countsChanged();
}

function takeRead(upTo: number, tab: Tab, chat: WindowChat): void {
  // No clock is that far ahead: a marker of a far time would make all that follows old.
  if (!tab.unread.seenElsewhere(Math.min(upTo, chat.clock.now() + clocksDifferMs))) return;
  chat.page.markMoved(tab);
  chat.countsChanged();
}

function takePresence(
  event: Exclude<PresenceEvent, { type: 'renamed' }>,
  connection: Connection,
  chat: WindowChat,
): void {
  const there = chat.tabs.find(connection, event.target);
  const isOwnJoin = event.type === 'joined' && event.own;
  // What others make us enter does not come to the front.
  const tab =
    there ?? (isOwnJoin ? chat.openByOthers({ kind: 'room', connection, target: event.target }) : undefined);
  if (tab === undefined) return;
  if (event.own && tab.kind === 'room') tab.entry = event.type === 'joined' ? 'in' : 'out';
  // What was said before we came is no news.
  if (isOwnJoin && tab.kind === 'room' && !tab.wasHere) tab.cameAt ??= event.at;
  if (isOwnJoin && tab.kind === 'room' && connection.same(event.target, connection.room))
    chat.tabs.home ??= tab;
  tab.typing.end(visibleName(event.nick));
  chat.addEvent(tab, event);
  if (event.own) chat.countsChanged();
  if (event.own && tab === chat.tabs.active) chat.stateChangedByOthers();
}

function takeRenaming(
  event: PresenceEvent & { type: 'renamed' },
  connection: Connection,
  chat: WindowChat,
): void {
  if (!event.own) chat.attention.muted.renamed(connection, event.nick, event.to);
  const talk = event.own ? undefined : chat.tabs.find(connection, event.nick);
  if (talk !== undefined && chat.tabs.find(connection, event.to) === undefined)
    chat.tabs.rename(talk, event.to);
  const rooms = event.rooms.map(room => chat.tabs.find(connection, room));
  const own = chat.tabs.of(connection).filter(({ kind }) => kind !== 'private');
  for (const tab of new Set(event.own ? own : [...rooms, talk]))
    if (tab !== undefined) chat.addEvent(tab, event);
  if (event.own || talk === chat.tabs.active) chat.stateChangedByOthers();
}

/** A room that cannot be entered is a tab that says why. */
function takeNotEntered(
  event: ChatEvent & { type: 'notEntered' },
  connection: Connection,
  chat: WindowChat,
): void {
  const tab = chat.tabs.openByOthers({ kind: 'room', connection, target: event.target });
  if (tab === undefined) return chat.addEvent(chat.tabs.server(connection), event);
  tab.entry = 'refused';
  chat.addEvent(tab, event);
  const last = tab.scrollback.lines.at(-1);
  tab.refusal = last?.text ?? '';
  chat.countsChanged();
  if (tab === chat.tabs.active) chat.stateChangedByOthers();
}

function placeOfAnswer(
  event: ChatEvent & { type: 'refused' | 'invited' },
  connection: Connection,
  chat: WindowChat,
): Tab {
  const target = event.type === 'refused' ? event.target : undefined;
  const there = target === undefined ? undefined : chat.tabs.find(connection, target);
  const { active } = chat.tabs;
  return there ?? (active.connection === connection ? active : chat.tabs.server(connection));
}
