import type { Disposable } from '../../common/dispose.ts';
import type { ClientState } from '../clientState.ts';
import { joinAnswerMs } from '../limits.ts';
import type { Room } from './room.ts';

/**
 * Gives up a room when the server says nothing to a JOIN, or answers under a name that we have not asked for: what waits
 * for that room would wait for ever. An answer that comes later still is one.
 */
export class JoinPatience implements Disposable {
  readonly #client: ClientState;
  readonly #waits = new Map<Room, Disposable>();

  constructor(client: ClientState) {
    this.#client = client;
  }

  /** These have been asked for. */
  wait(rooms: readonly Room[]): void {
    for (const room of rooms) {
      this.#waits.get(room)?.dispose();
      this.#waits.set(
        room,
        this.#client.clock.after(joinAnswerMs, () => this.#giveUp(room)),
      );
    }
  }

  dispose(): void {
    for (const wait of this.#waits.values()) wait.dispose();
    this.#waits.clear();
  }

  #giveUp(room: Room): void {
    const { rooms, outbox, clock, emit } = this.#client;
    this.#waits.delete(room);
    if (room.phase !== 'asked' || rooms.get(room.name) !== room) return;
    rooms.forget(room);
    outbox.refused(room.name, 'noEntry');
    emit({ type: 'notEntered', target: room.name, at: clock.now(), numeric: '', text: '' });
  }
}
