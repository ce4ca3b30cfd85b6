import type { Message } from '../../../src/irc/message.ts';
import type { Relay } from '../../../src/relay/relay.ts';
import type { Peer } from '../../../src/relay/core/session.ts';
import { MemoryStream } from './memoryStream.ts';
import { View } from './view.ts';

/** One client: sends bytes, and believes nothing it reads. */
export class Client {
  readonly view = new View();
  /** What CAP LS named. */
  readonly offered: string[] = [];
  /** Whether the relay has closed the connection, or it has broken. */
  isGone = false;
  /** The first line that made no sense. */
  fault: Error | undefined;
  readonly #stream: MemoryStream;
  readonly #pongs = new Set<string>();

  constructor(relay: Relay, peer: Peer) {
    this.#stream = new MemoryStream(bytes => this.#read(bytes));
    this.#stream.on('finish', () => this.#gone());
    this.#stream.on('close', () => this.#gone());
    relay.accept(this.#stream, peer);
  }

  send(bytes: Buffer | string): void {
    if (!this.isGone && !this.#stream.destroyed) this.#stream.push(bytes);
  }

  /** Whether a PONG with this word has come. */
  heard(word: string): boolean {
    return this.#pongs.has(word);
  }

  freeze(isFrozen: boolean): void {
    this.#stream.isFrozen = isFrozen;
  }

  hangUp(how: 'end' | 'reset'): void {
    if (this.isGone || this.#stream.destroyed) return;
    if (how === 'end') this.#stream.push(null);
    else this.#stream.destroy(new Error('reset'));
  }

  #gone(): void {
    if (this.isGone) return;
    this.isGone = true;
    // As a socket does: the other side has closed, so nothing more comes from it either.
    if (!this.#stream.destroyed) this.#stream.push(null);
  }

  #read(bytes: Buffer): void {
    if (this.fault !== undefined) return;
    try {
      this.view.read(bytes, message => this.#note(message));
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
    }
  }

  #note({ command, params }: Message): void {
    if (command === 'PONG') this.#pongs.add(params[1] ?? '');
    if (command === 'PING') this.send(`PONG ${params[0] ?? ''}\r\n`);
    if (command === 'CAP' && params[1] === 'LS')
      this.offered.push(...(params.at(-1) ?? '').split(' ').map(word => word.replace(/=.*/, '')));
  }
}
