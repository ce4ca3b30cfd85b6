import path from 'node:path';
import { launchChromium } from '../../scripts/chromium.mjs';
import { type PageMaker, type PageSources, startBrowser } from '../browser/chatPage.ts';
import { measureInside } from './inside.mjs';
import { measureJourneys } from './journeys.ts';
import { measureLines } from './line/lineBench.ts';
import { measureChatPage } from './page/pageBench.ts';
import { pageFigures } from './page/table.ts';
import type { Figure, Pair } from './ratios.ts';
import { addProducts } from './relay/builtPrograms.ts';
import { withPrograms } from './relay/relayBench.ts';
import { faultsIn, measureOnce } from './relay/rounds.ts';
import { type Entry, type Scenario, scenarios } from './relay/scenarios.ts';
import { relayProgram, relayThread } from './relay/servers/ours.ts';
import type { Surroundings } from './relay/servers/server.ts';
import { percentile } from './statistics.mjs';

/** A work tree that is packaged. */
interface Tree {
  readonly root: string;
  readonly packagePath: string;
}

interface Trees<T = Tree> {
  readonly own: T;
  readonly other: T;
}

type Part = 'editor' | 'line' | 'page' | 'relay';

interface Rounds {
  readonly runs: number;
  /** Of the relay only what has these names; all when there is none. */
  readonly measure: readonly string[];
  readonly log: (text: string) => void;
}

/** Both trees, and both again the other way round, so that a machine that grows slower meanwhile does it to both. */
async function measureBothWays<T>(
  { own, other }: Trees<T>,
  measure: (of: T) => Promise<Figure[]>,
): Promise<Pair> {
  const first = { own: await measure(own), other: await measure(other) };
  const again = { other: await measure(other), own: await measure(own) };
  return { own: meanOf(first.own, again.own), other: meanOf(first.other, again.other) };
}

const meanOf = (once: readonly Figure[], again: readonly Figure[]): Figure[] =>
  once.map((figure, index) => ({ ...figure, value: (figure.value + (again[index]?.value ?? NaN)) / 2 }));

async function inRounds<T>(
  trees: Trees<T>,
  { runs, log }: Rounds,
  measure: (of: T) => Promise<Figure[]>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 1; run <= runs; run++) {
    log(`Round ${run} of ${runs}…`);
    pairs.push(await measureBothWays(trees, measure));
  }
  return pairs;
}

async function measureEditor({ root, packagePath }: Tree): Promise<Figure[]> {
  const inside = await measureInside(1, root);
  const { host, join } = await measureJourneys(packagePath, 1);
  const figures: [what: string, value: number | undefined][] = [
    ['Activation, in the extension host', inside[0]?.activation],
    ['From member to member, p50', percentile(inside[0]?.quiet ?? [], 0.5)],
    ['From member to member, extension host blocked, p50', percentile(inside[0]?.blocked ?? [], 0.5)],
    ['Host Chat to a usable prompt', host[0]],
    ['Join Chat to the first line shown', join[0]],
  ];
  return figures.flatMap(([what, value]) => (value === undefined ? [] : [{ what, better: 'less', value }]));
}

async function measureLine({ packagePath }: Tree, log: Rounds['log']): Promise<Figure[]> {
  const { report } = await measureLines(packagePath, 1, log);
  const value = percentile(report.ours, 0.5) ?? NaN;
  return [{ what: 'From Enter to the other screen, p50', better: 'less', value }];
}

async function startBrowserFor({ root }: Tree): Promise<PageMaker> {
  const { stylesheets } = (await import(path.join(root, 'src/panel/stylesheets.ts'))) as Pick<
    PageSources,
    'stylesheets'
  >;
  return startBrowser(launchChromium, { root, stylesheets });
}

async function measurePages({ own, other }: Trees, rounds: Rounds): Promise<Pair[]> {
  const browsers = { own: await startBrowserFor(own), other: await startBrowserFor(other) };
  try {
    return await inRounds(browsers, rounds, async pages => pageFigures(await measureChatPage(pages)));
  } finally {
    await Promise.all([browsers.own.close(), browsers.other.close()]);
  }
}

/** What the relay is compared by; the rest of the benchmark is about other servers. */
const comparable: readonly string[] = ['fanOut50', 'one', 'growth'];

/** One entry on one tree. @throws when messages got lost or worse */
async function measureEntry(entry: Entry, where: string, surroundings: Surroundings): Promise<Figure[]> {
  const figures = await measureOnce(entry, surroundings);
  if (faultsIn(figures) !== '') throw new Error(`${where}: messages ${faultsIn(figures)}`);
  const { perSecond = 0, serverMicros = 0 } = figures.values;
  return [
    { what: `${where}: a second`, better: 'more', value: perSecond },
    { what: `${where}: CPU of the server, each`, better: 'less', value: serverMicros },
  ];
}

/** What is measured on both trees, and what it is called. */
function entriesOf({ own, other }: Trees<readonly Scenario[]>): { where: string; both: Trees<Entry> }[] {
  const others = other.flatMap(({ entries }) => entries);
  const named = own.flatMap(({ name, entries }) => entries.map(entry => ({ name, entry })));
  return named.map(({ name, entry }, index) => {
    const same = others[index];
    if (same === undefined) throw new Error(`${name} is not the same on both trees`);
    return { where: `${name}, ${entry.name}`, both: { own: entry, other: same } };
  });
}

async function measureRelayPairs(
  trees: Trees<readonly Scenario[]>,
  { runs, log }: Rounds,
  surroundings: Surroundings,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let run = 1; run <= runs; run++)
    for (const { where, both } of entriesOf(trees)) {
      log(`Round ${run} of ${runs}: ${where}…`);
      pairs.push(await measureBothWays(both, entry => measureEntry(entry, where, surroundings)));
    }
  return pairs;
}

function measureRelays({ other }: Trees, rounds: Rounds): Promise<Pair[]> {
  const { measure } = rounds;
  return withPrograms((identity, surroundings) => {
    addProducts('other', other.root);
    const scenariosOf = (tree?: string): Scenario[] =>
      scenarios(identity, [relayProgram(tree), relayThread(tree)]).filter(
        ({ name }) => comparable.includes(name) && (measure.length === 0 || measure.includes(name)),
      );
    return measureRelayPairs({ own: scenariosOf(), other: scenariosOf('other') }, rounds, surroundings);
  });
}

const measure: Readonly<Record<Part, (trees: Trees, rounds: Rounds) => Promise<Pair[]>>> = {
  editor: (trees, rounds) => inRounds(trees, rounds, measureEditor),
  line: (trees, rounds) => inRounds(trees, rounds, tree => measureLine(tree, rounds.log)),
  page: measurePages,
  relay: measureRelays,
};

/** Measures this tree and another one by the code of this one. */
export async function measurePairs(
  trees: Trees,
  { parts, ...rounds }: Rounds & { readonly parts: readonly Part[] },
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const part of parts) {
    rounds.log(`Measuring: ${part}`);
    pairs.push(...(await measure[part](trees, rounds)));
  }
  return pairs;
}
