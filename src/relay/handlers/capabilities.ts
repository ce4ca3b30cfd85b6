import { maxLineBytes } from '../../irc/limits.ts';
import { ERR_INVALIDCAPCMD } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { namesOf, offered, request } from '../capabilities.ts';
import type { Context } from '../context.ts';
import { IrcError } from '../ircError.ts';
import { packWords } from '../packWords.ts';
import { completeRegistration } from '../welcome.ts';

const maxEchoBytes = 350;

/** https://ircv3.net/specs/extensions/capability-negotiation */
export function cap(context: Context): void {
  const [subcommand = '', rest = ''] = context.params;
  switch (subcommand.toUpperCase()) {
    case 'LS':
      list(context, 'LS', offered(context.relay.limits, suspend(context, rest)));
      break;
    case 'LIST':
      list(context, 'LIST', namesOf(context.session.capabilities));
      break;
    case 'REQ':
      change(context, rest);
      break;
    case 'END':
      end(context);
      break;
    default:
      throw new IrcError(ERR_INVALIDCAPCMD, subcommand);
  }
}

/** Holds registration up until CAP END. @returns the version asked for */
function suspend({ session }: Context, version: string): number {
  session.isNegotiating = !session.isRegistered;
  const asked = /^[0-9]{1,5}$/.test(version) ? Number(version) : 0;
  session.capVersion = Math.max(session.capVersion, asked);
  return asked;
}

function list({ session, relay }: Context, subcommand: string, words: string[]): void {
  const room = maxLineBytes - 2 - `:${relay.serverName} CAP ${session.nick || '*'} ${subcommand} * :`.length;
  // Before version 302 there is no way to say that more follows, so everything has to fit one line.
  const texts = session.capVersion < 302 ? [words.join(' ')] : packWords(words, room);
  const last = texts.pop() ?? '';
  for (const text of texts) session.fromServer('CAP', session.nick || '*', subcommand, '*', text);
  session.fromServer('CAP', session.nick || '*', subcommand, last);
}

function change({ session }: Context, text: string): void {
  session.isNegotiating = !session.isRegistered;
  const words = [...new Set(text.split(' ').filter(Boolean))];
  const next = request(session.capabilities, words);
  // Only what was asked for in vain can be too long for a line of ours.
  const [echo = ''] = splitByBytes(words.join(' '), maxEchoBytes);
  session.fromServer('CAP', session.nick || '*', next === undefined ? 'NAK' : 'ACK', echo);
  if (next !== undefined) session.capabilities = next;
}

function end(context: Context): void {
  if (context.session.isRegistered) return;
  context.session.isNegotiating = false;
  completeRegistration(context);
}
