import { ERR_NICKNAMEINUSE } from '../../irc/numerics.ts';
import { type Context, newsFrom, type RelayState } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { tellRenamed } from '../people/presence.ts';
import type { Session } from '../core/session.ts';
import { takesBack } from './login.ts';

/** The nick of a key that is not the asker's. */
class OwnedNickError extends IrcError {
  override readonly message = 'Nick belongs to the key of somebody else';

  constructor(nick: string) {
    super(ERR_NICKNAMEINUSE, nick);
  }
}

/**
 * Makes a nick free for the session. An older connection of the same person is closed, if this one comes back for it,
 * and anybody's that has hung up; somebody else who has the nick of the session's own key is given another one.
 *
 * @throws {IrcError} 433, when it stays with whom it belongs to
 */
export function freeNick(context: Context, nick: string): void {
  const { relay, session } = context;
  const holder = relay.roster.find(nick);
  if (holder === session) return;
  const owner = relay.accounts.ownerOf(nick);
  if (owner !== undefined && owner !== session.peer.key) throw new OwnedNickError(nick);
  if (holder === undefined) return;
  const isSamePerson = holder.peer.key !== undefined && holder.peer.key === session.peer.key;
  if (holder.wire.hasHungUp) holder.close('Connection closed');
  else if (isSamePerson && takesBack(session)) holder.close('Ghosted by the same person', 'ghosted');
  else if (!isSamePerson && owner !== undefined) displace(context, holder);
  else throw new IrcError(ERR_NICKNAMEINUSE, nick);
}

/** Gives somebody who has registered a nick that is free, and tells those who share a channel. */
export function changeNick(context: Context, nick: string): void {
  const { relay, session } = context;
  relay.accounts.touch(session);
  tellRenamed(relay, session, nick);
  const news = newsFrom(context, 'NICK', nick);
  session.send(news);
  relay.channels.deliverToPeers(session, news);
  relay.histories.happenedTo(session, news.fields);
  relay.roster.rename(session, nick);
  if (relay.channels.of(session).size > 0) relay.accounts.use(session);
}

/** Somebody has a nick whose owner now asks for it. */
function displace(context: Context, holder: Session): void {
  const { nick } = holder;
  const guest = guestNick(context.relay, nick);
  changeNick({ ...context, session: holder }, guest);
  holder.fromServer(
    'NOTICE',
    guest,
    `The nick ${nick} belongs to the key of somebody else. You are ${guest} now.`,
  );
}

/** The nick with the lowest number after it that nobody has or owns. */
function guestNick({ roster, accounts, limits }: RelayState, nick: string): string {
  for (let number = 1; ; number++) {
    const guest = `${nick.slice(0, limits.nickBytes - String(number).length)}${number}`;
    if (roster.find(guest) === undefined && accounts.ownerOf(guest) === undefined) return guest;
  }
}
