import { debianServers, floors, inspircd, pychatRelay, threads } from './servers/contestants.ts';
import { keepingRelay, relayThread, sealingThread } from './servers/ours.ts';
import type { Contestant } from './servers/server.ts';

/** What one figure of one entry should be, as a share of the same figure of others in the same round. */
export interface Aim {
  readonly scenario: string;
  readonly figure: string;
  /** The entry that is judged. */
  readonly of: string;
  /** The entries it is compared with: the best of them in each round. None: the figure itself is judged. */
  readonly against: readonly string[];
  readonly title: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

const names = (contestants: readonly Contestant[]): string[] => contestants.map(({ name }) => name);
const relay = pychatRelay.name;
const inC = names(debianServers);

function fanOutAims(scenario: string): Aim[] {
  const of = { scenario, of: relay };
  return [
    { ...of, figure: 'perSecond', against: inC, title: 'deliveries / faster server in C', atLeast: 2.5 },
    {
      ...of,
      figure: 'serverMicros',
      against: inC,
      title: 'CPU a delivery / thriftier server in C',
      atMost: 0.5,
    },
    { ...of, figure: 'perSecond', against: names(floors), title: 'deliveries / faster floor', atLeast: 0.75 },
  ];
}

/** A thread may be a tenth worse than the program. */
function threadAims(name: string): Aim[] {
  const aim = (scenario: string, figure: string, edge: Pick<Aim, 'atLeast' | 'atMost'>): Aim => {
    return { scenario, figure, of: name, against: [relay], title: `${figure}: ${name} / ${relay}`, ...edge };
  };
  const [least, most] = [{ atLeast: 0.9 }, { atMost: 1.1 }];
  return [
    ...['fanOut50', 'fanOut200', 'one'].flatMap(scenario => [
      aim(scenario, 'perSecond', least),
      aim(scenario, 'serverMicros', most),
    ]),
    aim('pace', 'p50', most),
    aim('pace', 'p99', most),
    aim('idle', 'perSecond', least),
    aim('idle', 'kib', most),
  ];
}

const variant = { scenario: 'growth', figure: 'serverMicros', against: ['alone'] };

const kept = { scenario: 'keeping', figure: 'perSecond', atLeast: 0.9 };

/** What the benchmark holds the relay to. */
export const aims: readonly Aim[] = [
  ...fanOutAims('fanOut50'),
  ...fanOutAims('fanOut200'),
  {
    scenario: 'one',
    figure: 'perSecond',
    of: relay,
    against: inC,
    title: 'deliveries / faster server in C',
    atLeast: 0.8,
  },
  {
    scenario: 'pace',
    figure: 'p50',
    of: relay,
    against: inC,
    title: 'p50 / quicker server in C',
    atMost: 1.4,
  },
  {
    scenario: 'pace',
    figure: 'p99',
    of: relay,
    against: inC,
    title: 'p99 / quicker server in C',
    atMost: 0.3,
  },
  { scenario: 'idle', figure: 'kib', of: relay, against: [], title: 'KiB a connection', atMost: 70 },
  {
    scenario: 'idle',
    figure: 'perSecond',
    of: relay,
    against: [inspircd.name],
    title: 'connections a second / InspIRCd',
    atLeast: 1,
  },
  { ...variant, of: 'among 1,000', title: 'CPU a delivery: among 1,000 / alone', atMost: 1.1 },
  { ...variant, of: 'tags for half', title: 'CPU a delivery: tags for half / none', atMost: 1.3 },
  {
    ...kept,
    of: keepingRelay.name,
    against: [relay],
    title: 'deliveries: kept on the disk / not kept',
  },
  {
    ...kept,
    of: sealingThread.name,
    against: [relayThread().name],
    title: 'deliveries: kept encrypted, in a thread / not kept',
  },
  ...threads.flatMap(({ name }) => threadAims(name)),
];
