import type { Translate } from '../../chat/translate.ts';
import { visibleName, visibleWord } from '../../chat/visible.ts';
import type { Banner, BannerAction, PromptState } from '../../panel/protocol.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import { type Remedy, remedyLabel } from '../connections/remedies.ts';
import type { WindowState } from '../connections/status.ts';
import type { RoomEntry, TabKind } from '../tabs/tabKinds.ts';
import { keepingText } from './keepingText.ts';

/** What the banner tells of a room, beyond the window's state. */
export interface RoomFacts {
  readonly room: string;
  readonly port: number;
  /** Where others find it, the likeliest first. */
  readonly addresses: readonly string[];
  /** The port the settings asked for, when it was taken. */
  readonly wantedPort?: number;
  /** Anyone on the network may enter. */
  readonly open: boolean;
  /** SHA-256 of the host's certificate and of its public key, as `AB:CD:…`: what other clients pin. */
  readonly certificate: string;
  readonly key: string;
  /** What other clients give as server password; '' when none is needed. */
  readonly password: string;
}

/** What a banner is made of. */
export interface BannerInput {
  readonly version: string;
  readonly state: WindowState;
  readonly facts?: RoomFacts | undefined;
  /** For how many seconds its server keeps what is said: 0 for not at all, undefined where nobody can tell. */
  readonly keepsSeconds?: number | undefined;
  /** The room that could be entered again; undefined when there is none. */
  readonly lastRoom?: string | undefined;
}

/** The lines at the top of the panel, in the manner of cmd.exe's. */
export function bannerOf(input: BannerInput, t: Translate): Banner {
  return {
    title: t('PyChat [Version {version}]', { version: input.version }),
    rows: [t('(c) The PyChat authors. MIT License.'), '', ...stateRows(input, t), ...silenceRows(input, t)],
    actions: actionsIn(input, t),
  };
}

function stateRows(input: BannerInput, t: Translate): string[] {
  const { state, facts } = input;
  switch (state.phase) {
    case 'hosting':
    case 'joined': {
      const { room, address, port } = state.place;
      // A second window of the host's is a member of the room, and may invite as the first one does.
      const keeping = keepingRows(input, t);
      if (facts !== undefined) return [...hostRows(facts, t), ...keeping, t('Other IRC clients: type /irc.')];
      return [t('Room:     {room} at {address}', shownPlace(room, address, port)), ...keeping];
    }
    case 'reconnecting':
      return [t('The connection was lost. Trying again…')];
    case 'starting':
      return [t('Opening the room…')];
    case 'joining':
      return [state.sentence ?? t('Joining…')];
    case 'failed':
      return [state.sentence];
    case 'idle':
      return [t('Not connected. Host a room for the people on your network, or join one.')];
  }
}

/** What the server keeps of what is said; facts are known where it runs on this computer. */
function keepingRows({ keepsSeconds, facts }: BannerInput, t: Translate): string[] {
  if (keepsSeconds === undefined) return [];
  return [t('History:  {what}', { what: keepingText(keepsSeconds, facts !== undefined, t) })];
}

/** The connection is up, but nothing comes. */
function silenceRows({ state }: BannerInput, t: Translate): string[] {
  const isUp = state.phase === 'hosting' || state.phase === 'joined';
  return isUp && state.notAnswering === true ? [t('The server is not answering. Waiting for it…')] : [];
}

/** An invite names them, and whoever made it. */
function shownPlace(room: string, address: string, port: number): Record<'room' | 'address', string> {
  return { room: visibleName(room), address: visibleName(hostAndPort(address, port)) };
}

function hostRows({ room, port, addresses, wantedPort, open }: RoomFacts, t: Translate): string[] {
  const shown = addresses.map(address => hostAndPort(address, port)).join('  ');
  return [
    t('Room:     {room}', { room }),
    t('Address:  {addresses}', { addresses: shown }),
    ...(wantedPort === undefined
      ? []
      : [t('          Port {wanted} was taken, so this is the next free one.', { wanted: wantedPort })]),
    open
      ? t('Invite:   none needed. OPEN ROOM: anyone on your network may enter.')
      : t('Invite:   Copy Invite puts it on the clipboard; send it to those who should join.'),
  ];
}

