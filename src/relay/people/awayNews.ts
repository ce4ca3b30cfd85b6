import { RPL_AWAY } from '../../irc/numerics.ts';
import { awayNotify } from '../core/capabilities.ts';
import type { Context, RelayState } from '../core/context.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import type { Receiver } from '../channels/receiver.ts';
import type { Session } from '../core/session.ts';

/** News of whether a person is away, for those who asked for it. https://ircv3.net/specs/extensions/away-notify */
export function awayNews(relay: Pick<RelayState, 'time'>, person: Session): OutgoingMessage {
  const params = person.away === '' ? [] : [person.away];
  const time = relay.time.now();
  return new OutgoingMessage({ ...person.origin, command: 'AWAY', params, time, needs: awayNotify });
}

/** Tells who has written to a person that this one is away. */
export function replyAway({ session }: Pick<Context, 'session'>, receiver: Receiver): void {
  if ('away' in receiver && receiver.away !== '') session.reply(RPL_AWAY, receiver.nick, receiver.away);
}
