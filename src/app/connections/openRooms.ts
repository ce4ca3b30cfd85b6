import type { Memento } from 'vscode';
import { type Clock, systemClock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { listOf, objectOf, textOf, wholeOf } from '../../common/read.ts';
import { type LastRoom, readLastRoom } from '../../conversation/kept.ts';
import { localAddresses } from '../../lan/addresses.ts';
import { openRoomsKey } from './leftOpen.ts';

/** Milliseconds after which a window no longer comes back into its rooms by itself. */
export const comeBackMs = 10 * 60_000;
/** Milliseconds between two notes that the rooms are still open: a window that is killed says no goodbye. */
export const noteEveryMs = 60_000;
/** Rooms that a window comes back into. */
const maxRooms = 8;
/** Characters of an address. */
const maxAddressLength = 64;

/** A room that was left open, and when it was open last. */
interface LeftRoom {
  readonly at: number;
  readonly room: LastRoom;
}

interface Note {
  /** When they were open last, milliseconds since 1970, and at which address of this machine. */
  readonly at: number;
  readonly network: string;
  readonly rooms: readonly LastRoom[];
  /** Those that this window could not come back into: the next one tries again. */
  readonly failed?: readonly LeftRoom[];
}

const time = wholeOf(0, Number.MAX_SAFE_INTEGER);
const readNote = objectOf<Note>(
  {
    at: time,
    network: textOf(maxAddressLength),
    rooms: listOf(readLastRoom, maxRooms),
    failed: listOf(objectOf<LeftRoom>({ at: time, room: readLastRoom }), maxRooms),
  },
  ['failed'],
);

/** What this workspace's window has open, noted so that the next one comes back into it. */
export class OpenRooms implements Disposable {
  readonly #memento: Memento;
  readonly #rooms: () => readonly LastRoom[];
  readonly #clock: Clock;
  readonly #network: () => string;
  #noted = '';
  #failed: readonly LeftRoom[] = [];
  #isGivenUp = false;
  #timer: Disposable | undefined;
  #isNoting = false;
  #isOver = false;

  /** @param rooms those that are open now */
  constructor(
    memento: Memento,
    rooms: () => readonly LastRoom[],
    { clock = systemClock, network = (): string => localAddresses()[0] ?? '' } = {},
  ) {
    this.#memento = memento;
    this.#rooms = rooms;
    this.#clock = clock;
    this.#network = network;
  }

  /** What the window before this one left open a short while ago, on the network that this machine is on now. */
  get left(): readonly LastRoom[] {
    return this.#left.map(({ room }) => room);
  }

  /** From now on what is open is noted, with what the window before this one left open and this one could not enter. */
  begin(): void {
    if (this.#isOver) return;
    this.#isNoting = true;
    if (!this.#isGivenUp) this.#failed = this.#left;
    this.#note();
  }

  /** What could not be entered is no longer wanted. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#failed = [];
    if (this.#isNoting) this.#note();
  }

  /** Another room may be open now, or one less. */
  changed(): void {
    if (this.#isNoting && JSON.stringify(this.#now()) !== this.#noted) this.#note();
  }

  /** Notes it for the last time: that rooms close from now on is the window's end and nobody's wish. */
  dispose(): void {
    if (this.#isNoting) this.#note();
    this.#isNoting = false;
    this.#isOver = true;
    this.#timer?.dispose();
  }

  get #left(): readonly LeftRoom[] {
    const note = readNote(this.#memento.get(openRoomsKey));
    if (note?.network !== this.#network()) return [];
    const open = note.rooms.map(room => ({ at: note.at, room }));
    return [...open, ...(note.failed ?? [])].filter(left => this.#isFresh(left)).slice(0, maxRooms);
  }

  #isFresh({ at }: LeftRoom): boolean {
    const age = this.#clock.now() - at;
    return age >= 0 && age <= comeBackMs;
  }

  #now(): readonly LastRoom[] {
    return this.#rooms().slice(0, maxRooms);
  }

  #note(): void {
    const rooms = this.#now();
    this.#noted = JSON.stringify(rooms);
    this.#failed = this.#failed.filter(
      left => this.#isFresh(left) && !rooms.some(room => isSame(room, left.room)),
    );
    const failed = this.#failed.length > 0 && { failed: this.#failed };
    const note: Note = { at: this.#clock.now(), network: this.#network(), rooms, ...failed };
    void this.#memento.update(openRoomsKey, rooms.length > 0 || failed ? note : undefined);
    this.#timer?.dispose();
    this.#timer = rooms.length > 0 ? this.#clock.after(noteEveryMs, () => this.#note()) : undefined;
  }
}

/** Whether two are one room. Its server may have been reached at another address since. */
function isSame(one: LastRoom, other: LastRoom): boolean {
  const isThere =
    one.server !== undefined && other.server !== undefined
      ? one.server === other.server
      : one.address === other.address && one.port === other.port;
  return isThere && one.room === other.room;
}
