import type { Delivery } from '../../../src/chat/event.ts';
import type { ShownTab } from '../actors/simWindow.ts';
import type { World } from '../world.ts';
import { keyOfText } from './observed.ts';

const gapWords = /^Some of what was said here is no longer|^What was said here between .* may be missing/;

/** One line of a tab, as far as it matters here. */
interface ShownLine {
  readonly key: string;
  /** What its other lines begin with. */
  readonly more: readonly string[];
  /** When the relay had it, by its clock; 0 where that is not known. */
  readonly time: number;
  /** Its place in the relay's order; undefined where it was not relayed once, or the reader cannot know where. */
  readonly order: number | undefined;
  readonly own: boolean;
  readonly delivery: Delivery | undefined;
}

/** The note of a gap. */
interface ShownGap {
  /** How many lines stand before it. */
  readonly place: number;
  /** Where it begins, by the relay's clock. */
  readonly from: number;
}

/** What one tab showed: the lines of the simulation, and gaps between them. */
export class Shown {
  readonly lines: ShownLine[] = [];
  readonly gaps: ShownGap[] = [];

  readonly unread: number;

  constructor(
    { lines, unread }: Pick<ShownTab, 'lines' | 'unread'>,
    world: Pick<World, 'observed' | 'isSetBack'>,
  ) {
    this.unread = unread;
    for (const line of lines) {
      if (line.kind === 'note' && gapWords.test(line.text))
        this.gaps.push({ place: this.lines.length, from: line.at });
      const key = line.kind === 'message' ? keyOfText(line.text) : undefined;
      if (line.kind !== 'message' || key === undefined) continue;
      const relayed = world.observed.of(key);
      const { own, delivery = 'relayed' } = line;
      // What the file has of an earlier run stands by its time, in whole seconds, though the clock was set back since.
      const isKnown = relayed.length === 1 && !(line.isFromFile === true && world.isSetBack);
      const isPlaced = isKnown && delivery === 'relayed' && (!own || world.observed.placesOwn);
      const order = isPlaced ? relayed[0]?.order : undefined;
      const [, ...more] = line.text.split('\n').map(keyOfText);
      const { time = 0 } = relayed[0] ?? {};
      this.lines.push({
        ...{ key, more: more.flatMap(one => one ?? []), time, order, own },
        delivery: line.delivery,
      });
    }
  }

  find(key: string): ShownLine | undefined {
    return this.lines.find(line => line.key === key || line.more.includes(key));
  }

  /** Whether it is here, and known to be in the history. */
  isConfirmed(key: string): boolean {
    return this.lines.some(line => line.key === key && (line.delivery ?? 'relayed') === 'relayed');
  }

  /** Texts that are here more than once. */
  get doubled(): string[] {
    const keys = this.lines.flatMap(({ key, more }) => [key, ...more]);
    return keys.filter((key, index) => keys.indexOf(key) !== index);
  }

  /** Lines of others that stand after one that the relay had later. */
  get misplaced(): string[] {
    return misplacedAmong(this.lines.filter(({ own }) => !own));
  }

  /** The same with lines of one's own, which stand where Enter put them. */
  get misplacedOwn(): string[] {
    return misplacedAmong(this.lines);
  }

  /** The gaps that stand where a message of this place in the relay's order would. */
  gapsAt(order: number): ShownGap[] {
    const before = this.lines.findLastIndex(line => line.order !== undefined && line.order < order) + 1;
    const behind = this.lines.findIndex(line => line.order !== undefined && line.order > order);
    return this.gaps.filter(({ place }) => place >= before && (behind < 0 || place <= behind));
  }
}

function misplacedAmong(lines: readonly ShownLine[]): string[] {
  let last = -1;
  return lines.flatMap(({ key, order }) => {
    if (order === undefined) return [];
    if (order < last) return [key];
    last = order;
    return [];
  });
}

/** What a tab says of private messages that may be missing. */
export function notesOf({ lines }: Pick<ShownTab, 'lines'>): string[] {
  return lines.flatMap(line =>
    line.kind === 'note' && line.text.startsWith('Private messages to you') ? [line.text] : [],
  );
}
