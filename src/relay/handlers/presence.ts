import { RPL_ISON, RPL_USERHOST } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import { packWords } from '../delivery/packWords.ts';
import { replyRoom } from '../delivery/replyRoom.ts';
import type { Session } from '../core/session.ts';

/** Nicks that one USERHOST answers for. https://modern.ircdocs.horse/#userhost-message */
const maxUserhosts = 5;

/** Gives user and host of up to five nicks, with a star for IRC operators, minus for away and plus for here. */
export function userhost(context: Context): void {
  const people = findAll(context, context.params.slice(0, maxUserhosts));
  const entries = people.map(({ nick, user, host, away, isOperator }) => {
    return `${nick}${isOperator ? '*' : ''}=${away === '' ? '+' : '-'}${user}@${host}`;
  });
  sendWords(context, RPL_USERHOST, entries);
}

/** Gives those of the nicks that are taken now. https://modern.ircdocs.horse/#ison-message */
export function ison(context: Context): void {
  const words = context.params.flatMap(param => param.split(' ')).filter(Boolean);
  const people = findAll(context, words);
  sendWords(
    context,
    RPL_ISON,
    people.map(person => person.nick),
  );
}

/** Each once, in the order of the nicks. */
function findAll({ relay }: Context, nicks: readonly string[]): Session[] {
  const found = nicks.map(nick => relay.roster.find(nick));
  return [...new Set(found)].filter(person => person !== undefined);
}

function sendWords(context: Context, numeric: string, words: readonly string[]): void {
  const texts = packWords(words, replyRoom(context, numeric));
  for (const text of texts.length === 0 ? [''] : texts) context.session.reply(numeric, text);
}
