// What was measured, as numbers for a file and as a table for people.
import { percentile, summary } from './statistics.mjs';

/** What the package should stay under, in bytes. */
const packageAim = 400 * 1024;
const rowsOfABundle = 12;

const delays = values => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });

/** p50 and p99 of one run, and how many times as long they are while the extension host is blocked. */
function compare({ quiet, blocked }) {
  const [without, during] = [delays(quiet), delays(blocked)];
  return { without, during, ratio: { p50: during.p50 / without.p50, p99: during.p99 / without.p99 } };
}

/** Summaries, run by run, of the number that `pick` takes out of each comparison. */
function relayRows(inside) {
  const runs = inside.map(compare);
  const over = pick => summary(runs.map(pick));
  const both = pick => ({ p50: over(run => pick(run).p50), p99: over(run => pick(run).p99) });
  return {
    messages: inside.reduce((sum, { quiet, blocked }) => sum + quiet.length + blocked.length, 0),
    without: both(run => run.without),
    blocked: both(run => run.during),
    ratio: both(run => run.ratio),
  };
}

/**
 * @param {{ size: object, inside: import('./inExtensionHost.ts').InsideReport[], journeys: import('./journeys.ts').Journeys }} figures
 * @returns {object} sizes in bytes, times in milliseconds
 */
export function report({ size, inside, journeys }) {
  return {
    package: { bytes: size.package, aim: packageAim },
    activation: {
      bytes: size.atActivation.reduce((sum, { bytes }) => sum + bytes, 0),
      files: size.atActivation,
      time: summary(inside.map(({ activation }) => activation)),
    },
    bundles: size.bundles,
    hostToPrompt: { ...summary(journeys.host), first: journeys.first.host },
    joinToFirstLine: { ...summary(journeys.join), first: journeys.first.join },
    delivery: relayRows(inside),
  };
}

const kib = bytes => `${(bytes / 1024).toFixed(1)} KiB`;
const row = (what, value, note = '') => `  ${what.padEnd(42)}${value.padStart(11)}  ${note}`.trimEnd();

/** Small times want more digits than large ones. */
const number = value => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

function rowOf(what, { median, min, max, runs }, unit, note = '') {
  const spread = `${number(min)} to ${number(max)}, ${runs} runs`;
  return row(what, `${number(median)}${unit}`, note === '' ? spread : `${spread}; ${note}`);
}

function bundleRows({ bundle, bytes, modules }) {
  const rest = modules.slice(rowsOfABundle);
  const left = rest.reduce((sum, module) => sum + module.bytes, 0);
  return [
    '',
    row(`Bundle: ${bundle}`, kib(bytes), 'minified'),
    ...modules.slice(0, rowsOfABundle).map(module => row(`  ${module.owner}`, kib(module.bytes))),
    ...(rest.length > 0 ? [row(`  ${rest.length} more`, kib(left))] : []),
  ];
}

/**
 * @param {ReturnType<typeof report>} found
 * @returns {string} medians, with the least and the most of the runs behind them
 */
export function table(found) {
  const { activation, hostToPrompt, joinToFirstLine, delivery } = found;
  const firstEver = ({ first }) => `first ever ${number(first)} ms`;
  return [
    '',
    row('The package (.vsix)', kib(found.package.bytes), `aim: under ${kib(found.package.aim)}`),
    row('Loaded at activation', kib(activation.bytes), `${activation.files.length} files`),
    rowOf('Activation, in the extension host', activation.time, ' ms'),
    rowOf('Host Chat to a usable prompt', hostToPrompt, ' ms', firstEver(hostToPrompt)),
    rowOf('Join Chat to the first line shown', joinToFirstLine, ' ms', firstEver(joinToFirstLine)),
    '',
    `  From member to member, ${delivery.messages} messages; blocked: the extension host, a second at a time`,
    ...['p50', 'p99'].flatMap(share => [
      rowOf(`  ${share}, not blocked`, delivery.without[share], ' ms'),
      rowOf(`  ${share}, blocked`, delivery.blocked[share], ' ms'),
      rowOf(`  ${share}, blocked / not blocked`, delivery.ratio[share], '×'),
    ]),
    ...found.bundles.flatMap(bundleRows),
    '',
  ].join('\n');
}
