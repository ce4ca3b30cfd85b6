import { carriesSecret } from '../../../code/typedSecrets.ts';
import { objectOf } from '../../../common/read.ts';
import { maxKeptLength } from '../../messageLimits.ts';
import type { Kept } from '../../protocol.ts';
import { keptOf } from '../../readKept.ts';

const nothing: Kept = { drafts: [], typed: [], unstored: [], at: 0 };
const any = (value: unknown): unknown => value;
const readKept = keptOf(Infinity);
/** Older versions kept whatever was typed, private words and passwords too, and did not say which is which. */
const readOld = objectOf({ drafts: any, at: any });

/** Reads what an earlier page has saved. Of what an older version has typed nothing is taken, and nothing stays. */
export function parseSaved(value: unknown): Kept {
  return readKept(value) ?? readKept({ ...nothing, ...readOld(value) }) ?? nothing;
}

/** As much of it as the host takes. It keeps it for as long as the window lives, and writes it nowhere. */
export function keptForHost({ drafts, typed, unstored, at }: Kept): Kept {
  const isTaken = (text: string): boolean => text.length <= maxKeptLength;
  return {
    drafts: drafts.filter(([, text]) => isTaken(text)),
    typed: typed.map(([server, texts]) => [server, texts.filter(isTaken)]),
    unstored: unstored.filter(isTaken),
    at,
  };
}

/**
 * As much of it as the editor's storage, a file, may have: nothing private and no secrets.
 *
 * @param isPrivate whether what is typed in a tab is for one person
 */
export function keptForStorage(
  { drafts, typed, unstored, at }: Kept,
  isPrivate: (tab: string) => boolean,
): Kept {
  const isHeldBack = new Set(unstored);
  return {
    drafts: drafts.filter(([tab, text]) => !isPrivate(tab) && !carriesSecret(text)),
    typed: typed.map(([server, texts]) => [server, texts.filter(text => !isHeldBack.has(text))]),
    unstored: [],
    at,
  };
}
