import type { Line, MessageLine, NoteLine } from './line.ts';
import type { Translate } from './translate.ts';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `12:48` here; `--:--` for what is no time. */
function clockText(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? '--:--'
    : [date.getHours(), date.getMinutes()].map(twoDigits).join(':');
}

/** `2026-11-22 12:48` here. */
function stamp(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return clockText(at);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return `${day} ${clockText(at)}`;
}

/** What stands before a note: PyChat's own have a sign, a server's words say whose they are, a typed command has its path. */
export function noteSign({ tone, voice }: NoteLine, t: Translate): string {
  if (voice === 'server') return t('Server:');
  if (voice === 'typed') return '';
  return tone === 'warning' || tone === 'error' ? '!!' : '--';
}

/** What a line says without its time: `<ana> text`, `* ana text`, `-ana- text`, `-- note`, `Server: text`. */
export function lineText(line: Line, t: Translate): string {
  if (line.kind === 'note') return `${noteSign(line, t)} ${line.text}`.trimStart();
  return `${who(line, t)} ${line.redacted ? t('Deleted by {nick}', { nick: line.redacted.by }) : line.text}`;
}

/**
 * A message of the transcript: `[2026-11-22 12:48] <ana> text`. Its further rows are indented: none of them looks like
 * something that somebody else has said.
 */
export function transcriptLine(line: MessageLine, t: Translate): string {
  return `[${stamp(line.at)}] ${lineText(line, t).replaceAll('\n', '\n  ')}`;
}

/** The text of a message without the nick that goes out in front of an answer: above it stands the quote. */
export function shownText({ text, quote }: MessageLine): string {
  if (quote === undefined || quote.id === '' || !text.startsWith(`${quote.nick}:`)) return text;
  const rest = text.slice(quote.nick.length + 1);
  return /^[ \n]\S/.test(rest) ? rest.slice(1) : text;
}

/** A line as it reads on the screen: `12:48 <ana> text`. */
export function screenLine(line: Line, t: Translate): string {
  const shown = line.kind === 'message' ? { ...line, text: shownText(line) } : line;
  return `${clockText(line.at)} ${lineText(shown, t)}`;
}

function who(line: MessageLine, t: Translate): string {
  const name = line.isForeign === true ? `${nameOf(line)} (${t('came with this folder')})` : nameOf(line);
  if (line.privateWith === undefined) return name;
  const words = line.own ? t('to {nick} only', { nick: line.privateWith }) : t('to you only');
  return `${name} (${words})`;
}

function nameOf({ nick, form }: MessageLine): string {
  switch (form) {
    case 'say':
      return `<${nick}>`;
    case 'action':
      return `* ${nick}`;
    case 'notice':
      return `-${nick}-`;
  }
}
