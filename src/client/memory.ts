import type { ChatEvent } from '../chat/event.ts';
import type { Clock } from '../common/clock.ts';
import type { ClientOptions } from './clientOptions.ts';
import { maxSeenIds } from './limits.ts';
import { Marks } from './history/marks.ts';
import { Outbox } from './saying/outbox.ts';
import { ReadMarkers } from './history/readMarkers.ts';
import { RoomBook } from './rooms/roomBook.ts';
import { SeenIds } from './reading/seenIds.ts';
import { foldAscii, type Server } from './server.ts';

/** What a client keeps from one connection to the next. */
export class Memory {
  readonly outbox: Outbox;
  readonly rooms: RoomBook;
  readonly readMarkers: ReadMarkers;
  readonly seen = new SeenIds(maxSeenIds);
  readonly marks = new Marks(name => this.fold(name));
  /** The oldest message shown of each room and private chat: what comes before it is older. */
  readonly oldest = new Marks(name => this.fold(name));
  /** The server that let us in last. */
  server: Server | undefined;
  /** When the last connection on which we were in the room ended, in milliseconds since 1970. */
  lostAt: number | undefined;
  /** Why we are away; '' when we are not. */
  away = '';

  /** @param first the first room, and up to when it is shown already, where that is known */
  constructor(
    first: Pick<ClientOptions, 'room' | 'shownUpTo'>,
    clock: Clock,
    emit: (event: ChatEvent) => void,
  ) {
    const fold = (name: string): string => this.fold(name);
    this.outbox = new Outbox(emit);
    this.rooms = new RoomBook(first.room, fold);
    if (first.shownUpTo !== undefined) this.marks.set(first.room, { msgid: '', at: first.shownUpTo });
    this.readMarkers = new ReadMarkers(clock, fold);
  }

  /** A name as the server compares names; as ASCII does before there is one. */
  fold(name: string): string {
    return this.server?.fold(name) ?? foldAscii(name);
  }
}
