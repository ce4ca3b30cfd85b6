import type { ChatEvent } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Mark } from '../history/marks.ts';
import type { Memory } from '../memory.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Server } from '../server.ts';

/** Where incoming messages have their effect. */
export interface IncomingContext {
  readonly server: Server;
  readonly rooms: Rooms;
  readonly memory: Memory;
  readonly clock: Clock;
  /** Whether the message of the day is shown. */
  readonly showsMotd: boolean;
  readonly emit: (event: ChatEvent) => void;
  /** A message of a room or private chat came, now or with history. */
  readonly note: (target: string, mark: Mark) => void;
  /** We are in a room, its names may follow. */
  readonly entered: (room: Room) => void;
  /** The names of a room are complete. */
  readonly named: (room: Room) => void;
  /** Somebody no longer has a nick: it may be free. */
  readonly freed: (nick: string) => void;
}
