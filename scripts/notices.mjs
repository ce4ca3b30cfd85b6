// The licences of the packages inside the bundles, as their authors ask for.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const packageOf = input => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
  const text = file
    ? readFileSync(path.join(folder, file), 'utf8').trim()
    : `Licence: ${license ?? 'not given'}`;
  return `${name} ${version}\n\n${text}\n`;
}

/**
 * The packages of which something is inside, as folders below the repository, sorted.
 * @param {readonly string[]} metafiles paths of esbuild metafiles; those that are not there are ignored
 * @param {readonly string[]} more folders of packages of which files go along as they are
 */
export function bundledPackages(metafiles, more) {
  const inputs = metafiles
    .filter(file => existsSync(file))
    .flatMap(file => Object.keys(JSON.parse(readFileSync(file, 'utf8')).inputs));
  return [...new Set([...inputs.map(packageOf).filter(Boolean), ...more])].sort();
}

/**
 * Writes dist/THIRD-PARTY-NOTICES.txt.
 * @param {readonly string[]} folders of packages, below the repository
 */
export function writeNotices(folders) {
  const notices = folders.map(folder => noticeOf(path.join(root, folder)));
  writeFileSync(path.join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}
