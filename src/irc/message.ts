import { detach } from './detach.ts';
import { maxParams } from './limits.ts';
import { noTags, parseTags, serializeTags, type Tags } from './tags.ts';

const lineBreakers = /[\0\r\n]/;

/** Whether a text can stand in a line: it holds no NUL and no line end. */
export function fitsLine(text: string): boolean {
  return !lineBreakers.test(text);
}

/** One line of IRC. https://modern.ircdocs.horse/#message-format */
export interface Message {
  readonly tags: Tags;
  /** Who sent it: a server name or `nick!user@host`. Absent in what clients send. */
  readonly source?: string;
  /** Upper case, or three digits. */
  readonly command: string;
  /** At most 15; only the last may be empty, hold a space or begin with a colon. */
  readonly params: readonly string[];
}

/** A line that is not IRC, or a message that cannot be written as a line. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
}

/** A line whose command is a word that cannot be one. */
export class CommandError extends MessageError {
  readonly tags: Tags;
  /** Any characters but spaces, NUL, CR and LF; may be empty. */
  readonly word: string;

  constructor(tags: Tags, word: string) {
    super('no command in the line');
    this.tags = tags;
    this.word = word;
  }
}

const commandPattern = /^(?:[A-Za-z]+|[0-9]{3})$/;

/**
 * Reads one line, given without its line end.
 *
 * @throws {CommandError} when there is no command; {MessageError} when the line holds NUL, CR or LF
 */
export function parseMessage(line: string): Message {
  if (!fitsLine(line)) throw new MessageError('a line end or NUL inside a line');
  if (!line.startsWith('@')) return parseUntagged(line, noTags);
  const space = line.indexOf(' ');
  const end = space < 0 ? line.length : space;
  // What is kept of a text must not keep the tags that came with it, which may be many times as long.
  return parseUntagged(detach(line.slice(end)), parseTags(line.slice(1, end)));
}

function parseUntagged(line: string, tags: Tags): Message {
  let at = 0;
  const word = (): string => {
    const space = line.indexOf(' ', at);
    const end = space < 0 ? line.length : space;
    const text = line.slice(at, end);
    at = end;
    while (line[at] === ' ') at++;
    return text;
  };
  while (line[at] === ' ') at++;
  const source = line[at] === ':' ? word().slice(1) : undefined;
  const command = word();
  if (!commandPattern.test(command)) throw new CommandError(tags, command);
  const params: string[] = [];
  while (at < line.length) {
    if (line[at] === ':' || params.length === maxParams - 1) {
      params.push(line.slice(line[at] === ':' ? at + 1 : at));
      break;
    }
    params.push(word());
  }
  const parsed = { tags, command: command.toUpperCase(), params };
  return source === undefined ? parsed : { ...parsed, source };
}

/**
 * Writes a message as one line, without line end. `parseMessage` gives the same message back.
 *
 * @throws {MessageError} for what the grammar cannot say: line ends, NUL, a space in the source or in a middle
 * parameter, more than 15 parameters
 */
export function serializeMessage(message: Message): string {
  const { tags, source, command, params } = message;
  if (!commandPattern.test(command)) throw new MessageError('not a command');
  let line = tags.size === 0 ? '' : `@${serializeTags(tags)} `;
  if (source !== undefined) line += `:${checkWord(source, 'source')} `;
  line += command + serializeParams(params);
  if (!fitsLine(line)) throw new MessageError('a line end or NUL inside a message');
  return line;
}

function serializeParams(params: readonly string[]): string {
  if (params.length > maxParams) throw new MessageError('too many parameters');
  let text = '';
  params.forEach((param, index) => {
    const last = index === params.length - 1;
    const plain = param !== '' && !param.startsWith(':') && !param.includes(' ');
    if (!plain && !last)
      throw new MessageError('a middle parameter that is empty, spaced or begins with a colon');
    text += plain ? ` ${param}` : ` :${param}`;
  });
  return text;
}

function checkWord(text: string, what: string): string {
  if (text === '' || text.includes(' ')) throw new MessageError(`a ${what} that is empty or spaced`);
  return text;
}

/** Makes a message of a command and parameters, for `serializeMessage`. */
export function message(command: string, ...params: string[]): Message {
  return { tags: noTags, command, params };
}
