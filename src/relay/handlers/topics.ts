import { ERR_CANNOTSENDTOCHAN, ERR_CHANOPRIVSNEEDED, ERR_INPUTTOOLONG } from '../../irc/numerics.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { announce } from '../channels/announce.ts';
import { membership } from '../channels/channelAccess.ts';
import { sendTopic } from '../channels/channelReplies.ts';
import { type Context, newsFrom } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { maySpeak } from '../channels/speaking.ts';

/** https://modern.ircdocs.horse/#topic-message */
export function topic(context: Context): void {
  const { relay, session, params } = context;
  const [name = '', text] = params;
  const { channel, member } = membership(context, name);
  if (text === undefined) {
    sendTopic(context, channel);
    return;
  }
  if (channel.modes.has('t') && !member.isOperator) throw new IrcError(ERR_CHANOPRIVSNEEDED, channel.name);
  if (!maySpeak(session, channel)) throw new IrcError(ERR_CANNOTSENDTOCHAN, channel.name);
  if (utf8Length(text) > relay.limits.topicBytes) throw new IrcError(ERR_INPUTTOOLONG);
  // Only what is new is news.
  if (text === (channel.topic?.text ?? '')) return;
  channel.topic = text === '' ? undefined : { text, by: session.source, at: relay.time.now() };
  relay.channels.changed(channel);
  announce(context, channel, newsFrom(context, 'TOPIC', channel.name, text));
}
