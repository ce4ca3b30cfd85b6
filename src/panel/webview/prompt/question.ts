import { carriesSecret } from '../../../code/typedSecrets.ts';
import { maxUnaskedMessages } from '../../messageLimits.ts';
import type { CommandWords } from '../../protocol.ts';
import { t } from '../words.ts';

/** Commands of other chat programs: who types one does not mean to say it. */
const othersCommands =
  /^(?:admin|ban|banlist|cap|connect|ctcp|cycle|deop|devoice|disconnect|gline|hop|ignore|info|ison|kickban|kill|knock|links|lusers|map|mode|motd|names|notice|op|oper|ping|privmsg|reconnect|rejoin|server|silence|stats|unban|unignore|userhost|version|voice|wallops|who|whois|whowas)$/i;

/** Where a text would be said. */
interface SaidIn {
  readonly commands: readonly CommandWords[];
  /** Bytes of one message where each line is a message of its own. */
  readonly lineBytes?: number | undefined;
}

/** What is asked before a text goes out that is hardly meant as it stands; undefined for all others. */
export function questionBefore(text: string, { commands, lineBytes }: SaidIn): string | undefined {
  const lines = text.trimEnd().split('\n');
  const doubt = doubtfulCommand(lines, commands);
  if (doubt !== undefined) return doubt;
  const count = lineBytes === undefined ? 1 : messagesOf(lines, lineBytes);
  return count > maxUnaskedMessages
    ? t('This server takes one line at a time: this would be {count} messages.', { count })
    : undefined;
}

function doubtfulCommand(lines: readonly string[], commands: readonly CommandWords[]): string | undefined {
  const [first = ''] = lines;
  const [, name, rest = ''] = /^\/([a-z?]{0,20})(?:\s+(.*))?$/i.exec(first) ?? [];
  if (name === undefined) return undefined;
  const isCommand = commands.some(command => command.name === name.toLowerCase());
  if (lines.length === 1) return isCommand ? undefined : mistyped(name, rest, commands);
  return isCommand ? t('/{name} is a command only on a line of its own.', { name }) : undefined;
}

function messagesOf(lines: readonly string[], lineBytes: number): number {
  const encoder = new TextEncoder();
  return lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(encoder.encode(line).length / lineBytes)),
    0,
  );
}

function mistyped(name: string, rest: string, commands: readonly CommandWords[]): string | undefined {
  const meant = commands.find(
    command => (rest === '' || command.usage !== '') && isSlip(name.toLowerCase(), command.name),
  );
  if (meant) return t('There is no command /{name}. Did you mean /{meant}?', { name, meant: meant.name });
  const isOthers = othersCommands.test(name) || carriesSecret(`/${name} ${rest}`);
  const isDoubtful = name === '' ? rest === '' : isOthers;
  return isDoubtful ? t('There is no command /{name}.', { name }) : undefined;
}

/** Whether a word is another but for one letter that is missing, doubled, wrong, or has changed places with the next. */
function isSlip(word: string, name: string): boolean {
  if (word.length < 2 || name.length < 2 || Math.abs(word.length - name.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === name[start]) start += 1;
  const [left, right] = [word.slice(start), name.slice(start)];
  const isSwapped = left.slice(1, 2) + left.slice(0, 1) + left.slice(2) === right;
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1) || isSwapped;
}
