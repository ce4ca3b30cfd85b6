import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { type Message, parseMessage } from '../../../src/irc/message.ts';
import { clientTlsOptions, type TlsIdentity } from '../../../src/net/tls.ts';
import type { Target } from '../scene.ts';

/** Who an honest person is, and how they reach the relay. */
export interface PersonOptions {
  readonly nick: string;
  readonly identity: TlsIdentity;
  readonly target: Target;
  /** An address of this machine to come from. */
  readonly from: string;
  readonly token: string;
}

/** The longest a connection or an answer may take, in milliseconds. */
const answerTimeoutMs = 10_000;

const capabilities = [
  'batch message-tags server-time echo-message sasl',
  'draft/chathistory draft/read-marker draft/metadata-2',
].join(' ');

/** What the relay says to somebody whom it does not welcome. */
const refusals = new Set(['263', '432', '433', '451', '464', '465', '904', 'ERROR']);

/** Somebody with a key who means no harm, on a real TLS connection. */
export class Person {
  readonly options: PersonOptions;
  /** Called with everything that comes once the connection stands. */
  onMessage: (message: Message) => void = () => undefined;
  /** Called when the connection ends without having been asked to. */
  onLost: () => void = () => undefined;
  #socket: TLSSocket | undefined;
  #isRegistered = false;
  #listeners = new Set<(message: Message) => void>();
  #rest = '';
  #asked = 0;

  constructor(options: PersonOptions) {
    this.options = options;
  }

  get nick(): string {
    return this.options.nick;
  }

  get isThere(): boolean {
    return this.#isRegistered;
  }

  /** A TLS connection from where this person is, with their key. @throws when it does not stand in time */
  async dial(protocol: string): Promise<TLSSocket> {
    const { target, from, identity } = this.options;
    const tcp = connectTcp({ ...target, localAddress: from, noDelay: true });
    const socket = connect({ ...clientTlsOptions(identity, protocol), socket: tcp });
    // Whoever listens for 'close' learns enough.
    tcp.on('error', () => undefined);
    socket.on('error', () => undefined).on('close', () => tcp.destroy());
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const closed = once(socket, 'close', { signal }).then(() => Promise.reject(new Error('closed at once')));
    await Promise.race([once(socket, 'secureConnect', { signal }), closed]).catch((error: unknown) => {
      socket.destroy();
      throw error;
    });
    closed.catch(() => undefined);
    return socket;
  }

  /** Registers with key and password. @throws with the relay's words when it does not welcome them */
  async connect(): Promise<void> {
    const { nick, token } = this.options;
    const socket = await this.dial('irc');
    this.#socket = socket;
    this.#rest = '';
    socket.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    socket.on('close', () => this.#closed(socket));
    const welcome = this.#hear(({ command }) => command === '001' || refusals.has(command), socket);
    const login = ['AUTHENTICATE EXTERNAL', 'AUTHENTICATE +'];
    this.send('CAP LS 302', `CAP REQ :${capabilities}`, `PASS ${token}`, ...login);
    this.send(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, 'CAP END');
    const { command, params } = await welcome;
    if (command !== '001') {
      socket.destroy();
      throw new Error(`${command} ${params.at(-1) ?? ''}`);
    }
    this.#isRegistered = true;
  }

  send(...lines: string[]): void {
    this.#socket?.write(lines.map(line => `${line}\r\n`).join(''));
  }

  /** Sends lines. @returns all that came by the time they were answered */
  async ask(...lines: string[]): Promise<Message[]> {
    const socket = this.#socket;
    if (socket === undefined) throw new Error('not connected');
    const token = `ask${++this.#asked}`;
    const heard: Message[] = [];
    const answered = this.#hear(message => {
      heard.push(message);
      return message.command === 'PONG' && message.params.at(-1) === token;
    }, socket);
    this.send(...lines, `PING ${token}`);
    await answered;
    return heard;
  }

  /** Says goodbye; not the same as losing the connection. */
  leave(): void {
    const socket = this.#socket;
    this.#isRegistered = false;
    this.#socket = undefined;
    socket?.end('QUIT :bye\r\n');
    socket?.destroySoon();
  }

  /** The first message that is what is wanted. @throws when the connection ends first or nothing comes */
  async #hear(isWanted: (message: Message) => boolean, socket: TLSSocket): Promise<Message> {
    return new Promise((resolve, reject) => {
      const listener = (message: Message): void => {
        if (isWanted(message)) end(() => resolve(message));
      };
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        socket.off('close', closed);
        this.#listeners.delete(listener);
        settle();
      };
      const closed = (): void => end(() => reject(new Error('the connection ended')));
      const timer = setTimeout(() => end(() => reject(new Error('no answer'))), answerTimeoutMs);
      socket.once('close', closed);
      this.#listeners.add(listener);
    });
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\r\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = parseMessage(line);
      if (message.command === 'PING') this.send(`PONG :${message.params[0] ?? ''}`);
      this.onMessage(message);
      for (const listener of this.#listeners) listener(message);
    }
  }

  #closed(socket: TLSSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    const wasRegistered = this.#isRegistered;
    this.#isRegistered = false;
    if (wasRegistered) this.onLost();
  }
}
