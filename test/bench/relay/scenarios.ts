import type { Identity } from '../../../src/trust/identity.ts';
import { LoadProcess } from './loadProcess.ts';
import { residentBytes } from './processFigures.ts';
import type { Contestant, NodeMemory, RunningServer } from './servers/server.ts';
import { keepingRelay, relayThread, sealingThread } from './servers/ours.ts';
import type { FanOutTask } from './tasks.ts';
import type { Faults } from './load/tally.ts';

/** What one run of one server gave, by what it is called in the table; `faults` are the generator's. */
export interface Figures {
  readonly values: Readonly<Record<string, number>>;
  readonly faults?: Faults;
}

/** Something that is measured, and on which servers. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** Variants of one server count as servers here; all are measured in turn. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly name: string;
  readonly contestant: Contestant;
  measure(server: RunningServer, load: LoadProcess): Promise<Figures>;
}

const senders = 4;
const warmUpMs = 1500;
const durationMs = 3000;
const idleMembers = 1000;
/** Connections that come and go before memory is looked at for the first time. */
const warmUpMembers = 10;
const acceptsInFlight = 32;

/** What half the members ask for where the cost of tags is measured; senders also log in. */
const fullTags = ['message-tags', 'server-time', 'account-tag'];

type FanOut = Pick<FanOutTask, 'members' | 'outstanding'> & Partial<FanOutTask>;

async function measureFanOut(wanted: FanOut, server: RunningServer, load: LoadProcess): Promise<Figures> {
  const { faults, perSecond, serverMicros, generatorMicros, elsewhere } = await load.run({
    type: 'fanOut',
    port: server.port,
    pid: server.pid,
    senders,
    others: 0,
    capabilities: [],
    warmUpMs,
    durationMs,
    ...wanted,
  });
  return { values: { perSecond, serverMicros, generatorMicros, elsewhere }, faults };
}

async function measurePace(server: RunningServer, load: LoadProcess): Promise<Figures> {
  const { faults, p50, p99 } = await load.run({
    type: 'pace',
    port: server.port,
    pid: server.pid,
    members: 50,
    senders,
    paceMs: 10,
    warmUp: 100,
    messages: 500,
  });
  return { values: { p50, p99 }, faults };
}

/** A Node server's memory by kind, a connection, in KiB; what it does not know of is OpenSSL's and the system's. */
function madeOf(before: NodeMemory | undefined, after: NodeMemory | undefined): Record<string, number> {
  if (before === undefined || after === undefined) return {};
  const each = (pick: (memory: NodeMemory) => number): number =>
    (pick(after) - pick(before)) / idleMembers / 1024;
  return {
    heapKib: each(memory => memory.heapUsed),
    reservedKib: each(memory => memory.heapTotal - memory.heapUsed),
    externalKib: each(memory => memory.external),
  };
}

async function measureIdle(server: RunningServer, load: LoadProcess): Promise<Figures> {
  const task = { type: 'idle', port: server.port, pid: server.pid, inFlight: acceptsInFlight } as const;
  {
    await using warmUp = new LoadProcess();
    await warmUp.run({ ...task, members: warmUpMembers });
  }
  const memoryBefore = await server.collect();
  const before = residentBytes(server.pid);
  const { perSecond, serverMicros, generatorMicros } = await load.run({ ...task, members: idleMembers });
  const memoryAfter = await server.collect();
  const kib = (residentBytes(server.pid) - before) / idleMembers / 1024;
  return { values: { perSecond, serverMicros, generatorMicros, kib, ...madeOf(memoryBefore, memoryAfter) } };
}

function relayVariants(identity: Identity, relay: Contestant): Entry[] {
  const variant = (name: string, wanted: Partial<FanOutTask>): Entry => ({
    name,
    contestant: relay,
    measure: (server, load) => measureFanOut({ members: 50, outstanding: 32, ...wanted }, server, load),
  });
  const { certificate, privateKey } = identity;
  return [
    variant('alone', {}),
    variant('among 1,000', { others: 950 }),
    variant('tags for half', { capabilities: fullTags, identity: { certificate, privateKey } }),
  ];
}

/**
 * Everything that is measured.
 *
 * @param identity what senders log in with
 * @param relay `pychat-relay`, the first to be measured
 * @param others all other servers
 */
export function scenarios(
  identity: Identity,
  [relay, ...others]: readonly [Contestant, ...Contestant[]],
): Scenario[] {
  const onAll = (measure: Entry['measure']): Entry[] =>
    [relay, ...others].map(contestant => ({ name: contestant.name, contestant, measure }));
  const fanOutOnAll = (wanted: FanOut): Entry[] =>
    onAll((server, load) => measureFanOut(wanted, server, load));
  return [
    {
      name: 'fanOut50',
      title: '50 members, 32 outstanding',
      entries: fanOutOnAll({ members: 50, outstanding: 32 }),
    },
    {
      name: 'fanOut200',
      title: '200 members, 32 outstanding',
      entries: fanOutOnAll({ members: 200, outstanding: 32 }),
    },
    {
      name: 'one',
      title: '50 members, 1 outstanding',
      entries: fanOutOnAll({ members: 50, outstanding: 1 }),
    },
    { name: 'pace', title: '50 members, 100 messages a second', entries: onAll(measurePace) },
    { name: 'idle', title: '1,000 members who say nothing', entries: onAll(measureIdle) },
    {
      name: 'keeping',
      title: 'what is said is kept: 50 members, 32 outstanding',
      entries: [relay, keepingRelay, relayThread(), sealingThread].map(contestant => ({
        name: contestant.name,
        contestant,
        measure: (server, load) => measureFanOut({ members: 50, outstanding: 32 }, server, load),
      })),
    },
    {
      name: 'growth',
      title: 'pychat-relay, 50 members, 32 outstanding',
      entries: relayVariants(identity, relay),
    },
  ];
}
