import { sendEndOfNames, sendNames } from '../channels/channelReplies.ts';
import { type Context, nameCost, splitList } from '../core/context.ts';
import { canSeeChannel } from '../people/visibility.ts';

/** Nothing is said of channels that are not there, or that the caller may not know of, but that the list is at its end. */
export function names(context: Context): void {
  const { relay, session, params } = context;
  const [list = ''] = params;
  if (list === '') sendEndOfNames(context, '*');
  for (const [index, name] of splitList(list).entries()) {
    if (index > 0) context.charge(nameCost);
    const channel = relay.channels.find(name);
    if (channel === undefined || !canSeeChannel(session, channel)) sendEndOfNames(context, name);
    else sendNames(context, channel);
  }
}
