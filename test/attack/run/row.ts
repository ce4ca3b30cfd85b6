import { percentile } from '../../bench/statistics.mjs';
import type { CrowdReport } from '../honest/crowd.ts';
import type { Form } from './relayForms.ts';
import type { Neighbourhood } from './place.ts';

/** What is run; a row of the table is known by it. */
export interface RunName {
  /** The name of an attack, `calm` for none, `all` for all at once. */
  readonly attack: string;
  readonly form: Form;
  readonly seconds: number;
  readonly behind: Neighbourhood;
}

/** Figures of the honest members' lines. */
interface LineFigures {
  /** Lines times those who were to hear them. */
  readonly sent: number;
  readonly arrived: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  /** The longest that anybody took to come back. */
  readonly backMs: number;
}

/** What one attack did; plain data. */
export interface Row extends RunName, LineFigures {
  /** Peaks above the idle relay, in bytes: what is judged, and what of its process is in RAM. */
  readonly heldBytes: number;
  readonly residentBytes: number;
  /** Connections that the attackers made, and those of them that were welcomed. */
  readonly hostile: number;
  readonly members: number;
  /** The names of attacks by members of which nobody was ever welcomed. */
  readonly keptOut: readonly string[];
  readonly lost: readonly string[];
  /** Why the relay ended, if it did. */
  readonly died?: string;
}

/** The figures of all crowds together. */
export function lineFigures(reports: readonly CrowdReport[]): LineFigures {
  const said = Object.assign({}, ...reports.map(report => report.said)) as Record<string, number>;
  const hearers = reports.flatMap(report => Object.values(report.heard));
  const delays = reports.flatMap(report => report.delays);
  const part = (share: number): number => (delays.length === 0 ? 0 : (percentile(delays, share) ?? 0));
  const heard = Object.keys(said).flatMap(nick => hearers.map(counts => counts[nick] ?? 0));
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  return {
    sent: sum(Object.values(said)) * hearers.length,
    arrived: sum(heard),
    medianMs: part(0.5),
    p99Ms: part(0.99),
    worstMs: part(1),
    backMs: Math.max(0, ...reports.flatMap(report => report.backMs)),
  };
}

/** The bounds of *Done when*. */
const maxHeldBytes = 384 * 1024 * 1024;
const maxP99Ms = 100;
const maxP99Times = 3;
const maxWorstMs = 1000;

/**
 * @param calm the same relay without an attack, if that was measured
 * @returns what is wrong with a row, in words; nothing for one that passes
 */
export function faultsOf(row: Row, calm: Row | undefined): string[] {
  if (row.died !== undefined) return [`the relay died: ${row.died}`];
  const maxDelay = Math.max(maxP99Ms, maxP99Times * (calm?.p99Ms ?? 0));
  const checks: [boolean, string][] = [
    [row.arrived < row.sent, `${row.sent - row.arrived} lines lost`],
    [row.p99Ms > maxDelay, `99 % within ${row.p99Ms.toFixed(0)} ms, not ${maxDelay.toFixed(0)}`],
    [row.worstMs > maxWorstMs, `one took ${(row.worstMs / 1000).toFixed(1)} s`],
    [row.heldBytes > maxHeldBytes, `${mebibytes(row.heldBytes)} MiB`],
    [row.lost.length > 0, kinds(row.lost)],
    [row.attack !== 'calm' && row.hostile === 0, 'nobody attacked'],
    [row.keptOut.length > 0, `nobody was let in for ${row.keptOut.join(', ')}`],
  ];
  return checks.filter(([isFault]) => isFault).map(([, words]) => words);
}

/** How many of each kind were lost, which is what their words begin with. */
function kinds(lost: readonly string[]): string {
  const byKind = Map.groupBy(lost, words => words.split(' of ')[0] ?? words);
  return `lost: ${Array.from(byKind, ([kind, all]) => `${all.length} ${kind}`).join(', ')}`;
}

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);

const columns = [
  'attack',
  'relay',
  'lines',
  'median',
  '99 %',
  'worst',
  'back',
  'MiB',
  'RSS',
  'hostile',
  'in',
];
const widths = [14, 6, 13, 8, 8, 8, 8, 5, 5, 8, 6];

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join(' ');

/** The table's head. */
export const head = line(columns);

/** A row of it, with the verdict. */
export function describe(row: Row, faults: readonly string[]): string {
  const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const cells = [
    ...[row.attack, row.form, `${row.arrived}/${row.sent}`],
    ...[row.medianMs, row.p99Ms, row.worstMs, row.backMs].map(ms),
    ...[mebibytes(row.heldBytes), mebibytes(row.residentBytes), String(row.hostile), String(row.members)],
  ];
  return `${line(cells)}  ${faults.length === 0 ? 'ok' : faults.join('; ')}`;
}
