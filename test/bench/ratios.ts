import { summary } from './statistics.mjs';

/** One number that was measured, and whether it is better when it is less (a time) or more (a rate). */
export interface Figure {
  readonly what: string;
  readonly better: 'less' | 'more';
  readonly value: number;
}

/** What one round gave: in this tree, and in the one that it is compared with. */
export interface Pair {
  readonly own: readonly Figure[];
  readonly other: readonly Figure[];
}

/** One figure over all rounds. */
export interface Compared {
  readonly what: string;
  /** This tree to the other, pair by pair. */
  readonly ratio: ReturnType<typeof summary>;
  readonly isWorse: boolean;
}

/** The largest median ratio that counts as no worse; for rates, its inverse is the smallest. */
const maxRatio = 1.05;

const valueIn = (figures: readonly Figure[], what: string): number | undefined =>
  figures.find(figure => figure.what === what)?.value;

/** 1 where both are 0. */
const ratioOf = (own: number, other: number): number => (own === other ? 1 : own / other);

/** Compares each figure in the pairs that have it on both sides; the others are left out. */
export function compare(pairs: readonly Pair[]): Compared[] {
  const figures = new Map(pairs.flatMap(({ own }) => own.map(({ what, better }) => [what, better])));
  return [...figures].flatMap(([what, better]) => {
    const ratios = pairs.flatMap(({ own, other }) => {
      const [here, there] = [valueIn(own, what), valueIn(other, what)];
      return here === undefined || there === undefined ? [] : [ratioOf(here, there)];
    });
    if (ratios.length === 0) return [];
    const ratio = summary(ratios);
    const isWorse = better === 'less' ? ratio.median > maxRatio : ratio.median < 1 / maxRatio;
    return [{ what, ratio, isWorse }];
  });
}

const whatWidth = 58;

/** @param commit what this tree was compared with, in the user's words */
export function ratioTable(compared: readonly Compared[], commit: string): string {
  const columns = (values: readonly string[]): string => values.map(value => value.padStart(8)).join('');
  return [
    '',
    `  ${`This tree / ${commit}`.padEnd(whatWidth)}${columns(['min', 'median', 'max'])}`,
    ...compared.map(({ what, ratio: { min, median, max }, isWorse }) => {
      const ratios = columns([min, median, max].map(ratio => ratio.toFixed(2)));
      return `  ${what.padEnd(whatWidth)}${ratios}  ${isWorse ? 'WORSE' : 'no worse'}`;
    }),
    '',
  ].join('\n');
}
