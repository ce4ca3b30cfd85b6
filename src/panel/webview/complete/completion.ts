import type { CommandWords, Vocabulary } from '../../protocol.ts';

/** What may stand at a place: each of `texts` instead of what lies between `start` and `end`. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  /** At least one; the first is the one to suggest. */
  readonly texts: readonly string[];
}

/** What is known: people, rooms, commands. */
export interface Words extends Pick<Vocabulary, 'nicks' | 'rooms'> {
  readonly commands: readonly Pick<CommandWords, 'name' | 'args'>[];
}

const isSpace = /\s/;

/** What stands before the caret. */
interface Place {
  /** The line up to the word. */
  readonly before: string;
  readonly word: string;
  /** The whole text up to this line. */
  readonly isFirstLine: boolean;
}

/**
 * What the word before the caret may become: commands and their arguments after a slash, rooms after their sign, else
 * nicks. Whatever its case; the word itself is none. A word of no characters completes only as an argument.
 *
 * @param caret in UTF-16 code units from the beginning of `text`
 * @returns undefined when there is nothing to complete
 */
export function completionAt(text: string, caret: number, vocabulary: Words): Completion | undefined {
  const place = placeAt(text, caret);
  const isSpaced = isSpace.test(text.charAt(caret));
  const found = completionOf(place, caret, isSpaced, vocabulary);
  const inner = found ? undefined : opened(place);
  return inner ? completionOf(inner, caret, isSpaced, vocabulary) : found;
}

function completionOf(
  place: Place,
  caret: number,
  isSpaced: boolean,
  vocabulary: Words,
): Completion | undefined {
  const texts = wordsAt(place, vocabulary)
    .filter(({ word }) => beginsWith(word, place.word))
    .map(({ word, after }) => word + (isSpaced ? after.trimEnd() : after))
    .filter(completed => completed !== place.word);
  const start = caret - place.word.length;
  return texts.length > 0 ? { start, end: caret, texts: [...new Set(texts)] } : undefined;
}

/** What a word may stand behind without a space. */
const openers = /^(?:.*,)?[([{<"'*\u2018\u201a\u201c\u201e\u00ab\u00bf\u00a1]*/;

/** The same place with its word behind brackets, quotes and commas; undefined where there are none. */
function opened({ before, word, isFirstLine }: Place): Place | undefined {
  const head = openers.exec(word)?.[0] ?? '';
  if (head === '') return undefined;
  return { before: before + head, word: word.slice(head.length), isFirstLine };
}

function placeAt(text: string, caret: number): Place {
  const lineStart = text.lastIndexOf('\n', caret - 1) + 1;
  let start = caret;
  while (start > lineStart && !isSpace.test(text.charAt(start - 1))) start -= 1;
  const before = text.slice(lineStart, start);
  return { before, word: text.slice(start, caret), isFirstLine: lineStart === 0 };
}

/** A word with what follows it. */
interface Candidate {
  readonly word: string;
  readonly after: string;
}

function wordsAt(place: Place, vocabulary: Words): readonly Candidate[] {
  const { before, word, isFirstLine } = place;
  const isCommand = isFirstLine && /^\/(?!\/)/.test(before + word);
  if (isCommand && before === '')
    return vocabulary.commands.map(command => ({
      word: `/${command.name}`,
      after: command.args.length > 0 ? ' ' : '',
    }));
  return (isCommand ? argumentsAt(before, word, vocabulary) : undefined) ?? plainWords(place, vocabulary);
}

/** What may stand as the argument behind `before`; undefined where anything may. */
function argumentsAt(before: string, word: string, vocabulary: Words): readonly Candidate[] | undefined {
  const [name = '', ...given] = before.slice(1).trimEnd().split(/\s+/);
  const command = vocabulary.commands.find(one => one.name.toLowerCase() === name.toLowerCase());
  const kind = command?.args[given.length];
  if (command === undefined || kind === undefined) return undefined;
  const after = given.length + 1 < command.args.length ? ' ' : '';
  return argumentWords(kind, word, vocabulary).map(one => ({ word: one, after }));
}

function argumentWords(
  kind: CommandWords['args'][number],
  word: string,
  { nicks, rooms, commands }: Words,
): readonly string[] {
  if (kind === 'nick') return nicks;
  if (kind === 'room') return rooms;
  const slash = word.startsWith('/') ? '/' : '';
  return kind === 'command' ? commands.map(({ name }) => slash + name) : kind;
}

/** In what is said: a nick that begins the line is spoken to. */
function plainWords({ before, word }: Place, { nicks, rooms }: Words): readonly Candidate[] {
  if (word === '') return [];
  const at = word.startsWith('@') ? '@' : '';
  const after = before === '' && at === '' ? ': ' : ' ';
  return [
    ...nicks.map(nick => ({ word: at + nick, after })),
    ...rooms.map(room => ({ word: room, after: ' ' })),
  ];
}

/** Character by character, so that the rest of `word` follows what is typed. */
function beginsWith(word: string, typed: string): boolean {
  return word.slice(0, typed.length).toLowerCase() === typed.toLowerCase();
}
