import { listOf, objectOf, textOf, wholeOf } from '../../common/read.ts';
import type { EndedRun } from '../../relay/core/historyRun.ts';
import type { SavedLoss } from '../../relay/data/relayStore.ts';
import type { SealedValue } from '../sealedValue.ts';
import type { HostPlan } from './hosting.ts';

/** Where the editor's state has how the last relay ended. */
export const hostedRunKey = 'pychat.hostedRun';

const maxLosses = 10_000;
const time = wholeOf(0, Number.MAX_SAFE_INTEGER);
const readLoss = objectOf<SavedLoss>({ target: textOf(512), until: time });
const readRun = objectOf<EndedRun & { readonly key: string }>({
  ...{ key: textOf(128), run: textOf(128), lostUntil: time, endedAt: time },
  losses: listOf(readLoss, maxLosses),
});

/**
 * How the last relay of this key has ended, and what keeps how the next one does. It counts once: a relay that ends
 * without a word may have said more.
 */
export async function hostedRun(
  kept: Pick<SealedValue, 'load' | 'keep'>,
  key: string,
): Promise<Pick<HostPlan, 'follows' | 'ended'>> {
  const last = readRun(await kept.load());
  await kept.keep(undefined);
  return {
    ...(last?.key === key && { follows: last }),
    ended: run => void kept.keep({ key, ...run }),
  };
}
