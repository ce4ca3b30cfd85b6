// Measures the package and the product in a real VS Code, on a machine with nothing but Node and npm.
//   npm run bench [-- --runs N] [--json FILE]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { continueOnOwnNode, ensurePackages, ensureSystemPackages, howToInstall } from './setup.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, json: { type: 'string' } },
});

async function measure(runs) {
  const { makePackage } = await import('./package.mjs');
  const { packagePath, bytes } = await makePackage();
  const { bundlesByModule, loadedAtActivation } = await import('../test/bench/bundle.mjs');
  const { measureInside } = await import('../test/bench/inside.mjs');
  const { measureJourneys } = await import('../test/bench/journeys.ts');
  const size = { package: bytes, atActivation: loadedAtActivation(), bundles: bundlesByModule() };
  console.log(`Measuring in the extension host, ${runs} times…`);
  const inside = await measureInside(runs);
  console.log(`Measuring as a person would, ${runs} times…`);
  return { size, inside, journeys: await measureJourneys(packagePath, runs) };
}

async function bench() {
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a number from 1 on.');
  const missing = await ensureSystemPackages();
  if (missing.length > 0) throw new Error(howToInstall(missing));
  const figures = await measure(runs);
  const { report, table } = await import('../test/bench/report.mjs');
  const found = report(figures);
  console.log(table(found));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(found, undefined, 2)}\n`);
}

try {
  await ensurePackages();
  await continueOnOwnNode(import.meta.url);
  await bench();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
