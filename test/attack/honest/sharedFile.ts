import type { TLSSocket } from 'node:tls';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { room } from './numbered.ts';
import type { Person } from './person.ts';

const protocol = 'pychat-file';
const content = Buffer.alloc(100_000, 'a file ');
/** The longest a file may take, in milliseconds. */
const fetchTimeoutMs = 10_000;

/** A file that somebody offers to the room, and sends to whoever wants it. */
export class SharedFile {
  readonly #owner: Person;
  #socket: TLSSocket | undefined;
  /** Id and secret, by which it is fetched. */
  #ticket = '';

  constructor(owner: Person) {
    this.#owner = owner;
  }

  /** Offers it, under the same name if it was offered before. @throws with the relay's words when it is refused */
  async offer(): Promise<void> {
    this.end();
    const socket = await this.#owner.dial(protocol);
    this.#socket = socket;
    const lines = createInterface({ input: socket });
    const answered = once(lines, 'line', { signal: AbortSignal.timeout(fetchTimeoutMs) });
    socket.write(`${`OFFER ${room} ${content.length} ${this.#ticket}`.trimEnd()}\n`);
    const [answer] = (await answered) as [string];
    const [word, id = '', secret = ''] = answer.split(' ');
    if (word !== 'OFFERED') throw new Error(answer);
    this.#ticket = `${id} ${secret}`;
    lines.on('line', line => this.#hear(socket, line));
  }

  /** Has somebody fetch and confirm it. @throws when not all of it comes */
  async fetchBy(person: Person): Promise<void> {
    const socket = await person.dial(protocol);
    const signal = AbortSignal.timeout(fetchTimeoutMs);
    const ended = once(socket, 'close', { signal });
    const expected = Buffer.concat([Buffer.from(`SENDING ${content.length}\r\n`), content]);
    let all = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      all = Buffer.concat([all, chunk]);
      if (all.equals(expected)) socket.write('GOT\n');
    });
    socket.write(`FETCH ${this.#ticket} 0\n`);
    await ended.finally(() => socket.destroy());
    if (!all.equals(expected)) throw new Error(all.subarray(0, 40).toString().trim() || 'nothing came');
  }

  end(): void {
    this.#socket?.destroy();
  }

  #hear(socket: TLSSocket, line: string): void {
    const [word, pull = '', offset = '0'] = line.split(' ');
    if (word === 'PING') socket.write('PONG\n');
    if (word === 'WANTED') this.#send(pull, Number(offset)).catch(() => undefined);
  }

  async #send(pull: string, offset: number): Promise<void> {
    const socket = await this.#owner.dial(protocol);
    const signal = AbortSignal.timeout(fetchTimeoutMs);
    const ended = once(socket, 'close', { signal });
    socket.write(`SEND ${pull}\n`);
    await once(socket, 'data', { signal });
    socket.write(content.subarray(offset));
    socket.resume();
    await ended.finally(() => socket.destroy());
  }
}
