import { type Duplex, duplexPair } from 'node:stream';
import { type Message, parseMessage } from '../../src/irc/message.ts';

/** Lets everything that is on its way arrive: streams hand on in turns of the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
}

/** How a scripted server lets somebody in. */
export interface Welcome {
  /** Offered in CAP LS, values included; a server without CAP has none. */
  readonly capabilities?: string;
  /** Tokens of 005. */
  readonly isupport?: string;
  /** What it says of its start, in 003. */
  readonly started?: string;
  /** Who else is in the room. */
  readonly names?: string;
}

/** One connection to an IRC server that does nothing by itself: a test reads what came and says what to answer. */
export class FakeConnection {
  readonly #stream: Duplex;
  readonly #lines: string[] = [];
  readonly #wakers = new Set<() => void>();
  /** Every line that came, read or not. */
  readonly all: string[] = [];
  isEnded = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('error', () => undefined);
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      this.#lines.push(...lines);
      this.all.push(...lines);
      this.#wake();
    });
    const end = (): void => {
      this.isEnded = true;
      this.#wake();
    };
    stream.on('end', end);
    stream.on('close', end);
  }

  /** Sends lines. */
  say(...lines: string[]): void {
    this.#stream.write(lines.map(line => `${line}\r\n`).join(''));
  }

  /** The next message with this command, passing over others; fails when the client hangs up before. */
  async next(command: string): Promise<Message> {
    for (;;) {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        const message = parseMessage(line);
        if (message.command === command) return message;
      }
      if (this.isEnded) throw new Error(`no ${command} before the end`);
      await new Promise<void>(resolve => this.#wakers.add(resolve));
    }
  }

  /** Hangs up. */
  cut(): void {
    this.#stream.destroy();
  }

  end(): void {
    this.#stream.end();
  }

  /** Does all that lets the client in, room included, and gives its nick. */
  async welcome({ names = 'bob', ...welcome }: Welcome = {}): Promise<string> {
    const nick = await this.register(welcome);
    await this.letIn(nick, names);
    return nick;
  }

  /** As far as the end of the message of the day. */
  async register({ capabilities, isupport = '', started = '' }: Welcome = {}): Promise<string> {
    const nick = (await this.next('NICK')).params[0]!;
    await this.next('USER');
    if (capabilities !== undefined) {
      this.say(`:irc.test CAP * LS :${capabilities}`);
      await this.grantAll();
    }
    this.say(`:irc.test 001 ${nick} :Welcome`);
    if (started !== '') this.say(`:irc.test 003 ${nick} :${started}`);
    if (isupport !== '') this.say(`:irc.test 005 ${nick} ${isupport} :are supported by this server`);
    this.say(`:irc.test 422 ${nick} :MOTD File is missing`);
    return nick;
  }

  /** Grants each capability asked for, up to CAP END. */
  async grantAll(): Promise<void> {
    for (;;) {
      const { params } = await this.next('CAP');
      if (params[0] === 'END') return;
      if (params[0] === 'REQ') this.say(`:irc.test CAP * ACK :${params[1]!}`);
    }
  }

  /** Answers a JOIN, of one room or several. */
  async letIn(nick: string, names = 'bob'): Promise<void> {
    const rooms = (await this.next('JOIN')).params[0]!;
    for (const room of rooms.split(','))
      this.say(
        `:${nick}!~u@host.test JOIN ${room}`,
        `:irc.test 353 ${nick} = ${room} :${names} ${nick}`,
        `:irc.test 366 ${nick} ${room} :End of /NAMES list`,
      );
  }

  #wake(): void {
    for (const wake of [...this.#wakers]) {
      this.#wakers.delete(wake);
      wake();
    }
  }
}

/** A server at the other end of as many connections as a client opens. */
export class FakeServer {
  readonly #connections: FakeConnection[] = [];
  readonly #wakers = new Set<() => void>();
  #given = 0;
  /** Streams handed to the client, to see that they are gone. */
  readonly clientEnds: Duplex[] = [];

  /** Opens a connection; gives the client's end. */
  open(): Duplex {
    const [clientEnd, serverEnd] = duplexPair();
    this.clientEnds.push(clientEnd);
    this.#connections.push(new FakeConnection(serverEnd));
    for (const wake of [...this.#wakers]) wake();
    return clientEnd;
  }

  /** How many connections were opened. */
  get count(): number {
    return this.#connections.length;
  }

  /** The next connection that the client opens. */
  async accept(): Promise<FakeConnection> {
    while (this.#given >= this.#connections.length) {
      await new Promise<void>(resolve => this.#wakers.add(resolve));
    }
    return this.#connections[this.#given++]!;
  }
}
