import { createIdentity } from '../../../src/trust/identity.ts';
import { parseMessage } from '../../../src/irc/message.ts';
import type { TestPeer } from '../../support/peer.ts';
import { connectTls } from '../../support/tlsPeer.ts';

export const observerNick = 'obs';

/** One who is connected without the proxy, and hears all that the server takes: in the rooms, and to itself. */
export class Observer {
  readonly #peer: TestPeer;
  readonly #heard: (text: string) => void;
  readonly #asked = new Map<string, () => void>();
  #asks = 0;
  #isOver = false;

  private constructor(peer: TestPeer, heard: (text: string) => void) {
    this.#peer = peer;
    this.#heard = heard;
  }

  /** @param heard gets the texts in the server's order */
  static async enter(
    port: number,
    rooms: readonly string[],
    heard: (text: string) => void,
  ): Promise<Observer> {
    const peer = await connectTls(port, await createIdentity({ name: observerNick, now: new Date() }));
    const observer = new Observer(peer, heard);
    peer.send(`NICK ${observerNick}`, `USER ${observerNick} 0 * :${observerNick}`);
    // Some take no PING before the welcome is over: with the message of the day, or with that there is none.
    while (!/ (?:376|422) /.test(await peer.nextLine()));
    await peer.ask(...rooms.map(room => `JOIN ${room}`));
    void observer.#listen();
    return observer;
  }

  /** Calls back when all has been heard that the server has taken up to now. */
  onceHeard(task: () => void): void {
    const token = `heard-${++this.#asks}`;
    this.#asked.set(token, task);
    this.#peer.send(`PING ${token}`);
  }

  leave(): void {
    this.#isOver = true;
    this.#peer.stream.destroy();
  }

  async #listen(): Promise<void> {
    while (!this.#isOver) {
      const line = await this.#peer.nextLine().catch(() => undefined);
      if (line !== undefined) this.#take(line);
      else if (this.#peer.stream.destroyed) return;
    }
  }

  #take(line: string): void {
    const { command, params } = parseMessage(line);
    const last = params.at(-1) ?? '';
    if (command === 'PRIVMSG') this.#heard(last);
    if (command === 'PONG') this.#asked.get(last)?.();
    if (command === 'PING') this.#peer.send(`PONG :${last}`);
  }
}
