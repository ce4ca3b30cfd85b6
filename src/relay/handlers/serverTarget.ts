import { matchMask } from '../../irc/mask.ts';
import { ERR_NOSUCHSERVER } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';

/**
 * Refuses a query that is meant for another server. This one answers to nothing, to its name, to a mask that fits it,
 * and to the nick of anyone, as all are connected here.
 */
export function checkServer({ relay }: Pick<Context, 'relay'>, target = ''): void {
  if (target === '' || relay.roster.find(target) !== undefined) return;
  if (!matchMask(target, relay.serverName)) throw new IrcError(ERR_NOSUCHSERVER, target);
}
