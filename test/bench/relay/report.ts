import { summary } from '../statistics.mjs';
import { type Aim, aims } from './aims.ts';
import type { Measured, Measurements, Round } from './rounds.ts';

/** Median, least and most over the rounds. */
type Summary = ReturnType<typeof summary>;

interface JudgedAim extends Aim {
  /** Over the rounds in which all of it was measured; absent when there was none. */
  readonly ratio?: Summary;
  readonly holds?: boolean;
}

/** For a file: figures by scenario, entry and figure; what they are held to; what went wrong. */
export interface RelayReport {
  readonly figures: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Summary>>>>>>;
  readonly aims: readonly JudgedAim[];
  readonly notMeasured: readonly string[];
  readonly failures: readonly string[];
}

function summaries(rounds: readonly Round[], entry: string): Record<string, Summary> {
  const names = new Set(rounds.flatMap(round => Object.keys(round[entry]?.values ?? {})));
  const valuesOf = (name: string): number[] =>
    rounds.map(round => round[entry]?.values[name]).filter(value => value !== undefined);
  return Object.fromEntries([...names].map(name => [name, summary(valuesOf(name))]));
}

function figuresOf({ scenario, rounds }: Measured): Record<string, Record<string, Summary>> {
  const found = scenario.entries.map(({ name }) => [name, summaries(rounds, name)] as const);
  return Object.fromEntries(found.filter(([, values]) => Object.keys(values).length > 0));
}

/** The ratio of one round, or the figure itself where there is nothing to compare it with. */
function ratioIn(round: Round, { of, figure, against, atLeast }: Aim): number | undefined {
  const own = round[of]?.values[figure];
  if (own === undefined || against.length === 0) return own;
  const others = against.map(name => round[name]?.values[figure]).filter(value => value !== undefined);
  if (others.length === 0) return undefined;
  return own / (atLeast === undefined ? Math.min(...others) : Math.max(...others));
}

function judge(aim: Aim, measured: readonly Measured[]): JudgedAim {
  const rounds = measured.find(({ scenario }) => scenario.name === aim.scenario)?.rounds ?? [];
  const ratios = rounds.map(round => ratioIn(round, aim)).filter(ratio => ratio !== undefined);
  if (ratios.length === 0) return aim;
  const ratio = summary(ratios);
  return {
    ...aim,
    ratio,
    holds: ratio.median >= (aim.atLeast ?? 0) && ratio.median <= (aim.atMost ?? Infinity),
  };
}

/** @returns medians of the figures, and medians of the ratios that were taken round by round */
export function reportRelays({ measured, failures }: Measurements): RelayReport {
  const entries = measured.flatMap(({ scenario }) => scenario.entries);
  const reasons = entries.map(({ contestant }) => contestant.missing);
  const isMeasured = ({ scenario, of }: Aim): boolean =>
    measured.some(
      one => one.scenario.name === scenario && one.scenario.entries.some(({ name }) => name === of),
    );
  return {
    figures: Object.fromEntries(measured.map(one => [one.scenario.name, figuresOf(one)])),
    aims: aims.filter(isMeasured).map(aim => judge(aim, measured)),
    notMeasured: [...new Set(reasons)].filter(reason => reason !== ''),
    failures,
  };
}

/** How a figure is written. */
const units: Readonly<Record<string, readonly [title: string, unit: string, digits: number]>> = {
  perSecond: ['a second', '', 0],
  serverMicros: ['CPU of the server, each', ' µs', 2],
  generatorMicros: ['CPU of the generator, each', ' µs', 2],
  elsewhere: ['processors busy with other programs', '', 2],
  p50: ['p50', ' ms', 2],
  p99: ['p99', ' ms', 2],
  kib: ['memory a connection', ' KiB', 1],
  heapKib: ['  of that, on the heap', ' KiB', 1],
  reservedKib: ['  of that, free in the heap', ' KiB', 1],
  externalKib: ['  of that, buffers', ' KiB', 1],
};

function number(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function figureRow(entry: string, figure: string, { median, min, max }: Summary): string {
  const [title, unit, digits] = units[figure] ?? [figure, '', 2];
  const spread = `${number(min, digits)} to ${number(max, digits)}`;
  return `    ${entry.padEnd(20)}${title.padEnd(38)}${number(median, digits).padStart(10)}${unit.padEnd(5)} ${spread}`;
}

function aimRow({ scenario, title, ratio, holds, atLeast, atMost }: JudgedAim): string {
  const aim = atLeast === undefined ? `at most ${String(atMost)}` : `at least ${String(atLeast)}`;
  const what = `    ${scenario.padEnd(11)}${title.padEnd(44)}`;
  if (ratio === undefined) return `${what}${'–'.padStart(8)}  ${aim}: not measured`;
  const spread = `(${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)})`;
  return `${what}${ratio.median.toFixed(2).padStart(8)}  ${aim}: ${holds === true ? 'holds' : 'DOES NOT HOLD'} ${spread}`;
}

/** The report for people: figures, then ratios, each with what it should be. */
export function relayTable({ measured }: Measurements, report: RelayReport): string {
  const scenarioRows = ({ scenario }: Measured): string[] => [
    '',
    `  ${scenario.title}`,
    ...Object.entries(report.figures[scenario.name] ?? {}).flatMap(([entry, figures]) =>
      Object.entries(figures).map(([figure, values]) => figureRow(entry, figure, values)),
    ),
  ];
  return [
    ...measured.flatMap(scenarioRows),
    '',
    '  Ratios, each within one round',
    ...report.aims.map(aimRow),
    '',
    ...report.notMeasured.map(reason => `  Not measured: ${reason}`),
    ...report.failures.map(failure => `  WENT WRONG: ${failure}`),
  ].join('\n');
}
