import { type CancellationToken, CancellationTokenSource, ProgressLocation, window } from 'vscode';
import { unlinked } from '../chat/visible.ts';

/** A token that is cancelled with `signal`: the editor's quick picks and input boxes go away then. */
export function cancellationOf(signal: AbortSignal): CancellationToken {
  const source = new CancellationTokenSource();
  if (signal.aborted) source.cancel();
  signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}

/** Work that says how far it is, 0 to 1, and that the user may cancel. */
export type ProgressWork<T> = (report: (share: number) => void, signal: AbortSignal) => Promise<T>;

/** Runs work under a notification with *Cancel*. */
export async function withProgress<T>(title: string, work: ProgressWork<T>): Promise<T> {
  const options = { location: ProgressLocation.Notification, title: unlinked(title), cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort());
    let shown = 0;
    const report = (share: number): void => {
      const percent = Math.floor(share * 100);
      if (percent > shown) progress.report({ increment: percent - shown });
      shown = Math.max(shown, percent);
    };
    try {
      return await work(report, controller.signal);
    } finally {
      listener.dispose();
    }
  });
}
