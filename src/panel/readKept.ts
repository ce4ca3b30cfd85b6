import { listOf, objectOf, type Read, textOf, wholeOf } from '../common/read.ts';
import { maxIdLength, maxTypedServers, maxKeptTexts } from './messageLimits.ts';
import type { Kept } from './protocol.ts';

/**
 * A reader of what a page keeps.
 *
 * @param maxLength characters of each text
 */
export function keptOf(maxLength: number): Read<Kept> {
  const text = textOf(maxLength, 0);
  const server = textOf(maxIdLength, 0);
  return objectOf<Kept>({
    drafts: listOf(pairOf(textOf(maxIdLength), text), maxKeptTexts),
    typed: listOf(pairOf(server, listOf(text, maxKeptTexts)), maxTypedServers),
    unstored: listOf(text, maxKeptTexts * maxTypedServers),
    at: wholeOf(0, Number.MAX_SAFE_INTEGER),
  });
}

function pairOf<A, B>(readFirst: Read<A>, readSecond: Read<B>): Read<readonly [A, B]> {
  return value => {
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [first, second] = [readFirst(value[0]), readSecond(value[1])];
    return first === undefined || second === undefined ? undefined : [first, second];
  };
}
