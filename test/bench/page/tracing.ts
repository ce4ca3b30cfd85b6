import type { CDPSession } from 'playwright-core';

/** An event of the browser's timeline: https://chromium.googlesource.com/catapult/+/HEAD/tracing/ */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds on the processor, for a complete event. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Traces the browser while `task` runs.
 * @returns the most milliseconds of the processor that one task of a page's main thread took, with all that it draws.
 * Unlike times on the clock, these say nothing of what else the machine has to do.
 */
export async function longestTask(session: CDPSession, task: () => Promise<void>): Promise<number> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }): void => {
    for (const event of value as TraceEvent[]) {
      if (event.name === 'thread_name' || event.name.endsWith('RunTask')) events.push(event);
    }
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] },
  });
  await task();
  const complete = new Promise(done => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return longestOf(events);
}

function longestOf(events: readonly TraceEvent[]): number {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const mainThreads = new Set(
    events.filter(({ args }) => args?.name === 'CrRendererMain').map(event => threadOf(event)),
  );
  const times = events
    .filter(event => event.ph === 'X' && mainThreads.has(threadOf(event)))
    .map(({ tdur = 0 }) => tdur / 1_000);
  return times.reduce((most, time) => Math.max(most, time), 0);
}
