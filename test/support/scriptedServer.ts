import { once } from 'node:events';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { type Message, parseMessage } from '../../src/irc/message.ts';
import { serverTlsOptions } from '../../src/net/tls.ts';
import { createIdentity } from '../../src/trust/identity.ts';
import { historyPage, lineOf, type Said } from './scriptedHistory.ts';

/** Lines that answer a message. */
type Answer = (received: Message) => readonly string[];

const capabilities = [
  'batch',
  'draft/chathistory',
  'draft/read-marker',
  'echo-message',
  'labeled-response',
  'message-tags',
  'server-time',
].join(' ');

/**
 * An IRC server with one client, the other people of which are a test's: it says with its own ids and times what
 * they say, keeps a history of it, and answers as the test likes.
 */
export class ScriptedServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #history = new Map<string, Said[]>();
  #socket: TLSSocket | undefined;
  #ids = 0;
  #isDown = false;
  /** The client's nick. */
  nick = '';
  /** How many connections have registered. */
  visits = 0;
  /** Every line that the client has sent, oldest first. */
  readonly received: string[] = [];
  /** What is answered in place of the usual, by command or by command and target: `JOIN #dev`, `CHATHISTORY`. */
  readonly instead = new Map<string, Answer>();
  /** The server leaves a connection open that the client has said goodbye on. */
  staysOpen = false;

  private constructor(server: Server) {
    this.#server = server;
    server.on('secureConnection', socket => this.#accept(socket));
  }

  static async listen(): Promise<ScriptedServer> {
    const identity = await createIdentity({ name: 'scripted', now: new Date() });
    const made = new ScriptedServer(createServer(serverTlsOptions(identity)));
    made.#server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(made.#server, 'listening');
    return made;
  }

  get address(): string {
    const address = this.#server.address();
    return `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  }

  get isConnected(): boolean {
    return this.#socket?.destroyed === false;
  }

  /** Sends lines as they are. */
  send(...lines: readonly string[]): void {
    this.#socket?.write(lines.map(line => `${line}\r\n`).join(''));
  }

  /** Somebody says something in a room or to the client: it is sent, and in the history. */
  say(target: string, nick: string, text: string, more: Partial<Said> = {}): Said {
    const said = this.keep(target, nick, text, more);
    this.send(lineOf(said));
    return said;
  }

  /** It was said while the client could not hear it. */
  keep(target: string, nick: string, text: string, more: Partial<Said> = {}): Said {
    const said = { target, nick, text, at: Date.now(), id: `id${++this.#ids}`, ...more };
    const place = target === this.nick ? nick : target;
    this.#history.set(place, [...(this.#history.get(place) ?? []), said]);
    return said;
  }

  /** Breaks the connection. New ones are refused until `restore` when `isDown`. */
  cut({ isDown = false } = {}): void {
    this.#isDown = isDown;
    this.#socket?.destroy();
  }

  restore(): void {
    this.#isDown = false;
  }

  /** Closes the connection with a text of the server's own. */
  close(text: string): void {
    this.#socket?.end(`ERROR :${text}\r\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut({ isDown: true });
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: TLSSocket): void {
    socket.on('error', () => undefined);
    if (this.#isDown) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    let rest = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#take(socket, line);
    });
  }

  #take(socket: TLSSocket, line: string): void {
    this.received.push(line);
    const message = parseMessage(line);
    const { command, params, tags } = message;
    const usual: Answer | undefined = this.#usual[command];
    const chosen = this.instead.get(`${command} ${params[0] ?? ''}`) ?? this.instead.get(command);
    const answers = (chosen ?? usual)?.(message) ?? [];
    const label = tags.get('label');
    const [first = '', ...others] = answers;
    const labelled = label === undefined || first === '' ? first : withTag(first, `label=${label}`);
    if (first !== '') socket.write([labelled, ...others, ''].join('\r\n'));
    if (command === 'QUIT' && !this.staysOpen) socket.end();
  }

  readonly #usual: Readonly<Record<string, Answer>> = {
    CAP: ({ params: [subcommand = '', , list = ''], params }) => {
      if (subcommand === 'LS') return [`:irc.test CAP * LS :${capabilities}`];
      if (subcommand === 'REQ') return [`:irc.test CAP * ACK :${params.at(-1) ?? list}`];
      return this.#welcome();
    },
    NICK: ({ params: [nick = ''] }) => {
      this.nick = nick;
      return [];
    },
    PING: ({ params: [token = ''] }) => [`:irc.test PONG irc.test :${token}`],
    JOIN: ({ params: [rooms = ''] }) => rooms.split(',').flatMap(room => this.#join(room)),
    PART: ({ params: [room = ''] }) => [`:${this.nick}!u@host.test PART ${room}`],
    PRIVMSG: ({ params: [target = '', text = ''] }) => [lineOf(this.keep(target, this.nick, text))],
    MARKREAD: ({ params: [target = '', time = 'timestamp=*'] }) => [`:irc.test MARKREAD ${target} ${time}`],
    CHATHISTORY: ({ params }) => historyPage(params, this.#history),
    QUIT: () => ['ERROR :Goodbye'],
  };

  #welcome(): readonly string[] {
    this.visits += 1;
    return [
      `:irc.test 001 ${this.nick} :Welcome`,
      `:irc.test 005 ${this.nick} CHATHISTORY=100 MSGREFTYPES=msgid,timestamp CHANTYPES=# :are supported`,
      `:irc.test 422 ${this.nick} :MOTD File is missing`,
    ];
  }

  #join(room: string): readonly string[] {
    const instead = this.instead.get(`JOIN ${room}`);
    if (instead !== undefined) return instead(parseMessage(`JOIN ${room}`));
    return this.entering(room);
  }

  /** The client is let into a room, where ana and bia are. */
  entering(room: string): readonly string[] {
    return [
      `:${this.nick}!u@host.test JOIN ${room}`,
      `:irc.test MARKREAD ${room} timestamp=*`,
      `:irc.test 353 ${this.nick} = ${room} :${this.nick} ana bia`,
      `:irc.test 366 ${this.nick} ${room} :End of /NAMES list`,
    ];
  }
}

function withTag(line: string, tag: string): string {
  return line.startsWith('@') ? `@${tag};${line.slice(1)}` : `@${tag} ${line}`;
}
