// The load generator: does the one task that it is sent, answers, and keeps its connections until it is let go.
import { perform } from '../load/run.ts';
import type { Answer, Task } from '../tasks.ts';

function answer(message: Answer): void {
  process.send?.(message);
}

process.once('message', (task: Task) => {
  perform(task).then(
    report => answer({ report }),
    (error: unknown) => answer({ failure: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
