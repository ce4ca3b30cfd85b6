/** The relay's own thread: a blocked extension host delays nobody's messages. Its options come as `workerData`. */
import { parentPort, workerData } from 'node:worker_threads';
import { host } from './host.ts';
import { openHostedFolder } from './hostedFolder.ts';
import { ListenError } from './binding.ts';
import type { FromWorker, HostOptions, ToWorker } from './workerProtocol.ts';

if (parentPort === null) throw new Error('this file is the relay’s thread; `cli.ts` runs a relay alone');
const port = parentPort;

/** How long news of how many people there are wait for more, in milliseconds: hundreds may come at once. */
const peopleAfterMs = 50;

function post(message: FromWorker): void {
  port.postMessage(message);
}

async function run(options: HostOptions): Promise<void> {
  const log = (text: string): void => post({ type: 'log', text });
  const { folder, notice } = await openHostedFolder(options, log);
  const hosting = await host(options, log, folder?.store).catch(async (error: unknown) => {
    await folder?.close();
    throw error;
  });
  const { relay, listener } = hosting;
  let isPeopleDue = false;
  relay.onPeople(() => {
    if (isPeopleDue) return;
    isPeopleDue = true;
    const tell = (): void => {
      isPeopleDue = false;
      post({ type: 'people', people: relay.people });
    };
    setTimeout(tell, peopleAfterMs).unref();
  });
  port.on('message', ({ reason }: ToWorker) => {
    // What is kept is how things are now, before everyone leaves.
    const kept = folder?.close();
    const ended = hosting.close(reason).then(() => post({ type: 'ended', ended: relay.ended }));
    const closed = Promise.allSettled([ended, kept]);
    // Closing the message port is what ends the thread: nothing else is left then.
    void closed.finally(() => port.close());
  });
  // The owner has gone, and with it whoever could ask this thread to end.
  port.on('close', () => process.exit());
  post({ type: 'listening', host: listener.host, port: listener.port, ...(notice && { notice }) });
}

run(workerData as HostOptions).catch((error: unknown) => {
  if (!(error instanceof ListenError)) throw error;
  post({ type: 'failed', code: error.code, detail: error.message });
  port.close();
});
