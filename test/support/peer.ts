import type { Duplex } from 'node:stream';
import { type Message, parseMessage } from '../../src/irc/message.ts';

/** How long a test waits for a line that never comes. */
const patienceMs = 5000;

/** An IRC client in the hands of a test: writes lines, reads lines. */
export class TestPeer {
  readonly stream: Duplex;
  #rest = '';
  #lines: string[] = [];
  #wake: () => void = () => undefined;
  #give: (error: Error) => void = () => undefined;
  #closed = false;
  #pings = 0;

  constructor(stream: Duplex) {
    this.stream = stream;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const parts = (this.#rest + text).split('\r\n');
      this.#rest = parts.pop() ?? '';
      this.#lines.push(...parts);
      this.#wake();
    });
    const close = (): void => {
      this.#closed = true;
      this.#wake();
    };
    stream.on('end', close).on('close', close).on('error', close);
  }

  /** Sends lines in one write. */
  send(...lines: string[]): void {
    this.stream.write(lines.map(line => `${line}\r\n`).join(''));
  }

  /** The next line as it came; throws when the connection has ended. */
  async nextLine(): Promise<string> {
    const timer = setTimeout(() => this.#give(new Error('no line came')), patienceMs);
    try {
      for (;;) {
        const line = this.#lines.shift();
        if (line !== undefined) return line;
        if (this.#closed) throw new Error('closed');
        await new Promise<void>((resolve, reject) => {
          this.#wake = resolve;
          this.#give = reject;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next message with this command; those before it are dropped. */
  async next(command: string): Promise<Message> {
    for (;;) {
      const message = parseMessage(await this.nextLine());
      if (message.command === command) return message;
    }
  }

  /** Sends lines, and gives everything that has come by the time they are answered. */
  async ask(...lines: string[]): Promise<string[]> {
    const token = `sync-${++this.#pings}`;
    this.send(...lines, `PING ${token}`);
    const answers: string[] = [];
    for (;;) {
      const line = await this.nextLine();
      if (line.endsWith(` ${token}`) || line.endsWith(` :${token}`)) return answers;
      answers.push(line);
    }
  }

  /** What has come since the last question. */
  news(): Promise<string[]> {
    return this.ask();
  }

  /** Everything up to the end of the connection. */
  async rest(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      try {
        lines.push(await this.nextLine());
      } catch (error) {
        if (error instanceof Error && error.message === 'closed') return lines;
        throw error;
      }
    }
  }
}

export interface Registration {
  readonly capabilities?: string;
  readonly password?: string;
}

/** Registers, and gives what was said up to the end of the welcome. */
export async function register(
  peer: TestPeer,
  nick: string,
  { capabilities, password }: Registration = {},
): Promise<string[]> {
  if (capabilities !== undefined) peer.send('CAP LS 302', `CAP REQ :${capabilities}`);
  if (password !== undefined) peer.send(`PASS ${password}`);
  peer.send(`NICK ${nick}`, `USER ${nick} 0 * :${nick} Real`);
  if (capabilities !== undefined) peer.send('CAP END');
  return peer.ask();
}
