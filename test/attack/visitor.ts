import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';

interface VisitorOptions {
  readonly signal: AbortSignal;
  readonly answerTimeoutMs: number;
}

interface VisitorRegistration {
  readonly nick: string;
  readonly token: string;
  /** Names of capabilities with a space between; '' for none. */
  readonly capabilities: string;
}

/** The longest part of a line that is kept while its end is awaited. */
const maxRest = 16_384;

/** An attacker's IRC connection: asks as fast as it is read, and keeps nothing of what it hears. */
export class Visitor {
  readonly socket: TLSSocket;
  nick = '';
  /** Called with the nicks that a list of names holds. */
  onNames: (nicks: readonly string[]) => void = () => undefined;
  readonly #options: VisitorOptions;
  #rest = '';
  #pings = 0;
  #heard: ((line: string) => void) | undefined;

  constructor(socket: TLSSocket, options: VisitorOptions) {
    this.socket = socket;
    this.#options = options;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#read(text));
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && !this.#options.signal.aborted;
  }

  /** @throws when the relay does not welcome it */
  async register({ nick, token, capabilities }: VisitorRegistration): Promise<void> {
    this.nick = nick;
    const caps = capabilities === '' ? [] : ['CAP LS 302', `CAP REQ :${capabilities}`, 'CAP END'];
    const welcomed = this.#hears(line => line.includes(' 001 '));
    this.send(...caps.slice(0, 2), `PASS ${token}`, `NICK ${nick}`, `USER ${nick} 0 * :x`, ...caps.slice(2));
    await welcomed;
  }

  send(...lines: string[]): void {
    if (this.isOpen) this.socket.write(lines.map(line => `${line}\r\n`).join(''));
  }

  /** Sends lines and waits until they are answered. @returns whether an answer held one of `words` */
  async ask(lines: readonly string[], ...words: string[]): Promise<boolean> {
    const token = `ask${++this.#pings}`;
    let isFound = false;
    const answered = this.#hears(line => {
      isFound ||= words.some(word => line.includes(word));
      return line.includes(' PONG ') && line.includes(token);
    });
    this.send(...lines, `PING ${token}`);
    await answered;
    return isFound;
  }

  /** Writes what `next` gives until the connection ends, never further ahead than the socket takes. */
  async flood(next: () => string | Uint8Array): Promise<void> {
    while (this.isOpen) await writeAll(this.socket, next(), this.#options.signal);
  }

  /** Waits for a line that is what is wanted. @throws when the connection ends first, or nothing comes */
  async #hears(isWanted: (line: string) => boolean): Promise<void> {
    const timeout = AbortSignal.timeout(this.#options.answerTimeoutMs);
    const signal = AbortSignal.any([this.#options.signal, timeout]);
    await new Promise<void>((resolve, reject) => {
      const give = (): void => reject(new Error('no answer'));
      if (!this.isOpen) give();
      signal.addEventListener('abort', give, { once: true });
      this.socket.once('close', give);
      this.#heard = line => {
        if (!isWanted(line)) return;
        signal.removeEventListener('abort', give);
        this.socket.off('close', give);
        resolve();
      };
    });
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\r\n');
    this.#rest = (lines.pop() ?? '').slice(0, maxRest);
    for (const line of lines) {
      if (line.startsWith('PING ')) this.send(line.replace('PING', 'PONG'));
      const [, names] = / 353 \S+ \S \S+ :(.*)$/.exec(line) ?? [];
      if (names !== undefined) this.onNames(names.split(' ').map(name => name.replace(/^[@+]/, '')));
      this.#heard?.(line);
    }
  }
}

/** Writes, and waits when the socket is full until it takes more. */
export async function writeAll(
  socket: TLSSocket,
  what: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  if (socket.write(what)) {
    // Otherwise one connection that is read quickly would have the process to itself.
    await new Promise(setImmediate);
    return;
  }
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  await Promise.race([
    once(socket, 'drain', { signal: either }).catch(() => undefined),
    once(socket, 'close', { signal: either }).catch(() => undefined),
  ]);
  over.abort();
}
