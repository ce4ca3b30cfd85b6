import type { Translate } from '../../chat/translate.ts';
import { visibleName, visibleWord } from '../../chat/visible.ts';
import type { Banner, OfferedAction } from '../../panel/protocol.ts';
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
  /** Who else is in the room, and what it is about. */
  readonly others?: readonly string[];
  readonly topic?: string;
}

/** People that the banner names; of more it says how many. */
export const maxNamedPeople = 8;

/** The lines at the top of the panel, in the manner of cmd.exe's. */
export function bannerOf(input: BannerInput, t: Translate): Banner {
  return {
    title: t('PyChat [Version {version}]', { version: input.version }),
    rows: [t('(c) The PyChat authors. MIT License.'), '', ...stateRows(input, t), ...silenceRows(input, t)],
    vital: vitalRows(input, t),
    actions: isUp(input.state) ? actionsIn(input, t) : [],
  };
}

/** Something can be said. */
export function isUp({ phase }: WindowState): boolean {
  return phase === 'joined' || phase === 'hosting';
}

function vitalRows(input: BannerInput, t: Translate): string[] {
  return [...(isUp(input.state) ? keepingRows(input, t) : []), ...silenceRows(input, t)];
}

function stateRows(input: BannerInput, t: Translate): string[] {
  const { state, facts } = input;
  switch (state.phase) {
    case 'hosting':
    case 'joined': {
      const { room, address, port } = state.place;
      // A second window of the host's is a member of the room, and may invite as the first one does.
      const about = [...peopleRows(input, t), ...topicRows(input, t), ...keepingRows(input, t)];
      if (facts !== undefined)
        return [...hostRows(facts, t), ...about, t('Other IRC clients: type /irc.'), ...wayRows(t)];
      return [t('Room:     {room} at {address}', shownPlace(room, address, port)), ...about, ...wayRows(t)];
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

function peopleRows({ others = [] }: BannerInput, t: Translate): string[] {
  if (others.length === 0) return [];
  const names = others.slice(0, maxNamedPeople).map(visibleName).join(', ');
  const count = others.length - maxNamedPeople;
  return [
    count > 0
      ? t('People:   {names}, {count} more and you', { names, count })
      : t('People:   {names} and you', { names }),
  ];
}

function topicRows({ topic = '' }: BannerInput, t: Translate): string[] {
  return topic === '' ? [] : [t('Topic:    {topic}', { topic: visibleWord(topic) })];
}

/** What can be done here besides typing. */
function wayRows(t: Translate): string[] {
  return ['', t('Drop a file here, select code and right-click it, or type / for the commands.')];
}

/** What the server keeps of what is said; facts are known where it runs on this computer. */
function keepingRows({ keepsSeconds, facts }: BannerInput, t: Translate): string[] {
  if (keepsSeconds === undefined) return [];
  return [t('History:  {what}', { what: keepingText(keepsSeconds, facts !== undefined, t) })];
}

/** The connection is up, but nothing comes. */
function silenceRows({ state }: BannerInput, t: Translate): string[] {
  const isSilent = (state.phase === 'hosting' || state.phase === 'joined') && state.notAnswering === true;
  return isSilent ? [t('The server is not answering. Waiting for it…')] : [];
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

/** What can be done about the connection. */
export function actionsIn({ state, facts, lastRoom }: BannerInput, t: Translate): OfferedAction[] {
  const leave: OfferedAction = { id: 'leave', label: t('Leave Chat') };
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
function remediesIn(remedies: readonly Remedy[], t: Translate): OfferedAction[] {
  const more = remedies.filter(remedy => remedy !== 'host');
  return more.map(remedy => ({ id: remedy, label: remedyLabel(remedy, t) }));
}

function waysIn(lastRoom: string | undefined, t: Translate): OfferedAction[] {
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
  readonly entry: RoomEntry;
  /** Why the room does not let us in, while `entry` is `refused`. */
  readonly refusal: string;
  readonly server: string;
}

/** What stands at the top of a further room, a private chat or a server. */
export function placeBanner(place: BannerPlace, input: BannerInput, t: Translate): Banner {
  const { entry, kind, refusal } = place;
  const isTalk = kind === 'private' || (kind === 'room' && (entry === 'in' || entry === 'entering'));
  return {
    title: t('PyChat [Version {version}]', { version: input.version }),
    rows: [
      '',
      placeRow(place, t),
      ...(entry === 'refused' ? [refusal] : []),
      ...peopleRows(input, t),
      ...topicRows(input, t),
      ...(isUp(input.state) && isTalk ? [...keepingRows(input, t), ...wayRows(t)] : []),
      ...silenceRows(input, t),
    ],
    vital: [
      ...(entry === 'refused' ? [refusal] : []),
      ...(isTalk ? vitalRows(input, t) : silenceRows(input, t)),
    ],
    actions: [],
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
