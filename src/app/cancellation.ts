import { type CancellationToken, CancellationTokenSource, ProgressLocation, window } from 'vscode';
import { unlinked } from '../chat/visible.ts';

/** A token that is cancelled with `signal`: the editor's quick picks and input boxes go away then. */
export function cancellationOf(signal: AbortSignal): CancellationToken {
  const source = new CancellationTokenSource();
  if (signal.aborted) source.cancel();
  signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}

/** Runs work under a notification with *Cancel*. */
export async function withProgress<T>(title: string, cancel: () => void, work: () => Promise<T>): Promise<T> {
  const options = { location: ProgressLocation.Notification, title: unlinked(title), cancellable: true };
  return window.withProgress(options, async (_, token) => {
    const listener = token.onCancellationRequested(cancel);
    try {
      return await work();
    } finally {
      listener.dispose();
    }
  });
}
