import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const probe = pathToFileURL(path.join(import.meta.dirname, 'heapProbe.mjs')).href;

/** What the relay's process holds, in bytes: with `heapUsed`, after the garbage is gone. */
export interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

/** `pychat-relay` in a process of its own, open to anyone on 127.0.0.1. */
export class RelayUnderTest implements AsyncDisposable {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #complaints: string[];

  private constructor(child: ChildProcess, port: number, complaints: string[]) {
    this.#child = child;
    this.port = port;
    this.#complaints = complaints;
  }

  /**
   * @param program the relay's file
   * @param flags besides the address, port and that it is open
   */
  static async start(program: string, flags: readonly string[]): Promise<RelayUnderTest> {
    const file = path.resolve(root, program);
    const args = [
      '--expose-gc',
      `--import=${probe}`,
      file,
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--open',
      ...flags,
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const complaints: string[] = [];
    if (child.stderr !== null)
      createInterface({ input: child.stderr }).on('line', line => complaints.push(line));
    if (child.stdout === null) throw new Error('no output');
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const port = /^Address:.*:(\d+)$/.exec(line)?.[1];
      if (port === undefined) continue;
      lines.close();
      child.stdout.resume();
      return new RelayUnderTest(child, Number(port), complaints);
    }
    throw new Error(`the relay did not start:\n${complaints.join('\n')}`);
  }

  /** What the relay has logged that it should not have. */
  get failures(): string[] {
    return this.#complaints.filter(line => /failed|Error\b/.test(line));
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async memory(): Promise<Memory> {
    const answer = once(this.#child, 'message');
    this.#child.send('memory');
    const [memory] = (await answer) as [Memory];
    return memory;
  }

  /** Asks it to end. @returns its exit code */
  async stop(): Promise<number | null> {
    if (!this.isRunning) return this.#child.exitCode;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [code] = (await exit) as [number | null];
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isRunning) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
