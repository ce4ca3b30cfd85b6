import * as numerics from '../../irc/numerics.ts';
import type { Context, RelayState } from '../core/context.ts';
import { countConnections } from '../people/population.ts';
import { checkServer } from './serverTarget.ts';
import type { Session } from '../core/session.ts';

/** How many are here: LUSERS [mask [server]]. https://modern.ircdocs.horse/#lusers-message */
export function lusers(context: Context): void {
  checkServer(context, context.params[1]);
  sendLusers(context.relay, context.session);
}

/** Sends the numbers, as the welcome does too. */
export function sendLusers(relay: RelayState, session: Session): void {
  const { people, invisible, operators, unregistered } = countConnections(relay.roster);
  const highest = relay.population.highest;
  const visible = people - invisible;
  const counts: [string, number, string][] = [
    [numerics.RPL_LUSEROP, operators, 'IRC operators online'],
    [numerics.RPL_LUSERUNKNOWN, unregistered, 'unregistered connections'],
    [numerics.RPL_LUSERCHANNELS, relay.channels.size, 'channels formed'],
  ];
  session.reply(
    numerics.RPL_LUSERCLIENT,
    `There are ${visible} users and ${invisible} invisible on 1 servers`,
  );
  for (const [numeric, count, text] of counts) session.reply(numeric, String(count), text);
  session.reply(numerics.RPL_LUSERME, `I have ${people} clients and 0 servers`);
  const now = [String(people), String(highest)];
  session.reply(numerics.RPL_LOCALUSERS, ...now, `Current local users ${people}, max ${highest}`);
  session.reply(numerics.RPL_GLOBALUSERS, ...now, `Current global users ${people}, max ${highest}`);
}
