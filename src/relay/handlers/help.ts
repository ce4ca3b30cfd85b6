import { ERR_HELPNOTFOUND, RPL_ENDOFHELP, RPL_HELPSTART, RPL_HELPTXT } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import { helpTexts } from './helpTexts.ts';
import { IrcError } from '../core/ircError.ts';
import { packWords } from '../delivery/packWords.ts';
import { replyRoom } from '../delivery/replyRoom.ts';

/** What stands for the list of commands where a reply names its subject. */
const index = '*';

/** Lists the commands, or explains one. https://modern.ircdocs.horse/#help-message */
export function help(context: Context): void {
  const [subject = ''] = context.params;
  if (subject === '' || subject === index) sendIndex(context);
  else sendTopic(context, subject);
}

function sendIndex(context: Context): void {
  const commands = packWords(helpTexts.keys(), replyRoom(context, RPL_HELPTXT, index));
  sendLines(context, index, ['The commands of this relay:', ...commands, 'HELP and one of them says more.']);
}

function sendTopic(context: Context, subject: string): void {
  const name = subject.toUpperCase();
  const topic = helpTexts.get(name);
  if (topic === undefined) throw new IrcError(ERR_HELPNOTFOUND, subject);
  sendLines(context, name, [topic.usage, '', topic.text]);
}

function sendLines({ session }: Context, subject: string, [first = '', ...more]: readonly string[]): void {
  session.reply(RPL_HELPSTART, subject, first);
  for (const line of more) session.reply(RPL_HELPTXT, subject, line);
  session.reply(RPL_ENDOFHELP, subject, 'End of HELP');
}
