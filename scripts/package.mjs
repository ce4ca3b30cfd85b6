// Makes pychat-VERSION.vsix and lists what is inside in pychat-VERSION.cdx.json (CycloneDX), and fails when it holds anything unexpected or is too big.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { build, packagesInside } from './build.mjs';
import { fontFiles } from './fonts.mjs';
import { packagedManifest, pageFile, pageText } from './page.mjs';
import { root } from './paths.mjs';
import { writeSbom } from './sbom.mjs';
import { continueOnOwnNode, ensurePackages } from './setup.mjs';
import { listZip } from './zip.mjs';

const budgetBytes = 768 * 1024;

/** All that may be inside; vsce writes README, CHANGELOG and LICENSE as it likes. */
const expected = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^extension\/(readme|changelog|license)\.(md|txt)$/i,
  /^extension\/media\/[\w./-]+\.(css|png|svg|md|woff2)$/,
  /^extension\/dist\/(extension|relayWorker|webview|[\w.-]+-[A-Z0-9]{8})\.js$/,
  /^extension\/dist\/fonts\/[\w-]+\.woff2$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
];

const needed = [
  'package.json',
  'package.nls.json',
  'package.nls.pt-br.json',
  'l10n/bundle.l10n.pt-br.json',
  'dist/extension.js',
  'dist/relayWorker.js',
  'dist/webview.js',
  'media/panel.css',
  ...[...fontFiles.keys()].map(name => `dist/fonts/${name}`),
].map(file => `extension/${file}`);

/** What is wrong with a list of packaged files, one sentence each. */
function faultsOf(files) {
  return [
    ...files
      .filter(file => !expected.some(pattern => pattern.test(file)))
      .map(file => `${file} should not be inside.`),
    ...needed.filter(file => !files.includes(file)).map(file => `${file} is missing.`),
  ];
}

const kibibytes = bytes => `${(bytes / 1024).toFixed(1)} KiB`;

/** Where `makePackage` puts the package. */
export function packageFilePath() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}

/**
 * Builds for production and packages.
 * @param {string} [packagePath]
 * @returns {Promise<{ packagePath: string, bytes: number, files: ReturnType<typeof listZip>, faults: string[] }>}
 *   faults are for people: what should not be so
 */
export async function makePackage(packagePath = packageFilePath()) {
  await build({ minify: true });
  // It gets its name when it is whole: an editor may be installing the one before.
  const unfinished = `${packagePath}.unfinished`;
  const options = { dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false };
  const cwd = await stage(`${packagePath}.files`);
  await quietly(() => createVSIX({ cwd, packagePath: unfinished, ...options }));
  rmSync(cwd, { recursive: true });
  renameSync(unfinished, packagePath);
  writeSbom(packagePath, packagesInside());
  const files = listZip(packagePath);
  const { size } = statSync(packagePath);
  const faults = faultsOf(files.map(file => file.name));
  if (size > budgetBytes)
    faults.push(`${kibibytes(size)} is more than the budget of ${kibibytes(budgetBytes)}.`);
  return { packagePath, bytes: size, files, faults };
}

/** What goes into the package, in a folder of its own: the page and the manifest are made for it. */
async function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  for (const file of ['.vscodeignore', ...files]) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(folder, file));
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(packagedManifest(manifest), undefined, 2));
  writeFileSync(path.join(folder, 'README.md'), pageText(readFileSync(path.join(root, pageFile), 'utf8')));
  return folder;
}

/** vsce prints the list that we print better ourselves. */
async function quietly(work) {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensurePackages();
    await continueOnOwnNode(import.meta.url);
    const { packagePath, bytes, files, faults } = await makePackage();
    for (const { name, packedBytes } of files) console.log(`${kibibytes(packedBytes).padStart(12)}  ${name}`);
    console.log(`${path.basename(packagePath)}: ${kibibytes(bytes)} of ${kibibytes(budgetBytes)}`);
    for (const fault of faults) console.error(`package: ${fault}`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`package: ${error.message}`);
    process.exitCode = 1;
  }
}
