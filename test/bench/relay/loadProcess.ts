import { once } from 'node:events';
import { start, stop } from '../../../scripts/processes.mjs';
import { builtProgram } from './builtPrograms.ts';
import type { Answer, Report, Task } from './tasks.ts';

/** The longest a task may take, in milliseconds. */
const patienceMs = 180_000;

/** The load generator, in a process of its own that is new for each task: all servers meet it equally warm. */
export class LoadProcess implements AsyncDisposable {
  readonly #child = start(process.execPath, [builtProgram('load')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

  /** Resolves when the task is done; its connections stay. @throws when it failed */
  async run<T extends Task>(task: T): Promise<Extract<Report, { type: T['type'] }>> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(patienceMs)]);
    const ended = once(this.#child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the load generator ended with code ${String(code)}`);
    });
    ended.catch(() => undefined);
    try {
      const answered = once(this.#child, 'message', { signal });
      this.#child.send(task);
      const [answer] = (await Promise.race([answered, ended])) as [Answer];
      if ('failure' in answer) throw new Error(answer.failure);
      return answer.report as Extract<Report, { type: T['type'] }>;
    } finally {
      over.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.#child);
  }
}
