import { visibleName } from '../chat/visible.ts';
import type { Disposable } from '../common/dispose.ts';
import { hostAndPort } from '../common/hostPort.ts';
import type { WindowState } from '../conversation/connections/status.ts';
import type { Services } from './services.ts';

/** Writes to the log how the connection in front stands, whenever that changes. */
export function logStatus({ status, log }: Pick<Services, 'status' | 'log'>): Disposable {
  let last = '';
  return status.onChange(({ state }) => {
    const line = lineOf(state);
    if (line !== last) log.info(line);
    last = line;
  });
}

/** In English, as everything in the log. */
function lineOf(state: WindowState): string {
  if (state.phase === 'failed') return `not connected: ${state.sentence}`;
  if (!('place' in state)) return state.phase;
  const { room, address, port } = state.place;
  const place = `${visibleName(room)} at ${visibleName(hostAndPort(address, port))}`;
  const isSilent = 'notAnswering' in state;
  return `${state.phase} ${place}${isSilent ? ', which does not answer' : ''}`;
}