function actionsIn({ state, facts, lastRoom }: BannerInput, t: Translate): BannerAction[] {
  const leave: BannerAction = { id: 'leave', label: t('Leave Chat') };
  switch (state.phase) {
    case 'hosting':
    case 'joined':
      return facts?.open === false ? [{ id: 'copyInvite', label: t('Copy Invite') }, leave] : [leave];
    case 'reconnecting':
      return [{ id: 'retry', label: t('Try Now') }, leave];
    case 'joining':
      return state.sentence === undefined ? [] : [leave];
    case 'starting':
      return [];
    case 'failed':
      return [...remediesIn(state.remedies, t), ...waysIn(lastRoom, t)];
    case 'idle':
      return waysIn(lastRoom, t);
  }
}

/** What can be done about a failure, but for what is offered anyway. */
function remediesIn(remedies: readonly Remedy[], t: Translate): BannerAction[] {
  const more = remedies.filter(remedy => remedy !== 'host');
  return more.map(remedy => ({ id: remedy, label: remedyLabel(remedy, t) }));
}

function waysIn(lastRoom: string | undefined, t: Translate): BannerAction[] {
  return [
    ...(lastRoom === undefined
      ? []
      : [{ id: 'retry', label: t('Back to {room}', { room: visibleName(lastRoom) }) } as const]),
    { id: 'host', label: t('Host Chat') },
    { id: 'join', label: t('Join Chat') },
  ];
}

/** What a banner says of one tab. */
interface BannerPlace {
  readonly kind: TabKind;
  readonly target: string;
  readonly topic: string;
  readonly entry: RoomEntry;
  /** Why the room does not let us in, while `entry` is `refused`. */
  readonly refusal: string;
  readonly server: string;
}

/** What stands at the top of a further room, a private chat or a server. Without a connection it has the ways to one. */
export function placeBanner(place: BannerPlace, input: BannerInput, t: Translate): Banner {
  const { entry, kind, topic, refusal } = place;
  const isUp = input.state.phase === 'joined' || input.state.phase === 'hosting';
  const isTalk = kind === 'private' || entry === 'in' || entry === 'entering';
  const isOut = kind === 'room' && (entry === 'refused' || entry === 'out');
  const joinAgain = isOut ? [{ id: 'joinAgain', label: t('Join Again') } as const] : [];
  return {
    title: t('PyChat [Version {version}]', { version: input.version }),
    rows: [
      '',
      placeRow(place, t),
      ...(entry === 'refused' ? [refusal] : []),
      ...(topic === '' ? [] : [t('Topic:    {topic}', { topic: visibleWord(topic) })]),
      ...(isUp && isTalk ? keepingRows(input, t) : []),
      ...silenceRows(input, t),
    ],
    actions: isUp ? joinAgain : actionsIn(input, t),
  };
}

function placeRow({ kind, target, server }: BannerPlace, t: Translate): string {
  switch (kind) {
    case 'start':
    case 'room':
      return t('Room:     {room}', { room: visibleName(target) });
    case 'private':
      return t('Private chat with {nick}: the others do not see it.', { nick: visibleName(target) });
    case 'server':
      return t('Server:   {server}', { server: visibleWord(server) });
  }
}

/**
 * The room or the other's nick is the directory, one's own nick the one above it: `C:\ANA\#CHAT>`. Without either
 * `C:\PYCHAT>`.
 */
export function promptPath(nick: string, target: string): string {
  const folders = [nick, target].filter(name => name !== '').map(name => visibleName(name).toUpperCase());
  return `C:\\${[...(target === '' ? ['PYCHAT'] : []), ...folders].join('\\')}>`;
}

/**
 * What the prompt shows in the window's present state.
 *
 * @param firstHint what should be known before anything is said; '' for nothing
 */
export function promptOf(path: string, state: WindowState, t: Translate, firstHint = ''): PromptState {
  switch (state.phase) {
    case 'starting':
    case 'joining':
      return { path, hint: '' };
    case 'hosting':
    case 'joined':
      return { path, hint: firstHint };
    case 'reconnecting':
      return { path, hint: t('What you write now is sent when the connection is back.') };
    default:
      return { path, hint: t('Not connected: type /help to see what works.') };
  }
}
