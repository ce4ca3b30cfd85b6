import { maxReactionLength, type Reaction } from '../../chat/line.ts';
import { visibleWord } from '../../chat/visible.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import { keptBytes } from '../../common/keptBytes.ts';

/** Different reactions that one line shows. */
export const maxReactionKinds = 20;
/** People counted for one line, each as often as they react. */
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
  /** The sign as it first came. */
  readonly shown: string;
  /** The sign as we gave it. */
  own: string | undefined;
}

/** Variation selectors say how a sign is drawn: with and without them it is the same reaction. */
function keyOf(sign: string): string {
  return sign.replace(/[\ufe0e\ufe0f]/g, '');
}

/** Who reacted how to which line of a tab: one person counts once for each sign. */
export class Reactions {
  readonly #lines = new BoundedMap<string, Map<string, People>>(maxReactedLines, line => {
    this.#bytes -= bytesOf(line);
  });
  #bytes = 0;

  /** Bytes that it takes to know who reacted. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns how the line's reactions stand now, or undefined when nothing has changed */
  take(id: string, given: Given): readonly Reaction[] | undefined {
    const sign = visibleWord(given.reaction).trim();
    if (keyOf(sign) === '' || sign.length > maxReactionLength) return undefined;
    const line = this.#lineOf(id);
    const changed = given.removed ? remove(line, sign, given) : add(line, sign, given);
    if (!changed) return undefined;
    this.#bytes += given.removed ? -bytesOfPerson(given.nick) : bytesOfPerson(given.nick);
    return viewsOf(line);
  }

  /** The line is gone. */
  forget(id: string): void {
    this.#bytes -= bytesOf(this.#lines.get(id));
    this.#lines.delete(id);
  }

  /** Our own reaction of this sign, as we gave it; undefined where we have not reacted so. */
  own(id: string, reaction: string): string | undefined {
    return this.#lines.get(id)?.get(keyOf(reaction))?.own;
  }

  clear(): void {
    this.#lines.clear();
    this.#bytes = 0;
  }

  #lineOf(id: string): Map<string, People> {
    const known = this.#lines.get(id);
    const line = known ?? new Map<string, People>();
    if (known === undefined) this.#bytes += bytesOf(line);
    this.#lines.set(id, line);
    return line;
  }
}

function add(line: Map<string, People>, sign: string, { nick, own }: Given): boolean {
  const key = keyOf(sign);
  const people = line.get(key) ?? { nicks: new Set(), shown: sign, own: undefined };
  const isFull = peopleOf(line) >= maxReactionPeople && !own;
  if (people.nicks.has(nick) || isFull || (!line.has(key) && line.size >= maxReactionKinds)) return false;
  people.nicks.add(nick);
  if (own) people.own ??= sign;
  line.set(key, people);
  return true;
}

function remove(line: Map<string, People>, sign: string, { nick, own }: Given): boolean {
  const key = keyOf(sign);
  const people = line.get(key);
  if (people?.nicks.delete(nick) !== true) return false;
  if (own) people.own = undefined;
  if (people.nicks.size === 0) line.delete(key);
  return true;
}

function viewsOf(line: Map<string, People>): Reaction[] {
  return [...line.values()].map(({ nicks, shown, own }) => ({
    reaction: shown,
    count: nicks.size,
    own: own !== undefined,
    nicks: [...nicks].slice(0, maxReactionNicks).map(visibleWord),
  }));
}

function peopleOf(line: ReadonlyMap<string, People>): number {
  let count = 0;
  for (const { nicks } of line.values()) count += nicks.size;
  return count;
}

/** Roughly what a set takes for an entry, and a line for having reactions at all. */
const personBytes = 48;
const reactedBytes = 512;

function bytesOfPerson(nick: string): number {
  return personBytes + keptBytes(nick);
}

function bytesOf(line: ReadonlyMap<string, People> | undefined): number {
  if (line === undefined) return 0;
  let bytes = reactedBytes;
  for (const { nicks } of line.values()) for (const nick of nicks) bytes += bytesOfPerson(nick);
  return bytes;
}
