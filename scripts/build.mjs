// Bundles the extension, the relay (thread and command line) and the page into dist/.
//   node scripts/build.mjs [--minify] [--watch]
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { context } from 'esbuild';
import { copyFonts, fontFolders } from './fonts.mjs';
import { bundledPackages, writeNotices } from './notices.mjs';
import { cacheFolder, root } from './paths.mjs';

// Where a package has both, its ES modules are taken: they bundle to two thirds of the size.
const node = { platform: 'node', target: 'node20', format: 'esm', mainFields: ['module', 'main'] };

/**
 * The bundles. The relay's two know no 'vscode': an import of it anywhere below them fails the build.
 * Chunks of the extension lie beside it, so that a URL relative to any of them is relative to dist/.
 */
const bundles = [
  {
    name: 'extension',
    entries: { extension: 'src/extension.ts' },
    options: { ...node, external: ['vscode'], splitting: true, chunkNames: '[name]-[hash]' },
  },
  {
    name: 'relay',
    entries: { relayWorker: 'src/relay/worker.ts', 'pychat-relay': 'src/relay/cli.ts' },
    options: node,
  },
  {
    name: 'page',
    entries: { webview: 'src/panel/webview/main.ts' },
    options: {
      platform: 'browser',
      target: 'es2022',
      format: 'esm',
      // What the page rarely needs lies beside it and is loaded when it does.
      splitting: true,
      chunkNames: 'webview-[name]-[hash]',
      tsconfig: 'src/panel/webview/tsconfig.json',
    },
  },
];

/** The packages inside what was built last, as folders below the repository. */
export const packagesInside = () => bundledPackages(bundleNames.map(metafileOf), fontFolders);

/** Where a bundle's module list (esbuild's metafile) is written. */
export const metafileOf = name => path.join(cacheFolder, 'build', `${name}.json`);

const bundleNames = bundles.map(bundle => bundle.name);

function optionsOf({ name, entries, options }, { minify, watch }) {
  return {
    ...options,
    entryPoints: entries,
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    minify,
    sourcemap: !minify,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [{ name: 'after', setup: build => build.onEnd(result => finished(name, result, watch)) }],
  };
}

function finished(name, { metafile, errors }, watch) {
  if (metafile) {
    mkdirSync(path.dirname(metafileOf(name)), { recursive: true });
    writeFileSync(metafileOf(name), JSON.stringify(metafile));
  }
  if (watch) console.log(`${name}: ${errors.length === 0 ? 'built' : `${errors.length} errors`}`);
}

/** Entries of which the source is there, and the paths of those that are missing. */
function split(bundle) {
  const present = Object.entries(bundle.entries).filter(([, file]) => existsSync(path.join(root, file)));
  const missing = Object.values(bundle.entries).filter(file => !existsSync(path.join(root, file)));
  return { bundle: { ...bundle, entries: Object.fromEntries(present) }, missing };
}

/** Removes what an earlier build left in dist/. What is still wanted stays: an editor may be running it. */
function removeStale(results) {
  const wanted = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
  for (const file of readdirSync(path.join(root, 'dist'))) {
    if (file !== 'fonts' && !wanted.has(`dist/${file}`))
      rmSync(path.join(root, 'dist', file), { recursive: true });
  }
}

/**
 * Builds everything into dist/.
 * @param {{ minify?: boolean, watch?: boolean }} mode watch keeps building until the process ends
 * @throws when a source is missing or does not build; whatever does build is written all the same
 */
export async function build({ minify = false, watch = false } = {}) {
  const parts = bundles.map(split);
  const wanted = parts.map(part => part.bundle).filter(bundle => Object.keys(bundle.entries).length > 0);
  copyFonts();
  const failed = [];
  const results = [];
  for (const bundle of wanted) {
    const builder = await context(optionsOf(bundle, { minify, watch }));
    if (watch) await builder.watch();
    else
      await builder.rebuild().then(
        result => results.push(result),
        () => failed.push(bundle.name),
      );
    if (!watch) await builder.dispose();
  }
  const missing = parts.flatMap(part => part.missing);
  if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`);
  if (failed.length > 0) throw new Error(`Did not build: ${failed.join(', ')}`);
  if (watch) return;
  removeStale(results);
  writeNotices(packagesInside());
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const watch = process.argv.includes('--watch');
  const started = performance.now();
  try {
    await build({ minify: process.argv.includes('--minify'), watch });
    if (!watch) console.log(`Built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  }
}
