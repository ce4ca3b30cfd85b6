import { once } from 'node:events';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { readArea } from './arena.ts';
import { Receiver } from './receiver.ts';
import type { Speaker } from './speaker.ts';
import type { Tally } from './tally.ts';

/** How long a member waits for any one answer. */
const patienceMs = 20_000;

export interface MemberOptions {
  readonly port: number;
  readonly nick: string;
  readonly secureContext: SecureContext;
  readonly tally: Tally;
  /** Capabilities that are asked for as far as the server has them; none: CAP is not used at all. */
  readonly capabilities: readonly string[];
  /** Takes why the connection broke. */
  readonly onTrouble: (error: Error) => void;
}

interface Waiting {
  readonly pattern: RegExp;
  readonly resolve: (line: string) => void;
}

/** One connection of the load generator. */
export class Member {
  readonly nick: string;
  readonly receiver: Receiver;
  /** The sender whose messages count as arrived when this member has them. */
  observed: Speaker | undefined;
  readonly #tally: Tally;
  readonly #socket: TLSSocket;
  readonly #options: MemberOptions;
  #waiting: Waiting | undefined;
  #lastLine = '';

  constructor(options: MemberOptions) {
    this.nick = options.nick;
    this.#tally = options.tally;
    this.#options = options;
    this.receiver = new Receiver(options.tally, line => this.#takeLine(line));
    this.#socket = this.#connect();
    this.#socket.setNoDelay(true);
    sendEachWriteAlone(this.#socket);
    this.#socket.on('error', (error: Error) => this.#fail(error.message));
    this.#socket.on('close', () => this.#fail('closed'));
  }

  /** The cipher that was agreed on. */
  get cipher(): string {
    return this.#socket.getCipher().name;
  }

  /** Resolves when the TLS handshake is over. */
  async handshake(): Promise<void> {
    await once(this.#socket, 'secureConnect');
  }

  /** Resolves when the server has said all of its welcome. */
  async register(): Promise<void> {
    const hello = `NICK ${this.nick}\r\nUSER ${this.nick} 0 * :${this.nick}\r\n`;
    if (this.#options.capabilities.length > 0) await this.#negotiate(hello);
    else this.write(hello);
    await this.ask(this.#options.capabilities.length > 0 ? 'CAP END' : '', / (?:376|422) /);
  }

  async join(room: string): Promise<void> {
    await this.ask(`JOIN ${room}`, / 366 /);
  }

  /** Resolves when everything that the server sent before has been read. */
  async sync(): Promise<void> {
    await this.ask('PING :sync', / PONG .*sync/);
  }

  write(data: string | Buffer): void {
    this.#socket.write(data);
  }

  /** Sends a line, or nothing for '', and waits for a line that matches. @returns that line */
  async ask(line: string, pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${this.nick} waited for ${String(pattern)}, and last heard: ${this.#lastLine}`));
      }, patienceMs);
      this.#waiting = {
        pattern,
        resolve: answer => {
          clearTimeout(timer);
          resolve(answer);
        },
      };
      if (line !== '') this.write(`${line}\r\n`);
    });
  }

  #connect(): TLSSocket {
    const { port, secureContext } = this.#options;
    const callback = (count: number): boolean => {
      this.#tally.now = performance.now();
      this.receiver.read(count);
      const observed = this.observed;
      if (observed !== undefined) observed.acknowledge(this.receiver.expected[observed.sender] ?? 0);
      return true;
    };
    const onread = { buffer: readArea, callback };
    const address = { host: '127.0.0.1', port, onread };
    const options = { ...address, secureContext, rejectUnauthorized: false, ALPNProtocols: ['irc'] };
    return connect(options);
  }

  /** Asks for each capability, and logs in by certificate where the server knows how. */
  async #negotiate(hello: string): Promise<void> {
    this.write(`CAP LS 302\r\n${hello}`);
    const granted = new Set<string>();
    for (const name of this.#options.capabilities) {
      const answer = await this.ask(`CAP REQ :${name}`, / CAP \S+ (?:ACK|NAK) /);
      if (answer.includes(' ACK ')) granted.add(name);
    }
    if (!granted.has('sasl')) return;
    await this.ask('AUTHENTICATE EXTERNAL', /^(?::\S+ )?AUTHENTICATE \+/);
    await this.ask('AUTHENTICATE +', / 90[34] /);
  }

  #takeLine(whole: string): void {
    const line = whole.replace(/^@\S+ /, '');
    this.#lastLine = line;
    const ping = /^(?::\S+ )?PING (.*)$/.exec(line);
    if (ping) this.write(`PONG ${ping[1] ?? ''}\r\n`);
    if (this.#waiting?.pattern.test(line) !== true) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(line);
  }

  #fail(why: string): void {
    this.#options.onTrouble(new Error(`${this.nick}: ${why}; last heard: ${this.#lastLine}`));
  }
}

/**
 * People type one line at a time, and so each line of a sender goes out in a TLS record of its own. Node would put those
 * that wait for an earlier one into one record; a stream without `_writev` writes them one by one.
 */
function sendEachWriteAlone(socket: TLSSocket): void {
  (socket as unknown as { _writev: null })._writev = null;
}
