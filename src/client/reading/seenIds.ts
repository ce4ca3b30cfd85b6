import { BoundedMap } from '../../common/boundedMap.ts';
import { detach } from '../../irc/detach.ts';

/** Remembers the last so many ids, so that nothing is shown twice. */
export class SeenIds {
  readonly #ids: BoundedMap<string, true>;
  /** The sender's id of the last message that had one of the server's as well, and whether that message was new. */
  #last = '';
  #lastIsNew = false;

  constructor(max: number) {
    this.#ids = new BoundedMap(max);
  }

  /** Remembers `id`. @returns whether it is new */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    // Cut out of a line, it would keep the line.
    this.#ids.set(detach(id), true);
    return true;
  }

  /**
   * Remembers a message by the server's id and its sender's, '' for none. A line that has only the sender's id of the
   * message before it goes on with that one: so a server gives a message of several lines to clients without batches.
   *
   * @returns whether neither was known
   */
  addMessage(msgid: string, id: string): boolean {
    if (msgid === '' && id !== '' && id === this.#last) return this.#lastIsNew;
    const isNew = [msgid, id].every(one => one === '' || this.add(one));
    this.#last = msgid === '' ? '' : id;
    this.#lastIsNew = isNew;
    return isNew;
  }
}
