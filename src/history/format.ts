import type { MessageLine } from '../chat/line.ts';
import { visibleName, visibleText } from '../chat/visible.ts';

/** 9999-12-31T23:59:59Z: later times are written with more digits, and there are none. */
const latest = 253_402_300_799_000;

/** C0, DEL and C1; the bidirectional controls; line and paragraph separators; the byte order mark and its like. */
// eslint-disable-next-line no-control-regex -- finding control characters is its purpose
const unsafe = /[\\\x00-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb]/g;

/**
 * Writes lines as `.pychat/history.txt` holds them, one message a line: `2026-11-22T12:48:05Z <ana> text`, an action
 * as `* ana text`, a notice as `-ana- text`. No nick and no text can look like another line or part of one: line
 * breaks are written `\n`, a backslash `\\`, other control characters `\xHH` or `\u{H…}`.
 *
 * @returns '' for no lines, else text that ends with a line feed
 */
export function serializeHistory(lines: readonly MessageLine[]): string {
  return lines.map(line => `${timeOf(line.at)} ${speaker(line)} ${escapeText(line.text)}\n`).join('');
}

function timeOf(at: number): string {
  const within = Number.isFinite(at) ? Math.min(Math.max(at, 0), latest) : 0;
  return new Date(within).toISOString().replace(/\.\d+Z$/, 'Z');
}

function speaker(line: MessageLine): string {
  // The first space ends the nick, so that it holds none itself.
  const nick = escapeText(line.nick).replaceAll(' ', '\\x20');
  switch (line.form) {
    case 'say':
      return `<${nick}>`;
    case 'action':
      return `* ${nick}`;
    case 'notice':
      return `-${nick}-`;
  }
}

function escapeText(text: string): string {
  return text.toWellFormed().replace(unsafe, character => {
    if (character === '\\') return '\\\\';
    if (character === '\n') return '\\n';
    const hex = character.charCodeAt(0).toString(16).toUpperCase();
    return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}

/** A line: time, then nick in one of the three dresses, then the text. */
const linePattern =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?:<(?<say>[^ ]*)>|-(?<notice>[^ ]*)-|\* (?<action>[^ ]*))(?: (.*))?$/s;

/** Lines read from a file, and how many there were that could not be. */
export interface ParsedHistory {
  readonly lines: MessageLine[];
  readonly damaged: number;
}

/**
 * Reads what `serializeHistory` wrote. Line ends may be CR LF and blank lines are passed over, because people edit
 * files; a last line that does not end is read and counted as damaged, because a file that was cut off ends so.
 *
 * @param text untrusted
 */
export function parseHistory(text: string): ParsedHistory {
  const lines: MessageLine[] = [];
  const rows = text.split(/\r?\n/);
  let damaged = rows.at(-1) === '' ? 0 : 1;
  rows.forEach((row, index) => {
    if (row === '') return;
    const line = parseLine(row, index);
    if (line) lines.push(line);
    else if (index < rows.length - 1) damaged += 1;
  });
  return { lines, damaged };
}

function parseLine(row: string, index: number): MessageLine | undefined {
  const match = linePattern.exec(row);
  const at = Date.parse(match?.[1] ?? '');
  // Written again it must be the same: there is no 30th of February.
  if (!match?.groups || Number.isNaN(at) || timeOf(at) !== match[1]) return undefined;
  const { say, notice, action } = match.groups;
  const nick = unescapeText(say ?? notice ?? action ?? '');
  const text = unescapeText(match[5] ?? '');
  if (nick === undefined || text === undefined) return undefined;
  return {
    kind: 'message',
    id: `earlier-${index}`,
    at,
    nick: visibleName(nick),
    text: visibleText(text),
    form: say !== undefined ? 'say' : notice !== undefined ? 'notice' : 'action',
    own: false,
    earlier: true,
    isFromFile: true,
  };
}

const escapes = /\\(?:([\\n])|x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|)/g;

/** @returns undefined when a backslash begins nothing that is known here */
function unescapeText(text: string): string | undefined {
  const unknown: string[] = [];
  const plain = text.replace(escapes, (found, letter?: string, byte?: string, point?: string) => {
    if (letter !== undefined) return letter === '\\' ? letter : '\n';
    const code = parseInt(byte ?? point ?? '', 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    unknown.push(found);
    return '';
  });
  return unknown.length === 0 ? plain : undefined;
}
