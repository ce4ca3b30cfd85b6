/** mIRC's formatting: colours with their digits, then the single-character switches. */
const formatting =
  // eslint-disable-next-line no-control-regex -- these are the control characters that formatting is made of
  /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

/** Letters and marks of the scripts that join letters, or that make one of several. */
const joining = String.raw`(?=[\p{L}\p{M}])(?!\p{DI})[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nko}\p{scx=Adlm}\p{scx=Mand}\p{scx=Rohg}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Mymr}\p{scx=Khmr}\p{scx=Tibt}\p{scx=Java}\p{scx=Bali}]`;

/** Letters of scripts that are written without spaces between words, and letters written from right to left. */
const spaceless = String.raw`(?=[\p{L}\p{M}])[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Bali}\p{sc=Java}]`;
const rightToLeft = String.raw`[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nko}\p{sc=Adlm}\p{sc=Rohg}\p{sc=Mand}]`;

/**
 * What cannot be seen, where a script or an emoji needs it: joiners between emoji and between letters that join (also
 * behind the sign that makes half a letter), where a line may break in scripts without spaces, a direction mark beside a
 * letter written from right to left, the variation selectors of emoji, of keycaps, of ideographs and of
 * Mongolian, the flags of parts of a country, and the signs of a script that enclose the number behind them.
 */
const needed = [
  String.raw`(?<=\p{ExtPict}\ufe0f?|\p{EMod})\u200d(?=\p{ExtPict})`,
  String.raw`(?<=${joining})(?:[\u200c\u200d](?=${joining})|(?<=\p{M})\u200d)`,
  String.raw`(?<=${spaceless})\u200b(?=${spaceless})`,
  String.raw`(?<=${rightToLeft})[\u200e\u200f]|[\u200e\u200f](?=${rightToLeft})`,
  String.raw`(?<=\p{ExtPict})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\p{Ideo})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=\p{scx=Mong})[\u180b-\u180f]`,
  String.raw`(?<=\u{1f3f4})\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}|\u{e0073}\u{e0063}|\u{e0077}\u{e006c})[\u{e0067}\u{e0073}\u{e0074}]\u{e007f}`,
  String.raw`(?![\p{DI}\ufff9-\ufffb])\p{Cf}(?=[\p{L}\p{N}])`,
].join('|');

/** Controls but tab and line feed, line and paragraph separators, and all that steers the text around it or is not drawn. */
const unseen = String.raw`(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{DI}\ufff9-\ufffb]`;

/** Says of what is unseen whether more of it comes next. */
const neededOrUnseen = new RegExp(`(${needed})|${unseen}(?=(${unseen})?)`, 'gu');

/** How many marks of a text say what they stand for; each further one is `⟨…⟩`. */
export const maxNumberedMarks = 100;

/**
 * Text from a person, made safe to show: formatting codes go; control characters, bidirectional controls and everything
 * else that cannot be seen become marks that can, but where a script or an emoji needs them; lone surrogates become
 * U+FFFD. Line feeds and tabs stay. A text of nothing else becomes little longer: a run is one mark, with the first
 * character and how many follow it.
 */
export function visibleText(text: string): string {
  let [first, length, marks] = ['', 0, 0];
  const endRun = (): string => {
    if (length === 0) return '';
    const shown = ++marks > maxNumberedMarks ? '\u27e8\u2026\u27e9' : mark(first, length);
    length = 0;
    return shown;
  };
  return withoutFormatting(text).replace(neededOrUnseen, (character, isNeeded?: string, next?: string) => {
    const single = isNeeded ?? pictureOf(character);
    if (single !== undefined) return endRun() + single;
    if (length++ === 0) first = character;
    return next === undefined ? endRun() : '';
  });
}

/** The same for what must stay on one line: topics, names of files, reasons. */
export function visibleWord(text: string): string {
  return visibleText(text).replace(/[\n\t]/g, ' ');
}

/** What is a mark in names besides: all that cannot be seen, but for what makes one emoji of several. */
const inNames = /(?<!\p{ExtPict}|\p{EMod}|[\u{e0020}-\u{e007f}])(?:\p{DI}|\p{Cf})|[\p{Zs}\n\t\u2800]/gu;

/**
 * The same for what is one word: nicks and rooms. A space of any kind, with which a name could go on as a sentence, is a
 * mark, and so is what a script may need in a text, each of them: two names must not look the same.
 */
export function visibleName(text: string): string {
  return withoutFormatting(text)
    .replace(neededOrUnseen, (character, isNeeded?: string) => isNeeded ?? nameMark(character))
    .replace(inNames, nameMark);
}

function withoutFormatting(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(formatting, '');
}

function nameMark(character: string): string {
  return pictureOf(character) ?? mark(character, 1);
}

/** Words of somebody else that stand in a sentence of ours: on one line, in quotes that they cannot end. */
export function quoted(text: string): string {
  return `\u201c${visibleWord(text).replace(/[\u201c\u201d]/g, '"')}\u201d`;
}

/**
 * Text without what the editor makes something else of: in its messages and titles of progress `[text](command:…)` is a
 * link that runs a command, and in labels `$(name)` is an icon.
 */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (').replaceAll('$(', '$ (');
}

/** `␛` for ESC: Unicode has a picture for each C0 character and DEL. */
function pictureOf(character: string): string | undefined {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : undefined;
}

/** `⟨U+202E⟩`, or `⟨U+202E +2⟩` for it and two more. */
function mark(character: string, length: number): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `\u27e8U+${code}${length > 1 ? ` +${length - 1}` : ''}\u27e9`;
}
