// Honest people in a process of their own. Its parent says: { enter: CrowdOptions }, 'live', 'finish'.
import { type CrowdOptions, HonestCrowd } from '../honest/crowd.ts';

type ToCrowd = { readonly enter: CrowdOptions } | 'live' | 'finish';

const over = new AbortController();
let crowd: HonestCrowd | undefined;
let life = Promise.resolve();

async function obey(word: ToCrowd): Promise<unknown> {
  if (typeof word === 'object') {
    crowd = await HonestCrowd.enter(word.enter);
    return 'entered';
  }
  if (crowd === undefined) throw new Error('nobody has entered');
  if (word === 'live') {
    life = crowd.live(over.signal);
    return 'living';
  }
  over.abort();
  await life;
  return crowd.finish();
}

process.on('message', (word: ToCrowd) => {
  obey(word).then(
    report => process.send?.({ report }),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
