import { percentile } from '../statistics.mjs';

/** Milliseconds from Enter until the line is on the other's screen: PyChat's, and a bare extension's. */
export interface LineReport {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}

/** How many times as long as the bare extension PyChat may take. */
const rows = [
  { what: 'median', share: 0.5, aim: 1.5 },
  { what: '99 of 100', share: 0.99, aim: 2 },
] as const;

const columns = (values: readonly string[]): string => values.map(value => value.padStart(11)).join('');

export function lineTable({ ours, bare }: LineReport): string {
  return [
    '',
    `  ${`From Enter to the other screen, ${ours.length} lines`.padEnd(48)}${columns(['ours', 'bare', 'ratio'])}`,
    ...rows.map(({ what, share, aim }) => {
      const [own = NaN, least = NaN] = [percentile(ours, share), percentile(bare, share)];
      const ratio = own / least;
      const values = columns([`${own.toFixed(1)} ms`, `${least.toFixed(1)} ms`, `${ratio.toFixed(2)}×`]);
      return `  ${what.padEnd(48)}${values}  ${ratio <= aim ? 'holds' : 'FAILS'}: at most ${aim}×`;
    }),
    '',
  ].join('\n');
}
