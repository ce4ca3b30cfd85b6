import { rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../../scripts/paths.mjs';
import { bundlePrograms } from '../../support/bundlePrograms.ts';

/** Of this run alone, so that another one changes no program in the middle. */
const folder = path.join(cacheFolder, 'attack', `programs-${process.pid}`);

const own = ['crowd', 'attackers', 'threadHost'] as const;
const ofTheTree = ['cli', 'relayThread', 'worker'] as const;

type ProgramName = (typeof own)[number] | (typeof ofTheTree)[number];

/** Where a program is, once `buildPrograms` has made it. */
export const program = (name: ProgramName): string => path.join(folder, `${name}.js`);

/**
 * Bundles the suite's own programs, and the relay of a tree.
 *
 * @param tree the checkout that is attacked
 */
export async function buildPrograms(tree: string): Promise<void> {
  const entry = (from: string) => (name: string) => [name, path.join(from, `${name}.ts`)] as const;
  const files = [
    ...own.map(entry(path.join(import.meta.dirname, '..', 'programs'))),
    ...ofTheTree.map(entry(path.join(tree, 'src', 'relay'))),
  ];
  await bundlePrograms(Object.fromEntries(files), folder);
  process.once('exit', removePrograms);
}

export function removePrograms(): void {
  rmSync(folder, { recursive: true, force: true });
}
