// What a build is made of, read from esbuild's metafiles (https://esbuild.github.io/api/#metafile).
import { readFileSync } from 'node:fs';
import { metafileOf } from '../../scripts/build.mjs';

/** The bundles inside the package: name, metafile, and which of its outputs. */
const packaged = [
  ['extension', 'extension', () => true],
  ['relay worker', 'relay', file => file === 'dist/relayWorker.js'],
  ['page', 'page', () => true],
];

const readOutputs = name => JSON.parse(readFileSync(metafileOf(name), 'utf8')).outputs;

/**
 * The files that loading dist/extension.js loads with it: it and what it imports statically, and so on.
 * @returns {{ file: string, bytes: number }[]}
 */
export function loadedAtActivation() {
  const outputs = readOutputs('extension');
  const found = new Set();
  const load = file => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path, kind, external } of outputs[file].imports)
      if (kind === 'import-statement' && !external) load(path);
  };
  load('dist/extension.js');
  return [...found].map(file => ({ file, bytes: outputs[file].bytes }));
}

/** The package or the folder of src to which a source belongs. */
function ownerOf(input) {
  const inPackage = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (inPackage) return inPackage;
  const folders = input.split('/').slice(0, -1);
  return folders.slice(0, 3).join('/');
}

/** Bytes by owner, the largest first; what the bundler itself added comes under its own name. */
function byOwner(outputs) {
  const sums = new Map();
  const add = (owner, bytes) => sums.set(owner, (sums.get(owner) ?? 0) + bytes);
  for (const { inputs, bytes } of outputs) {
    const counted = Object.entries(inputs).map(([input, { bytesInOutput }]) => [
      ownerOf(input),
      bytesInOutput,
    ]);
    for (const [owner, part] of counted) add(owner, part);
    add('(esbuild)', bytes - counted.reduce((sum, [, part]) => sum + part, 0));
  }
  return [...sums].map(([owner, bytes]) => ({ owner, bytes })).sort((one, other) => other.bytes - one.bytes);
}

/**
 * The bundles of the package by module: npm packages, and folders of src.
 * @returns {{ bundle: string, bytes: number, modules: { owner: string, bytes: number }[] }[]}
 */
export function bundlesByModule() {
  return packaged.map(([bundle, metafile, isIn]) => {
    const outputs = Object.entries(readOutputs(metafile))
      .filter(([file]) => isIn(file))
      .map(([, output]) => output);
    const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
    return { bundle, bytes, modules: byOwner(outputs) };
  });
}
