import { maxLineBytes } from '../../irc/limits.ts';
import { isChannel } from '../../irc/names.ts';
import * as numerics from '../../irc/numerics.ts';
import { splitByBytes, utf8Length } from '../../irc/utf8.ts';
import { type Channel, prefixOf } from '../channel.ts';
import { type Context, forEachOf, newsFrom } from '../context.ts';
import { IrcError } from '../ircError.ts';
import { packWords } from '../packWords.ts';

/** A channel that the caller is in; refuses who is not. */
function channelOfMember({ relay, session }: Context, name: string): Channel {
  const channel = relay.channels.find(name);
  if (channel === undefined) throw new IrcError(numerics.ERR_NOSUCHCHANNEL, name);
  if (channel.member(session) === undefined) throw new IrcError(numerics.ERR_NOTONCHANNEL, channel.name);
  return channel;
}

export function join(context: Context): void {
  const { relay, session, params } = context;
  const [list = ''] = params;
  if (list === '0') for (const channel of [...relay.channels.of(session)]) leave(context, channel, '');
  else forEachOf(context, list, name => joinOne(context, name));
}

function joinOne(context: Context, name: string): void {
  const { relay, session } = context;
  if (!isChannel(name, relay.limits.channelBytes)) throw new IrcError(numerics.ERR_NOSUCHCHANNEL, name);
  const known = relay.channels.find(name);
  if (known?.member(session) !== undefined) return;
  if (relay.channels.of(session).size >= relay.limits.maxChannelsPerPerson)
    throw new IrcError(numerics.ERR_TOOMANYCHANNELS, name);
  if (known === undefined && relay.channels.size >= relay.limits.maxChannels)
    throw new IrcError(numerics.ERR_TOOMANYCHANNELS, name);
  const channel = known ?? relay.channels.create(name);
  const isHost = relay.hostKey !== undefined && session.peer.key === relay.hostKey;
  relay.channels.join(channel, session, isHost || known === undefined);
  const news = newsFrom(context, 'JOIN', channel.name);
  session.send(news);
  channel.deliver(news, session);
  if (channel.topic !== undefined) sendTopic(context, channel);
  sendNames(context, channel);
}

export function part(context: Context): void {
  const [list = '', reason = ''] = context.params;
  const cut = splitByBytes(reason, context.relay.limits.reasonBytes)[0] ?? '';
  forEachOf(context, list, name => leave(context, channelOfMember(context, name), cut));
}

function leave(context: Context, channel: Channel, reason: string): void {
  const { relay, session } = context;
  const news = newsFrom(context, 'PART', channel.name, ...(reason === '' ? [] : [reason]));
  session.send(news);
  channel.deliver(news, session);
  relay.channels.leave(channel, session);
}

export function topic(context: Context): void {
  const { relay, session, params } = context;
  const [name = '', text] = params;
  const channel = channelOfMember(context, name);
  if (text === undefined) {
    sendTopic(context, channel);
    return;
  }
  if (utf8Length(text) > relay.limits.topicBytes) throw new IrcError(numerics.ERR_INPUTTOOLONG);
  channel.topic = text === '' ? undefined : { text, by: session.source, at: relay.clock.now() };
  const news = newsFrom(context, 'TOPIC', channel.name, text);
  session.send(news);
  channel.deliver(news, session);
}

function sendTopic({ session }: Context, channel: Channel): void {
  const set = channel.topic;
  if (set === undefined) {
    session.reply(numerics.RPL_NOTOPIC, channel.name, 'No topic is set');
    return;
  }
  session.reply(numerics.RPL_TOPIC, channel.name, set.text);
  session.reply(numerics.RPL_TOPICWHOTIME, channel.name, set.by, String(Math.floor(set.at / 1000)));
}

export function names(context: Context): void {
  const { relay, session, params } = context;
  const endOf = (name: string): void =>
    session.reply(numerics.RPL_ENDOFNAMES, name, 'End of the list of names');
  if (params[0] === undefined) {
    endOf('*');
    return;
  }
  forEachOf(context, params[0], name => {
    const channel = relay.channels.find(name);
    if (channel !== undefined) sendNames(context, channel);
    else if (isChannel(name, relay.limits.channelBytes)) endOf(name);
    else throw new IrcError(numerics.ERR_NOSUCHCHANNEL, name);
  });
}

function sendNames({ relay, session }: Context, channel: Channel): void {
  const head = `:${relay.serverName} ${numerics.RPL_NAMREPLY} ${session.nick} = ${channel.name} :`;
  const nicks = Array.from(channel.members, member => prefixOf(member) + member.session.nick);
  for (const text of packWords(nicks, maxLineBytes - 2 - utf8Length(head)))
    session.reply(numerics.RPL_NAMREPLY, '=', channel.name, text);
  session.reply(numerics.RPL_ENDOFNAMES, channel.name, 'End of the list of names');
}
