import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sbomOf } from '../../scripts/sbom.mjs';

interface Sbom {
  readonly components: readonly {
    name: string;
    version: string;
    purl: string;
    hashes: { content: string }[];
  }[];
  readonly dependencies: readonly { ref: string; dependsOn: string[] }[];
}

const versionOf = (name: string): string => {
  const file = path.resolve(import.meta.dirname, '../../node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

test('names each package inside with its version, its licence and the checksum that npm has of it', () => {
  const { components, dependencies } = sbomOf([
    'node_modules/@fontsource/vt323',
    'node_modules/diff',
  ]) as Sbom;
  const [font, diff] = [versionOf('@fontsource/vt323'), versionOf('diff')];
  expect(components).toMatchObject([
    { name: '@fontsource/vt323', licenses: [{ license: { id: 'OFL-1.1' } }] },
    { name: 'diff', version: diff, licenses: [{ license: { id: 'BSD-3-Clause' } }] },
  ]);
  expect(components.map(({ purl }) => purl)).toEqual([
    `pkg:npm/%40fontsource/vt323@${font}`,
    `pkg:npm/diff@${diff}`,
  ]);
  expect(components.every(({ hashes }) => /^[0-9a-f]{128}$/.test(hashes[0]?.content ?? ''))).toBe(true);
  expect(dependencies[0]?.dependsOn).toEqual(components.map(({ purl }) => purl));
});

test('is the same for the same packages', () => {
  expect(sbomOf(['node_modules/diff'])).toEqual(sbomOf(['node_modules/diff']));
});
