import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { runInEditor } from '../../../vscode/inEditor.mjs';
import { builtProgram } from '../builtPrograms.ts';
import type { Contestant, Surroundings } from './server.ts';

/** What the extension host is told, on one line; it answers with its port and process id. */
export interface InEditorTask {
  /** Files. */
  readonly certificate: string;
  readonly key: string;
  readonly worker: string;
}

/** How long an editor may take to start, in milliseconds. */
const patienceMs = 120_000;
const entry = path.resolve(import.meta.dirname, '../programs/inEditor.ts');

async function ask(socket: Socket, task: InEditorTask): Promise<{ port: number; pid: number }> {
  socket.write(`${JSON.stringify(task)}\n`);
  const [line] = (await once(createInterface({ input: socket }), 'line')) as [string];
  return JSON.parse(line) as { port: number; pid: number };
}

/** Opens an editor that connects back through a socket in `own`. */
async function open(own: string): Promise<{ socket: Socket; ended: Promise<unknown> }> {
  const control = createServer().listen(path.join(own, 'control'));
  await once(control, 'listening');
  const connected = once(control, 'connection', { signal: AbortSignal.timeout(patienceMs) });
  const ended = runInEditor({ entry, report: path.join(own, 'report.json') });
  const gone = ended.then(({ lastWords }) => {
    throw new Error(`the editor ended too early:\n${lastWords}`);
  });
  gone.catch(() => undefined);
  try {
    const [socket] = (await Promise.race([connected, gone])) as [Socket];
    return { socket, ended };
  } finally {
    control.close();
  }
}

/** The relay's thread in the extension host of a real editor. */
export const extensionHost: Contestant = {
  name: 'extension host',
  missing: '',
  async start({ folder, certificate, key }: Surroundings) {
    const { socket, ended } = await open(mkdtempSync(path.join(folder, 'editor-')));
    const { port, pid } = await ask(socket, { certificate, key, worker: builtProgram('relayWorker') });
    const stop = async (): Promise<void> => {
      socket.destroy();
      await ended;
    };
    return { name: 'extension host', port, pid, collect: () => Promise.resolve(undefined), stop };
  },
};
