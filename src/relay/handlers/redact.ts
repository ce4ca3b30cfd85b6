import { splitByBytes } from '../../irc/utf8.ts';
import { announce } from '../channels/announce.ts';
import { messageRedaction } from '../core/capabilities.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../core/context.ts';
import { type Entry, isRedactable } from '../history/entry.ts';
import type { NamedRing } from '../history/histories.ts';
import { FailError, type IrcError } from '../core/ircError.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';
import { tellElsewhere } from '../history/tellElsewhere.ts';

/** Where something was said that the caller may read: a channel, or a talk with somebody who may have left. */
interface Place {
  readonly name: string;
  /** Absent when nothing was said there. */
  readonly history: NamedRing | undefined;
  readonly channel?: Channel;
  readonly person?: Session;
}

/**
 * Takes a message back: who sent it for a while, a channel's operators at any time. What one may not read is unknown
 * here, whether it exists or not. https://ircv3.net/specs/extensions/message-redaction
 */
export function redact(context: Context): void {
  const { relay, params } = context;
  const [target = '', msgid = ''] = params;
  const place = find(context, target);
  const index = place.history?.ring.indexOf(msgid) ?? -1;
  const entry = place.history?.ring.at(index);
  if (place.history === undefined || entry === undefined || !isRedactable(entry))
    throw fail('UNKNOWN_MSGID', 'This message does not exist or is too old', [target, msgid]);
  checkRight(context, place, entry);
  relay.histories.redact(place.history, index);
  tell(context, place, msgid);
}

function find({ relay, session }: Context, target: string): Place {
  const { histories, roster, channels } = relay;
  const channel = channels.find(target);
  if (channel?.has(session) === true)
    return { name: channel.name, channel, history: histories.ofChannel(channel) };
  const person = roster.find(target);
  const { account } = session;
  if (target.startsWith('#') || account === undefined)
    throw fail('INVALID_TARGET', 'You cannot delete messages from there', [target]);
  const talk =
    person === undefined
      ? histories.talks.findByNick(account, target)
      : histories.talks.find(account, person.account ?? '');
  if (person === undefined && talk === undefined)
    throw fail('INVALID_TARGET', 'You cannot delete messages from there', [target]);
  const history = talk && histories.ofTalk(talk);
  return { name: person?.nick ?? target, history, ...(person !== undefined && { person }) };
}

function checkRight({ relay, session, params }: Context, place: Place, entry: Entry): void {
  const [target = '', msgid = ''] = params;
  if (place.channel?.member(session)?.isOperator === true) return;
  if (!isOwn(session, entry))
    throw fail('REDACT_FORBIDDEN', 'You are not authorised to delete this message', [target, msgid]);
  const { redactWindowMs } = relay.limits;
  if (relay.time.now() - entry.time <= redactWindowMs) return;
  const seconds = String(Math.floor(redactWindowMs / 1000));
  throw fail('REDACT_WINDOW_EXPIRED', 'You can no longer delete this message', [target, msgid, seconds]);
}

/** The account says whose a message is; without one, only the very connection that sent it. A nick says nothing. */
function isOwn(session: Session, { account, sender }: Entry): boolean {
  if (account !== undefined) return account === session.account;
  return sender !== undefined && sender === session.mark;
}

function tell(context: Context, { name, history, channel, person }: Place, msgid: string): void {
  const { relay, session, params } = context;
  const [reason = ''] = splitByBytes(params[2] ?? '', relay.limits.reasonBytes);
  const news = new OutgoingMessage({
    ...session.origin,
    command: 'REDACT',
    params: [name, msgid, ...(reason === '' ? [] : [reason])],
    time: relay.time.next(),
    msgid: relay.newId(),
    needs: messageRedaction,
  });
  if (channel !== undefined) {
    announce(context, channel, news);
    return;
  }
  session.send(news);
  if (person !== session) person?.deliver(news);
  if (person !== undefined) tellElsewhere(context, person, news);
  if (history !== undefined) relay.histories.add(history, news.fields);
}

function fail(code: string, text: string, context: readonly string[]): IrcError {
  return new FailError(text, { command: 'REDACT', code, context });
}
