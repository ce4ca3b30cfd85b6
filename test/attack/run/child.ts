import type { ChildProcess } from 'node:child_process';
import { kill, start } from '../../../scripts/processes.mjs';

/** What a program of ours answers: a report, or why there is none. */
interface Answer {
  readonly report?: unknown;
  readonly failure?: string;
}

/** A process of ours that obeys words and answers each of them. */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;

  constructor(command: readonly string[]) {
    const [file = '', ...args] = command;
    this.#process = start(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** Says something that is not answered. */
  tell(word: unknown): void {
    this.#process.send(word as object);
  }

  /** Listens to what is said unasked. */
  onMessage(listener: (message: unknown) => void): void {
    this.#process.on('message', listener);
  }

  /** Fires when it has ended, however that came. */
  onExit(listener: (code: number | null) => void): void {
    this.#process.once('exit', listener);
  }

  /** @throws with its own words when it fails, or when it takes too long */
  async ask(word: unknown, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#process.off('message', hear).off('exit', gone);
        settle();
      };
      const hear = ({ report, failure }: Answer): void => {
        if (failure !== undefined) end(() => reject(new Error(failure)));
        else if (report !== undefined) end(() => resolve(report));
      };
      const gone = (): void => end(() => reject(new Error('the process ended')));
      const timer = setTimeout(() => end(() => reject(new Error('no answer in time'))), timeoutMs);
      this.#process.on('message', hear).once('exit', gone);
      this.tell(word);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await kill(this.#process);
  }
}
