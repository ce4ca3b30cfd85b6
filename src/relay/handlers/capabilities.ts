import { maxLineBytes } from '../../irc/limits.ts';
import { ERR_INVALIDCAPCMD } from '../../irc/numerics.ts';
import { splitByBytes } from '../../irc/utf8.ts';
import { namesOf, offered, request } from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { packWords } from '../delivery/packWords.ts';
import type { Session } from '../core/session.ts';
import { completeRegistration } from './welcome.ts';

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
  // Before version 302 there is no way to say that more follows, so everything has to fit one line.
  const roomFor = roomIn(relay.serverName, session, `${subcommand} *`);
  const texts = session.capVersion < 302 ? [words.join(' ')] : packWords(words, roomFor);
  const last = texts.pop() ?? '';
  for (const text of texts) session.fromServer('CAP', session.nick || '*', subcommand, '*', text);
  session.fromServer('CAP', session.nick || '*', subcommand, last);
}

function change({ session, relay }: Context, text: string): void {
  session.isNegotiating = !session.isRegistered;
  const words = [...new Set(text.split(' ').filter(Boolean))];
  const next = request(session.capabilities, words);
  if (next === undefined) {
    // Nothing of it was taken, so that nobody is misled by a part.
    session.fromServer('CAP', session.nick || '*', 'NAK', splitByBytes(text, maxEchoBytes)[0] ?? '');
    return;
  }
  const texts = packWords(words, roomIn(relay.serverName, session, 'ACK'));
  for (const taken of texts.length === 0 ? [''] : texts)
    session.fromServer('CAP', session.nick || '*', 'ACK', taken);
  session.capabilities = next;
}

/** Bytes that a line of CAP has for words. */
function roomIn(serverName: string, session: Session, subcommand: string): number {
  return maxLineBytes - 2 - `:${serverName} CAP ${session.nick || '*'} ${subcommand} :`.length;
}

function end(context: Context): void {
  if (context.session.isRegistered) return;
  context.session.isNegotiating = false;
  completeRegistration(context);
}
