import { commands, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { unlinked, visibleName } from '../chat/visible.ts';
import type { Disposable } from '../common/dispose.ts';
import { hostAndPort } from '../common/hostPort.ts';
import type { Place, WindowState, WindowStatus } from '../conversation/connections/status.ts';
import type { Status } from './status.ts';
import { cut } from '../conversation/attention/cut.ts';
import { peopleText, t } from './words.ts';

/** Characters of a room's name in the status bar, where space is scarce. */
const maxRoomName = 24;

/**
 * Shows the window's state at the left of the status bar. A click shows what nobody has read; where there is nothing it
 * offers what can be done.
 */
export function showStatusBar(status: Status): Disposable[] {
  const item = window.createStatusBarItem('pychat.status', StatusBarAlignment.Left, 0);
  item.name = 'PyChat';
  let isConnected: boolean | undefined;
  const update = (): void => {
    const { now } = status;
    item.text = statusText(now.state) + newsText(now);
    item.tooltip = tooltip(now);
    item.command = hasNews(now) ? 'pychat.showUnread' : 'pychat.actions';
    item.accessibilityInformation = { label: spoken(now), role: 'button' };
    item.backgroundColor = background(now.state);
    if (isConnected === status.isConnected) return;
    isConnected = status.isConnected;
    void commands.executeCommand('setContext', 'pychat.connected', isConnected);
  };
  update();
  item.show();
  return [item, status.onChange(update)];
}

/** What the item says, with its product icon. */
function statusText(state: WindowState): string {
  if (isSilent(state)) return `$(sync~spin) ${t('PyChat: not answering…')}`;
  switch (state.phase) {
    case 'idle':
      return '$(terminal-cmd) PyChat';
    case 'starting':
      return `$(loading~spin) ${t('PyChat: starting…')}`;
    case 'joining':
      return `$(loading~spin) ${t('PyChat: joining…')}`;
    case 'hosting':
      return `$(broadcast) ${t('Hosting: {people} in {room}', whereAndWho(state))}`;
    case 'joined':
      return `$(comment-discussion) ${t('Joined: {people} in {room}', whereAndWho(state))}`;
    case 'reconnecting':
      return `$(sync~spin) ${t('PyChat: reconnecting…')}`;
    case 'failed':
      return `$(error) ${t('PyChat: not connected')}`;
  }
}

/** Room names are others' words. */
function whereAndWho({ people, place }: { people: number; place: Place }): { people: string; room: string } {
  return { people: peopleText(people), room: unlinked(cut(visibleName(place.room), maxRoomName)) };
}

/** The connection is up, but nothing comes. */
function isSilent(state: WindowState): boolean {
  return (state.phase === 'hosting' || state.phase === 'joined') && state.notAnswering === true;
}

function hasNews({ isConnected, unread }: WindowStatus): boolean {
  return isConnected && unread > 0;
}

/** What is new on any connection: mentions, then all; and whether this person is left alone. */
function newsText(status: WindowStatus): string {
  const { unread, mentions, doNotDisturb } = status;
  const bell = doNotDisturb ? '$(bell-slash)' : '$(bell-dot)';
  if (!hasNews(status)) return doNotDisturb ? ' $(bell-slash)' : '';
  const spoken = mentions === 0 ? '' : ` $(mention) ${atMost99(mentions)}`;
  return `${spoken} ${bell} ${t('{count} new', { count: atMost99(unread) })}`;
}

function atMost99(count: number): string {
  return count > 99 ? '99+' : String(count);
}

/** What a screen reader says of the item. */
function spoken({ state, unread, mentions, doNotDisturb }: WindowStatus): string {
  const words = [
    `PyChat: ${plainText(statusText(state))}`,
    ...(unread > 0 ? [t('{count} new', { count: unread })] : []),
    ...(mentions > 0 ? [t('Mentions: {count}', { count: mentions })] : []),
    ...(doNotDisturb ? [t('Do not disturb')] : []),
  ];
  return words.join(', ');
}

function plainText(text: string): string {
  return text.replace(/\$\([^)]*\)/g, '').trim();
}

function background(state: WindowState): ThemeColor | undefined {
  if (state.phase === 'failed') return new ThemeColor('statusBarItem.errorBackground');
  return state.phase === 'reconnecting' || isSilent(state)
    ? new ThemeColor('statusBarItem.warningBackground')
    : undefined;
}

function tooltip(status: WindowStatus): MarkdownString {
  const text = new MarkdownString();
  for (const line of tooltipLines(status)) text.appendText(line).appendMarkdown('\n\n');
  return text;
}

function tooltipLines(status: WindowStatus): string[] {
  const quiet = status.doNotDisturb ? [t('Do not disturb: /dnd off ends it.')] : [];
  const click = hasNews(status) ? [t('Click to read it.')] : [];
  return [...stateLines(status), ...quiet, ...click];
}

function stateLines({ state, unread, mentions }: WindowStatus): string[] {
  switch (state.phase) {
    case 'hosting':
    case 'joined':
    case 'reconnecting': {
      const { address, port, since } = state.place;
      const room = visibleName(state.place.room);
      const time = new Date(since).toLocaleString();
      return [
        state.phase === 'hosting' ? t('PyChat: you host {room}', { room }) : t('PyChat: {room}', { room }),
        t('Address: {address}', {
          address: visibleName(hostAndPort(address, port)),
        }),
        t('Since: {time}', { time }),
        ...(unread > 0 ? [t('Unread: {count}', { count: unread })] : []),
        ...(mentions > 0 ? [t('Mentions: {count}', { count: mentions })] : []),
      ];
    }
    case 'failed':
      return [state.sentence, t('Click to see what can be done.')];
    case 'joining':
      return [
        state.sentence ?? t('PyChat: chat with the people on your network'),
        t('Click to see what can be done.'),
      ];
    default:
      return [t('PyChat: chat with the people on your network'), t('Click to see what can be done.')];
  }
}
