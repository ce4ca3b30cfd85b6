import { expect, test } from 'vitest';
import { seededRandom } from '../../support/seededRandom.ts';
import { Border } from './border.ts';
import { Link } from './link.ts';
import { Scheduler } from './scheduler.ts';
import { SimProcess } from './simProcess.ts';

const still = (): Promise<void> => Promise.resolve();

/** A connection of which both ends note what came, with the time. */
function connect(seed = 1): {
  scheduler: Scheduler;
  link: Link;
  came: { client: string[]; relay: string[] };
} {
  const scheduler = new Scheduler(0);
  const random = seededRandom(seed);
  const travel = { delayMs: () => 10, pieces: () => 2, random };
  const process = new SimProcess(scheduler, 0);
  const link = new Link(scheduler, { up: travel, down: travel }, { client: process, relay: process });
  const came = { client: [] as string[], relay: [] as string[] };
  for (const side of ['client', 'relay'] as const) {
    link[side].on('data', (bytes: Buffer) => came[side].push(bytes.toString()));
    link[side].on('close', () => came[side].push('closed'));
  }
  return { scheduler, link, came };
}

/** Lets time pass as a simulation does. */
async function pass(scheduler: Scheduler, until: number): Promise<void> {
  const border = new Border(seededRandom(1), () => scheduler.now);
  try {
    await scheduler.runUntil(until, () => border.settle());
  } finally {
    border.release();
  }
}

test('no time passes before ticks and promises are done, however long their chain', async () => {
  const scheduler = new Scheduler(1_000);
  const happened: string[] = [];
  const chain = async (): Promise<void> => {
    for (let left = 20; left > 0; left--) await Promise.resolve();
    happened.push('the chain ends');
  };
  scheduler.after(5, () => process.nextTick(() => void chain()));
  scheduler.after(6, () => happened.push('time passes'));
  await pass(scheduler, 1_010);
  expect(happened).toEqual(['the chain ends', 'time passes']);
});

test('what is planned happens in the order of time, then of planning', async () => {
  const scheduler = new Scheduler(0);
  const done: string[] = [];
  for (const [at, name] of [
    [20, 'c'],
    [10, 'a'],
    [20, 'd'],
    [10, 'b'],
  ] as const)
    scheduler.at(at, () => done.push(`${name}${scheduler.now}`));
  scheduler.at(15, () => done.push('never')).dispose();
  await scheduler.runUntil(19, still);
  expect(done).toEqual(['a10', 'b10']);
  await scheduler.runUntil(20, still);
  expect(done).toEqual(['a10', 'b10', 'c20', 'd20']);
});

test.each([
  ['stands still', 'freeze', 50],
  ['sleeps with its machine', 'sleep', 65],
] as const)('timers of a process that %s fire later', async (_, how, expected) => {
  const scheduler = new Scheduler(0);
  const process = new SimProcess(scheduler, 0);
  const fired: number[] = [];
  process.after(20, () => fired.push(scheduler.now));
  await scheduler.runUntil(5, still);
  process[how](45);
  await scheduler.runUntil(100, still);
  expect(fired).toEqual([expected]);
});

test('bytes arrive in order, whatever pieces they come in', async () => {
  const { scheduler, link, came } = connect();
  link.client.write('one two ');
  link.client.end('three');
  await pass(scheduler, 100);
  expect(came.relay.join('')).toBe('one two threeclosed');
  expect(link.isOver).toBe(true);
});

test('a cut leaves the first bytes of what was on its way, up to any of them', async () => {
  const lengths = new Set<number>();
  for (let seed = 1; seed <= 40; seed++) {
    const { scheduler, link, came } = connect(seed);
    link.client.write('12345');
    await pass(scheduler, 1);
    link.cut('both');
    await pass(scheduler, 100);
    const text = came.relay.filter(one => one !== 'closed').join('');
    expect('12345').toContain(text);
    lengths.add(text.length);
  }
  expect([...lengths].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('on a silenced connection nothing arrives and nobody is told', async () => {
  const { scheduler, link, came } = connect();
  link.silence('up');
  link.client.write('up');
  link.relay.write('down');
  await pass(scheduler, 100);
  expect(came).toEqual({ client: expect.anything() as string[], relay: [] });
  expect(came.client.join('')).toBe('down');
});
