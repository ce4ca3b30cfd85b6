import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keepingText } from '../../src/conversation/page/keepingText.ts';
import { inEnglish } from '../../src/chat/translate.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/delivery.md', () => {
  const text = read('delivery.md');

  test('names only limits that docs/limits.md has', () => {
    const named = [...text.matchAll(/`((?:max|history|empty)[A-Z]\w+)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(name => !read('limits.md').includes(`| \`${name}\` |`))).toEqual([]);
  });

  test('explains all that the header says', () => {
    for (const seconds of [0, 86_400])
      for (const isHere of [true, false])
        expect(text).toContain(`*${keepingText(seconds, isHere, inEnglish)}*`);
  });

  test('names every key of the secret storage', () => {
    const source = readFileSync(new URL('../../src/app/secrets.ts', import.meta.url), 'utf8');
    const keys = [...source.matchAll(/['`](pychat\.\w+)/g)].map(([, key = '']) => key);
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter(key => !text.includes(`\`${key}`))).toEqual([]);
  });
});
