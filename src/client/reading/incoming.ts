import type { Emit, HistoricEvent } from '../../chat/event.ts';
import { detach } from '../../irc/detach.ts';
import {
  RPL_CREATED,
  RPL_ENDOFNAMES,
  RPL_ISUPPORT,
  RPL_LOGGEDIN,
  RPL_MOTD,
  RPL_NAMREPLY,
  RPL_NOTOPIC,
  RPL_TOPIC,
} from '../../irc/numerics.ts';
import type { HistoryPage } from '../history/historyRequests.ts';
import type { JoinedSession } from '../joinedSession.ts';
import { maxNameLength, maxWordLength } from '../limits.ts';
import { canSpeak, senderOf } from '../server.ts';
import type { Whole } from './batches.ts';
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
import { takeRefusal } from './refusals.ts';
import { serverTimeOf } from './serverTime.ts';

interface Row {
  readonly take: (message: Whole, session: JoinedSession, emit: Emit) => void;
  /** Nobody did it when the source names nobody. */
  readonly needsSource?: boolean;
  /** Worth knowing of the past. Who came and went then says nothing of who is here. */
  readonly isHistoric?: boolean;
}

/** Makes events of a message other than CAP, BATCH, PING and ERROR. What is unknown is ignored. */
export function takeReceived(message: Whole, session: JoinedSession, emit: Emit): void {
  const row = rows.get(message.command);
  if (message.isPast === true && row?.isHistoric !== true) return;
  if (row?.needsSource === true && !canSpeak(senderOf(message))) return;
  const at = message.source?.includes('!') === true ? serverTimeOf(message) : undefined;
  const { client, server } = session;
  if (at !== undefined) client.serverClock.hear(at, message.isPast !== true, !server.isPyChat);
  if (row !== undefined) row.take(message, session, emit);
  else if (/^(?:[45]..|FAIL)$/.test(message.command)) takeRefusal(message, session, emit);
}

/** Reads a piece of history. @param isAgain what was shown before is shown again */
export function readPast(messages: readonly Whole[], session: JoinedSession, isAgain: boolean): HistoryPage {
  const events: HistoricEvent[] = [];
  for (const message of messages)
    takeReceived(isAgain ? { ...message, isAgain } : message, session, event => {
      if (event.type === 'message' || event.type === 'reaction' || event.type === 'redacted')
        events.push(event);
    });
  return { messages, events };
}

/** Says a line of the server's. */
function serverSaid(text: string, { client }: JoinedSession, emit: Emit): void {
  emit({ type: 'serverSaid', at: client.clock.now(), text: text.slice(0, maxWordLength) });
}

function takeCreated({ params }: Whole, { server }: JoinedSession): void {
  server.started = detach((params.at(-1) ?? '').slice(0, maxNameLength));
}

/** Takes in what the server supports; with the welcome the first of it comes, which is no change. */
function takeIsupport({ params }: Whole, { client, server }: JoinedSession, emit: Emit): void {
  const before = server.keepsSeconds;
  server.learn(params);
  if (client.server === server && server.keepsSeconds !== before) emit({ type: 'keepingChanged' });
}

const serverSays: Row = {
  take: ({ params }, session, emit) => serverSaid(params.at(-1) ?? '', session, emit),
};

const rows: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['JOIN', { take: takeJoin, needsSource: true }],
  ['PART', { take: takePart, needsSource: true }],
  ['QUIT', { take: takeQuit, needsSource: true }],
  ['KICK', { take: takeKick, needsSource: true }],
  ['NICK', { take: takeNick, needsSource: true }],
  ['TOPIC', { take: takeTopic, needsSource: true }],
  ['PRIVMSG', { take: takeText, needsSource: true, isHistoric: true }],
  ['NOTICE', { take: takeText, isHistoric: true }],
  ['TAGMSG', { take: takeTags, needsSource: true, isHistoric: true }],
  ['REDACT', { take: takeRedaction, needsSource: true, isHistoric: true }],
  ['MARKREAD', { take: takeReadMarker }],
  ['INVITE', { take: takeInvitation, needsSource: true }],
  ['WARN', serverSays],
  ['NOTE', serverSays],
  ['ACK', { take: (message, { client }) => void client.outbox.takeEcho(message, '') }],
  [RPL_CREATED, { take: takeCreated }],
  [RPL_ISUPPORT, { take: takeIsupport }],
  [RPL_LOGGEDIN, { take: ({ params }, { server }) => void (server.account = detach(params[2] ?? '')) }],
  [
    RPL_MOTD,
    {
      take: ({ params }, session, emit) => {
        if (session.showsMotdLine()) serverSaid((params.at(-1) ?? '').replace(/^- ?/, ''), session, emit);
      },
    },
  ],
  [RPL_TOPIC, { take: takeTopicOnJoin }],
  [RPL_NOTOPIC, { take: takeTopicOnJoin }],
  [RPL_NAMREPLY, { take: takeNames }],
  [RPL_ENDOFNAMES, { take: takeEndOfNames }],
  // No message of the day is nothing to refuse.
  ['422', { take: () => undefined }],
]);
