import { unlinked } from '../chat/visible.ts';
import { ProgressLocation, window } from 'vscode';

/** Runs work under a notification with *Cancel*, which aborts `controller`, as others may. */
export async function withProgress<T>(
  title: string,
  controller: AbortController,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: unlinked(title), cancellable: true },
    async (_, token) => {
      const listener = token.onCancellationRequested(() => controller.abort());
      try {
        return await work(controller.signal);
      } finally {
        listener.dispose();
      }
    },
  );
}
