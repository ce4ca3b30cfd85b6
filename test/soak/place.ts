import { type Message } from '../../src/irc/message.ts';
import { nickOf } from '../../src/irc/names.ts';
import type { Counts } from './counts.ts';
import { Link } from './link.ts';
import { RoomLog } from './roomLog.ts';

/** A delay is noted for one message in so many. */
const sampleEvery = 10;

/** What a line says of a room, as the log has it; undefined for one that says nothing. */
export function entryOf({
  command,
  params,
  source = '',
}: Message): { room: string; entry: string } | undefined {
  const [room = '', text = ''] = params;
  if (!room.startsWith('#')) return undefined;
  if (command === 'JOIN' || command === 'PART') return { room, entry: `${command} ${nickOf(source)}` };
  if (command !== 'PRIVMSG') return undefined;
  const [writer = '', number = ''] = text.split(' ');
  return { room, entry: `${writer} ${number}` };
}

/** A room, and the one who is in it from beginning to end and reads at once. */
export class Place {
  readonly log: RoomLog;
  readonly #counts: Counts;
  /** The last number that came from each writer. */
  readonly #heard = new Map<string, number>();
  #witness: Link | undefined;
  #since = 0;
  #isOver = false;

  constructor(name: string, counts: Counts) {
    this.log = new RoomLog(name);
    this.#counts = counts;
  }

  async open(port: number, number: number): Promise<void> {
    this.#witness = await Link.open({
      port,
      nick: `witness${number}`,
      capabilities: ['draft/chathistory', 'server-time', 'message-tags'],
      onMessage: message => this.#note(message),
      onClose: () => {
        if (!this.#isOver) this.#counts.fail(`the witness of ${this.log.name} lost its connection`);
      },
    });
    this.#witness.send(`JOIN ${this.log.name}`);
    await this.#witness.sync();
  }

  /** The last message of a writer that has arrived; 0 for none. */
  heardOf(writer: string): number {
    return this.#heard.get(writer) ?? 0;
  }

  /** Waits until all that the relay has done so far is in the log. */
  async sync(): Promise<void> {
    await this.#witness?.sync();
  }

  close(): void {
    this.#isOver = true;
    this.#witness?.quit();
  }

  #note(message: Message): void {
    const found = entryOf(message);
    if (found === undefined) return;
    this.log.add(found.entry);
    if (message.command !== 'PRIVMSG') return;
    const [writer = '', number = '', sentAt = ''] = (message.params[1] ?? '').split(' ');
    const expected = this.heardOf(writer) + 1;
    if (Number(number) !== expected)
      this.#counts.fail(`${this.log.name} hears message ${number} of ${writer} instead of ${expected}`);
    this.#heard.set(writer, Number(number));
    if (this.#since++ % sampleEvery === 0) this.#counts.delays.push(Date.now() - Number(sentAt));
  }
}
