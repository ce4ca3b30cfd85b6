import path from 'node:path';
import { fitsLine } from '../../irc/message.ts';
import { isChannel } from '../../irc/names.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { type Setting, UsageError } from './cliFlags.ts';
import { tokenPattern } from '../data/secrets.ts';
import type { OperatorLogin } from '../people/operatorLogin.ts';
import { defaultLimits } from '../core/limits.ts';

/** What each setting takes. All throw UsageError, which never repeats a secret. */

/** Characters of a server's name. https://www.rfc-editor.org/rfc/rfc2812#section-1.1 */
const maxServerNameLength = 63;
/** Bytes of a description: it shares a line with a nick and the server's name. */
const maxDescriptionBytes = 200;
/** Bytes of a password: it has to fit into a line after `PASS :`, or after `OPER` and a name. */
const maxPasswordBytes = 400;
const maxOperNameBytes = 60;
const highestPort = 65_535;

/** A whole number from `low` to `high`. */
export function numberOf({ text, where }: Setting, low: number, high: number): number {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : -1;
  if (value >= low && value <= high) return value;
  throw new UsageError(`${where} takes a number from ${low} to ${high}, not ${JSON.stringify(text)}`);
}

export function portOf(setting: Setting): number {
  return numberOf(setting, 0, highestPort);
}

export function hostOf({ text, where }: Setting): string {
  if (/^[^\s/]{1,255}$/.test(text)) return text;
  throw new UsageError(`${where} takes an address, not ${JSON.stringify(text)}`);
}

export function roomOf({ text, where }: Setting): string {
  if (isChannel(text, defaultLimits.channelBytes)) return text;
  throw new UsageError(`${where} takes a channel name such as #chat, not ${JSON.stringify(text)}`);
}

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
/** With a dot: that is how clients tell a server from a nick. */
const serverNamePattern = new RegExp(`^${label}(?:\\.${label})+$`);

export function serverNameOf({ text, where }: Setting): string {
  if (text.length <= maxServerNameLength && serverNamePattern.test(text)) return text;
  throw new UsageError(
    `${where} takes a name such as chat.example, of at most ${maxServerNameLength} letters, digits, dots and ` +
      `hyphens, not ${JSON.stringify(text)}`,
  );
}

export function descriptionOf({ text, where }: Setting): string {
  const fits = utf8Length(text) <= maxDescriptionBytes && text.trim() !== '' && fitsLine(text);
  if (fits) return text;
  throw new UsageError(`${where} takes one line of 1 to ${maxDescriptionBytes} bytes`);
}

function isPassword(text: string): boolean {
  return text !== '' && utf8Length(text) <= maxPasswordBytes && fitsLine(text);
}

export function passwordOf({ text, where }: Setting): string {
  if (isPassword(text)) return text;
  throw new UsageError(`${where} takes one line of 1 to ${maxPasswordBytes} bytes`);
}

export function tokenOf({ text, where }: Setting): string {
  if (tokenPattern.test(text)) return text;
  throw new UsageError(`${where} takes 22 characters, 128 bits as base64url`);
}

/** Of one name the first counts. */
export function operatorsOf(settings: readonly Setting[]): OperatorLogin[] {
  const operators = new Map<string, OperatorLogin>();
  for (const setting of settings) {
    const operator = operatorOf(setting);
    if (!operators.has(operator.name)) operators.set(operator.name, operator);
  }
  return [...operators.values()];
}

function operatorOf({ text, where }: Setting): OperatorLogin {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon));
  const password = text.slice(colon + 1);
  const isName = /^[^\s:]+$/.test(name) && utf8Length(name) <= maxOperNameBytes && fitsLine(name);
  if (isName && isPassword(password)) return { name, password };
  throw new UsageError(`${where} takes NAME:PASSWORD, the name without spaces`);
}

/** A file's name, relative to where it was written. */
export function fileOf({ text, where, folder }: Setting): string {
  if (text === '' || text.includes('\0')) throw new UsageError(`${where} takes the name of a file`);
  return folder === undefined ? text : path.resolve(folder, text);
}
