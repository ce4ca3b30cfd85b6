import type { ChatEvent } from '../chat/event.ts';
import type { Clock } from '../common/clock.ts';
import type { Outbox } from './outbox.ts';
import type { Room } from './room.ts';
import type { SeenIds } from './seenIds.ts';
import type { Server } from './server.ts';

/** Where incoming messages have their effect. */
export interface IncomingContext {
  readonly server: Server;
  readonly room: Room;
  readonly outbox: Outbox;
  readonly seen: SeenIds;
  readonly clock: Clock;
  /** Whether the message of the day is shown. */
  readonly showsMotd: boolean;
  readonly emit: (event: ChatEvent) => void;
  /** We are in the room, its names may follow. */
  readonly entered: () => void;
  /** The names of the room are complete. */
  readonly named: () => void;
  /** Somebody no longer has a nick: it may be free. */
  readonly freed: (nick: string) => void;
}
