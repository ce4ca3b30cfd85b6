import type { Figure } from '../ratios.ts';
import { summary } from '../statistics.mjs';
import { heldLines, openedLines, type Figures, type Measured } from './measure.ts';
import type { PageReport, Round } from './pageBench.ts';

/** What the page should stay under; times in milliseconds. */
const aims = { open: 150, frame: 50, delay: 50, scriptBytes: 60 * 1024 } as const;

interface Row {
  readonly what: string;
  readonly unit: string;
  readonly aim?: number;
  /** How two trees are compared by it; counts that should be 0 have only their aim. */
  readonly better?: Figure['better'];
  readonly of: (figures: Figures) => number;
}

const mib = 1024 * 1024;

const rows: readonly Row[] = [
  {
    what: `Opening a room of ${openedLines} lines`,
    unit: ' ms',
    aim: aims.open,
    better: 'less',
    of: ({ open }) => open,
  },
  { what: 'Burst: frames of 50 ms or more', unit: '', aim: 1, of: ({ burst }) => burst.long },
  { what: 'Burst: the longest of them', unit: ' ms', aim: aims.frame, of: ({ burst }) => burst.longest },
  {
    what: 'Burst: the longest task, on the processor',
    unit: ' ms',
    aim: aims.frame,
    better: 'less',
    of: ({ burst }) => burst.work,
  },
  {
    what: 'Burst: from frame to frame, at most',
    unit: ' ms',
    better: 'less',
    of: ({ burst }) => burst.frame,
  },
  { what: 'Burst: frames a second', unit: '', better: 'more', of: ({ burst }) => burst.perSecond },
  {
    what: 'Burst: a key until it shows, at most',
    unit: ' ms',
    aim: aims.delay,
    better: 'less',
    of: ({ burst }) => burst.delay,
  },
  {
    what: `Memory with ${heldLines} lines`,
    unit: ' MiB',
    better: 'less',
    of: ({ full }) => full.heapBytes / mib,
  },
  {
    what: 'Memory with a fifth more',
    unit: ' MiB',
    better: 'less',
    of: ({ overfull }) => overfull.heapBytes / mib,
  },
  { what: `Nodes with ${heldLines} lines`, unit: '', better: 'less', of: ({ full }) => full.nodes },
  { what: 'Nodes with a fifth more', unit: '', better: 'less', of: ({ overfull }) => overfull.nodes },
  {
    what: 'Scrolling: frames a second',
    unit: '',
    better: 'more',
    of: ({ scrolling }) => scrolling.perSecond,
  },
  {
    what: 'Scrolling: from frame to frame, at most',
    unit: ' ms',
    better: 'less',
    of: ({ scrolling }) => scrolling.frame,
  },
  {
    what: 'Scrolling: the longest task, on the processor',
    unit: ' ms',
    aim: aims.frame,
    better: 'less',
    of: ({ scrolling }) => scrolling.work,
  },
  { what: 'Scrolling: frames of 50 ms or more', unit: '', aim: 1, of: ({ scrolling }) => scrolling.long },
  {
    what: 'Scrolling: frames with a part not drawn',
    unit: '',
    aim: 1,
    of: ({ scrolling }) => scrolling.holes,
  },
];

const number = (value: number): string => value.toFixed(value !== 0 && value < 10 ? 1 : 0);
const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;

function rowOf({ what, unit, aim, of }: Row, rounds: readonly Round[]): string {
  const real = summary(rounds.map(round => of(round.real.worst)));
  const bare = summary(rounds.map(round => of(round.bare.worst)));
  const ratio = summary(rounds.map(round => of(round.real.worst) / of(round.bare.worst)));
  const columns = [
    `${number(real.median)}${unit}`.padStart(11),
    `${number(bare.median)}${unit}`.padStart(11),
    Number.isFinite(ratio.median) ? `${ratio.median.toFixed(2)}×`.padStart(8) : ' '.repeat(8),
  ];
  const judged = aim === undefined ? '' : `  ${real.median < aim ? 'holds' : 'FAILS'}: under ${aim}${unit}`;
  return `  ${what.padEnd(48)}${columns.join('')}${judged}`;
}

/** What two trees are compared by: the worst frame of all is chance more than anything. */
export const pageFigures = ({ typical }: Measured): Figure[] =>
  rows.flatMap(({ what, better, of }) => (better ? [{ what, better, value: of(typical) }] : []));

/** Medians of all rounds: ours, the bare page's, and the ratio of the two. */
export function pageTable({ size, rounds }: PageReport): string {
  const isSmall = size.brotli < aims.scriptBytes && size.gzip < aims.scriptBytes;
  return [
    '',
    `  ${'The page'.padEnd(48)}${'ours'.padStart(11)}${'bare'.padStart(11)}${'ratio'.padStart(8)}`,
    ...rows.map(row => rowOf(row, rounds)),
    '',
    `  The script, minified ${kib(size.bytes)}: gzip ${kib(size.gzip)}, brotli ${kib(size.brotli)}` +
      `  ${isSmall ? 'holds' : 'FAILS'}: under ${kib(aims.scriptBytes)}`,
    `  Loaded when first needed: brotli ${kib(size.laterBrotli)}`,
    '',
  ].join('\n');
}
