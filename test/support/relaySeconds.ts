import { setImmediate as turn } from 'node:timers/promises';
import type { TestRelay } from './testRelay.ts';

/** Lets what is on its way arrive, and what it brings happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await turn();
}

/** Lets seconds pass in a relay, a tenth at a time. */
export async function seconds(bench: TestRelay, count: number): Promise<void> {
  for (let at = 0; at < count * 10; at++) {
    bench.clock.advance(100);
    await settle();
  }
}
