import {
  ERR_CHANOPRIVSNEEDED,
  ERR_NEEDMOREPARAMS,
  ERR_NOSUCHNICK,
  ERR_USERONCHANNEL,
  RPL_ENDOFINVITELIST,
  RPL_INVITELIST,
  RPL_INVITING,
} from '../../irc/numerics.ts';
import { replyAway } from '../people/awayNews.ts';
import { inviteNotify } from '../core/capabilities.ts';
import type { Channel } from '../channels/channel.ts';
import { membership } from '../channels/channelAccess.ts';
import { type Context, newsFrom } from '../core/context.ts';
import { FailError, IrcError } from '../core/ircError.ts';
import { OutgoingChoice } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** Invites somebody; without parameters lists one's own invitations. https://modern.ircdocs.horse/#invite-message */
export function invite(context: Context): void {
  const { relay, params } = context;
  const [nick, name] = params;
  if (nick === undefined) {
    listInvitations(context);
    return;
  }
  if (name === undefined) throw new IrcError(ERR_NEEDMOREPARAMS, 'INVITE');
  const { channel, member } = membership(context, name);
  if (channel.modes.has('i') && !member.isOperator) throw new IrcError(ERR_CHANOPRIVSNEEDED, channel.name);
  const person = relay.roster.find(nick);
  if (person === undefined) throw new IrcError(ERR_NOSUCHNICK, nick);
  if (channel.has(person)) throw new IrcError(ERR_USERONCHANNEL, person.nick, channel.name);
  const invitation = { opens: member.isOperator, inviter: context.session.peer };
  if (!relay.channels.invitations.add(person, channel, invitation))
    throw new FailError('They have too many invitations already', {
      command: 'INVITE',
      code: 'TOO_MANY_INVITATIONS',
      context: [person.nick, channel.name],
    });
  tellInvitation(context, channel, person);
}

/** The members hear of it who asked to, save who invites: that one has the reply. */
function tellInvitation(context: Context, channel: Channel, person: Session): void {
  const { session } = context;
  const news = newsFrom(context, 'INVITE', person.nick, channel.name);
  session.reply(RPL_INVITING, person.nick, channel.name);
  replyAway(context, person);
  person.deliver(news);
  channel.deliver(new OutgoingChoice(inviteNotify, news), session);
}

function listInvitations({ relay, session }: Context): void {
  for (const channel of relay.channels.invitations.of(session))
    if (relay.channels.find(channel.name) === channel) session.reply(RPL_INVITELIST, channel.name);
  session.reply(RPL_ENDOFINVITELIST, 'End of the list of invitations');
}
