// Stands for the extension host: a process that owns the relay's thread, and tells what that thread holds.
// node threadHost.js RELAYTHREAD.js WORKER.js; its parent says { HostOptions }, then 'memory' as often as it likes.
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import type { startRelayThread } from '../../../src/relay/relayThread.ts';
import type { HostOptions } from '../../../src/relay/workerProtocol.ts';

const [module = '', workerFile = ''] = process.argv.slice(2);
// Of the tree that is attacked, which may be another than this one.
const relay = (await import(pathToFileURL(module).href)) as { startRelayThread: typeof startRelayThread };

let worker: Worker | undefined;
process.on('worker', started => (worker = started));

async function memory(): Promise<unknown> {
  const heap = await worker?.getHeapStatistics().catch(() => undefined);
  const { rss } = process.memoryUsage();
  // The external memory of a thread holds its buffers.
  const thread = heap && heap.total_heap_size + heap.external_memory + heap.malloced_memory;
  return { rss, ...(thread !== undefined && { thread }) };
}

async function listen(options: HostOptions): Promise<unknown> {
  const thread = await relay.startRelayThread(options, pathToFileURL(workerFile));
  thread.onDeath(({ message }) => process.send?.({ ended: message }));
  return { port: thread.port };
}

process.on('message', (word: HostOptions | 'memory') => {
  (word === 'memory' ? memory() : listen(word)).then(
    report => process.send?.({ report }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
