import { readFileSync } from 'node:fs';
import path from 'node:path';

const page = path.resolve(import.meta.dirname, '../../docs/clients.md');

/** What stands in capitals on the page. */
export interface Facts {
  readonly ADDRESS: string;
  readonly PORT: string;
  readonly PASSWORD: string;
  readonly FINGERPRINT: string;
}

/**
 * The commands that docs/clients.md has people type, line by line, with the facts in place.
 *
 * @param heading of the part of the page
 * @param number of the block in it, from 0
 */
export function documented(heading: string, number: number, facts: Facts): string[] {
  const part =
    readFileSync(page, 'utf8')
      .split(/^## /m)
      .find(text => text.startsWith(`${heading}\n`)) ?? '';
  const blocks = Array.from(part.matchAll(/^```\w*\n(.*?)^```$/gms), block => block[1] ?? '');
  const text = blocks[number];
  if (text === undefined) throw new Error(`${page}: no block ${number} under ${heading}`);
  const words = Object.entries(facts) as [string, string][];
  return words
    .reduce((filled, [word, fact]) => filled.replaceAll(word, fact), text)
    .trimEnd()
    .split('\n');
}
