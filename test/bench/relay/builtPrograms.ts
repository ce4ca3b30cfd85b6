import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from '../../../scripts/build.mjs';
import { cacheFolder, root } from '../../../scripts/paths.mjs';
import { bundlePrograms } from '../../support/bundlePrograms.ts';

/** Of this benchmark alone: no build or benchmark that somebody else starts changes a program in the middle. */
const folder = path.join(cacheFolder, 'bench', `programs-${process.pid}`);

const sources = ['control', 'floor', 'load', 'threadHost'];
const products = ['pychat-relay', 'relayWorker'];

/** Where a program is, once `buildPrograms` has made it; a product of another tree, once `addProducts` has copied it. */
export const builtProgram = (name: string, tree = ''): string => path.join(folder, tree, `${name}.js`);

/** Builds the product, and all programs that the benchmark starts. */
export async function buildPrograms(): Promise<void> {
  await build({ minify: true });
  mkdirSync(folder, { recursive: true });
  addProducts('', root);
  const file = (name: string): string => path.join(import.meta.dirname, 'programs', `${name}.ts`);
  await bundlePrograms(Object.fromEntries(sources.map(name => [name, file(name)])), folder);
}

/** Copies what was built in another tree, to be found under `tree`. */
export function addProducts(tree: string, from: string): void {
  for (const name of products) cpSync(path.join(from, 'dist', `${name}.js`), builtProgram(name, tree));
}

export function removePrograms(): void {
  rmSync(folder, { recursive: true, force: true });
}
