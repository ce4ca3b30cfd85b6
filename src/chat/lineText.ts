import type { Line } from './line.ts';
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

/** What a line says without its time: `<ana> text`, `* ana text`, `-ana- text`, `-- note`. */
export function lineText(line: Line, t: Translate): string {
  if (line.kind === 'note') {
    const isGrave = line.tone === 'warning' || line.tone === 'error';
    return `${isGrave ? '!!' : '--'} ${line.text}`;
  }
  return `${who(line, t)} ${line.redacted ? t('Deleted by {nick}', { nick: line.redacted.by }) : line.text}`;
}

/** A line of the transcript: `[2026-11-22 12:48] <ana> text`. */
export function transcriptLine(line: Line, t: Translate): string {
  return `[${stamp(line.at)}] ${lineText(line, t)}`;
}

/** A line as it reads on the screen: `12:48 <ana> text`. */
export function screenLine(line: Line, t: Translate): string {
  return `${clockText(line.at)} ${lineText(line, t)}`;
}

function who(line: Line & { kind: 'message' }, t: Translate): string {
  const name = nameOf(line);
  if (line.privateWith === undefined) return name;
  const words = line.own ? t('to {nick} only', { nick: line.privateWith }) : t('to you only');
  return `${name} (${words})`;
}

function nameOf({ nick, form }: Line & { kind: 'message' }): string {
  switch (form) {
    case 'say':
      return `<${nick}>`;
    case 'action':
      return `* ${nick}`;
    case 'notice':
      return `-${nick}-`;
  }
}
