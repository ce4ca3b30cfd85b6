// Loaded into a server of Node's before its own code (`--import`, with `--expose-gc`), and by Node into its threads as
// well: collects garbage when it is asked to, and tells of what the memory is then made.
import { isMainThread } from 'node:worker_threads';
import type { NodeMemory } from '../servers/server.ts';

/** Between the threads of one process: `here` from each when it starts, `collect` to all, and what each then has. */
const threads = new BroadcastChannel('pychat-bench-memory');

/** As `--expose-gc` has it; the last resort also gives back what is free in the heap. */
const { gc } = globalThis as { gc?: (options: { type: 'major'; flavor: 'last-resort' }) => void };

type Word = 'here' | 'collect' | NodeMemory;

function collect(): NodeMemory {
  // What the first round finalises, the second one frees.
  for (let round = 0; round < 3; round++) gc?.({ type: 'major', flavor: 'last-resort' });
  const { heapUsed, heapTotal, external } = process.memoryUsage();
  return { heapUsed, heapTotal, external };
}

const sum = (one: NodeMemory, other: NodeMemory): NodeMemory => ({
  heapUsed: one.heapUsed + other.heapUsed,
  heapTotal: one.heapTotal + other.heapTotal,
  external: one.external + other.external,
});

let others = 0;
let answers: NodeMemory[] = [];

function finish(): void {
  if (answers.length < others) return;
  process.send?.({ memory: answers.reduce(sum, collect()) });
  answers = [];
}

function hear(word: Word): void {
  if (isMainThread) {
    if (word === 'here') others++;
    else if (word !== 'collect') {
      answers.push(word);
      finish();
    }
  } else if (word === 'collect') threads.postMessage(collect());
}

threads.onmessage = event => hear((event as unknown as { data: Word }).data);
// Neither of the two keeps a thread or a process alive.
(threads as unknown as { unref(): void }).unref();
if (isMainThread) {
  process.on('message', (message: unknown) => {
    if (message !== 'collect') return;
    threads.postMessage('collect');
    if (others === 0) finish();
  });
  process.channel?.unref();
  process.on('disconnect', () => process.exit());
} else threads.postMessage('here');
