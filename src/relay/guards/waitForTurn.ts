import { DisposableStore } from '../../common/dispose.ts';
import type { Session } from '../core/session.ts';
import type { FairQueue } from './fairQueue.ts';

export interface AwaitedTurn {
  readonly queue: FairQueue;
  readonly session: Session;
  /** Whose turn it is, and whether for its own only. */
  readonly group: string;
  readonly isKnown?: boolean;
  /** How much of the rate it uses: 1 when it is not said. */
  readonly cost?: number;
}

/** Who is told of a fault of ours in what is done for a session. */
export interface BugReports {
  readonly onBug: (session: Session, error: unknown) => void;
}

/** Does `task` when the turn of a session has come, which may be now, and reads nothing more from it before. */
export function waitForTurn(
  { onBug }: BugReports,
  { queue, session, group, ...options }: AwaitedTurn,
  task: () => void,
): void {
  const waiting = new DisposableStore();
  const run = (): void => {
    waiting.dispose();
    try {
      task();
    } catch (error) {
      onBug(session, error);
    }
    session.wire.resume();
  };
  session.wire.pause();
  const turn = queue.enter(group, run, options);
  waiting.add(session.onEnd(() => turn.dispose()));
}
