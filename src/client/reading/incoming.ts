import { detach } from '../../irc/detach.ts';
import type { Message } from '../../irc/message.ts';
import {
  RPL_ENDOFNAMES,
  RPL_ISUPPORT,
  RPL_LOGGEDIN,
  RPL_MOTD,
  RPL_NAMREPLY,
  RPL_NOTOPIC,
  RPL_TOPIC,
} from '../../irc/numerics.ts';
import type { Whole } from './batches.ts';
import type { IncomingContext } from './incomingContext.ts';
import {
  takeEndOfNames,
  takeJoin,
  takeKick,
  takeNames,
  takeNick,
  takePart,
  takeQuit,
  takeTopic,
  takeTopicOnJoin,
} from './incomingPeople.ts';
import { takeInvitation, takeReadMarker, takeRedaction, takeTags } from './incomingTags.ts';
import { takeText } from './incomingText.ts';
import { maxMotdLines, maxWordLength } from '../limits.ts';
import { takeRefusal } from './refusals.ts';

type Handler = (message: Whole, context: IncomingContext) => void;

/** What is worth knowing of the past. Who came and went then says nothing of who is here. */
const ofThePast: ReadonlySet<string> = new Set(['PRIVMSG', 'NOTICE', 'TAGMSG', 'REDACT']);

/** Makes chat events of what a server sends. */
export class Incoming {
  readonly #context: IncomingContext;
  #motdLines = 0;

  constructor(context: IncomingContext) {
    this.#context = context;
  }

  /** Takes a message other than CAP, BATCH, PING and ERROR. What it does not know it passes over. */
  take(message: Whole): void {
    if (message.isPast === true && !ofThePast.has(message.command)) return;
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

/** Nobody did it when the source is missing. */
const fromSomebody: ReadonlySet<string> = new Set([
  'JOIN',
  'PART',
  'QUIT',
  'KICK',
  'NICK',
  'TOPIC',
  'PRIVMSG',
  'TAGMSG',
  'REDACT',
  'INVITE',
]);

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['JOIN', takeJoin],
  ['PART', takePart],
  ['QUIT', takeQuit],
  ['KICK', takeKick],
  ['NICK', takeNick],
  ['TOPIC', takeTopic],
  ['PRIVMSG', takeText],
  ['NOTICE', takeText],
  ['TAGMSG', takeTags],
  ['REDACT', takeRedaction],
  ['MARKREAD', takeReadMarker],
  ['INVITE', takeInvitation],
  ['WARN', ({ params }, context) => serverSaid(params.at(-1) ?? '', context)],
  ['NOTE', ({ params }, context) => serverSaid(params.at(-1) ?? '', context)],
  ['ACK', (message, { memory }) => void memory.outbox.takeEcho(message, '')],
  [RPL_ISUPPORT, ({ params }, { server }) => server.learn(params)],
  [RPL_LOGGEDIN, ({ params }, { server }) => void (server.account = detach(params[2] ?? ''))],
  [RPL_TOPIC, takeTopicOnJoin],
  [RPL_NOTOPIC, takeTopicOnJoin],
  [RPL_NAMREPLY, takeNames],
  [RPL_ENDOFNAMES, takeEndOfNames],
  // No message of the day is nothing to refuse.
  ['422', () => undefined],
]);
