// Measures the package and the product in a real VS Code, a line from editor to editor, the page in Chromium, and the
// relay against other servers, on a machine with nothing but Node and npm.
//   npm run bench [-- --runs N] [--json FILE] [--only editor|line|page|relay]
//     relay: [--measure fanOut50,fanOut200,one,pace,idle,keeping,growth] some of it only
//            [--in-editor] its thread in a real extension host as well
//   npm run bench -- --against COMMIT [--runs N] [--json FILE] [--only editor|line|page|relay]
//     relay: [--measure fanOut50,one,growth] some of it only
//     measures this tree and that commit in turn, and fails when a figure is worse here
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withTreeOf } from './otherTree.mjs';
import { root } from './paths.mjs';
import { whenAskedToEnd } from './processes.mjs';
import { ensureOtherServers, ensureSystemPackages, howToInstall, runScript } from './setup.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
    only: { type: 'string' },
    against: { type: 'string' },
    measure: { type: 'string', default: '' },
    'in-editor': { type: 'boolean', default: false },
  },
});

async function measureEditor(runs) {
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

const parts = {
  editor: async runs => {
    const missing = await ensureSystemPackages();
    if (missing.length > 0) throw new Error(howToInstall(missing));
    const figures = await measureEditor(runs);
    const { report, table } = await import('../test/bench/report.mjs');
    const found = report(figures);
    return { found, table: table(found) };
  },
  line: async runs => {
    const missing = await ensureSystemPackages();
    if (missing.length > 0) throw new Error(howToInstall(missing));
    const { makePackage } = await import('./package.mjs');
    const { packagePath } = await makePackage();
    const { measureLines } = await import('../test/bench/line/lineBench.ts');
    const { report, table } = await measureLines(packagePath, runs, text => console.log(text));
    return { found: { line: report }, table };
  },
  page: async runs => {
    const { measurePages } = await import('../test/bench/page/pageBench.ts');
    // A round takes a minute, and each is by itself a measurement of thousands of frames.
    const { report, table } = await measurePages(Math.ceil(runs / 5), text => console.log(text));
    return { found: { page: report }, table };
  },
  relay: async runs => {
    const missing = values['in-editor'] ? await ensureSystemPackages() : [];
    if (missing.length > 0) throw new Error(howToInstall(missing));
    await ensureOtherServers();
    const { measureRelays } = await import('../test/bench/relay/relayBench.ts');
    const { report, table } = await measureRelays({
      runs,
      measure: values.measure.split(',').filter(Boolean),
      inEditor: values['in-editor'],
      log: text => console.log(text),
    });
    if (report.failures.length > 0) process.exitCode = 1;
    return { found: { relay: report }, table };
  },
};

async function benchAlone(names, runs) {
  const found = {};
  for (const name of names) {
    const part = await parts[name](runs);
    Object.assign(found, part.found);
    console.log(part.table);
  }
  return found;
}

async function benchAgainst(commit, names, runs) {
  const missing = names.includes('editor') || names.includes('line') ? await ensureSystemPackages() : [];
  if (missing.length > 0) throw new Error(howToInstall(missing));
  console.log(`Packaging this tree and ${commit}…`);
  return withTreeOf(commit, async other => {
    const { makePackage } = await import('./package.mjs');
    const { measurePairs } = await import('../test/bench/against.ts');
    const { compare, ratioTable } = await import('../test/bench/ratios.ts');
    const own = { root, packagePath: (await makePackage()).packagePath };
    const log = text => console.log(text);
    const measure = values.measure.split(',').filter(Boolean);
    const pairs = await measurePairs({ own, other }, { parts: names, measure, runs, log });
    const compared = compare(pairs);
    console.log(ratioTable(compared, commit));
    if (compared.some(({ isWorse }) => isWorse)) process.exitCode = 1;
    return { against: { commit, compared } };
  });
}

async function bench() {
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a number from 1 on.');
  const { only, against } = values;
  if (only !== undefined && !Object.hasOwn(parts, only))
    throw new Error(`--only takes ${Object.keys(parts).join(' or ')}, not ${only}.`);
  const names = only === undefined ? Object.keys(parts) : [only];
  const found =
    against === undefined ? await benchAlone(names, runs) : await benchAgainst(against, names, runs);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(found, undefined, 2)}\n`);
}

// Ends what was started as well: see processes.mjs.
whenAskedToEnd(() => process.exit(1));
await runScript(import.meta.url, bench);
