import type { Message } from '../../irc/message.ts';
import { RPL_NOTOPIC } from '../../irc/numerics.ts';
import type { IncomingContext } from './incomingContext.ts';
import { maxNameLength, maxWordLength } from '../limits.ts';
import type { Room } from '../rooms/room.ts';
import { senderOf } from '../server.ts';
import { timeOf } from './serverTime.ts';

/** `JOIN <room>`: somebody's, or our own, whether we have asked for it or the server has. */
export function takeJoin(message: Message, context: IncomingContext): void {
  const { server, rooms, emit } = context;
  const nick = senderOf(message);
  const own = server.isOwn(message);
  const channel = message.params[0] ?? '';
  const room = own ? rooms.enter(channel) : rooms.find(channel);
  if (room === undefined) return;
  if (own) server.source = message.source ?? '';
  room.add(nick);
  emit({ type: 'joined', target: room.name, at: timeOf(message, context.clock), nick, own });
  if (own) context.entered(room);
}

/** `PART <room> [<reason>]` */
export function takePart(message: Message, context: IncomingContext): void {
  const room = context.rooms.find(message.params[0] ?? '');
  if (room === undefined) return;
  left(message, context, { room, how: 'part', nick: senderOf(message), reason: message.params[1] });
}

/** `QUIT [<reason>]`: it is told in every room where they were. */
export function takeQuit(message: Message, context: IncomingContext): void {
  const nick = senderOf(message);
  for (const room of context.rooms.with(nick))
    left(message, context, { room, how: 'quit', nick, reason: message.params[0] });
  context.freed(nick);
}

/** `KICK <room> <nick> [<reason>]` */
export function takeKick(message: Message, context: IncomingContext): void {
  const [channel = '', kicked = '', reason] = message.params;
  const room = context.rooms.find(channel);
  if (room === undefined) return;
  const nick = kicked.slice(0, maxNameLength);
  left(message, context, { room, how: 'kick', nick, reason, by: senderOf(message) });
}

interface Leave {
  readonly room: Room;
  readonly how: 'part' | 'quit' | 'kick';
  readonly nick: string;
  readonly reason: string | undefined;
  readonly by?: string;
}

function left(message: Message, context: IncomingContext, { room, ...leave }: Leave): void {
  const { server, rooms, emit } = context;
  const own = server.same(leave.nick, server.nick);
  if (own) rooms.leave(room);
  else room.remove(leave.nick);
  const reason = (leave.reason ?? '').slice(0, maxWordLength);
  emit({ type: 'left', target: room.name, at: timeOf(message, context.clock), ...leave, reason, own });
}

/** `NICK <nick>` */
export function takeNick(message: Message, context: IncomingContext): void {
  const { server, rooms, memory, emit, clock } = context;
  const old = senderOf(message);
  const to = (message.params[0] ?? '').slice(0, maxNameLength);
  if (to === '') return;
  const own = server.isOwn(message);
  if (own) {
    server.source = server.source.replace(/^[^!@]*/, () => to);
    server.nick = to;
  }
  const shared = rooms.with(old);
  for (const room of shared) room.rename(old, to);
  memory.marks.rename(old, to);
  const names = shared.map(room => room.name);
  if (names.length > 0 || own)
    emit({ type: 'renamed', at: timeOf(message, clock), nick: old, to, own, rooms: names });
  if (!server.same(old, to)) context.freed(old);
}

/** `TOPIC <room> <text>` */
export function takeTopic(message: Message, context: IncomingContext): void {
  const [channel = '', text = ''] = message.params;
  setTopic(channel, text, context, { at: timeOf(message, context.clock), by: senderOf(message) });
}

/** The topic as it stands when one comes in. */
export function takeTopicOnJoin(message: Message, context: IncomingContext): void {
  const text = message.command === RPL_NOTOPIC ? '' : (message.params[2] ?? '');
  setTopic(message.params[1] ?? '', text, context, { at: timeOf(message, context.clock) });
}

function setTopic(
  channel: string,
  topicText: string,
  { rooms, emit }: IncomingContext,
  when: { readonly at: number; readonly by?: string },
): void {
  const room = rooms.find(channel);
  if (room === undefined) return;
  room.topic = topicText.slice(0, maxWordLength);
  emit({ type: 'topic', target: room.name, text: room.topic, ...when });
}

/** Some of the names of a room. */
export function takeNames({ params }: Message, { rooms }: IncomingContext): void {
  rooms.find(params[2] ?? '')?.takeNames(params[3] ?? '');
}

/** The names of a room are complete. */
export function takeEndOfNames({ params }: Message, { rooms, named }: IncomingContext): void {
  const room = rooms.find(params[1] ?? '');
  if (room?.isEntered !== true) return;
  room.endNames();
  named(room);
}
