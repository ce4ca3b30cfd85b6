/** mIRC's formatting: colours with their digits, then the single-character switches. */
const formatting =
  // eslint-disable-next-line no-control-regex -- these are the control characters that formatting is made of
  /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

/** C0, DEL and C1 but tab and line feed; the bidirectional controls; line and paragraph separators. */
const unsafe =
  // eslint-disable-next-line no-control-regex -- finding control characters is its purpose
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufff9-\ufffb]/g;

/**
 * Text from a person, made safe to show: formatting codes go, control characters and bidirectional overrides become
 * marks that can be seen, lone surrogates become U+FFFD. Line feeds and tabs stay.
 */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(formatting, '').replace(unsafe, mark);
}

/** The same for what must stay on one line: nicks, topics, room names, reasons. */
export function visibleWord(text: string): string {
  return visibleText(text).replace(/[\n\t]/g, ' ');
}

/**
 * Text without what the editor makes a link of in its messages and titles of progress, where `[text](command:…)` runs a
 * command when it is clicked.
 */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}

/** `␛` for ESC: Unicode has a picture for each C0 character and DEL; the others show their number. */
function mark(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}
