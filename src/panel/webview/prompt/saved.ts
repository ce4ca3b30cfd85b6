import { maxKeptLength, maxKeptTexts } from '../../messageLimits.ts';
import type { Kept } from '../../protocol.ts';
import { keptOf } from '../../readKept.ts';
import { listOf, objectOf, textOf } from '../../../common/read.ts';

const nothing: Kept = { drafts: [], typed: [], at: 0 };
const any = (value: unknown): unknown => value;
const readKept = keptOf(Infinity);
/** An older version did not know the server of what was typed. */
const readOld = objectOf({ drafts: any, typed: listOf(textOf(Infinity, 0), maxKeptTexts), at: any });

/** Reads what an earlier page has saved, perhaps one of an older version. */
export function parseSaved(value: unknown): Kept {
  const old = readOld(value);
  return readKept(value) ?? readKept(old && { ...old, typed: [['', old.typed]] }) ?? nothing;
}

/** As much of it as the host takes. */
export function keptForHost({ drafts, typed, at }: Kept): Kept {
  const isTaken = (text: string): boolean => text.length <= maxKeptLength;
  return {
    drafts: drafts.filter(([, text]) => isTaken(text)),
    typed: typed.map(([server, texts]) => [server, texts.filter(isTaken)]),
    at,
  };
}
