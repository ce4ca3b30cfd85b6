import { maxReactionLength, type Reaction } from '../../chat/line.ts';
import { visibleWord } from '../../chat/visible.ts';
import { BoundedMap } from '../../common/boundedMap.ts';

/** Different reactions that one line shows. */
export const maxReactionKinds = 20;
/** People counted for one reaction. */
export const maxReactionPeople = 1_000;
/** Names told of them. */
export const maxReactionNicks = 10;
/** Lines whose reactions are remembered; the longest not touched is forgotten first. */
export const maxReactedLines = 5_000;

/** One person's reaction, or its end. */
interface Given {
  readonly nick: string;
  /** As it came: hostile. */
  readonly reaction: string;
  readonly removed: boolean;
  readonly own: boolean;
}

interface People {
  readonly nicks: Set<string>;
  own: boolean;
}

/** Who reacted how to which line of a tab: one person counts once for each sign. */
export class Reactions {
  readonly #lines = new BoundedMap<string, Map<string, People>>(maxReactedLines);

  /** @returns how the line's reactions stand now, or undefined when nothing has changed */
  take(id: string, given: Given): readonly Reaction[] | undefined {
    const sign = visibleWord(given.reaction).trim();
    if (sign === '' || sign.length > maxReactionLength) return undefined;
    const line = this.#lineOf(id);
    const changed = given.removed ? remove(line, sign, given) : add(line, sign, given);
    return changed ? viewsOf(line) : undefined;
  }

  /** Whether we have reacted so ourselves. */
  isOwn(id: string, reaction: string): boolean {
    return this.#lines.get(id)?.get(reaction)?.own === true;
  }

  clear(): void {
    this.#lines.clear();
  }

  #lineOf(id: string): Map<string, People> {
    const line = this.#lines.get(id) ?? new Map<string, People>();
    this.#lines.set(id, line);
    return line;
  }
}

function add(line: Map<string, People>, sign: string, { nick, own }: Given): boolean {
  const people = line.get(sign) ?? { nicks: new Set(), own: false };
  const isFull = people.nicks.size >= maxReactionPeople && !own;
  if (people.nicks.has(nick) || isFull || (!line.has(sign) && line.size >= maxReactionKinds)) return false;
  people.nicks.add(nick);
  people.own ||= own;
  line.set(sign, people);
  return true;
}

function remove(line: Map<string, People>, sign: string, { nick, own }: Given): boolean {
  const people = line.get(sign);
  if (people?.nicks.delete(nick) !== true) return false;
  if (own) people.own = false;
  if (people.nicks.size === 0) line.delete(sign);
  return true;
}

function viewsOf(line: Map<string, People>): Reaction[] {
  return [...line].map(([reaction, { nicks, own }]) => ({
    reaction,
    count: nicks.size,
    own,
    nicks: [...nicks].slice(0, maxReactionNicks).map(visibleWord),
  }));
}
