import type { Memento } from 'vscode';
import { objectOf, textOf, wholeOf } from '../../common/read.ts';
import type { EndedRun } from '../../relay/core/historyRun.ts';
import type { HostPlan } from './hosting.ts';

const hostedRunKey = 'pychat.hostedRun';

const time = wholeOf(0, Number.MAX_SAFE_INTEGER);
const readRun = objectOf<EndedRun & { readonly key: string }>({
  ...{ key: textOf(128), run: textOf(128), saidUntil: time, endedAt: time },
});

/**
 * How the last relay of this key has ended, and what keeps how the next one does. It counts once: a relay that ends
 * without a word may have said more.
 */
export async function hostedRun(
  state: Pick<Memento, 'get' | 'update'>,
  key: string,
): Promise<Pick<HostPlan, 'follows' | 'ended'>> {
  const last = readRun(state.get(hostedRunKey));
  await state.update(hostedRunKey, undefined);
  return {
    ...(last?.key === key && { follows: last }),
    ended: run => void state.update(hostedRunKey, { key, ...run }),
  };
}
