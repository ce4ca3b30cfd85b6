import type { Translate } from '../../chat/translate.ts';
import { visibleWord } from '../../chat/visible.ts';
import type { Banner, BannerAction, PromptState } from '../../panel/protocol.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import type { WindowState } from '../connections/status.ts';
import type { RoomEntry, TabKind } from '../tabs/tabKinds.ts';

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

/** What the banner and the prompt are made of. */
export interface BannerInput {
  readonly version: string;
  readonly state: WindowState;
  readonly facts?: RoomFacts;
  /** The room that could be entered again; undefined when there is none. */
  readonly lastRoom?: string;
}

/** The lines at the top of the panel, in the manner of cmd.exe's. */
export function bannerOf(input: BannerInput, t: Translate): Banner {
  const { state, facts } = input;
  const title = t('PyChat [Version {version}]', { version: input.version });
  const licence = t('(c) The PyChat authors. MIT License.');
  switch (state.phase) {
    case 'hosting':
    case 'joined':
      // A second window of the host's is a member of the room, and may invite as the first one does.
      return facts === undefined
        ? { title, rows: [licence, '', joinedRow(state.place, t)], actions: [leave(t)] }
        : { title, rows: [licence, '', ...hostRows(facts, t)], actions: hostActions(facts, t) };
    case 'reconnecting':
      return {
        title,
        rows: [licence, '', t('The connection was lost. Trying again…')],
        actions: [retryNow(t), leave(t)],
      };
    case 'starting':
      return { title, rows: [licence, '', t('Opening the room…')], actions: [] };
    case 'joining':
      return { title, rows: [licence, '', t('Joining…')], actions: [] };
    case 'failed':
      return { title, rows: [licence, '', state.sentence], actions: idleActions(input.lastRoom, t) };
    case 'idle':
      return {
        title,
        rows: [licence, '', t('Not connected. Host a room for the people on your network, or join one.')],
        actions: idleActions(input.lastRoom, t),
      };
  }
}

function hostRows(facts: RoomFacts, t: Translate): string[] {
  const addresses = facts.addresses.map(address => hostAndPort(address, facts.port)).join('  ');
  const rows = [t('Room:     {room}', { room: facts.room }), t('Address:  {addresses}', { addresses })];
  if (facts.wantedPort !== undefined) {
    rows.push(
      t('          Port {wanted} was taken, so this is the next free one.', { wanted: facts.wantedPort }),
    );
  }
  if (facts.open) {
    rows.push(t('Invite:   none needed. OPEN ROOM: anyone on your network may enter.'));
  } else {
    rows.push(t('Invite:   Copy Invite puts it on the clipboard; send it to those who shall join.'));
  }
  rows.push(t('Other IRC clients: type /irc.'));
  return rows;
}

function hostActions(facts: RoomFacts, t: Translate): BannerAction[] {
  return facts.open ? [leave(t)] : [copyInvite(t), leave(t)];
}

function joinedRow(place: { room: string; address: string; port: number }, t: Translate): string {
  return t('Room:     {room} at {address}', {
    room: place.room,
    address: hostAndPort(place.address, place.port),
  });
}

function copyInvite(t: Translate): BannerAction {
  return { id: 'copyInvite', label: t('Copy Invite') };
}

function leave(t: Translate): BannerAction {
  return { id: 'leave', label: t('Leave Chat') };
}

function retryNow(t: Translate): BannerAction {
  return { id: 'retry', label: t('Try Now') };
}

function idleActions(lastRoom: string | undefined, t: Translate): BannerAction[] {
  return [
    ...(lastRoom === undefined
      ? []
      : [{ id: 'retry', label: t('Back to {room}', { room: lastRoom }) } as const]),
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
export function placeBanner(
  place: BannerPlace,
  { version, state, lastRoom }: Pick<BannerInput, 'version' | 'state' | 'lastRoom'>,
  t: Translate,
): Banner {
  const refusal = place.entry === 'refused' ? [place.refusal] : [];
  const topic = place.topic === '' ? [] : [t('Topic:    {topic}', { topic: visibleWord(place.topic) })];
  const isOut = place.kind === 'room' && (place.entry === 'refused' || place.entry === 'out');
  const isUp = state.phase === 'joined' || state.phase === 'hosting';
  return {
    title: t('PyChat [Version {version}]', { version }),
    rows: ['', placeRow(place, t), ...refusal, ...topic],
    actions: isUp && isOut ? [{ id: 'joinAgain', label: t('Join Again') }] : waysBack(state, lastRoom, t),
  };
}

function placeRow({ kind, target, server }: BannerPlace, t: Translate): string {
  switch (kind) {
    case 'start':
    case 'room':
      return t('Room:     {room}', { room: visibleWord(target) });
    case 'private':
      return t('Private chat with {nick}: nobody else sees it.', { nick: visibleWord(target) });
    case 'server':
      return t('Server:   {server}', { server: visibleWord(server) });
  }
}

function waysBack({ phase }: WindowState, lastRoom: string | undefined, t: Translate): BannerAction[] {
  if (phase === 'reconnecting') return [retryNow(t)];
  return phase === 'idle' || phase === 'failed' ? idleActions(lastRoom, t) : [];
}

/**
 * The room or the other's nick is the directory, one's own nick the one above it: `C:\ANA\#CHAT>`. Without either
 * `C:\PYCHAT>`.
 */
export function promptPath(nick: string, target: string): string {
  const folders = [nick, target].filter(name => name !== '').map(name => visibleWord(name).toUpperCase());
  return `C:\\${[...(target === '' ? ['PYCHAT'] : []), ...folders].join('\\')}>`;
}

/** What the prompt shows in the window's present state. */
export function promptOf(path: string, state: WindowState, t: Translate): PromptState {
  switch (state.phase) {
    case 'starting':
    case 'joining':
    case 'hosting':
    case 'joined':
      return { path, hint: '' };
    case 'reconnecting':
      return { path, hint: t('What you write now is sent when the connection is back.') };
    default:
      return { path, hint: t('Not connected: type /help to see what works.') };
  }
}
