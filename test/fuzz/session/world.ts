import { setImmediate as nextTurn } from 'node:timers/promises';
import { Relay } from '../../../src/relay/relay.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { Client } from './client.ts';
import type { Script, Start, Step } from './script.ts';

/** More turns of the loop than the relay may wait before it writes. */
const turnsToWrite = 8;
/** Longer than it takes to pay for the dearest script. */
const patienceMs = 120_000;
const patienceStepMs = 500;
const capabilitiesAtOnce = 8;
/** Timers that a relay may have on its own account. */
const maxIdleTimers = 4;

const hostKey = 'a'.repeat(64);
const peers = [
  { address: '127.0.0.1', key: hostKey },
  { address: '192.0.2.1', key: 'b'.repeat(64) },
  { address: '2001:db8::1' },
  { address: '::1' },
];

/** Small, so that scripts come to the edges. */
const limits = {
  maxChannels: 6,
  maxChannelsPerPerson: 3,
  maxQueuedBytes: 128 * 1024,
  multilineBytes: 2048,
  multilineLines: 10,
};

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await nextTurn();
}

/** A relay with its clients, and what must hold whatever they do. */
export class World {
  readonly #clock = new FakeClock();
  readonly #log: string[] = [];
  readonly #relay: Relay;
  readonly #script: Script;
  readonly #clients: Client[] = [];
  #pings = 0;

  constructor(script: Script) {
    let ids = 0;
    this.#script = script;
    this.#relay = new Relay({
      serverName: 'relay.test',
      room: '#chat',
      version: 'fuzzed',
      token: '',
      motd: ['one line'],
      hostKey,
      operators: [{ name: 'boss', password: 'secret' }],
      limits,
      clock: this.#clock,
      newId: () => `id${++ids}`,
      log: text => this.#log.push(text),
    });
  }

  /** @throws {Error} when something does not hold */
  async run(): Promise<void> {
    for (const start of this.#script.starts) await this.#enter(start);
    for (const step of this.#script.steps) await this.#play(step);
    await this.#expectAnswers();
    await this.#expectAnEnd();
  }

  async #enter({ nick, capabilities, joins }: Start): Promise<void> {
    const client = new Client(this.#relay, peers[this.#clients.length % peers.length] ?? { address: '' });
    this.#clients.push(client);
    client.view.wanted.add(nick);
    client.send('CAP LS 302\r\n');
    await turns(turnsToWrite);
    const wanted = client.offered.sort().filter((_, bit) => (capabilities & (1 << bit)) !== 0);
    for (let at = 0; at < wanted.length; at += capabilitiesAtOnce)
      client.send(`CAP REQ :${wanted.slice(at, at + capabilitiesAtOnce).join(' ')}\r\n`);
    client.send(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nCAP END\r\n${joins ? 'JOIN #chat\r\n' : ''}`);
    await nextTurn();
  }

  async #play(step: Step): Promise<void> {
    if (step.type === 'advance') this.#clock.advance(step.ms);
    else {
      const client = this.#clients[step.client];
      if (client === undefined) return;
      if (step.type === 'freeze') client.freeze(step.isFrozen);
      else if (step.type === 'hangUp') client.hangUp(step.how);
      else {
        if (step.label !== undefined) client.view.labels.add(step.label);
        // Before the welcome, a reply may be for any of the names that were asked for.
        const wanted = /^NICK :?(\S+)/i.exec(step.bytes.toString('utf8'))?.[1];
        if (wanted !== undefined) client.view.wanted.add(wanted);
        client.send(step.bytes);
      }
    }
    await nextTurn();
    this.#expectNoFault();
  }

  #expectNoFault(): void {
    const failure = this.#log.find(text => text.includes('failed'));
    if (failure !== undefined) throw new Error(failure);
    for (const client of this.#clients) if (client.fault !== undefined) throw client.fault;
  }

  /** Whoever has not been closed gets an answer, as soon as the flood meter lets the question through. */
  async #expectAnswers(): Promise<void> {
    const word = `end-${++this.#pings}`;
    for (const client of this.#clients) {
      client.freeze(false);
      client.send(`\r\nPING ${word}\r\n`);
    }
    await turns(turnsToWrite);
    const waits = (client: Client): boolean => !client.isGone && !client.heard(word);
    for (let waited = 0; waited < patienceMs && this.#clients.some(waits); waited += patienceStepMs) {
      this.#clock.advance(patienceStepMs);
      await turns(turnsToWrite);
    }
    this.#expectNoFault();
    const silent = this.#clients.findIndex(waits);
    if (silent >= 0) throw new Error(`client ${silent} gets no answer`);
    const open = this.#clients.findIndex(client => !client.isGone && client.view.openBatches > 0);
    if (open >= 0) throw new Error(`client ${open} is left with an open batch`);
  }

  /** When all have gone, nothing is left of them. */
  async #expectAnEnd(): Promise<void> {
    for (const client of this.#clients) client.hangUp('end');
    await turns(turnsToWrite);
    this.#clock.advance(600_000);
    await turns(turnsToWrite);
    this.#expectNoFault();
    if (this.#relay.people !== 0) throw new Error(`${this.#relay.people} people are left`);
    if (this.#clock.waiting > maxIdleTimers) throw new Error(`${this.#clock.waiting} timers are left`);
    if (this.#clients.some(client => !client.isGone)) throw new Error('a connection is left');
  }
}
