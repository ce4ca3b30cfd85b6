import type { Disposable } from '../../common/dispose.ts';
import type { ClientState } from '../clientState.ts';
import { joinAnswerMs, keepaliveTickMs } from '../limits.ts';
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
    for (const room of rooms) this.#wait(room);
  }

  #wait(room: Room): void {
    const { clock } = this.#client;
    const until = clock.now() + joinAnswerMs;
    // Where the time is long over, this process stood still, and what the server said meanwhile is yet to be read.
    const isLate = (): boolean => clock.now() > until + keepaliveTickMs;
    this.#waits.get(room)?.dispose();
    this.#waits.set(
      room,
      clock.after(joinAnswerMs, () => (isLate() ? this.#wait(room) : this.#giveUp(room))),
    );
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
