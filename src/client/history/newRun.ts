import type { ClientState } from '../clientState.ts';
import type { Server } from '../server.ts';
import { gapBetween } from './gap.ts';
import { knownUpTo } from './marks.ts';

/**
 * Follows a server that started new histories since we last heard it. Where we know of a later time than that at
 * which they began, its clock was set back: what was said last in the run before is a gap, told before anything else, and
 * all that comes is asked for from the beginning of this one. Elsewhere the server says what is missing. Of one that does
 * not name its runs it is noted when it was started: see `MissedChats`.
 */
export function followRun({ run, started }: Server, client: ClientState): void {
  const { marks, serverClock, readMarkers, chatsKnownUpTo = -1, emit, run: before } = client;
  if (run === undefined && started !== '') client.run ??= started;
  if (run === undefined) return;
  client.run = run.id;
  if (before === undefined || before === run.id) return;
  const { since } = run;
  const restart = { restartAt: since };
  if (chatsKnownUpTo >= since) {
    emit({ ...gapBetween('', chatsKnownUpTo, since), ...restart });
    client.chatsKnownUpTo = since;
  }
  for (const target of marks.targets) {
    const mark = marks.get(target);
    if (mark === undefined || knownUpTo(mark) < since) continue;
    const gap = { ...gapBetween(target, knownUpTo(mark), since), ...restart };
    emit({ type: 'history', target, events: [gap], isWhole: false });
    marks.restart(target, since);
  }
  if ((serverClock.heardAt ?? -1) >= since) {
    serverClock.restart(since);
    readMarkers.restart();
  }
}
