import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentencesInUse, wordList, wordsFile } from '../../scripts/words.mjs';

function readTable(file: string): Record<string, string> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

const places = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '').sort();

describe('the words', () => {
  const uses = sentencesInUse();
  const portuguese = readTable('l10n/bundle.l10n.pt-br.json');

  it('are found in the sources', () => {
    expect(uses.length).toBeGreaterThan(100);
    expect(uses.map(({ sentence }) => sentence)).toContain('You left.');
  });

  it('are all in Brazilian Portuguese', () => {
    expect(uses.filter(({ sentence }) => portuguese[sentence] === undefined)).toEqual([]);
  });

  it('are all in use: the table holds nothing else', () => {
    const used = new Set(uses.map(({ sentence }) => sentence));
    expect(Object.keys(portuguese).filter(sentence => !used.has(sentence))).toEqual([]);
  });

  it('keep their places in translation', () => {
    const different = Object.entries(portuguese).filter(
      ([sentence, translation]) => places(sentence).join() !== places(translation).join(),
    );
    expect(different).toEqual([]);
  });
});

describe('the manifest', () => {
  const english = readTable('package.nls.json');
  const portuguese = readTable('package.nls.pt-br.json');
  const manifest = readFileSync('package.json', 'utf8');

  it('has every word in both languages', () => {
    expect(Object.keys(portuguese).sort()).toEqual(Object.keys(english).sort());
  });

  it('uses every word, and has every word it uses', () => {
    const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(match => match[1] ?? '');
    expect([...new Set(used)].sort()).toEqual(Object.keys(english).sort());
  });
});

describe('the list of all words', () => {
  it('is the newest: `npm run words` makes it', () => {
    expect(readFileSync(wordsFile, 'utf8') === wordList()).toBe(true);
  });
});
