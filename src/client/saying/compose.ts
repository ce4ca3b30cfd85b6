import { splitByBytes, utf8Length } from '../../irc/utf8.ts';
import type { MultilineLimits } from '../server.ts';

/** One PRIVMSG of a message; with `concat` it goes on where the part before it ended, without a line break. */
interface Part {
  readonly text: string;
  readonly concat: boolean;
}

/** What goes out as one: a single part is a PRIVMSG, several are a multiline batch. */
export type Unit = readonly Part[];

const pictures: Readonly<Record<string, string>> = { '\0': '\u2400', '\x01': '\u2401' };

/**
 * What of a text can be sent: line ends become `\n`, lone surrogates U+FFFD, and the two characters that IRC gives
 * another meaning (NUL ends nothing and 0x01 begins a CTCP request) their pictures. Never wholly blank.
 */
export function sayable(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- these are the ones to replace
    .replace(/[\0\x01]/g, character => pictures[character] ?? '');
  return /^\n*$/.test(clean) ? ' ' : clean;
}

/** The same for what must stay on one line: actions, topics, reasons. */
export function sayableLine(text: string): string {
  return sayable(text).replace(/\n/g, ' ');
}

/**
 * Cuts a text that `sayable` gave into what a server takes, in order.
 *
 * @param textBytes bytes of text on one line
 * @param multiline absent where the server knows no batches: then each line is a message of its own
 */
export function composeSay(text: string, textBytes: number, multiline?: MultilineLimits): Unit[] {
  const parts = text.split('\n').flatMap(line => cutLine(line, textBytes));
  if (multiline === undefined || parts.length === 1) {
    return parts.map(part => [{ text: part.text === '' ? ' ' : part.text, concat: false }]);
  }
  return fillBatches(parts, multiline);
}

/** Cuts an action. Each unit is an action of its own, since no two clients agree on a CTCP that goes over lines. */
export function composeAction(text: string, textBytes: number): Unit[] {
  const around = utf8Length(actionText(''));
  return splitByBytes(text, textBytes - around).map(part => [{ text: actionText(part), concat: false }]);
}

/** `/me` as it is written on the wire. https://modern.ircdocs.horse/ctcp.html#action */
function actionText(text: string): string {
  return `\x01ACTION ${text}\x01`;
}

function cutLine(line: string, textBytes: number): Part[] {
  return splitByBytes(line, textBytes).map((text, index) => ({ text, concat: index > 0 }));
}

function fillBatches(parts: readonly Part[], limits: MultilineLimits): Unit[] {
  const units: Part[][] = [];
  let unit: Part[] = [];
  let bytes = 0;
  for (const part of parts) {
    const added = utf8Length(part.text) + (part.concat || unit.length === 0 ? 0 : 1);
    if (unit.length > 0 && (bytes + added > limits.maxBytes || unit.length === limits.maxLines)) {
      units.push(unit);
      unit = [];
      bytes = 0;
    }
    bytes += unit.length === 0 ? utf8Length(part.text) : added;
    unit.push(unit.length === 0 ? { text: part.text, concat: false } : part);
  }
  units.push(unit);
  return units.map(notBlank);
}

/** A batch of nothing but blank lines is against the specification, and so is an empty PRIVMSG. */
function notBlank(unit: Unit): Unit {
  return unit.every(part => part.text === '') ? [{ text: ' ', concat: false }, ...unit.slice(1)] : unit;
}

/** The text of units that `composeSay` made. */
export function textOfUnits(units: readonly Unit[]): string {
  return units
    .flat()
    .map((part, index) => (index === 0 || part.concat ? part.text : `\n${part.text}`))
    .join('');
}
