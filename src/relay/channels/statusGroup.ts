import type { Channel, Member } from './channel.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** The signs before a channel's name that single out some of its members, as `STATUSMSG` has them. */
export const statusSigns = '@+';

/** The operators of a channel, or those with voice and above. https://modern.ircdocs.horse/#statusmsg-parameter */
export class StatusGroup {
  readonly channel: Channel;
  readonly #sign: '@' | '+';

  /** @param signs one or more of `statusSigns`: the lowest counts */
  constructor(channel: Channel, signs: string) {
    this.channel = channel;
    this.#sign = signs.includes('+') ? '+' : '@';
  }

  /** As messages name it: the sign and the channel. */
  get name(): string {
    return this.#sign + this.channel.name;
  }

  /** Brings news to everyone in it but one. */
  deliver(outgoing: Outgoing, except: Session): void {
    for (const member of this.channel.members)
      if (member.session !== except && this.#has(member)) member.session.deliver(outgoing);
  }

  #has({ isOperator, hasVoice }: Member): boolean {
    return isOperator || (this.#sign === '+' && hasVoice);
  }
}
