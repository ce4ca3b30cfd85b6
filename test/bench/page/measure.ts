import type { CDPSession, Page } from 'playwright-core';
import { type Watched, inPage } from './inPage.ts';
import { summary } from '../statistics.mjs';
import { longestTask } from './tracing.ts';

export const openedLines = 10_000;
export const heldLines = 100_000;
const perSecond = 1_000;
/** How often the burst and the scrolling are watched in one page, and how long a burst is, in seconds. */
const times = { burst: 5, scrolling: 3 } as const;
const seconds = 2;
/** Between two letters that are typed, in milliseconds. */
const keyEvery = 150;

/** What one page gave; times in milliseconds. */
export interface Figures {
  /** From the message with the lines to their being drawn. */
  readonly open: number;
  readonly burst: Activity;
  /** With all lines held, and with a fifth more put in. */
  readonly full: Memory;
  readonly overfull: Memory;
  readonly scrolling: Activity;
}

/** What one page gave, each of what it did several times at its worst and at its median. */
export interface Measured {
  readonly worst: Figures;
  readonly typical: Figures;
}

interface Memory {
  readonly heapBytes: number;
  readonly nodes: number;
}

const ask = <T>(page: Page, expression: string): Promise<T> => page.evaluate<T>(expression);

/** What a page gave while something went on. */
interface Activity extends Watched {
  /** The longest task of its main thread, in time of the processor. */
  readonly work: number;
}

async function watch(page: Page, session: CDPSession, task: () => Promise<void>): Promise<Activity> {
  await ask(page, 'bench.watch()');
  const work = await longestTask(session, task);
  return { ...(await ask<Watched>(page, 'bench.watched()')), work };
}

async function watchOften(
  [page, session]: [Page, CDPSession],
  count: number,
  task: () => Promise<void>,
): Promise<Record<keyof Measured, Activity>> {
  const activities: Activity[] = [];
  for (let time = 0; time < count; time++) activities.push(await watch(page, session, task));
  const of = (key: keyof Activity) => summary(activities.map(activity => activity[key]));
  const all = (choose: (key: keyof Activity) => number): Activity => ({
    perSecond: of('perSecond').median,
    frame: choose('frame'),
    long: choose('long'),
    longest: choose('longest'),
    delay: choose('delay'),
    holes: choose('holes'),
    work: choose('work'),
  });
  return { worst: all(key => of(key).max), typical: all(key => of(key).median) };
}

async function burstWithTyping(page: Page): Promise<void> {
  const over = new AbortController();
  const burst = ask(page, `bench.burst(${perSecond}, ${seconds})`).then(() => {
    over.abort();
  });
  const typing = (async () => {
    while (!over.signal.aborted) await page.keyboard.type('typed ', { delay: keyEvery });
  })();
  await Promise.all([burst, typing]);
}

async function memory(session: CDPSession): Promise<Memory> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  return { heapBytes: usedSize, nodes };
}

/** Up and down through the log, as with a finger: the browser scrolls by itself, the page has to keep up. */
async function scroll(session: CDPSession): Promise<void> {
  for (const yDistance of [8_000, -4_000]) {
    await session.send('Input.synthesizeScrollGesture', {
      x: 300,
      y: 200,
      yDistance,
      speed: 3_000,
      gestureSourceType: 'touch',
      preventFling: true,
    });
  }
}

/** Measures a page that takes the host's messages. */
export async function measurePage(page: Page, appearance: unknown): Promise<Measured> {
  await page.evaluate(inPage);
  await ask(page, `bench.appearance = ${JSON.stringify(appearance)}`);
  const session = await page.context().newCDPSession(page);
  const open = await ask<number>(page, `bench.open(${openedLines})`);
  const burst = await watchOften([page, session], times.burst, () => burstWithTyping(page));
  await ask(page, `bench.fill(${heldLines} - bench.made)`);
  const full = await memory(session);
  await ask(page, `bench.fill(${heldLines / 5})`);
  const overfull = await memory(session);
  const scrolling = await watchOften([page, session], times.scrolling, () => scroll(session));
  const same = { open, full, overfull };
  return {
    worst: { ...same, burst: burst.worst, scrolling: scrolling.worst },
    typical: { ...same, burst: burst.typical, scrolling: scrolling.typical },
  };
}
