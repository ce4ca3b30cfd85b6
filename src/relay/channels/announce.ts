import type { Channel } from './channel.ts';
import type { Context } from '../core/context.ts';
import type { OutgoingChoice, OutgoingMessage } from '../core/outgoing.ts';

/**
 * Tells a whole channel what the session does to it: the session as part of its answer, the other members as news, and
 * those who ask later from its history.
 */
export function announce(
  { relay, session }: Pick<Context, 'relay' | 'session'>,
  channel: Channel,
  outgoing: OutgoingMessage | OutgoingChoice,
): void {
  if (outgoing.fields !== undefined) relay.histories.happened(channel, outgoing.fields);
  session.send(outgoing);
  channel.deliver(outgoing, session);
}
