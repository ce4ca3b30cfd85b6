/** UTF-8 bytes of a cleaned name at the most: with ` (99)` and `.part` after it, it still fits every file system. */
export const maxNameBytes = 180;

/** UTF-16 units of what is looked at: an offer's name has 255 at the most. */
const maxReadLength = 512;

/** UTF-16 units of what is kept as the ending of a name that has to be cut. */
const maxEndingLength = 20;

/** What looks like nothing: spaces of all sorts, and letters that are drawn as a space. */
const blank = /[\p{Z}\t\u115f\u1160\u2800\u3164\uffa0]+/gu;

/** Controls, what only steers the text around it (bidirectional overrides, zero widths, tags), and what is no character. */
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** Windows opens devices by these, whatever follows a dot. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:$|[ .])/i;

/**
 * Makes a name that may be written to disk, and shown, of what somebody calls a file: no folders, nothing that cannot be
 * seen or that turns the text around, no row of spaces with something behind it, not hidden, no option of a command, no
 * device of Windows; the ending stays what it is. Never empty, at most `maxNameBytes`.
 */
export function cleanFileName(offered: string): string {
  const name = offered
    .slice(0, maxReadLength)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\t\n\r\v\f]/g, ' ')
    .replace(invisible, '')
    .replace(blank, ' ')
    .split(/[/\\\u2044\u2215\u29f8\uff0f\uff3c]/u)
    .map(part => part.replace(/[<>:"|?*]/g, '_').replace(/^[\s.-]+|[\s.]+$/g, ''))
    .findLast(part => part !== '');
  if (name === undefined) return 'file';
  const safe = reserved.test(name) ? `_${name}` : name;
  return cut(safe).replace(/[\s.]+$/, '');
}

/** The name that is taken when others exist: `a.zip`, `a (2).zip`, `a (3).zip`. @param number from 1 */
export function numberedName(name: string, number: number): string {
  if (number === 1) return name;
  const { stem, ending } = parted(name);
  return `${stem} (${number})${ending}`;
}

function parted(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  const hasEnding = dot > 0 && name.length - dot <= maxEndingLength;
  return hasEnding ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: '' };
}

function cut(name: string): string {
  if (bytes(name) <= maxNameBytes) return name;
  const { stem, ending } = parted(name);
  let left = maxNameBytes - bytes(ending);
  let kept = '';
  for (const character of stem) {
    left -= bytes(character);
    if (left < 0) break;
    kept += character;
  }
  return kept.trimEnd() + ending;
}

/** Bytes in UTF-8. */
function bytes(text: string): number {
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    sum += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return sum;
}
