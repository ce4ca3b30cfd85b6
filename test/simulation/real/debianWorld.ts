import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChatEvent } from '../../../src/chat/event.ts';
import { createIdentity } from '../../../src/trust/identity.ts';
import type { Contestant, RunningServer } from '../../bench/relay/servers/server.ts';
import type { Person } from '../actors/person.ts';
import type { SimWindow } from '../actors/simWindow.ts';
import { rooms, type Schedule } from '../schedule.ts';
import { keyOfText, Observed, type Relayed } from '../verdict/observed.ts';
import type { ViolationKind } from '../verdict/verdict.ts';
import { Observer, observerNick } from './observer.ts';
import { Program } from './program.ts';
import { RealWorld } from './realWorld.ts';

/** A world around a server that keeps no history: what it has taken is known from one who hears all. */
export class DebianWorld extends RealWorld {
  readonly observed = new ObservedBySomebody(() => this.scheduler.now);
  /** It tells no time, and each break is a gap. */
  readonly excused: readonly ViolationKind[] = ['falseGap', 'unread'];
  readonly tellsOfBreaks = true;
  readonly #server: Contestant;
  #started: Promise<void> = Promise.resolve();
  relay: DebianProgram | undefined;
  readonly closing = undefined;

  constructor(server: Contestant, schedule: Schedule, trace: (text: string) => void) {
    super(schedule, trace);
    this.#server = server;
  }

  /** What somebody says in private goes to the one who hears all. */
  override say(
    window: SimWindow,
    writer: Person,
    to: string,
    more: { lines?: number; isCalm?: boolean } = {},
  ): void {
    super.say(window, writer, to.startsWith('#') ? to : observerNick, more);
  }

  startRelay(): void {
    this.#started = this.#start();
  }

  untilListening(): Promise<void> {
    return this.#started;
  }

  /** It stays: with it all would go that is known of it. */
  killRelay(): void {
    throw new Error('no schedule of this world does that');
  }

  protected override async endPrograms(): Promise<void> {
    this.observed.observer?.leave();
    await this.relay?.kill();
  }

  async #start(): Promise<void> {
    const { folder } = this;
    const { certificate, privateKey } = await createIdentity({ name: 'irc', now: new Date() });
    const files = { certificate: path.join(folder, 'irc.pem'), key: path.join(folder, 'irc.key') };
    writeFileSync(files.certificate, certificate);
    writeFileSync(files.key, privateKey);
    const server = await this.#server.start({ folder, ...files });
    this.relay = new DebianProgram(server);
    this.observed.observer = await Observer.enter(server.port, rooms, text => this.observed.hear(text));
  }
}

class DebianProgram extends Program {
  readonly #server: RunningServer;

  constructor(server: RunningServer) {
    super();
    this.#server = server;
  }

  get port(): number {
    return this.#server.port;
  }

  close(): Promise<void> {
    return this.kill();
  }

  kill(): Promise<void> {
    this.signal('SIGCONT');
    return this.#server.stop();
  }

  protected signal(signal: NodeJS.Signals): void {
    process.kill(this.#server.pid, signal);
  }
}

/** What one has heard who was never away. */
class ObservedBySomebody extends Observed {
  /** No echo says where: they stay where Enter has put them. */
  override readonly placesOwn = false;
  observer: Observer | undefined;
  #count = 0;
  readonly #heard = new Map<string, Relayed[]>();

  hear(text: string): void {
    const key = keyOfText(text);
    if (key === undefined) return;
    const now = Date.now();
    this.#heard.set(key, [...this.of(key), { msgid: '', order: this.#count++, at: now, time: now }]);
  }

  override take(event: ChatEvent, person: Person): void {
    // What the server has taken before somebody came is not for them.
    if (event.type === 'joined' && event.own) this.observer?.onceHeard(() => super.take(event, person));
    else super.take(event, person);
  }

  override of(key: string): readonly Relayed[] {
    return this.#heard.get(key) ?? [];
  }

  /** Each line of a text is a message here. */
  override lacks(keys: readonly string[]): boolean {
    return keys.some(key => this.of(key).length === 0);
  }
}
