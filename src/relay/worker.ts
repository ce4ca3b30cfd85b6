/** The relay's own thread: a blocked extension host delays nobody's messages. Its options come as `workerData`. */
import { parentPort, workerData } from 'node:worker_threads';
import { host } from './host.ts';
import { ListenError } from './listener.ts';
import type { FromWorker, HostOptions, ToWorker } from './workerProtocol.ts';

if (parentPort === null) throw new Error('this file is the relay’s thread; `cli.ts` runs a relay alone');
const port = parentPort;

function post(message: FromWorker): void {
  port.postMessage(message);
}

async function run(options: HostOptions): Promise<void> {
  const hosting = await host(options, text => post({ type: 'log', text }));
  const { relay, listener } = hosting;
  relay.onPeople(people => post({ type: 'people', people }));
  port.on('message', ({ reason }: ToWorker) => {
    // Closing the message port is what ends the thread: nothing else is left then.
    void hosting.close(reason).finally(() => port.close());
  });
  // The owner has gone, and with it whoever could ask this thread to end.
  port.on('close', () => process.exit());
  post({ type: 'listening', host: listener.host, port: listener.port });
}

run(workerData as HostOptions).catch((error: unknown) => {
  if (!(error instanceof ListenError)) throw error;
  post({ type: 'failed', code: error.code, detail: error.message });
  port.close();
});
