import { seededRandom } from '../support/seededRandom.ts';

/** Where a world begins. */
interface Setup {
  readonly people: number;
  /** The first person's window hosts the room; else the relay is a program of its own. */
  readonly isHosted: boolean;
  /** The relay has a data folder. */
  readonly keeps: boolean;
  /** It remembers little. */
  readonly isSmall: boolean;
  /** It takes so few lines as one message that longer texts go out in parts. */
  readonly isNarrow: boolean;
  /** Milliseconds that the editor takes at most to give a window what waited when the last one ended. */
  readonly queueMs: number;
  /** Milliseconds that the disk takes at most for what is more than writing. */
  readonly diskMs: number;
  /** People leave the room in which they came together, and stay connected. */
  readonly leavesHome: boolean;
}

type Do<Type extends string, More = unknown> = { readonly at: number; readonly do: Type } & More;
type Of<Type extends string, More = unknown> = Do<Type, { readonly who: number } & More>;
type For<Type extends string, More = unknown> = Of<Type, { readonly ms: number } & More>;

/** One thing that somebody does or that befalls somebody; `at` and `ms` are milliseconds. */
export type Action =
  | Of<'say', { readonly room: number; readonly times: number; readonly lines: number }>
  | Of<'whisper', { readonly to: number; readonly times: number }>
  | Of<'join' | 'part', { readonly room: number }>
  | Of<'look', { readonly tab: number }>
  | Of<'retry'>
  | Of<'cut', { readonly learns: 'both' | 'client' | 'relay' | 'nobody' }>
  | Of<'silence', { readonly way: 'both' | 'up' | 'down' }>
  | For<'hold' | 'freeze' | 'closeWindow' | 'killWindow'>
  | For<'offline', { readonly isSilent: boolean; readonly breaks: boolean }>
  | For<'sleep', { readonly breaks: boolean }>
  | For<'moveClock'>
  | Of<'moveAddress'>
  | Do<'closeRelay' | 'killRelay' | 'failPower' | 'freezeRelay' | 'fillDisk', { readonly ms: number }>;

export interface Schedule {
  readonly seed: number;
  readonly setup: Setup;
  readonly actions: readonly Action[];
}

/** Rooms besides the one that everybody is in. */
export const rooms = ['#chat', '#dev', '#ops'] as const;

/** What draws from one seed. */
class Dice {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  is(chance: number): boolean {
    return this.random() < chance;
  }

  pick<T>(...all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }

  /** Mostly little, seldom much, evenly on a scale of powers. */
  between(min: number, max: number): number {
    return Math.round(min * (max / min) ** this.random());
  }
}

type Make = (dice: Dice, who: number, people: number) => Record<string, unknown>;

const short: Make = dice => ({ ms: dice.between(200, 20_000) });
const long: Make = dice => ({ ms: dice.between(1_000, 180_000) });
const room: Make = dice => ({ room: 1 + dice.below(rooms.length - 1) });

/** How often each kind of action is drawn, and what it is made of. */
const kinds: readonly (readonly [kind: Action['do'], weight: number, make: Make])[] = [
  [
    'say',
    40,
    dice => ({
      room: dice.pick(0, 0, 0, 1, 2),
      times: dice.pick(1, 1, 1, 2, 6),
      lines: dice.pick(1, 1, 1, 3),
    }),
  ],
  [
    'whisper',
    16,
    (dice, who, people) => ({ to: (who + 1 + dice.below(people - 1)) % people, times: dice.pick(1, 1, 3) }),
  ],
  ['join', 8, room],
  ['part', 3, room],
  ['look', 3, dice => ({ tab: dice.below(rooms.length) })],
  ['retry', 2, () => ({})],
  ['cut', 8, dice => ({ learns: dice.pick('both', 'both', 'client', 'relay', 'nobody') })],
  ['silence', 5, dice => ({ way: dice.pick('both', 'both', 'up', 'down') })],
  ['hold', 4, short],
  ['freeze', 3, short],
  [
    'offline',
    4,
    dice => ({ ms: dice.between(1_000, 180_000), isSilent: dice.is(0.5), breaks: dice.is(0.5) }),
  ],
  ['sleep', 3, dice => ({ ms: dice.between(5_000, 900_000), breaks: dice.is(0.6) })],
  ['moveClock', 1, dice => ({ ms: dice.pick(-1, 1) * dice.between(500, 600_000) })],
  ['moveAddress', 2, () => ({})],
  ['closeWindow', 3, long],
  ['killWindow', 3, long],
  ['closeRelay', 3, long],
  ['killRelay', 3, long],
  ['failPower', 1, long],
  ['freezeRelay', 1, short],
  ['fillDisk', 1, long],
];

const weights = kinds.reduce((sum, [, weight]) => sum + weight, 0);

function draw(dice: Dice): (typeof kinds)[number] {
  let left = dice.below(weights);
  return kinds.find(([, weight]) => (left -= weight) < 0)!;
}

/** What was added later draws from dice of its own, so that old seeds are the same worlds otherwise. */
function moreSetup(seed: number): Pick<Setup, 'isNarrow' | 'queueMs' | 'leavesHome' | 'diskMs'> {
  const dice = new Dice(seed ^ 0x11fe);
  const isLate = dice.is(0.2);
  return {
    isNarrow: dice.is(0.2),
    queueMs: isLate ? dice.between(50, 12_000) : 0,
    leavesHome: dice.is(0.15),
    diskMs: dice.is(0.3) ? dice.between(1, 500) : 0,
  };
}

/** Milliseconds in which everybody comes in before anything else happens. */
const arrivalMs = 5_000;

/** What happens in the world of a seed. */
export function scheduleOf(seed: number): Schedule {
  const dice = new Dice(seed);
  const people = dice.pick(2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, dice.pick(8, 12, 20));
  const first = { people, isHosted: dice.is(0.5), keeps: dice.is(0.75), isSmall: dice.is(0.3) };
  const setup = { ...first, ...moreSetup(seed) };
  const actions: Action[] = [];
  const count = 10 + dice.below(people > 6 ? 15 : 35);
  let at = arrivalMs;
  for (let left = count; left > 0; left--) {
    at += dice.is(0.4) ? dice.below(50) : dice.between(50, dice.is(0.05) ? 900_000 : 30_000);
    const [kind, , make] = draw(dice);
    const who = dice.below(people);
    actions.push({ at, do: kind, who, ...make(dice, who, people) } as Action);
  }
  return { seed, setup, actions };
}
