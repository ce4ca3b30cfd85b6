import type { MessageLine } from '../../../src/chat/line.ts';
import { KeptMemory } from '../../support/talkWindow.ts';
import type { Place } from '../engine/network.ts';

/** A time in which somebody wanted to be in a room, in milliseconds of the world's time. */
export interface Stay {
  /** When the relay let them in; undefined while it has not. */
  from: number | undefined;
  /** The same by the relay's clock. */
  since: number | undefined;
  until: number;
}

/** A time in which messages may be missing, by the relay's clock. */
interface Gap {
  /** A room or a nick; '' for private messages of whomever. */
  readonly target: string;
  readonly from: number;
  readonly to: number;
  /** The relay has begun anew. */
  readonly restartAt?: number;
}

export interface ToldGap extends Gap {
  /** When the window was told of it, by the world's time. */
  readonly toldAt: number;
}

/** Lines of the workspace's file. */
const fileLines = 3;

/** Somebody at a machine: what they want, and what of their windows outlives them. */
export class Person {
  readonly nick: string;
  readonly place: Place;
  readonly kept = { workspace: new KeptMemory(), global: new KeptMemory() };
  /** What windows have left to be sent, as JSON. */
  queue: string | undefined;
  /** How far the machine's clock is ahead, in milliseconds. */
  aheadMs: number;
  /** Of which their windows were told. */
  readonly gaps: ToldGap[] = [];
  /** When they were there, at first and after each break, by the world's time. */
  readonly arrivals: number[] = [];
  #written: readonly MessageLine[] = [];
  readonly #stays = new Map<string, Stay[]>();

  constructor(nick: string, place: Place, aheadMs: number) {
    this.nick = nick;
    this.place = place;
    this.aheadMs = aheadMs;
  }

  /** What the workspace's file gives the next window: whole seconds, and nobody's own. */
  get file(): readonly MessageLine[] {
    return this.#written.map(({ at, nick, text, form }, index) => ({
      kind: 'message',
      id: `file-${at}-${index}`,
      at: Math.floor(at / 1_000) * 1_000,
      nick,
      text,
      form,
      own: false,
      earlier: true,
      isFromFile: true,
    }));
  }

  write(lines: readonly MessageLine[]): void {
    this.#written = lines.slice(-fileLines);
  }

  toldGap(gap: Gap, now: number): void {
    this.gaps.push({ ...gap, toldAt: now });
  }

  get rooms(): string[] {
    return [...this.#stays].flatMap(([room, stays]) => (stays.at(-1)?.until === Infinity ? [room] : []));
  }

  staysIn(room: string): readonly Stay[] {
    return this.#stays.get(room) ?? [];
  }

  wants(room: string): void {
    if (this.rooms.includes(room)) return;
    this.#stays.set(room, [...this.staysIn(room), { from: undefined, since: undefined, until: Infinity }]);
  }

  leaves(room: string, now: number): void {
    const stay = this.staysIn(room).at(-1);
    if (stay !== undefined) stay.until = Math.min(stay.until, now);
  }

  /** @param at the relay's time */
  entered(room: string, now: number, at: number): void {
    const stay = this.staysIn(room).at(-1);
    if (stay?.until !== Infinity) return;
    stay.from ??= now;
    stay.since ??= at;
  }
}
