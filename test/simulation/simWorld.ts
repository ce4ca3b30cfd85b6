import type { RelayThread } from '../../src/relay/relayThread.ts';
import type { Limits } from '../../src/relay/core/limits.ts';
import { SaidFailure } from '../../src/conversation/connections/failureText.ts';
import type { Input } from '../../src/conversation/input.ts';
import { seededRandom } from '../support/seededRandom.ts';
import type { Person } from './actors/person.ts';
import { SimRelay } from './actors/simRelay.ts';
import type { SimWindowOptions } from './actors/simWindow.ts';
import { type ChangeLines, Network } from './engine/network.ts';
import { Scheduler } from './engine/scheduler.ts';
import { VirtualDisk } from './engine/virtualDisk.ts';
import type { Schedule } from './schedule.ts';
import { Observed } from './verdict/observed.ts';
import { World } from './world.ts';

/** Faults that are put in on purpose, to see that they are found. */
export interface Faults {
  /** Whether a window gets what its client tells. */
  readonly passes?: (input: Input, random: () => number) => boolean;
  readonly changeLines?: ChangeLines;
  /** What happens to the disk before a relay starts. */
  readonly onStart?: (disk: VirtualDisk, random: () => number) => void;
  /** How far the clock of a relay that starts is ahead, besides what it is anyway. */
  readonly aheadMs?: (random: () => number) => number;
}

/** Little enough that a schedule goes past it. */
const narrowLimits: Partial<Limits> = { multilineLines: 2 };
const keepingLimits: Partial<Limits> = { compactLogBytes: 16_384 };
const smallLimits: Partial<Limits> = {
  historyMessages: 8,
  privateTalkMessages: 4,
  chathistoryMessages: 5,
  compactLogBytes: 2_048,
};
const storeKey = Buffer.alloc(32, 7);

const epoch = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A world in which the relay, its disk, the network and time are simulated. */
export class SimWorld extends World {
  protected readonly began = epoch;
  readonly scheduler = new Scheduler(epoch);
  readonly network: Network;
  readonly disk = new VirtualDisk();
  readonly observed = new Observed(() => this.scheduler.now);
  readonly #faults: Faults;
  relay: SimRelay | undefined;
  closing: SimRelay | undefined;
  /** How far the clock of a relay that nobody hosts is ahead, and how far any relay's was, in milliseconds. */
  #relayAheadMs = 0;
  #maxAheadMs = -Infinity;
  /** The relay that started last, also when it has ended. */
  #last: SimRelay | undefined;
  /** What was said on it may not be on the disk: it could not write, or the power failed and it had not said goodbye. */
  #mayHaveLost = false;
  #relayDied: () => void = () => undefined;

  constructor(schedule: Schedule, faults: Faults, trace: (text: string) => void) {
    super(schedule, trace);
    this.#faults = faults;
    this.network = new Network(this.scheduler, schedule.seed);
    this.network.changeLines = faults.changeLines;
    const { diskMs } = schedule.setup;
    const random = seededRandom(schedule.seed ^ 0xd15c);
    if (diskMs > 0) this.disk.pause = () => this.#pause(diskMs, random);
  }

  /** Everybody comes in, one after the other. */
  begin(): void {
    if (!this.schedule.setup.isHosted) this.startRelay();
    for (const [index, person] of this.people.entries())
      this.scheduler.after(index === 0 ? 0 : 100 + this.random() * 3_000, () => this.open(person));
  }

  startRelay(): void {
    void this.#start();
  }

  moveRelayClock(ms: number): void {
    this.#relayAheadMs += ms;
    for (const relay of [this.relay, this.closing]) {
      if (relay === undefined) continue;
      relay.process.aheadMs += ms;
      this.#maxAheadMs = Math.max(this.#maxAheadMs, relay.process.aheadMs);
    }
  }

  /** The relay ends without a word, and whoever hosts it learns of that. */
  killRelay(isTold: boolean): void {
    this.relay?.kill(isTold);
    this.relay = undefined;
    if (!isTold) this.closing?.kill(isTold);
    this.#relayDied();
  }

  fillDisk(isFull: boolean): void {
    this.disk.space = isFull ? Math.floor(this.random() * 1_000) : Infinity;
  }

  failPower(): void {
    this.killRelay(false);
    this.#mayHaveLost ||= this.#last?.ended === undefined;
    this.disk.lose(this.random);
  }

  protected override endHosted(isTold: boolean): void {
    this.relay?.kill(isTold);
  }

  protected override around(person: Person): Pick<SimWindowOptions, 'host' | 'queueMs' | 'passes'> {
    const { queueMs } = this.schedule.setup;
    return {
      host: this.isHost(person) ? () => this.#thread() : undefined,
      queueMs: Math.floor(seededRandom(this.readings.length + person.place.delayMs.max)() * queueMs),
      passes: input => this.#faults.passes?.(input, this.random) ?? true,
    };
  }

  /** The one before has ended by then, or is killed: only one at a time has the data folder and the port. */
  async #start(): Promise<SimRelay> {
    this.relay?.kill(true);
    this.closing?.kill(true);
    const { keeps, isSmall, isNarrow, isHosted } = this.schedule.setup;
    const { onStart, aheadMs } = this.#faults;
    onStart?.(this.disk, this.random);
    const ahead = (isHosted ? this.people[0]!.aheadMs : this.#relayAheadMs) + (aheadMs?.(this.random) ?? 0);
    if (ahead < this.#maxAheadMs) this.isSetBack = true;
    this.#maxAheadMs = Math.max(this.#maxAheadMs, ahead);
    const last = this.#last;
    // A window that hosts knows how its relay has ended, as long as that said goodbye.
    const follows = isHosted && !keeps ? last?.ended : undefined;
    this.#mayHaveLost ||= last?.isLosing === true;
    const isUnsure = keeps ? this.#mayHaveLost : follows === undefined;
    const relay = new SimRelay({
      scheduler: this.scheduler,
      network: this.network,
      disk: keeps ? this.disk : undefined,
      key: isHosted ? storeKey : undefined,
      limits: { ...keepingLimits, ...(isSmall && smallLimits), ...(isNarrow && narrowLimits) },
      follows,
      hostKey: isHosted ? this.people[0]?.place.key : undefined,
      aheadMs: ahead,
      newId: this.observed.newId,
      log: text => this.log(text),
    });
    this.relay = relay;
    this.#last = relay;
    await relay.start();
    if (relay.process.isDead) return relay;
    this.#mayHaveLost = false;
    const lostUntil = relay.mayHaveLostUntil;
    if (isUnsure && last !== undefined) this.unsureStarts.push({ at: this.scheduler.now, lostUntil });
    this.trace('the relay starts');
    return relay;
  }

  #pause(most: number, random: () => number): Promise<void> {
    return new Promise(resolve => this.scheduler.after(random() * most, resolve));
  }

  /** The relay in the thread of a window. */
  async #thread(): Promise<RelayThread> {
    const relay = await this.#start();
    if (relay.process.isDead) throw new SaidFailure('the relay died');
    const thread = {
      port: 6697,
      close: (reason: string) => relay.close(reason),
      onDeath: (listener: (death: Error) => void) => {
        this.#relayDied = () => listener(new SaidFailure('the relay died'));
      },
    };
    return thread as unknown as RelayThread;
  }
}
