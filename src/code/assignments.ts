import { isPlaceholder, looksRandom } from './secretPatterns.ts';

/** A stretch of a text, by the numbers of its characters. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Characters of a value that is looked at. */
const maxValue = 500;

/** What is called so is meant to be secret, whatever it looks like. */
const strong = /pass(?:word|wd|phrase|code)?$|pwd$|secret$|senha$/i;

/** Words by which people name what must not be seen, with what may follow within the same name, and what gives it a value. */
const naming =
  /(?:password|passwd|passphrase|passcode|pwd|secret|token|senha|credential|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|account[_-]?key|encryption[_-]?key|client[_-]?secret|(?<=[_"'`\s{,.])pass)([\w-]{0,40})(?:["'`]?[ \t]{0,20}(?::=|=>|[:=])(?![=>~])[ \t]{0,20}|["'`][ \t]{0,20},[ \t]{0,20}(?=["'`]))/gi;

/** What is called so is not secret itself: `tokenType`, `passwordField`. */
const aboutIt =
  /^[_-]?(?:types?|names?|labels?|ur[il]s?|endpoints?|len(?:gth)?|counts?|ids?|fields?|files?|paths?|prefix(?:es)?|pattern|regex|hints?|placeholder|title|message|error|icon|policy|manager|provider|expir\w*|at|min|max|limits?|kinds?|colou?rs?|index|position|range|start|end|text|set|list|count\w*)$/i;

/** What the text gives to a name that speaks of a secret. Takes linear time. */
export function assignedSecrets(text: string): Stretch[] {
  const found: Stretch[] = [];
  for (const match of text.matchAll(naming)) {
    const suffix = match[1] ?? '';
    if (aboutIt.test(suffix)) continue;
    const at = match.index + match[0].length;
    const name = /^[\w-]*/.exec(match[0])?.[0] ?? '';
    const before = text.slice(Math.max(0, match.index - 60), match.index);
    const sign = match[0].slice(name.length);
    const value = text[at] === undefined ? undefined : valueAt(text, at, styleOf(before, name, sign));
    if (value && isSecretValue(text.slice(value.from, value.to), { ...value, name, sign })) found.push(value);
  }
  return found;
}

/**
 * How the value of a name is written. `literal`: as it is, in settings, where code would need quotes; `listed`: the same
 * between `;` or `&`, in connection strings and addresses; `line`: alone on its line, where it may be a name too.
 */
type Style = 'literal' | 'listed' | 'line' | 'code';
const bareValues: Readonly<Record<Style, RegExp>> = {
  literal: /^\S+/,
  listed: /^[^\s;&"'`]+/,
  line: /^\S+/,
  code: /^[^\s"'`,;]+/,
};

function styleOf(before: string, name: string, sign: string): Style {
  if (sign === '=') {
    if (/[;?&][ ]?[\w .-]{0,30}$/.test(before)) return 'listed';
    const isConstant = /^[A-Z\d_-]+$/.test(name) && /(?:^|[\s;"'`])[A-Z\d_]*$/.test(before);
    if (isConstant) return 'literal';
  }
  return /(?:^|\n)[\s-]*["']?[\w.-]*$/.test(before) ? 'line' : 'code';
}

interface Value extends Stretch {
  readonly quoted: boolean;
  readonly style: Style;
}

/** The whole of it: half of a secret left standing is worse than one that is not found. */
function valueAt(text: string, at: number, style: Style): Value | undefined {
  const rest = text.slice(at, at + maxValue).split('\n', 1)[0] ?? '';
  const quote = /^["'`]/.exec(rest)?.[0];
  if (quote !== undefined) {
    const length = quotedLength(rest, quote);
    return length === 0 ? undefined : { from: at + 1, to: at + 1 + length, quoted: true, style };
  }
  const bare = bareValues[style].exec(rest)?.[0] ?? '';
  const length = bare.replace(/["'`,;]+$/, '').length;
  return length === 0 ? undefined : { from: at, to: at + length, quoted: false, style };
}

/** Characters between a quote and its end, which may be doubled or stand behind a backslash within; 0 without an end. */
function quotedLength(rest: string, quote: string): number {
  for (let index = 1; index < rest.length; index += 1) {
    if (rest[index] === '\\' || (rest[index] === quote && rest[index + 1] === quote)) index += 1;
    else if (rest[index] === quote) return index - 1;
  }
  return 0;
}

/** How a value is given. */
interface Given {
  readonly quoted: boolean;
  readonly style: Style;
  readonly name: string;
  readonly sign: string;
}

function isSecretValue(value: string, { quoted, style, name, sign }: Given): boolean {
  if (value.length < 4 || isPlaceholder(value)) return false;
  if (/\s/.test(value)) return quoted && (/phrase/i.test(name) || (strong.test(name) && isPhrase(value)));
  if (/^[a-z][\w+.-]*:\/\//i.test(value)) return false;
  const isOdd = /\d/.test(value) || /[!@#%^&*+~]/.test(value);
  // `define('DB_PASSWORD', '…')` gives it a value, `input('password', 'text')` does not.
  if (sign.includes(',')) return strong.test(name) && isOdd;
  if (!strong.test(name)) return value.length >= 12 && looksRandom(value) && (quoted || !isExpression(value));
  return (
    quoted ||
    (!isExpression(value) && (isOdd || ((style === 'literal' || style === 'listed') && !isWord(value))))
  );
}

/** Several words that are no sentence for people: those speak of passwords, or begin as sentences do. */
function isPhrase(value: string): boolean {
  return (
    value.split(/\s+/).length <= 12 &&
    !/^\p{Lu}\p{Ll}*[ ]\p{Ll}/u.test(value) &&
    !/passw|senha|secret|token|\bkey\b|\byour?\b|\bthe\b|\bis\b|\bmust\b|\bnot\b|[{}<>]|%[sd]/i.test(value)
  );
}

/** A value that only says whether there is one. */
function isWord(value: string): boolean {
  return /^(?:true|false|null|none|undefined|string|required|optional|enabled|disabled|auto)$/i.test(value);
}

/** `this.#token`, `process.env.TOKEN_2`, `getToken(1)`, `tokens[0]`: what a program computes, not what it says. */
function isExpression(value: string): boolean {
  return (
    /[()[\]{}]|=>|^(?:this|self|process|os|env|config|options|args|props|state|window|import)\b/.test(
      value,
    ) || /^[A-Za-z_$][\w$]*(?:\??\.#?[A-Za-z_$][\w$]*)+$/.test(value)
  );
}
