import { parseColours } from '../../chat/consoleColours.ts';
import type { Translate } from '../../chat/translate.ts';

/**
 * Reads what follows `color` as cmd.exe does: background and text as a hex digit each; one digit is the text, on
 * black.
 *
 * @returns both digits in upper case, or why not
 */
export function readColours(text: string): string | { readonly problem: 'same' | 'unreadable' } {
  const colours = parseColours(text);
  if (colours !== undefined && colours !== '') return colours;
  return { problem: /^[0-9a-f]{1,2}$/i.test(text) ? 'same' : 'unreadable' };
}

/** The sixteen digits with their colours, in two columns as cmd.exe lists them. */
export function colourTable(t: Translate): string {
  const names = [
    t('Black'),
    t('Blue'),
    t('Green'),
    t('Aqua'),
    t('Red'),
    t('Purple'),
    t('Yellow'),
    t('White'),
    t('Gray'),
    t('Light Blue'),
    t('Light Green'),
    t('Light Aqua'),
    t('Light Red'),
    t('Light Purple'),
    t('Light Yellow'),
    t('Bright White'),
  ];
  const entry = (index: number): string => `${index.toString(16).toUpperCase()} = ${names[index] ?? ''}`;
  return Array.from({ length: 8 }, (_, index) => `    ${entry(index).padEnd(16)}${entry(index + 8)}`).join(
    '\n',
  );
}
