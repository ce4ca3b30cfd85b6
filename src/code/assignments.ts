import { isPlaceholder, looksRandom } from './secretPatterns.ts';

/** A stretch of a text, by the numbers of its characters. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What is called so is meant to be secret, whatever it looks like. */
const strong = /pass(?:word|wd|phrase|code)?$|pwd$|secret$|senha$/i;

/** Words by which people name what must not be seen, with what may follow within the same name. */
const naming =
  /(?:password|passwd|passphrase|passcode|pwd|secret|token|senha|credential|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|account[_-]?key|encryption[_-]?key|client[_-]?secret|(?<=[_"'`\s{,.])pass)([\w-]{0,40})["'`]?[ \t]{0,20}(?::=|=>|[:=])(?![=>~])[ \t]{0,20}/gi;

/** What is called so is not secret itself: `tokenType`, `passwordField`. */
const aboutIt =
  /^[_-]?(?:types?|names?|labels?|ur[il]s?|endpoints?|len(?:gth)?|counts?|ids?|fields?|files?|paths?|prefix(?:es)?|pattern|regex|hints?|placeholder|title|message|error|icon|policy|manager|provider|expir\w*|at|min|max|limits?|kinds?|colou?rs?|index|position|range|start|end|text|set|list|count\w*)$/i;

/** What the text gives to a name that speaks of a secret. Takes linear time. */
export function assignedSecrets(text: string): Stretch[] {
  const found: Stretch[] = [];
  for (const match of text.matchAll(naming)) {
    const suffix = match[1] ?? '';
    const name = /^[\w-]*/.exec(match[0])?.[0] ?? '';
    const value = valueAt(text, match.index + match[0].length);
    if (value === undefined || aboutIt.test(suffix)) continue;
    const asked = { quoted: value.quoted, strong: strong.test(name), phrase: /phrase/i.test(name) };
    if (isSecretValue(text.slice(value.from, value.to), asked)) found.push(value);
  }
  return found;
}

interface Value extends Stretch {
  readonly quoted: boolean;
}

function valueAt(text: string, at: number): Value | undefined {
  const quote = text[at];
  if (quote === '"' || quote === "'" || quote === '`') {
    const line = text.slice(at + 1, at + 1 + 500).split('\n', 1)[0] ?? '';
    const end = line.indexOf(quote);
    return end <= 0 ? undefined : { from: at + 1, to: at + 1 + end, quoted: true };
  }
  const bare = /^[^\s"'`,;]{1,500}/.exec(text.slice(at, at + 500))?.[0];
  return bare === undefined ? undefined : { from: at, to: at + bare.length, quoted: false };
}

/** How a value stands. */
interface Asked {
  readonly quoted: boolean;
  /** Its name says that it is secret. */
  readonly strong: boolean;
  /** It may have spaces in it. */
  readonly phrase: boolean;
}

function isSecretValue(value: string, { quoted, strong: isStrong, phrase }: Asked): boolean {
  if (value.length < 4 || isPlaceholder(value)) return false;
  if (/\s/.test(value)) return phrase && quoted;
  if (/^[a-z][\w+.-]*:\/\//i.test(value)) return false;
  if (!isStrong) return value.length >= 12 && looksRandom(value) && (quoted || !isExpression(value));
  return quoted || (!isExpression(value) && (/\d/.test(value) || /[!@#%^&*+~]/.test(value)));
}

/** `this.#token`, `process.env.TOKEN_2`, `getToken(1)`, `tokens[0]`: what a program computes, not what it says. */
function isExpression(value: string): boolean {
  return (
    /[()[\]{}]|=>|^(?:this|self|process|os|env|config|options|args|props|state|window|import)\b/.test(
      value,
    ) || /^[A-Za-z_$][\w$]*(?:\??\.#?[A-Za-z_$][\w$]*)+$/.test(value)
  );
}
