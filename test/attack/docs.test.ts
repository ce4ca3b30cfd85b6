import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attacks } from './attacks.ts';

test('docs/attacks.md has a row for each attack, in the order they are run', () => {
  const text = readFileSync(new URL('../../docs/attacks.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter(line => line.startsWith('| `'));
  expect(rows).toEqual(attacks.map(({ name, by, about }) => `| \`${name}\` | ${by} | ${about} |`));
});
