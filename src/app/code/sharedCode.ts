import { type CodeParts, composeCode } from '../../chat/codeBlocks.ts';

/** One piece of code of a file, and the name of that. */
interface SharedPart extends CodeParts {
  readonly fileName: string;
}

/** Code that is to be sent in one message. */
export interface Shared {
  readonly parts: readonly SharedPart[];
  /** What it is called when it goes as a file. */
  readonly fileName: string;
  /** What the user is asked about, where the file's name does not say it. */
  readonly what?: string;
}

/** Code as a message, and where its lines come from. */
interface Composed {
  readonly text: string;
  /** The line of the user's own file, or of a patch, that a line of the message is, both from 1. */
  readonly lineOf: (line: number) => number;
}

/** A message with a comment before the code; '' for none. What is before code counts as its first line. */
export function composeShared({ parts }: Shared, comment = ''): Composed {
  const [first, ...others] = parts;
  const sentence = [comment, first?.sentence ?? ''].filter(text => text !== '').join('\n');
  const all = first === undefined ? [] : [{ ...first, sentence }, ...others];
  const blocks = all.map(part => ({ part, rows: messageOf(part).split('\n') }));
  return {
    text: blocks.flatMap(({ rows }) => rows).join('\n'),
    lineOf: line => {
      let left = line;
      for (const { part, rows } of blocks) {
        if (left <= rows.length) return lineInPart(part, rows.length, left);
        left -= rows.length;
      }
      return line;
    },
  };
}

/** The code alone, as it goes as a file. */
export function textOfShared({ parts }: Shared): Composed {
  const first = parts.length === 1 && parts[0] ? firstLineOf(parts[0]) : 1;
  // Git takes no patch whose last line has no end.
  const end = parts.every(({ language }) => language === 'diff') ? '\n' : '';
  return { text: parts.map(({ text }) => text).join('\n') + end, lineOf: line => first + line - 1 };
}

/** What is said of code that goes as a file: the comment and its sentences; the file itself has its name. */
export function wordsOfShared({ parts }: Shared, comment: string): string {
  const sentences = parts.map(({ sentence = '', fileName }) => (sentence === fileName ? '' : sentence));
  return [comment, ...sentences].filter(text => text !== '').join('\n');
}

function messageOf({ fileName, ...parts }: SharedPart): string {
  try {
    return composeCode(parts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // A path that no location can name: the file's name has to do.
    const { text, sentence = '' } = parts;
    return composeCode({ language: '', text, sentence: sentence === '' ? fileName : sentence });
  }
}

/** The closing fence comes last, and the code before it. */
function lineInPart(part: SharedPart, rows: number, line: number): number {
  const before = rows - 1 - part.text.split(/\r\n?|\n/).length;
  return firstLineOf(part) + Math.max(0, line - before - 1);
}

function firstLineOf({ language, location }: SharedPart): number {
  return language === 'diff' ? 1 : (location?.line ?? 1);
}
