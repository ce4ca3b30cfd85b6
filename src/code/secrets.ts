import { assignedSecrets, type Stretch } from './assignments.ts';
import { loginPatterns } from './loginPatterns.ts';
import { isSomebody, looksRandom, type SecretKind, secretPatterns } from './secretPatterns.ts';

/** Something in a text that may not be meant for others. */
export interface Secret extends Stretch {
  readonly kind: SecretKind;
  /** The text's line in which it starts, from 1. */
  readonly line: number;
  /** As it may be shown: enough to recognise it, not enough to use it. */
  readonly masked: string;
}

/** What each is replaced by. */
const placeholders: Readonly<Record<SecretKind, string>> = {
  token: '‹token›',
  key: '‹private key›',
  password: '‹password›',
  home: '~',
  user: '‹user›',
};

/**
 * Finds what should not leave by mistake: tokens, keys, passwords, home folders, and people's names as words.
 * It takes time in proportion to the text, whatever the text.
 *
 * @param names of the account, whatever their case; those that are nobody's, like `user`, are passed over
 * @returns in the order of the text, none over another
 */
export function findSecrets(text: string, names: readonly string[]): Secret[] {
  const found = [
    ...privateKeys(text),
    ...shapes(text),
    ...assignedSecrets(text).map(stretch => ({ ...stretch, kind: 'password' as const })),
    ...randomBesideWords(text),
    ...namesIn(text, names),
  ];
  return withLines(text, merged(found));
}

/** The text with each of them replaced by what it is. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  let end = 0;
  const pieces = secrets.map(({ from, to, kind }) => {
    const piece = text.slice(end, from) + placeholders[kind];
    end = to;
    return piece;
  });
  return pieces.join('') + text.slice(end);
}

interface Found extends Stretch {
  readonly kind: SecretKind;
}

function privateKeys(text: string): Found[] {
  const found: Found[] = [];
  const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const end = text.indexOf('-----END', begin.lastIndex);
    const close = end < 0 ? -1 : text.indexOf('-----', end + '-----END'.length);
    const to = close < 0 ? text.length : close + '-----'.length;
    found.push({ kind: 'key', from: match.index, to });
    begin.lastIndex = to;
  }
  return found;
}

function shapes(text: string): Found[] {
  return [...secretPatterns, ...loginPatterns].flatMap(({ kind, pattern, isMeant }) =>
    [...text.matchAll(pattern)]
      .map(match => {
        const secret = match.slice(1).join('') || match[0];
        return { secret, from: match.index + match[0].lastIndexOf(secret) };
      })
      .filter(({ secret }) => isMeant?.(secret) !== false)
      .map(({ secret, from }) => ({ kind, from, to: from + secret.length })),
  );
}

/** Words that speak of secrets. */
const tellTale =
  /passw|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|bearer|signature|senha/gi;

/** Characters of the same line between such a word and what it speaks of: a whole program may be on one line. */
const maxDistance = 200;

/** Strings that chance has made, near words that speak of secrets. */
function randomBesideWords(text: string): Found[] {
  const words = [...text.matchAll(tellTale)].map(({ index }) => index);
  let next = 0;
  return randomStrings(text).filter(({ from, to }) => {
    while ((words[next] ?? Infinity) < from - maxDistance) next += 1;
    for (let index = next; (words[index] ?? Infinity) < to + maxDistance; index += 1) {
      const word = words[index] ?? from;
      if (!text.slice(Math.min(word, to), Math.max(word, from)).includes('\n')) return true;
    }
    return false;
  });
}

function randomStrings(text: string): Found[] {
  return [...text.matchAll(/[A-Za-z0-9+/_-]{20,}={0,2}/g)]
    .filter(([string]) => looksRandom(string) && !isPathLike(string))
    .map(({ 0: string, index }) => ({ kind: 'token', from: index, to: index + string.length }));
}

/** Parts of letters between strokes: no random string has so few digits and so many strokes. */
function isPathLike(text: string): boolean {
  return text.split(/[/_-]/).filter(part => /^[A-Za-z]{3,}$/.test(part)).length >= 2;
}

function namesIn(text: string, names: readonly string[]): Found[] {
  return names
    .filter(name => name.length >= 3 && isSomebody(name))
    .flatMap(name => {
      const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
      const word = new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped}(?![\p{L}\p{N}_])`, 'giu');
      return [...text.matchAll(word)].map(match => ({
        kind: 'user' as const,
        from: match.index,
        to: match.index + match[0].length,
      }));
    });
}

/** Those that lie over another become one, of the kind that says most. */
function merged(found: readonly Found[]): Found[] {
  const result: Found[] = [];
  for (const next of found.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last === undefined || next.from >= last.to) result.push(next);
    else result[result.length - 1] = together(last, next);
  }
  return result;
}

const byWeight: readonly SecretKind[] = ['key', 'token', 'password', 'home', 'user'];

function together(one: Found, other: Found): Found {
  const kind = byWeight.find(weight => weight === one.kind || weight === other.kind) ?? one.kind;
  return { kind, from: one.from, to: Math.max(one.to, other.to) };
}

function withLines(text: string, found: readonly Found[]): Secret[] {
  let line = 1;
  let end = text.indexOf('\n');
  return found.map(({ kind, from, to }) => {
    for (; end >= 0 && end < from; end = text.indexOf('\n', end + 1)) line += 1;
    return { kind, from, to, line, masked: masked(text.slice(from, to), kind) };
  });
}

/** Names and folders must be seen to be judged; of the others the first characters do. */
function masked(secret: string, kind: SecretKind): string {
  if (kind === 'home' || kind === 'user') return secret;
  if (kind === 'key') return secret.split('\n', 1)[0] ?? '';
  return secret.length >= 16 ? `${secret.slice(0, 4)}…` : '…';
}
