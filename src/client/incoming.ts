import type { Message } from '../irc/message.ts';
import {
  RPL_ENDOFNAMES,
  RPL_ISUPPORT,
  RPL_MOTD,
  RPL_NAMREPLY,
  RPL_NOTOPIC,
  RPL_TOPIC,
} from '../irc/numerics.ts';
import type { Whole } from './batches.ts';
import type { IncomingContext } from './incomingContext.ts';
import { takeText } from './incomingText.ts';
import { maxMotdLines, maxNameLength, maxWordLength } from './limits.ts';
import { senderOf } from './server.ts';
import { timeOf } from './serverTime.ts';

type Handler = (message: Whole, context: IncomingContext) => void;

/** Makes chat events of what a server sends. */
export class Incoming {
  readonly #context: IncomingContext;
  #motdLines = 0;

  constructor(context: IncomingContext) {
    this.#context = context;
  }

  /** Takes a message other than CAP, BATCH, PING and ERROR. What it does not know it passes over. */
  take(message: Whole): void {
    // Who came and went in the past says nothing of who is here.
    if (message.isPast === true && message.command !== 'PRIVMSG' && message.command !== 'NOTICE') return;
    if (message.command === RPL_MOTD) {
      this.#takeMotd(message);
      return;
    }
    if (message.source === undefined && fromSomebody.has(message.command)) return;
    const handler = handlers.get(message.command);
    if (handler !== undefined) handler(message, this.#context);
    else if (/^(?:[45]..|FAIL)$/.test(message.command)) takeRefusal(message, this.#context);
  }

  #takeMotd({ params }: Message): void {
    this.#motdLines++;
    if (!this.#context.showsMotd || this.#motdLines > maxMotdLines) return;
    serverSaid((params.at(-1) ?? '').replace(/^- ?/, ''), this.#context);
  }
}

/** Says a line of the server's. */
function serverSaid(text: string, { emit, clock }: IncomingContext): void {
  emit({ type: 'serverSaid', at: clock.now(), text: text.slice(0, maxWordLength) });
}

function join(message: Message, context: IncomingContext): void {
  const { server, room, emit } = context;
  if (!room.is(message.params[0] ?? '')) return;
  const nick = senderOf(message);
  const own = server.isOwn(message);
  if (own) {
    server.source = message.source ?? '';
    room.isEntered = true;
  }
  room.add(nick);
  emit({ type: 'joined', at: timeOf(message, context.clock), nick, channel: room.name, own });
  if (own) context.entered();
}

function part(message: Message, context: IncomingContext): void {
  if (context.room.is(message.params[0] ?? '')) {
    left(message, context, { how: 'part', nick: senderOf(message), reason: message.params[1] });
  }
}

function quit(message: Message, context: IncomingContext): void {
  const nick = senderOf(message);
  if (context.room.has(nick)) left(message, context, { how: 'quit', nick, reason: message.params[0] });
  context.freed(nick);
}

function kick(message: Message, context: IncomingContext): void {
  const [channel = '', kicked = '', reason] = message.params;
  if (!context.room.is(channel)) return;
  const nick = kicked.slice(0, maxNameLength);
  left(message, context, { how: 'kick', nick, reason, by: senderOf(message) });
}

interface Leave {
  readonly how: 'part' | 'quit' | 'kick';
  readonly nick: string;
  readonly reason: string | undefined;
  readonly by?: string;
}

function left(message: Message, context: IncomingContext, leave: Leave): void {
  const { server, room, emit } = context;
  const own = server.same(leave.nick, server.nick);
  if (own) room.clear();
  else room.remove(leave.nick);
  const reason = (leave.reason ?? '').slice(0, maxWordLength);
  emit({ type: 'left', at: timeOf(message, context.clock), ...leave, reason, own });
}

function nick(message: Message, context: IncomingContext): void {
  const { server, room, emit, clock } = context;
  const old = senderOf(message);
  const to = (message.params[0] ?? '').slice(0, maxNameLength);
  if (to === '') return;
  const own = server.isOwn(message);
  if (own) {
    server.source = server.source.replace(/^[^!@]*/, () => to);
    server.nick = to;
  }
  const known = room.rename(old, to);
  if (known || own) emit({ type: 'renamed', at: timeOf(message, clock), nick: old, to, own });
  if (!server.same(old, to)) context.freed(old);
}

function topic(message: Message, context: IncomingContext): void {
  const [channel = '', text = ''] = message.params;
  setTopic(channel, text, context, { at: timeOf(message, context.clock), by: senderOf(message) });
}

function topicOnJoin(message: Message, context: IncomingContext): void {
  const text = message.command === RPL_NOTOPIC ? '' : (message.params[2] ?? '');
  setTopic(message.params[1] ?? '', text, context, { at: timeOf(message, context.clock) });
}

function setTopic(
  channel: string,
  topicText: string,
  { room, emit }: IncomingContext,
  when: { readonly at: number; readonly by?: string },
): void {
  if (!room.is(channel)) return;
  room.topic = topicText.slice(0, maxWordLength);
  emit({ type: 'topic', text: room.topic, ...when });
}

function names({ params }: Message, { room }: IncomingContext): void {
  if (room.is(params[2] ?? '')) room.takeNames(params[3] ?? '');
}

function endOfNames({ params }: Message, { room, named }: IncomingContext): void {
  if (!room.is(params[1] ?? '') || !room.isEntered) return;
  room.endNames();
  named();
}

/** Refusals that, naming the room, are about a message to it. */
const messageRefusals: ReadonlySet<string> = new Set(['401', '403', '404', '442', '477', 'FAIL']);

/** A numeric that refuses, or a standard reply. https://ircv3.net/specs/extensions/standard-replies */
function takeRefusal(message: Message, context: IncomingContext): void {
  const { outbox, room, emit, clock } = context;
  const params = (message.command === 'FAIL' ? message.params : message.params.slice(1)).map(param =>
    param.slice(0, maxWordLength),
  );
  const ofRoom = params.slice(0, -1).some(param => room.is(param)) || params[0] === 'BATCH';
  const isAnswer = message.tags.has('label') || (ofRoom && messageRefusals.has(message.command));
  if (isAnswer && outbox.takeRefusal(message, params.at(-1) ?? '') === 'stale') return;
  emit({ type: 'refused', at: timeOf(message, clock), numeric: message.command, params });
}

/** Nobody did it when the source is missing. */
const fromSomebody: ReadonlySet<string> = new Set([
  'JOIN',
  'PART',
  'QUIT',
  'KICK',
  'NICK',
  'TOPIC',
  'PRIVMSG',
]);

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['JOIN', join],
  ['PART', part],
  ['QUIT', quit],
  ['KICK', kick],
  ['NICK', nick],
  ['TOPIC', topic],
  ['PRIVMSG', takeText],
  ['NOTICE', takeText],
  ['WARN', ({ params }, context) => serverSaid(params.at(-1) ?? '', context)],
  ['NOTE', ({ params }, context) => serverSaid(params.at(-1) ?? '', context)],
  ['ACK', (message, { outbox }) => void outbox.takeEcho(message)],
  [RPL_ISUPPORT, ({ params }, { server }) => server.learn(params)],
  [RPL_TOPIC, topicOnJoin],
  [RPL_NOTOPIC, topicOnJoin],
  [RPL_NAMREPLY, names],
  [RPL_ENDOFNAMES, endOfNames],
  // No message of the day is nothing to refuse.
  ['422', () => undefined],
]);
