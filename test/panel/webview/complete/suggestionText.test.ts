import { expect, it } from 'vitest';
import { suggestionText } from '../../../../src/panel/webview/complete/suggestionText.ts';

it.each([
  ['the rest of a word', 'olá br', { typed: 'br', whole: 'bruno' }, 'uno'],
  ['the rest of a word that runs along', 'שלום של', { typed: 'של', whole: 'שלומי' }, 'ומי'],
  ['a whole word that runs against its paragraph', 'שלום br', { typed: 'br', whole: 'bruno' }, ' bruno '],
  [
    'a whole word from right to left in a paragraph that is not',
    'olá של',
    { typed: 'של', whole: 'שלומי' },
    ' שלומי ',
  ],
  ['only so much of a long one', 'a', { typed: 'a', whole: `a${'b'.repeat(64)}` }, 'b'.repeat(64)],
  ['a sign for what is left out', 'a', { typed: 'a', whole: `a${'b'.repeat(65)}` }, `${'b'.repeat(64)}…`],
])('it is %s', (_, text, suggestion, expected) => {
  expect(suggestionText(text, suggestion)).toBe(expected);
});
