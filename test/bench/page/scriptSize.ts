import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../../../scripts/paths.mjs';

/** Bytes of the page's script as it is shipped: what is loaded at once, and what waits until it is needed. */
export interface ScriptSize {
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
  readonly laterBrotli: number;
}

/** Builds the page's script as `scripts/build.mjs --minify` does, and weighs it. */
export async function scriptSize(): Promise<ScriptSize> {
  const { outputFiles, metafile } = await build({
    entryPoints: { webview: path.join(root, 'src/panel/webview/main.ts') },
    tsconfig: path.join(root, 'src/panel/webview/tsconfig.json'),
    absWorkingDir: root,
    outdir: path.join(root, 'dist'),
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const first = firstLoaded(metafile.outputs);
  const nameOf = (file: { path: string }): string => path.relative(root, file.path).replaceAll('\\', '/');
  const now = outputFiles.filter(file => first.has(nameOf(file))).map(({ contents }) => contents);
  const later = outputFiles.filter(file => !first.has(nameOf(file))).map(({ contents }) => contents);
  const sum = (all: Uint8Array[], size: (one: Uint8Array) => number): number =>
    all.reduce((bytes, one) => bytes + size(one), 0);
  const brotli = (one: Uint8Array): number => brotliCompressSync(one).length;
  return {
    bytes: sum(now, one => one.length),
    gzip: sum(now, one => gzipSync(one, { level: 9 }).length),
    brotli: sum(now, brotli),
    laterBrotli: sum(later, brotli),
  };
}

type Outputs = Awaited<ReturnType<typeof build<{ metafile: true }>>>['metafile']['outputs'];

/** The entry, and all it imports without being asked. */
function firstLoaded(outputs: Outputs): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path: imported, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement') add(imported);
  };
  for (const [name, { entryPoint }] of Object.entries(outputs))
    if (entryPoint?.endsWith('webview/main.ts')) add(name);
  return found;
}
