import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { start, stop } from '../../../../scripts/processes.mjs';
import { builtProgram } from '../builtPrograms.ts';

/** What Node says of its own memory, in bytes, over all threads; what is missing to the process is outside of it. */
export interface NodeMemory {
  readonly heapUsed: number;
  /** What the heap takes, what is free in it included. */
  readonly heapTotal: number;
  readonly external: number;
}

/** A server that runs and takes connections. */
export interface RunningServer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** Has garbage collected, where there is such a thing; resolves when that is done. */
  collect(): Promise<NodeMemory | undefined>;
  stop(): Promise<void>;
}

/** Certificate and key for all, and a place for configuration files. */
export interface Surroundings {
  readonly folder: string;
  readonly certificate: string;
  readonly key: string;
}

/** A server that can be measured. */
export interface Contestant {
  readonly name: string;
  /** Why it cannot be measured here; '' when it can. */
  readonly missing: string;
  start(surroundings: Surroundings): Promise<RunningServer>;
}

/** How long a server may take until it listens, or to answer what is asked over its control channel. */
const patienceMs = 15_000;
/** Between two looks at whether it listens. */
const lookMs = 20;

/** A process with what it said last, for when it fails. */
export class ServerProcess {
  readonly child: ChildProcess;
  #words = '';

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream
        ?.setEncoding('utf8')
        .on('data', (text: string) => (this.#words = (this.#words + text).slice(-4000)));
  }

  /** What it said, at most the last 4,000 characters. */
  get words(): string {
    return this.#words;
  }

  /** Rejects when the process has ended or does not do it in time. */
  async expect<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(patienceMs)]);
    const fail = (why: string): never => {
      throw new Error(`${what}: ${why}\n${this.#words}`);
    };
    if (this.child.exitCode !== null) fail(`ended with code ${this.child.exitCode}`);
    const ended = once(this.child, 'exit', { signal }).then(
      ([code]) => fail(`ended with code ${String(code)}`),
      () => fail('took too long'),
    );
    try {
      return await Promise.race([work(signal), ended]);
    } finally {
      over.abort();
      await ended.catch(() => undefined);
    }
  }

  running(name: string, port: number, collect?: RunningServer['collect']): RunningServer {
    return {
      name,
      port,
      pid: this.child.pid ?? 0,
      collect: collect ?? (() => Promise.resolve(undefined)),
      stop: () => stop(this.child),
    };
  }
}

/** Tries until something listens at the port. */
export async function untilListening(server: ServerProcess, port: number): Promise<void> {
  await server.expect(`nothing listens at port ${port}`, async signal => {
    while (!(await takesConnection(port))) await wait(lookMs, undefined, { signal });
  });
}

function takesConnection(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return new Promise(resolve => {
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
  }).then(found => {
    socket.destroy();
    return found === true;
  });
}

/** A built program of Node's, with the control channel built in. @param program its file */
export function startNode(program: string, args: readonly string[]): ServerProcess {
  const flags = ['--expose-gc', '--import', pathToFileURL(builtProgram('control')).href];
  return new ServerProcess(process.execPath, [...flags, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** What a program that was started by `startNode` sends next. */
export async function nextMessage(server: ServerProcess): Promise<unknown> {
  return server.expect('no answer', async signal => {
    const [message] = (await once(server.child, 'message', { signal })) as [unknown];
    return message;
  });
}

/** Asks a program that was started by `startNode` to collect its garbage. */
export async function collectGarbage(server: ServerProcess): Promise<NodeMemory> {
  const answer = nextMessage(server);
  server.child.send('collect');
  return ((await answer) as { memory: NodeMemory }).memory;
}
