import type { Member } from './member.ts';
import { Commands, maxNumber } from './payload.ts';

/** A member who speaks as soon as few enough of its messages are on their way. */
export class Speaker {
  readonly sender: number;
  /** The number of the next message, which is how many were sent. */
  next = 0;
  readonly #member: Member;
  readonly #commands: Commands;
  #outstanding = 0;
  #arrived = 0;

  constructor(sender: number, member: Member, room: string) {
    this.sender = sender;
    this.#member = member;
    this.#commands = new Commands(sender, room);
  }

  /** Speaks from now on, with up to this many messages on their way; 0 stops. */
  setOutstanding(most: number): void {
    this.#outstanding = most;
    this.#fill();
  }

  /** @param arrived how many messages of this sender its observer has */
  acknowledge(arrived: number): void {
    if (arrived === this.#arrived) return;
    this.#arrived = arrived;
    this.#fill();
  }

  /** Says the next `count` messages, each in a write of its own. */
  say(count: number): void {
    if (this.next + count > maxNumber) throw new Error('more messages than can be numbered');
    for (let index = 0; index < count; index++) this.#member.write(this.#commands.make(this.next++));
  }

  #fill(): void {
    const count = this.#outstanding - (this.next - this.#arrived);
    if (count > 0) this.say(count);
  }
}
