import { scheduleOf } from './schedule.ts';
import { simulate } from './simulate.ts';
import { addTally, newTally, tallyOf } from './tally.ts';

/** Seeds from one number on. */
interface Block {
  readonly from: number;
  readonly count: number;
}

/** Blocks for `scripts/simulate.mjs`, one after the other. */
let work = Promise.resolve();

// Ctrl+C reaches the whole group: the script asks for no more blocks then, and this one is finished.
process.on('SIGINT', () => undefined);

process.on('message', (block: Block) => {
  work = work.then(() => run(block));
});

async function run({ from, count }: Block): Promise<void> {
  const tally = newTally();
  for (let seed = from; seed < from + count; seed++)
    addTally(tally, tallyOf(seed, await simulate(scheduleOf(seed))));
  process.send?.({ from, count, tally });
}
