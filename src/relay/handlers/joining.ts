import { foldCase, isChannel } from '../../irc/names.ts';
import { ERR_NOSUCHCHANNEL, ERR_TOOMANYCHANNELS } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { announce } from '../channels/announce.ts';
import { awayNews } from '../people/awayNews.ts';
import type { Channel } from '../channels/channel.ts';
import { membership } from '../channels/channelAccess.ts';
import { sendGreeting } from '../channels/channelReplies.ts';
import { type Context, forEachOf, nameCost, newsFrom, refuse } from '../core/context.ts';
import { playBack } from '../history/playback.ts';
import { IrcError } from '../core/ircError.ts';
import { isOperatorByKey, joinRefusal } from '../channels/joinRules.ts';
import { joinNews } from '../channels/joinNews.ts';
import { exchangeMetadata } from '../metadata/metadataNews.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { maySpeak } from '../channels/speaking.ts';
import { sendReadMarker } from './markread.ts';

/** There is no place for another channel of this person. */
class NoPlaceError extends IrcError {
  override readonly message =
    'There is no place for one more channel of yours; you can join one that is there';

  constructor(name: string) {
    super(ERR_TOOMANYCHANNELS, name);
  }
}

/** https://modern.ircdocs.horse/#join-message */
export function join(context: Context): void {
  const { relay, session, params } = context;
  const [list = '', keyList = ''] = params;
  if (list === '0') {
    for (const channel of [...relay.channels.of(session)]) {
      context.charge(nameCost);
      leave(context, channel, '');
    }
    return;
  }
  for (const [index, [name, key]] of [...keysByName(list, keyList)].entries()) {
    if (index > 0) context.charge(nameCost);
    try {
      joinOne(context, name, key);
    } catch (error) {
      refuse(context, error);
    }
  }
}

/** Names with their keys in the same places. Of a name that comes twice the first counts, lest keys are tried in bulk. */
function keysByName(list: string, keyList: string): Map<string, string> {
  const keys = keyList.split(',');
  const found = new Map<string, [string, string]>();
  list.split(',').forEach((name, index) => {
    const folded = foldCase(name);
    if (name !== '' && !found.has(folded)) found.set(folded, [name, keys[index] ?? '']);
  });
  return new Map(found.values());
}

function joinOne(context: Context, name: string, key: string): void {
  const { relay, session } = context;
  const { channels, limits } = relay;
  if (!isChannel(name, limits.channelBytes)) throw new IrcError(ERR_NOSUCHCHANNEL, name);
  const known = channels.find(name);
  if (known?.has(session) === true) return;
  if (channels.of(session).size >= limits.maxChannelsPerPerson) throw new IrcError(ERR_TOOMANYCHANNELS, name);
  const refusal = known && joinRefusal(context, known, key);
  if (refusal !== undefined) throw new IrcError(refusal, name);
  const channel = known ?? channels.create(name, session.peer);
  if (channel === undefined) throw new NoPlaceError(name);
  enter(context, channel, known === undefined);
}

function enter(context: Context, channel: Channel, isNew: boolean): void {
  const { relay, session } = context;
  const takesOver = isNew || isAbandoned(context, channel);
  const isOperator = takesOver || isOperatorByKey(context, channel);
  if (takesOver && session.peer.key !== undefined) channel.operatorKeys.add(session.peer.key);
  relay.channels.invitations.use(session, channel);
  relay.channels.join(channel, session, isOperator);
  const member = channel.member(session);
  if (member !== undefined) member.saidBefore = relay.histories.ofChannel(channel).ring.saidUntil;
  relay.accounts.use(session);
  const isTheirsNow = isOperator && relay.channels.takeOver(channel, session.peer);
  if (takesOver || isTheirsNow) relay.channels.changed(channel);
  announce(context, channel, joinNews(relay, session, channel));
  if (session.away !== '') channel.deliver(awayNews(relay, session), session);
  if (isOperator && channel.size > 1) announceOperator(context, channel);
  sendReadMarker(context, channel);
  sendGreeting(context, channel);
  exchangeMetadata(context, channel);
  playBack(context, channel);
}

/** A room that is kept, of which nobody is operator and in which nobody is, is for whoever comes first. */
function isAbandoned({ relay }: Context, channel: Channel): boolean {
  return channel.size === 0 && channel !== relay.channels.main && channel.operatorKeys.size === 0;
}

/** Those who were there before have to hear that the newcomer is operator; JOIN does not say. */
function announceOperator(context: Context, channel: Channel): void {
  const { serverName: source, time, newEventId } = context.relay;
  const params = [channel.name, '+o', context.session.nick];
  const news = { source, command: 'MODE', params, time: time.next(), msgid: newEventId() };
  announce(context, channel, new OutgoingMessage(news));
}

/** https://modern.ircdocs.horse/#part-message */
export function part(context: Context): void {
  const [list = '', reason = ''] = context.params;
  const [cut = ''] = splitByBytes(reason, context.relay.limits.reasonBytes);
  forEachOf(context, list, name => leave(context, membership(context, name).channel, cut));
}

/** Who may not speak gives no reason either. */
function leave(context: Context, channel: Channel, reason: string): void {
  const { relay, session } = context;
  const given = reason !== '' && maySpeak(session, channel) ? [reason] : [];
  announce(context, channel, newsFrom(context, 'PART', channel.name, ...given));
  relay.channels.leave(channel, session);
}
