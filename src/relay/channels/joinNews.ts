import { extendedJoin } from '../core/capabilities.ts';
import type { Channel } from './channel.ts';
import type { RelayState } from '../core/context.ts';
import { OutgoingChoice, OutgoingMessage } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** That somebody has come into a channel. https://ircv3.net/specs/extensions/extended-join */
export function joinNews(relay: RelayState, session: Session, channel: Channel): OutgoingChoice {
  const common = { ...session.origin, command: 'JOIN', time: relay.time.next(), msgid: relay.newEventId() };
  const short = new OutgoingMessage({ ...common, params: [channel.name] });
  const who = [session.account ?? '*', session.realName];
  const long = new OutgoingMessage({ ...common, params: [channel.name, ...who] });
  return new OutgoingChoice(extendedJoin, long, short);
}
