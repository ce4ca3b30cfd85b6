import { build } from 'esbuild';

/**
 * Bundles programs of tests for this Node: what it needs to run TypeScript as it stands would show in their memory.
 *
 * @param files sources by the names of the programs
 */
export async function bundlePrograms(files: Readonly<Record<string, string>>, folder: string): Promise<void> {
  await build({
    entryPoints: files,
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}
