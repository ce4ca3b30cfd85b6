import { connect as connectTcp, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { type Message, parseMessage } from '../../src/irc/message.ts';

/** How long anything may take before the relay counts as dead, in milliseconds. */
const patienceMs = 60_000;

export interface LinkOptions {
  readonly port: number;
  readonly nick: string;
  readonly capabilities: readonly string[];
  readonly onMessage: (message: Message) => void;
  /** However it came to an end. */
  readonly onClose: () => void;
}

/** One real TLS connection. */
export class Link {
  /** The relay has closed it, or it broke. */
  isClosed = false;
  readonly #tcp: Socket;
  readonly #socket: TLSSocket;
  readonly #options: LinkOptions;
  readonly #waiting = new Map<string, () => void>();
  #rest = '';
  #pings = 0;

  private constructor(options: LinkOptions) {
    this.#options = options;
    this.#tcp = connectTcp({ host: '127.0.0.1', port: options.port, noDelay: true });
    // Broken connections are what this is about.
    this.#tcp.on('error', () => undefined);
    this.#socket = connect({ socket: this.#tcp, rejectUnauthorized: false });
    this.#socket.setEncoding('utf8');
    this.#socket.on('data', (text: string) => this.#read(text));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#close());
  }

  /** Connects and registers. @throws when that takes too long or is refused */
  static async open(options: LinkOptions): Promise<Link> {
    const link = new Link(options);
    const { nick, capabilities } = options;
    link.send(
      ...capabilities.map(name => `CAP REQ ${name}`),
      `NICK ${nick}`,
      `USER ${nick} 0 * :${nick}`,
      'CAP END',
    );
    await link.sync();
    return link;
  }

  send(...lines: string[]): void {
    if (!this.isClosed) this.#socket.write(lines.map(line => `${line}\r\n`).join(''));
  }

  /** Waits until all that was sent is answered. @returns false when the connection ends first */
  async sync(): Promise<boolean> {
    const word = `sync-${++this.#pings}`;
    if (this.isClosed) return false;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<boolean>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`${this.#options.nick} gets no answer`)), patienceMs);
        this.#waiting.set(word, () => resolve(!this.isClosed));
        this.send(`PING ${word}`);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Says goodbye. */
  quit(): void {
    this.send('QUIT :bye');
    this.#socket.end();
  }

  /** Breaks the connection as a cable would: with a RST. */
  reset(): void {
    const { isClosed } = this;
    this.#close();
    if (isClosed) return;
    this.#tcp.resetAndDestroy();
    this.#socket.destroy();
  }

  /** Reads no more until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  #close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const wake of this.#waiting.values()) wake();
    this.#waiting.clear();
    this.#options.onClose();
  }

  #read(text: string): void {
    if (this.isClosed) return;
    const lines = (this.#rest + text).split('\r\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(parseMessage(line));
  }

  #line(message: Message): void {
    const { command, params } = message;
    if (command === 'PING') this.send(`PONG :${params[0] ?? ''}`);
    const word = command === 'PONG' ? (params[1] ?? '') : '';
    this.#options.onMessage(message);
    this.#waiting.get(word)?.();
    this.#waiting.delete(word);
  }
}
