import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { builtProgram } from '../builtPrograms.ts';
import {
  collectGarbage,
  type Contestant,
  nextMessage,
  type RunningServer,
  type ServerProcess,
  startNode,
} from './server.ts';

async function untilPortIsSaid(server: ServerProcess): Promise<number> {
  return server.expect('it did not say its address', signal => {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
      server.child.stdout?.on('data', () => {
        const port = /^Address: .*?:(\d+)\b/m.exec(server.words)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    });
  });
}

/** Its limits out of the way that any number of clients on one machine would meet. */
const lifted = ['--no-flood-limits', '--max-connections', '2000'];

interface Variant {
  readonly name?: string;
  readonly tree?: string | undefined;
  /** Flags for a folder of its own. */
  readonly flags?: (folder: string) => readonly string[];
}

const program = ({ name = 'pychat-relay', tree, flags: more = () => [] }: Variant): Contestant => ({
  name,
  missing: '',
  async start({ certificate, key, folder }) {
    const own = path.join(mkdtempSync(path.join(folder, 'data-')), 'data');
    const flags = ['--host', '127.0.0.1', '--port', '0', '--open', '--cert', certificate, '--key', key];
    const server = startNode(builtProgram('pychat-relay', tree), [...flags, ...lifted, ...more(own)]);
    const port = await untilPortIsSaid(server);
    return server.running(name, port, () => collectGarbage(server));
  },
});

/** `pychat-relay` as it is built, in this tree or in another. */
export const relayProgram = (tree?: string): Contestant => program({ tree });

export const pychatRelay = relayProgram();

/** The same with a data folder. */
export const keepingRelay = program({ name: 'keeping', flags: folder => ['--data', folder] });

async function startOwn(name: string, program: string, args: readonly string[]): Promise<RunningServer> {
  const server = startNode(builtProgram(program), args);
  const { port } = (await nextMessage(server)) as { port: number };
  return server.running(name, port, () => collectGarbage(server));
}

/** The relay's thread, in a process that stands for the extension host. */
export const relayThread = (tree?: string): Contestant => ({
  name: 'relay thread',
  missing: '',
  start: ({ certificate, key }) =>
    startOwn('relay thread', 'threadHost', [certificate, key, builtProgram('relayWorker', tree)]),
});

/** The relay's thread with what it keeps encrypted, as the extension runs it. */
export const sealingThread: Contestant = {
  name: 'thread, encrypted',
  missing: '',
  start: ({ certificate, key, folder }) =>
    startOwn('thread, encrypted', 'threadHost', [
      certificate,
      key,
      builtProgram('relayWorker'),
      path.join(mkdtempSync(path.join(folder, 'data-')), 'data'),
    ]),
};

const floor = (name: string, mostTurns: number): Contestant => ({
  name,
  missing: '',
  start: ({ certificate, key }) => startOwn(name, 'floor', [certificate, key, String(mostTurns)]),
});

/** Writes at the end of each turn of the event loop. */
export const floorEachTurn = floor('floor, each turn', 1);

/** Writes after a turn that brought nothing new, or after the fourth. */
export const floorQuietTurn = floor('floor, quiet turn', 4);
