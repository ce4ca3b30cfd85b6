import { matchFolded } from '../../irc/mask.ts';
import { foldCase } from '../../irc/names.ts';
import type { Channel } from './channel.ts';

/** Whether a channel is one of those that a LIST asks for. */
type Condition = (channel: Channel) => boolean;

const minuteMs = 60_000;

/**
 * Reads what LIST was asked for: names and masks, of which a channel has to fit one, and conditions, of which it has to
 * fit all: `!mask`, `>users`, `<users`, and `C` or `T` with `>` or `<` and minutes since it was created or its topic
 * set. https://modern.ircdocs.horse/#elist-parameter
 *
 * @param now milliseconds since 1970
 */
export function listCondition(words: readonly string[], now: number): Condition {
  const masks: string[] = [];
  const conditions: Condition[] = [];
  for (const word of words) {
    const condition = numberCondition(word, now) ?? exclusion(word);
    if (condition === undefined) masks.push(foldCase(word));
    else conditions.push(condition);
  }
  if (masks.length > 0) conditions.push(channel => masks.some(mask => fits(channel, mask)));
  return channel => conditions.every(condition => condition(channel));
}

function numberCondition(word: string, now: number): Condition | undefined {
  const [, kind = '', sign, digits] = /^([CT]?)([<>])([0-9]{1,9})$/i.exec(word) ?? [];
  if (sign === undefined) return undefined;
  const bound = Number(digits);
  const compare = (value: number): boolean => (sign === '<' ? value < bound : value > bound);
  const compareAge = (at: number): boolean => compare((now - at) / minuteMs);
  switch (kind.toUpperCase()) {
    case 'C':
      return channel => compareAge(channel.createdAt);
    case 'T':
      return channel => channel.topic !== undefined && compareAge(channel.topic.at);
    default:
      return channel => compare(channel.size);
  }
}

function exclusion(word: string): Condition | undefined {
  if (!word.startsWith('!')) return undefined;
  const mask = foldCase(word.slice(1));
  return channel => !fits(channel, mask);
}

function fits(channel: Channel, mask: string): boolean {
  return matchFolded(mask, foldCase(channel.name));
}
