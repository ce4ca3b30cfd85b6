import { setImmediate as nextTurn } from 'node:timers/promises';
import { Relay } from '../../../src/relay/relay.ts';
import { MemoryStream } from '../../fuzz/session/memoryStream.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { type Command, lineOf, people } from './command.ts';
import { Model } from './model.ts';
import { normal, sortLists } from './normal.ts';

/** Far more turns of the loop than any answer takes. */
const maxTurns = 100;
/** One who wants echoes, one who reads tags, and two who know of nothing; none is told the past on coming in. */
const capabilities = ['', 'echo-message', 'message-tags server-time echo-message', ''] as const;
const echoes = [1, 2] as const;

interface Connection {
  readonly stream: MemoryStream;
  text: string;
}

/** A relay and the model side by side. */
export class Bench {
  readonly model = new Model(echoes);
  readonly #log: string[] = [];
  readonly #connections = new Map<number, Connection>();
  readonly #relay = new Relay({
    serverName: 'relay.test',
    room: '#chat',
    version: 'test',
    token: '',
    motd: [],
    clock: new FakeClock(),
    // The model knows no time.
    limits: { floodBurst: 1e9, deliveryBurst: 1e9, emptyRoomMs: 0 },
    log: text => this.#log.push(text),
  });
  #pings = 0;

  /** Everyone comes in. */
  async start(): Promise<void> {
    for (let number = 0; number < people; number++) await this.#connect(number);
  }

  /**
   * Plays a group on both sides without waiting in between.
   *
   * @returns what each person reads: of the relay, and of the model
   */
  async play(group: readonly Command[]): Promise<{ given: string[][]; wanted: string[][] }> {
    for (const command of group) {
      if (command.name === 'CONNECT' && !this.model.isConnected(command.who))
        await this.#connect(command.who);
      this.#send(command);
      this.model.apply(command);
      // That a connection has ended is seen a little later; only then is it clear what comes before and what after.
      if (command.name === 'RESET') await this.#reset(command.who);
    }
    await this.#settle();
    const given = Array.from({ length: people }, (_, number) => this.#read(number));
    const wanted = this.model.inbox.map(lines => sortLists(lines.splice(0).map(line => line.trimEnd())));
    if (this.#log.length > 0) throw new Error(this.#log.join('\n'));
    for (const number of this.#connections.keys())
      if (!this.model.isConnected(number)) this.#connections.delete(number);
    return { given, wanted };
  }

  async #connect(number: number): Promise<void> {
    // What it missed by having gone is of no interest.
    await this.#settle();
    this.model.inbox[number] = [];
    const nick = this.model.connect(number);
    const connection = { stream: new MemoryStream(bytes => (connection.text += bytes.toString())), text: '' };
    this.#connections.set(number, connection);
    this.#relay.accept(connection.stream, { address: `192.0.2.${number + 1}` });
    connection.stream.push(
      `CAP REQ :draft/chathistory ${capabilities[number] ?? ''}\r\nNICK ${nick}\r\nUSER u 0 * :r\r\nCAP END\r\n`,
    );
    await this.#settle();
    connection.text = '';
  }

  /** What still comes to somebody who has hung up is not compared. */
  async #reset(number: number): Promise<void> {
    await this.#settle();
    if (this.model.isConnected(number)) return;
    this.model.inbox[number] = [];
    this.#connections.delete(number);
  }

  #send(command: Command): void {
    if (!this.model.isConnected(command.who)) return;
    const stream = this.#connections.get(command.who)?.stream;
    if (command.name === 'RESET') stream?.push(null);
    else stream?.push(`${lineOf(command)}\r\n`);
  }

  /** Waits until everyone has an answer to a last question, so that all that came before has come too. */
  async #settle(): Promise<void> {
    const word = `settled-${++this.#pings}`;
    const open = [...this.#connections].filter(([number]) => this.model.isConnected(number));
    for (const [, { stream }] of open) stream.push(`PING ${word}\r\n`);
    for (let turn = 0; turn < maxTurns; turn++) {
      if (open.every(([, { text }]) => text.includes(` ${word}\r\n`))) return;
      await nextTurn();
    }
    throw new Error(['somebody gets no answer', ...this.#log].join('\n'));
  }

  #read(number: number): string[] {
    const connection = this.#connections.get(number);
    if (connection === undefined) return [];
    const lines = connection.text.split('\r\n');
    connection.text = lines.pop() ?? '';
    const news = lines.filter(line => !/ PONG \S+ :?settled-\d+$/.test(line));
    return sortLists(news.flatMap(line => normal(line)?.trimEnd() ?? []));
  }
}
