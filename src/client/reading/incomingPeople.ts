import type { ChatEvent, Emit } from '../../chat/event.ts';
import type { Message } from '../../irc/message.ts';
import { isWord } from '../../irc/names.ts';
import { RPL_NOTOPIC } from '../../irc/numerics.ts';
import type { JoinedSession } from '../joinedSession.ts';
import { maxNameLength, maxWordLength } from '../limits.ts';
import type { Room } from '../rooms/room.ts';
import { canSpeak, senderOf } from '../server.ts';
import { timeOf } from './serverTime.ts';

/** `JOIN <room>`: somebody's, or our own, whether we have asked for it or the server has. */
export function takeJoin(message: Message, session: JoinedSession, emit: Emit): void {
  const { server, client } = session;
  const nick = senderOf(message);
  const own = server.isOwn(message);
  const channel = message.params[0] ?? '';
  if (own && session.isUnwanted(channel)) return;
  const room = own ? client.rooms.enter(channel) : client.rooms.find(channel);
  if (room === undefined) return;
  if (own) server.source = message.source ?? '';
  room.add(nick);
  emit({ type: 'joined', target: room.name, at: timeOf(message, client.clock), nick, own });
  if (own) session.entered(room);
}

/** `PART <room> [<reason>]` */
export function takePart(message: Message, session: JoinedSession, emit: Emit): void {
  const room = session.client.rooms.find(message.params[0] ?? '');
  const leave = { how: 'part', nick: senderOf(message), reason: message.params[1] } as const;
  if (room !== undefined) emit(left(message, session, { room, ...leave }));
}

/** `QUIT [<reason>]`: it is told in every room where they were. */
export function takeQuit(message: Message, session: JoinedSession, emit: Emit): void {
  const nick = senderOf(message);
  const leave = { how: 'quit', nick, reason: message.params[0] } as const;
  for (const room of session.client.rooms.with(nick)) emit(left(message, session, { room, ...leave }));
  session.keepNick?.freed(nick, session.server);
}

/** `KICK <room> <nick> [<reason>]` */
export function takeKick(message: Message, session: JoinedSession, emit: Emit): void {
  const [channel = '', kicked = '', reason] = message.params;
  const room = session.client.rooms.find(channel);
  const leave = { how: 'kick', nick: kicked.slice(0, maxNameLength), reason, by: senderOf(message) } as const;
  if (room !== undefined) emit(left(message, session, { room, ...leave }));
}

interface Leave {
  readonly room: Room;
  readonly how: 'part' | 'quit' | 'kick';
  readonly nick: string;
  readonly reason: string | undefined;
  readonly by?: string;
}

function left(message: Message, { server, client }: JoinedSession, { room, ...leave }: Leave): ChatEvent {
  const own = server.same(leave.nick, server.nick);
  if (own) client.rooms.forget(room);
  else room.remove(leave.nick);
  const reason = (leave.reason ?? '').slice(0, maxWordLength);
  return { type: 'left', target: room.name, at: timeOf(message, client.clock), ...leave, reason, own };
}

/** `NICK <nick>` */
export function takeNick(message: Message, session: JoinedSession, emit: Emit): void {
  const { server, client } = session;
  const old = senderOf(message);
  const [to = ''] = message.params;
  if (!isWord(to) || !canSpeak(to)) return;
  const own = server.isOwn(message);
  if (own) renameSelf(to, session);
  const shared = client.rooms.with(old);
  for (const room of shared) room.rename(old, to);
  client.marks.rename(old, to);
  const rooms = shared.map(room => room.name);
  if (rooms.length > 0 || own)
    emit({ type: 'renamed', at: timeOf(message, client.clock), nick: old, to, own, rooms });
  if (!server.same(old, to)) session.keepNick?.freed(old, server);
}

function renameSelf(to: string, session: JoinedSession): void {
  const { server, client } = session;
  server.source = server.source.replace(/^[^!@]*/, () => to);
  server.nick = to;
  client.nicks.renamed(to);
  session.keepNick?.dispose();
  session.keepNick = undefined;
}

/** `TOPIC <room> <text>` */
export function takeTopic(message: Message, session: JoinedSession, emit: Emit): void {
  const [channel = '', text = ''] = message.params;
  const when = { at: timeOf(message, session.client.clock), by: senderOf(message) };
  const room = setTopic(channel, text, session);
  if (room !== undefined) emit({ type: 'topic', target: room.name, text: room.topic, ...when });
}

/** The topic as it is when one comes in. */
export function takeTopicOnJoin(message: Message, session: JoinedSession, emit: Emit): void {
  const text = message.command === RPL_NOTOPIC ? '' : (message.params[2] ?? '');
  const room = setTopic(message.params[1] ?? '', text, session);
  const at = timeOf(message, session.client.clock);
  if (room !== undefined) emit({ type: 'topic', target: room.name, text: room.topic, at });
}

function setTopic(channel: string, text: string, { client }: JoinedSession): Room | undefined {
  const room = client.rooms.find(channel);
  if (room !== undefined) room.topic = text.slice(0, maxWordLength);
  return room;
}

/** Some of the names of a room. */
export function takeNames({ params }: Message, { server, client }: JoinedSession): void {
  client.rooms.find(params[2] ?? '')?.takeNames(params[3] ?? '', server.memberPrefixes);
}

/** The names of a room are complete. */
export function takeEndOfNames({ params }: Message, { client }: JoinedSession): void {
  const room = client.rooms.find(params[1] ?? '');
  if (room?.phase === 'entered') room.endNames();
}
