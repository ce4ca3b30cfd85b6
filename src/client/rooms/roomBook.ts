import { maxRooms } from '../limits.ts';
import type { Room } from './room.ts';

/** A room that we want to be in. */
export interface WantedRoom {
  /** As it was entered. */
  readonly name: string;
  /** '' for none. */
  key: string;
  /** The room as it is, or was on the last connection. */
  last?: Room;
}

/** The rooms that we are in or shall be in again after a break: the first for good, at most `maxRooms` in all. */
export class RoomBook {
  readonly #fold: (name: string) => string;
  readonly #first: WantedRoom;
  #further: WantedRoom[] = [];

  constructor(first: string, fold: (name: string) => string) {
    this.#first = { name: first, key: '' };
    this.#fold = fold;
  }

  get names(): readonly string[] {
    return [this.#first, ...this.#further].map(room => room.name);
  }

  /** All but the first. */
  get further(): readonly WantedRoom[] {
    return this.#further;
  }

  find(name: string): WantedRoom | undefined {
    const key = this.#fold(name);
    return [this.#first, ...this.#further].find(room => this.#fold(room.name) === key);
  }

  /** Whether a room may be wanted: it is already, or there are not too many. */
  hasRoomFor(name: string): boolean {
    return this.#further.length < maxRooms - 1 || this.find(name) !== undefined;
  }

  /** @returns the room, or undefined where `hasRoomFor` says no */
  want(name: string, key = ''): WantedRoom | undefined {
    if (!this.hasRoomFor(name)) return undefined;
    const known = this.find(name);
    if (known !== undefined) {
      if (key !== '') known.key = key;
      return known;
    }
    const room: WantedRoom = { name, key };
    this.#further.push(room);
    return room;
  }

  /** The first room is never forgotten. */
  forget(name: string): void {
    const key = this.#fold(name);
    this.#further = this.#further.filter(room => this.#fold(room.name) !== key);
  }
}
