import * as numerics from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';

/** What each refusal says in English, as IRC has it; programs go by the numeric. */
const texts: ReadonlyMap<string, string> = new Map([
  [numerics.ERR_UNKNOWNERROR, 'The line holds a NUL or a bare carriage return'],
  [numerics.ERR_NOSUCHNICK, 'No such nick'],
  [numerics.ERR_NOSUCHSERVER, 'No such server'],
  [numerics.ERR_NOSUCHCHANNEL, 'No such channel'],
  [numerics.ERR_CANNOTSENDTOCHAN, 'You cannot write to this channel'],
  [numerics.ERR_TOOMANYCHANNELS, 'Too many channels'],
  [numerics.ERR_WASNOSUCHNICK, 'There was no such nick'],
  [numerics.ERR_TOOMANYTARGETS, 'Too many receivers'],
  [numerics.ERR_NOORIGIN, 'No origin given'],
  [numerics.ERR_INVALIDCAPCMD, 'No such CAP subcommand'],
  [numerics.ERR_NORECIPIENT, 'No receiver given'],
  [numerics.ERR_NOTEXTTOSEND, 'No text to send'],
  [numerics.ERR_TOOMANYMATCHES, 'Too many matches: the list is cut short'],
  [numerics.ERR_INPUTTOOLONG, 'Input line was too long'],
  [numerics.ERR_UNKNOWNCOMMAND, 'Unknown command'],
  [numerics.ERR_NOMOTD, 'There is no message of the day'],
  [numerics.ERR_NONICKNAMEGIVEN, 'No nick given'],
  [numerics.ERR_ERRONEUSNICKNAME, 'Not a nick that can be used here'],
  [numerics.ERR_NICKNAMEINUSE, 'Nick is already in use'],
  [numerics.ERR_USERNOTINCHANNEL, 'They are not on that channel'],
  [numerics.ERR_NOTONCHANNEL, 'You are not on that channel'],
  [numerics.ERR_USERONCHANNEL, 'They are on that channel already'],
  [numerics.ERR_NOTREGISTERED, 'You have not registered'],
  [numerics.ERR_NEEDMOREPARAMS, 'Not enough parameters'],
  [numerics.ERR_ALREADYREGISTERED, 'You have already registered'],
  [numerics.ERR_PASSWDMISMATCH, 'Password incorrect'],
  [numerics.ERR_CHANNELISFULL, 'The channel is full'],
  [numerics.ERR_UNKNOWNMODE, 'Unknown mode'],
  [numerics.ERR_INVITEONLYCHAN, 'The channel is for those who are invited'],
  [numerics.ERR_BANNEDFROMCHAN, 'You are banned from the channel'],
  [numerics.ERR_BADCHANNELKEY, 'The channel has another key'],
  [numerics.ERR_BANLISTFULL, 'The lists of the channel are full'],
  [numerics.ERR_CHANOPRIVSNEEDED, 'You are not a channel operator'],
  [numerics.ERR_NOPRIVILEGES, 'You are not an IRC operator'],
  [numerics.ERR_NOOPERHOST, 'Nobody can become IRC operator here by password'],
  [numerics.ERR_UMODEUNKNOWNFLAG, 'Unknown user mode'],
  [numerics.ERR_USERSDONTMATCH, 'Not your own modes'],
  [numerics.ERR_INVALIDMODEPARAM, 'Not a value that the mode can have'],
  [numerics.ERR_HELPNOTFOUND, 'There is no help on that'],
  [numerics.ERR_SASLFAIL, 'SASL authentication failed'],
  [numerics.ERR_SASLTOOLONG, 'SASL message too long'],
  [numerics.ERR_SASLABORTED, 'SASL authentication aborted'],
  [numerics.ERR_SASLALREADY, 'You have already authenticated using SASL'],
]);

/** A refusal: throwing it ends the command, and the dispatcher answers with it. */
export class IrcError extends Error {
  override readonly name = 'IrcError';
  /** The numeric, or FAIL. */
  readonly command: string;
  /** What stands between the receiver's nick and the text; for FAIL, all before the text. */
  readonly params: readonly string[];

  /**
   * @param numeric from `irc/numerics.ts`
   * @param params what the refusal is about. May be what a client sent: what a reply could not carry is replaced
   */
  constructor(numeric: string, ...params: string[]) {
    super(texts.get(numeric) ?? 'Refused');
    this.command = numeric;
    this.params = params.map(echo);
  }
}

/** A refusal that has a word instead of a numeric. https://ircv3.net/specs/extensions/standard-replies */
export class FailError extends IrcError {
  override readonly message: string;

  /** @param about `command`, the one refused (`*` for none), `code`, and what it is about */
  constructor(text: string, about: { command: string; code: string; context?: readonly string[] }) {
    super('FAIL', about.command, about.code, ...(about.context ?? []));
    this.message = text;
  }
}

/** More than a channel's name or a nick may have, so that these come back whole. */
const maxEchoBytes = 100;

/** A client's word as a reply can give it back anywhere: never empty, spaced, or long enough to fill the line. */
export function echo(word: string): string {
  if (word === '' || word.startsWith(':') || word.includes(' ')) return '*';
  return splitByBytes(word, maxEchoBytes)[0] ?? '*';
}
