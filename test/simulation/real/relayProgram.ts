import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type RunningCli, startRelayProcess } from '../../relay/program/relayProcess.ts';
import { Program } from './program.ts';

/** `pychat-relay` with a data folder. */
export class RelayProgram extends Program {
  readonly #started: Promise<void>;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #running: RunningCli | undefined;
  #isOver = false;
  /** What it complained of. */
  complaints = '';

  /** @param before the one that has the data folder until it has ended */
  constructor(folder: string, before: RelayProgram | undefined) {
    super();
    this.#started = this.#start(folder, before);
  }

  get port(): number | undefined {
    return this.#isOver ? undefined : this.#running?.invite.port;
  }

  /** Resolves once it listens, or never will. */
  started(): Promise<void> {
    return this.#started;
  }

  /** Resolves once no process of it is there. */
  async ended(): Promise<void> {
    await this.#started;
    await this.#ended;
  }

  protected signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#isOver = true;
    this.signal(signal);
    this.signal('SIGCONT');
    await this.ended();
  }

  async #start(folder: string, before: RelayProgram | undefined): Promise<void> {
    await before?.ended();
    if (this.#isOver) return;
    const starting = startRelayProcess(['--open', '--data', folder], child => {
      this.#child = child;
      this.#ended = once(child, 'exit');
      child.stderr?.on('data', (text: string) => (this.complaints += text));
    });
    this.#running = await starting.catch((error: unknown) => this.#failed(error));
  }

  /** It may have been ended before it was there. */
  #failed(error: unknown): undefined {
    if (!this.#isOver) throw error;
  }
}
