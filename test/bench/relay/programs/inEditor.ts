// Runs in a real extension host and starts the relay's thread there, as Host Chat does, but with the limits lifted.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startRelayThread } from '../../../../src/relay/relayThread.ts';
import { benchHostOptions } from '../servers/hostOptions.ts';
import type { InEditorTask } from '../servers/editor.ts';

/** Over which share of a second of CPU time, and for how many seconds at most, the editor counts as still opening. */
const quietMicros = 50_000;
const longestOpening = 30;

/** Resolves when the extension host has little to do by itself. */
async function untilQuiet(): Promise<void> {
  for (let second = 0; second < longestOpening; second++) {
    const before = process.cpuUsage();
    await wait(1000);
    const { user, system } = process.cpuUsage(before);
    if (user + system < quietMicros) return;
  }
}

/** Called by the extension host. Hosts until the benchmark hangs up. */
export async function run(): Promise<void> {
  const control = connect(path.join(path.dirname(process.env.PYCHAT_SUITE_REPORT ?? ''), 'control'));
  const lines = createInterface({ input: control });
  const [line] = (await once(lines, 'line')) as [string];
  const task = JSON.parse(line) as InEditorTask;
  const [certificate, privateKey] = [task.certificate, task.key].map(file => readFileSync(file, 'utf8'));
  const identity = { certificate: certificate ?? '', privateKey: privateKey ?? '' };
  const thread = await startRelayThread(benchHostOptions(identity), pathToFileURL(task.worker));
  await untilQuiet();
  const over = once(control, 'close');
  control.write(`${JSON.stringify({ port: thread.port, pid: process.pid })}\n`);
  await over;
  await thread.close('The relay is stopping');
}
