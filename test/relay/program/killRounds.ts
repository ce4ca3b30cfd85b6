import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { parseMessage } from '../../../src/irc/message.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { connectTls } from '../../support/tlsPeer.ts';
import { type RunningCli, startRelayProcess } from './relayProcess.ts';

/** What some rounds of killing came to. */
export interface KillReport {
  readonly rounds: number;
  /** Lines that their writers heard back. */
  readonly echoed: number;
  /** What was not as promised, for people. */
  readonly failures: readonly string[];
}

const writers = ['ann', 'bob', 'carl', 'dora'];
/** Lines of one writer that may be on their way. */
const outstanding = 16;
/** How long a relay may live under load, in milliseconds. */
const longestLife = 600;
const room = '#mine';
const historyPage = 200;
const flags = ['--open', '--no-flood-limits', '--data'];

/** One who says numbered lines, and knows which of them came back. */
class Writer {
  /** The last number that was heard back, and the last topic and nick that were confirmed. */
  heard = 0;
  topic = 0;
  readonly nick: string;
  readonly #identity: Identity;

  constructor(nick: string, identity: Identity) {
    this.nick = nick;
    this.#identity = identity;
  }

  async enter({ invite }: RunningCli): Promise<TestPeer> {
    const peer = await connectTls(invite.port, this.#identity);
    peer.stream.on('error', () => undefined);
    await register(peer, this.nick, { capabilities: 'echo-message batch draft/chathistory' });
    await peer.ask(`JOIN ${room}`);
    return peer;
  }

  /** Says one number after the other until the connection is cut. */
  async writeUntilCut(peer: TestPeer): Promise<void> {
    let next = this.heard;
    const say = (): void => {
      next += 1;
      peer.send(`PRIVMSG ${room} :${next}`);
      if (next % 50 === 0) peer.send(`TOPIC ${room} :${this.nick} ${next}`);
    };
    for (let count = 0; count < outstanding; count++) say();
    for (;;) {
      const line = await peer.nextLine().catch(() => undefined);
      if (line === undefined) return;
      const { command, source = '', params } = parseMessage(line);
      if (!source.startsWith(`${this.nick}!`)) continue;
      if (command === 'TOPIC') this.topic = Number(params[1]?.split(' ')[1]);
      if (command !== 'PRIVMSG') continue;
      this.heard = Number(params[1]);
      say();
    }
  }
}

/** What the room's history has of each writer, in its order. */
async function historyOf(peer: TestPeer): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>(writers.map(nick => [nick, []]));
  for (let from = '*'; ;) {
    const ask = from === '*' ? `LATEST ${room} *` : `BEFORE ${room} msgid=${from}`;
    const lines = await peer.ask(`CHATHISTORY ${ask} ${historyPage}`);
    const messages = lines.map(parseMessage).filter(({ command }) => command === 'PRIVMSG');
    for (const { source = '', params } of messages.toReversed())
      found.get(source.split('!')[0] ?? '')?.unshift(Number(params[1]));
    from = messages[0]?.tags.get('msgid') ?? '';
    if (messages.length < historyPage || from === '') return found;
  }
}

/** What is wrong with what a writer finds. */
function faultsOf({ nick, heard }: Writer, numbers: readonly number[]): string[] {
  const first = numbers[0] ?? 1;
  const isRow = numbers.every((number, at) => number === first + at);
  const last = numbers.at(-1) ?? 0;
  return [
    ...(isRow ? [] : [`${nick}'s lines are missing, doubled or out of order: ${numbers.join(' ')}`]),
    ...(last >= heard ? [] : [`${nick} heard ${heard} back, the history ends with ${last}`]),
  ];
}

/**
 * Starts a relay with a data folder, has several people write as fast as they hear themselves, kills it at a random
 * moment, and looks after the next start for what was heard back; so many times, with one folder.
 */
export async function killRounds(
  folder: string,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): Promise<KillReport> {
  const random = seededRandom(seed);
  const now = new Date();
  const all = await Promise.all(
    writers.map(async nick => new Writer(nick, await createIdentity({ name: nick, now }))),
  );
  const failures: string[] = [];
  let echoed = 0;
  let relay = await startRelayProcess([...flags, folder]);
  try {
    for (let round = 1; round <= rounds; round++) {
      const peers: TestPeer[] = [];
      for (const writer of all) peers.push(await writer.enter(relay));
      const before = all.reduce((sum, { heard }) => sum + heard, 0);
      const writing = all.map((writer, at) => writer.writeUntilCut(peers[at]!));
      // The kill may come at any moment: this is the moment, not a wait for something.
      await new Promise(resolve => setTimeout(resolve, random() * longestLife));
      await relay.stop('SIGKILL');
      await Promise.all(writing);
      echoed += all.reduce((sum, { heard }) => sum + heard, 0) - before;
      relay = await startRelayProcess([...flags, folder]);
      for (const fault of await look(relay, all)) failures.push(`seed ${seed}, round ${round}: ${fault}`);
    }
  } finally {
    await relay.stop('SIGKILL');
  }
  return { rounds, echoed, failures };
}

async function look(relay: RunningCli, all: readonly Writer[]): Promise<string[]> {
  const [one] = all;
  if (one === undefined) return [];
  const peer = await one.enter(relay);
  const found = await historyOf(peer);
  const faults = all.flatMap(writer => faultsOf(writer, found.get(writer.nick) ?? []));
  const [, , topic = ''] =
    /^:\S+ (332) \S+ \S+ :(.*)$/m.exec((await peer.ask(`TOPIC ${room}`)).join('\n')) ?? [];
  const [nick = '', number = '0'] = topic.split(' ');
  const setter = all.find(writer => writer.nick === nick);
  if (setter !== undefined ? Number(number) < setter.topic : all.some(writer => writer.topic > 0))
    faults.push(`the topic is ${JSON.stringify(topic)}, older than one that was confirmed`);
  // What was not heard back may be there: it goes on behind it.
  for (const writer of all) writer.heard = Math.max(writer.heard, found.get(writer.nick)?.at(-1) ?? 0);
  peer.stream.destroy();
  return faults;
}
