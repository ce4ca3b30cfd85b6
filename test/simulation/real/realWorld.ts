import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededRandom } from '../../support/seededRandom.ts';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import type { SimWindowOptions } from '../actors/simWindow.ts';
import type { Place } from '../engine/network.ts';
import type { Schedule } from '../schedule.ts';
import type { ViolationKind } from '../verdict/verdict.ts';
import { World } from '../world.ts';
import type { Program } from './program.ts';
import { RealTime } from './realTime.ts';
import { TcpNetwork } from './tcpNetwork.ts';

/** Milliseconds after which somebody who was not let in tries again. */
const againMs = { min: 500, max: 1_500 };

/** A world in which the server is a process, connections are TLS over TCP, and time passes by itself. */
export abstract class RealWorld extends World {
  readonly scheduler = new RealTime();
  protected readonly began = this.scheduler.now;
  readonly network: TcpNetwork;
  protected readonly folder = mkdtempSync(path.join(tmpdir(), 'pychat-real-'));
  readonly #identities = new Map<Place, Identity>();
  abstract override relay: Program | undefined;
  abstract override closing: Program | undefined;

  constructor(schedule: Schedule, trace: (text: string) => void) {
    super(schedule, trace);
    this.network = new TcpNetwork({
      time: this.scheduler,
      random: seededRandom(schedule.seed ^ 0x7c9),
      identityOf: place => this.#identities.get(place)!,
      relayPort: () => this.relay?.port,
    });
  }

  /** What is not to be asked of this server. */
  abstract readonly excused: readonly ViolationKind[];

  /** Of a connection that is dead everybody is told in the end, so that nobody has to find out. */
  abstract readonly tellsOfBreaks: boolean;

  /** Resolves once the server listens. */
  abstract untilListening(): Promise<void>;

  /** Everybody comes in. */
  async begin(): Promise<void> {
    for (const { nick, place } of this.people)
      this.#identities.set(place, await createIdentity({ name: nick, now: new Date() }));
    this.startRelay();
    await this.untilListening();
    for (const person of this.people) this.open(person);
  }

  /** From now on nothing goes wrong. */
  async heal(): Promise<void> {
    this.trace('all is well from now on');
    if (this.relay === undefined) this.startRelay();
    await this.untilListening();
    for (const { place } of this.people) place.downUntil = 0;
    for (const person of this.people) this.open(person);
    if (!this.tellsOfBreaks) return;
    for (const link of this.network.links) if (link.isBroken) link.end();
    for (const person of this.people) this.window(person)?.retry();
  }

  /** Nothing of it runs any more, and nothing is left of it. */
  async end(): Promise<void> {
    await Promise.all(this.people.map(person => this.close(person)));
    this.network.end();
    await this.endPrograms();
    this.scheduler.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  moveRelayClock(): void {
    // It is this machine's.
  }

  fillDisk(): void {
    // It is this machine's.
  }

  failPower(): void {
    // It is this machine's.
  }

  protected abstract endPrograms(): Promise<void>;

  protected override endHosted(): void {
    // Nobody's window hosts.
  }

  protected override around(): Pick<SimWindowOptions, 'host' | 'queueMs' | 'passes' | 'againMs'> {
    return { host: undefined, queueMs: 0, passes: () => true, againMs };
  }
}
