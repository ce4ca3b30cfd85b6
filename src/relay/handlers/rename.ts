import { isChannel, sameName } from '../../irc/names.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { channelRename } from '../core/capabilities.ts';
import type { Channel } from '../channels/channel.ts';
import { channelOfOperator } from '../channels/channelAccess.ts';
import { sendGreeting } from '../channels/channelReplies.ts';
import { type Context, newsFrom } from '../core/context.ts';
import { FailError } from '../core/ircError.ts';
import { joinNews } from '../channels/joinNews.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** Names that cost 1, of those that are listed to members who have to enter the room again. */
const namesPerCost = 1000;

/** Gives a channel another name; all else stays. https://ircv3.net/specs/extensions/channel-rename */
export function rename(context: Context): void {
  const { relay, params } = context;
  const [from = '', to = '', reason = ''] = params;
  const channel = channelOfOperator(context, from);
  checkName(context, channel, to);
  const [cut = ''] = splitByBytes(reason, relay.limits.reasonBytes);
  const old = channel.name;
  relay.channels.rename(channel, to);
  const news = newsFrom(context, 'RENAME', old, to, cut);
  let greeted = 0;
  for (const { session: reader } of channel.members) {
    if (reader.has(channelRename)) reader.send(news);
    // A name in another case is the same to those who cannot be told.
    else if (!sameName(old, to)) {
      sendFallback(context, reader, { channel, old, reason: cut });
      greeted++;
    }
  }
  context.charge((greeted * channel.size) / namesPerCost);
}

function checkName({ relay }: Context, channel: Channel, to: string): void {
  const fail = (code: string, text: string): FailError =>
    new FailError(text, { command: 'RENAME', code, context: [channel.name, to] });
  if (!isChannel(to, relay.limits.channelBytes)) throw fail('CANNOT_RENAME', 'Not a name for a channel');
  if (channel.name === to) throw fail('CANNOT_RENAME', 'The channel has this name');
  if (sameName(channel.name, to)) return;
  // Invitations to the relay name it.
  if (channel === relay.channels.main) throw fail('CANNOT_RENAME', 'The main channel keeps its name');
  if (relay.channels.find(to) !== undefined)
    throw fail('CHANNEL_NAME_IN_USE', 'The channel name is already taken');
}

/** To whom RENAME means nothing: out of the one, into the other. */
function sendFallback(
  { relay }: Context,
  reader: Session,
  { channel, old, reason }: { channel: Channel; old: string; reason: string },
): void {
  const params = reason === '' ? [old] : [old, reason];
  reader.send(new OutgoingMessage({ ...reader.origin, command: 'PART', params, time: relay.time.now() }));
  reader.send(joinNews(relay, reader, channel));
  sendGreeting({ relay, session: reader }, channel);
}
