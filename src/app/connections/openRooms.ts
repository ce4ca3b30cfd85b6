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

interface Note {
  /** When they were open last, milliseconds since 1970, and at which address of this machine. */
  readonly at: number;
  readonly network: string;
  readonly rooms: readonly LastRoom[];
}

const readNote = objectOf<Note>({
  at: wholeOf(0, Number.MAX_SAFE_INTEGER),
  network: textOf(maxAddressLength),
  rooms: listOf(readLastRoom, maxRooms),
});

/** What this workspace's window has open, noted so that the next one comes back into it. */
export class OpenRooms implements Disposable {
  readonly #memento: Memento;
  readonly #rooms: () => readonly LastRoom[];
  readonly #clock: Clock;
  readonly #network: () => string;
  #noted = '';
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
    const note = readNote(this.#memento.get(openRoomsKey));
    if (note?.network !== this.#network()) return [];
    const age = this.#clock.now() - note.at;
    return age >= 0 && age <= comeBackMs ? note.rooms : [];
  }

  /** From now on what is open is noted. */
  begin(): void {
    if (this.#isOver) return;
    this.#isNoting = true;
    this.#note();
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

  #now(): readonly LastRoom[] {
    return this.#rooms().slice(0, maxRooms);
  }

  #note(): void {
    const rooms = this.#now();
    this.#noted = JSON.stringify(rooms);
    const note: Note = { at: this.#clock.now(), network: this.#network(), rooms };
    void this.#memento.update(openRoomsKey, rooms.length > 0 ? note : undefined);
    this.#timer?.dispose();
    this.#timer = rooms.length > 0 ? this.#clock.after(noteEveryMs, () => this.#note()) : undefined;
  }
}
