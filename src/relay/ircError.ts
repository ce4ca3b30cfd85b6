import * as numerics from '../irc/numerics.ts';
import { splitByBytes } from '../irc/utf8.ts';

/** What each refusal says in English, as IRC has it; programs go by the numeric. */
const texts: ReadonlyMap<string, string> = new Map([
  [numerics.ERR_UNKNOWNERROR, 'The line holds a NUL or a bare carriage return'],
  [numerics.ERR_NOSUCHNICK, 'No such nick'],
  [numerics.ERR_NOSUCHCHANNEL, 'No such channel'],
  [numerics.ERR_CANNOTSENDTOCHAN, 'Only members may write to this channel'],
  [numerics.ERR_TOOMANYCHANNELS, 'Too many channels'],
  [numerics.ERR_TOOMANYTARGETS, 'Too many receivers'],
  [numerics.ERR_NOORIGIN, 'No origin given'],
  [numerics.ERR_INVALIDCAPCMD, 'No such CAP subcommand'],
  [numerics.ERR_NORECIPIENT, 'No receiver given'],
  [numerics.ERR_NOTEXTTOSEND, 'No text to send'],
  [numerics.ERR_INPUTTOOLONG, 'Input line was too long'],
  [numerics.ERR_UNKNOWNCOMMAND, 'Unknown command'],
  [numerics.ERR_NOMOTD, 'There is no message of the day'],
  [numerics.ERR_NONICKNAMEGIVEN, 'No nick given'],
  [numerics.ERR_ERRONEUSNICKNAME, 'Not a nick that can be used here'],
  [numerics.ERR_NICKNAMEINUSE, 'Nick is already in use'],
  [numerics.ERR_NOTONCHANNEL, 'You are not on that channel'],
  [numerics.ERR_NOTREGISTERED, 'You have not registered'],
  [numerics.ERR_NEEDMOREPARAMS, 'Not enough parameters'],
  [numerics.ERR_ALREADYREGISTERED, 'You have already registered'],
  [numerics.ERR_PASSWDMISMATCH, 'Password incorrect'],
  [numerics.ERR_UNKNOWNMODE, 'Unknown mode'],
  [numerics.ERR_CHANOPRIVSNEEDED, 'You are not a channel operator'],
  [numerics.ERR_UMODEUNKNOWNFLAG, 'Unknown user mode'],
  [numerics.ERR_USERSDONTMATCH, 'Not your own modes'],
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

const maxEchoBytes = 60;

/** A client's word as a reply can give it back anywhere: never empty, spaced, or long enough to fill the line. */
export function echo(word: string): string {
  if (word === '' || word.startsWith(':') || word.includes(' ')) return '*';
  return splitByBytes(word, maxEchoBytes)[0] ?? '*';
}
