import { setTimeout as wait } from 'node:timers/promises';
import { cpuMicros, machineMicros } from '../processFigures.ts';
import type {
  FanOutReport,
  FanOutTask,
  IdleReport,
  IdleTask,
  PaceReport,
  PaceTask,
  Report,
  Task,
} from '../tasks.ts';
import { percentile } from '../../statistics.mjs';
import { Crowd } from './crowd.ts';
import type { Member } from './member.ts';
import { senderNick } from './payload.ts';
import type { Speaker } from './speaker.ts';

const room = '#bench';
/** Connections made at one time where their number a second is not what is measured. */
const inFlight = 16;
/** Members of each of the rooms that have nothing to do with what is measured. */
const othersInARoom = 50;
const noCapabilities: readonly string[] = [];

/** Senders first: their nicks tell them apart. */
function nicks({ members, senders }: { members: number; senders: number }): string[] {
  return Array.from({ length: members }, (_, index) => (index < senders ? senderNick(index) : `m${index}`));
}

async function enterRoom(
  crowd: Crowd,
  task: FanOutTask | PaceTask,
  capabilities: readonly string[],
): Promise<Member[]> {
  const names = nicks(task);
  const members = await crowd.enter(names, nick => {
    const index = names.indexOf(nick);
    const own = index % 2 === 0 ? capabilities : noCapabilities;
    return capabilities.length > 0 && index < task.senders ? [...own, 'sasl'] : own;
  });
  await crowd.inTurn(members, member => member.join(room));
  // Every JOIN has come before it begins.
  await crowd.inTurn(members, member => member.sync());
  crowd.appoint(members, room);
  return members;
}

async function enterOthers(crowd: Crowd, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `o${index}`);
  const others = await crowd.enter(names, () => noCapabilities);
  await joinSmallRooms(crowd, others);
}

async function joinSmallRooms(crowd: Crowd, members: readonly Member[]): Promise<void> {
  await crowd.inTurn([...members.entries()], async ([index, member]) =>
    member.join(`#other${Math.floor(index / othersInARoom)}`),
  );
  await crowd.inTurn(members, member => member.sync());
}

interface Moment {
  readonly at: number;
  readonly deliveries: number;
  readonly server: number;
  readonly generator: number;
  readonly machine: number;
}

function look(crowd: Crowd, pid: number): Moment {
  const { user, system } = process.cpuUsage();
  return {
    at: performance.now(),
    deliveries: crowd.tally.deliveries,
    server: cpuMicros(pid),
    generator: user + system,
    machine: machineMicros(),
  };
}

async function fanOut(task: FanOutTask): Promise<FanOutReport> {
  const { port, senders, identity, pid } = task;
  const crowd = new Crowd({ port, senders, inFlight, ...(identity && { identity }) });
  await enterOthers(crowd, task.others);
  const members = await enterRoom(crowd, task, task.capabilities);
  for (const speaker of crowd.speakers) speaker.setOutstanding(task.outstanding);
  await crowd.guard(wait(task.warmUpMs));
  const from = look(crowd, pid);
  await crowd.guard(wait(task.durationMs));
  const to = look(crowd, pid);
  for (const speaker of crowd.speakers) speaker.setOutstanding(0);
  const faults = await crowd.drain(members);
  const deliveries = to.deliveries - from.deliveries;
  const own = to.server - from.server + to.generator - from.generator;
  return {
    type: 'fanOut',
    perSecond: (deliveries / (to.at - from.at)) * 1000,
    serverMicros: (to.server - from.server) / deliveries,
    generatorMicros: (to.generator - from.generator) / deliveries,
    elsewhere: (to.machine - from.machine - own) / (to.at - from.at) / 1000,
    faults,
    cipher: members[0]?.cipher ?? '',
  };
}

/** Says `count` messages in turn, each at its time; a late one does not put off the others. */
async function sayInTurn(
  speakers: readonly Speaker[],
  { count, paceMs, sentAt }: { count: number; paceMs: number; sentAt?: readonly Float64Array[] },
): Promise<void> {
  const start = performance.now();
  for (let index = 0; index < count; index++) {
    const ahead = start + index * paceMs - performance.now();
    if (ahead > 0) await wait(ahead);
    const speaker = speakers[index % speakers.length];
    if (speaker === undefined) return;
    const times = sentAt?.[speaker.sender];
    if (times !== undefined) times[speaker.next] = performance.now();
    speaker.say(1);
  }
}

async function pace(task: PaceTask): Promise<PaceReport> {
  const { port, senders, paceMs, warmUp, messages } = task;
  const crowd = new Crowd({ port, senders, inFlight });
  const members = await enterRoom(crowd, task, noCapabilities);
  const { speakers, tally } = crowd;
  await crowd.guard(sayInTurn(speakers, { count: warmUp, paceMs }));
  await crowd.drain(members);
  const receivers = task.members - 1;
  const sentAt = speakers.map(() => new Float64Array(warmUp + messages));
  tally.noteDelays(sentAt, messages * receivers);
  await crowd.guard(sayInTurn(speakers, { count: messages, paceMs, sentAt }));
  const faults = await crowd.drain(members);
  const delay = (share: number): number => percentile([...tally.delays], share) ?? NaN;
  return { type: 'pace', p50: delay(0.5), p99: delay(0.99), faults };
}

async function idle({ port, pid, members, inFlight }: IdleTask): Promise<IdleReport> {
  const crowd = new Crowd({ port, senders: 0, inFlight });
  const names = Array.from({ length: members }, (_, index) => `m${index}`);
  const from = look(crowd, pid);
  const entered = await crowd.enter(names, () => noCapabilities);
  const to = look(crowd, pid);
  await joinSmallRooms(crowd, entered);
  return {
    type: 'idle',
    perSecond: (members / (to.at - from.at)) * 1000,
    serverMicros: (to.server - from.server) / members,
    generatorMicros: (to.generator - from.generator) / members,
  };
}

/** Does what a task says. @throws when a connection breaks or an answer does not come */
export function perform(task: Task): Promise<Report> {
  switch (task.type) {
    case 'fanOut':
      return fanOut(task);
    case 'pace':
      return pace(task);
    case 'idle':
      return idle(task);
  }
}
