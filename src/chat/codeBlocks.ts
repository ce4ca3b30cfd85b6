import type { Location } from './location.ts';
import { parseFileLocation, parseLocation, serializeFileLocation, serializeLocation } from './locations.ts';

/** Blocks of code in one message; what looks like more of them is text. */
export const maxBlocksInMessage = 100;
/** Characters (UTF-16 units) of a language's name; what is longer has none. */
export const maxLanguageLength = 40;

/** A block of code in a message. */
export interface CodeSegment {
  readonly kind: 'code';
  /** As it is written: hostile, without spaces; '' when none is told. */
  readonly language: string;
  /** Lines joined by `\n`, none at the end. */
  readonly text: string;
  /** It is a patch of a file whose lines end with CR and LF: no message can hold them. */
  readonly hasReturns?: boolean;
  /** Where it comes from; `text` is set unless it is a patch. */
  readonly location?: Location;
  /** The line that told the location, as it is written. */
  readonly header?: string;
}

/** A part of a message. */
export type Segment = { readonly kind: 'text'; readonly text: string } | CodeSegment;

/** What `composeCode` makes a message of. */
export interface CodeParts {
  readonly language: string;
  readonly text: string;
  readonly location?: Location;
  /** Stands before the code. */
  readonly sentence?: string;
}

interface Fence {
  readonly length: number;
  readonly language: string;
  readonly hasReturns: boolean;
}

/** The language of patches, whose location may mean a whole file. */
const patchLanguage = 'diff';
/** Stands behind the language of a patch whose lines end with CR and LF. */
const returnsWord = 'crlf';

/**
 * Cuts a message into text and blocks of code. A block stands between fences of three or more backticks at the start of a
 * line, the closing one at least as long as the opening one, which may name a language; without a closing one it goes to
 * the end. A line before it that is wholly a location tells where it comes from. The line breaks around a block are its own.
 * Time grows with the text's length alone.
 */
export function codeBlocks(text: string): readonly Segment[] {
  const lines = text.split('\n');
  const segments: Segment[] = [];
  let blocks = 0;
  let from = 0;
  for (let index = 0; index < lines.length - 1 && blocks < maxBlocksInMessage; index += 1) {
    const fence = fenceOf(lines[index] ?? '');
    if (!fence) continue;
    const close = closingLine(lines, index + 1, fence.length);
    const code = lines.slice(index + 1, close).join('\n');
    const block = makeBlock(fence, code, index > from ? lines[index - 1] : undefined);
    addText(segments, lines.slice(from, block.header === undefined ? index : index - 1));
    segments.push(block);
    blocks += 1;
    from = close + 1;
    index = close;
  }
  addText(segments, lines.slice(from));
  return segments;
}

/** Opening fences have no backtick behind them: that is how code is written within a line. */
function fenceOf(line: string): Fence | undefined {
  const length = backticks(line);
  const info = line.slice(length);
  if (length < 3 || info.includes('`')) return undefined;
  const [language = '', more] = info.trim().split(/\s+/, 2);
  const hasReturns = language === patchLanguage && more === returnsWord;
  return { length, language: language.length > maxLanguageLength ? '' : language, hasReturns };
}

/** Backticks at the start of a line. */
function backticks(line: string): number {
  let count = 0;
  while (line[count] === '`') count += 1;
  return count;
}

function closingLine(lines: readonly string[], from: number, length: number): number {
  const isClosing = (line: string): boolean => {
    const count = backticks(line);
    return count >= length && line.slice(count).trim() === '';
  };
  for (let index = from; index < lines.length; index++) if (isClosing(lines[index] ?? '')) return index;
  return lines.length;
}

function makeBlock(fence: Fence, text: string, above: string | undefined): CodeSegment {
  const { language } = fence;
  const code = { kind: 'code', language, text, ...(fence.hasReturns && { hasReturns: true }) } as const;
  const word = above?.trim() ?? '';
  const place = parseLocation(word) ?? (language === patchLanguage ? parseFileLocation(word) : undefined);
  if (!place) return code;
  const location = language === patchLanguage ? place : { ...place, text };
  return { ...code, location, header: word };
}

function addText(segments: Segment[], lines: readonly string[]): void {
  const text = lines.join('\n');
  if (text !== '') segments.push({ kind: 'text', text });
}

/**
 * Writes code as a message that anybody can read and `codeBlocks` reads again. In the sentence, what would read as a
 * fence is moved by a space; in both, line breaks become `\n`, and a patch says so where they were CR and LF.
 *
 * @throws RangeError when the location is none (see `serializeLocation`), or the language has spaces or backticks in it or
 * is longer than `maxLanguageLength`
 */
export function composeCode({ language, text, location, sentence = '' }: CodeParts): string {
  if (/[\s`]/.test(language) || language.length > maxLanguageLength) {
    throw new RangeError(`Not a language: ${language}`);
  }
  const code = withPlainBreaks(text.replace(/\r$/, '')).split('\n');
  const info = language === patchLanguage && text.includes('\r\n') ? `${language} ${returnsWord}` : language;
  const fence = '`'.repeat(code.reduce((most, line) => Math.max(most, backticks(line) + 1), 3));
  return [
    ...(sentence === '' ? [] : [withPlainBreaks(sentence).replace(/^```/gm, ' ```')]),
    ...(location ? [headerOf(language, location)] : []),
    fence + info,
    ...(text === '' ? [] : code),
    fence,
  ].join('\n');
}

function headerOf(language: string, location: Location): string {
  const { line, column, endLine } = location;
  const isWhole = language === patchLanguage && line === 1 && column === undefined && endLine === undefined;
  return isWhole ? serializeFileLocation(location) : serializeLocation(location);
}

function withPlainBreaks(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
