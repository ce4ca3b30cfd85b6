import type { FileOffer } from './event.ts';
import { visibleWord } from './visible.ts';

/** The client-only tag that a message about a file carries; its value is what `serializeFileOffer` makes. */
export const fileOfferTag = '+pychat/file';

/** The longest name that an offer may have, in UTF-16 code units: what file systems take at most. */
export const maxOfferedNameLength = 255;

const word = '[A-Za-z0-9_-]{1,64}';
const pattern = new RegExp(
  `^(?<id>${word}) (?<secret>${word}) (?<size>0|[1-9][0-9]{0,15}) (?<hash>[0-9a-f]{64}) (?<name>[^\\x00-\\x1f\\x7f]+)$`,
);

/**
 * Reads the value of the tag, its escapes already taken away: `<id> <secret> <size> <hash> <name>`.
 *
 * @returns undefined for what is no offer: a word too many, a size that no number holds, a name with control characters
 */
export function parseFileOffer(value: string): FileOffer | undefined {
  const fields = pattern.exec(value)?.groups;
  if (fields === undefined || !value.isWellFormed()) return undefined;
  const { id = '', secret = '', hash = '', name = '' } = fields;
  const size = Number(fields.size);
  if (!Number.isSafeInteger(size) || name.length > maxOfferedNameLength) return undefined;
  return { id, secret, name, size, hash };
}

/**
 * Writes the value of the tag, before its escapes.
 *
 * @throws {RangeError} for what could not be read again
 */
export function serializeFileOffer({ id, secret, size, hash, name }: FileOffer): string {
  const value = `${id} ${secret} ${size} ${hash} ${name}`;
  if (parseFileOffer(value) === undefined) throw new RangeError('not an offer of a file');
  return value;
}

/** What clients that do not know the tag read: `[file] name.zip (12.3 MB, sha256 ab12cd34…)`. */
export function fileOfferText({ name, size, hash }: Pick<FileOffer, 'name' | 'size' | 'hash'>): string {
  return `[file] ${visibleWord(name)} (${sizeText(size)}, sha256 ${hash.slice(0, 8)}…)`;
}

const units = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A number of bytes as people read it: `812 B`, `12.3 MB`; powers of 1000. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let amount = bytes / 1000;
  let unit = 0;
  // What would be rounded to 1000.0 is one of the next unit.
  while (amount >= 999.95 && unit < units.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${amount.toFixed(1)} ${units[unit] ?? ''}`;
}
