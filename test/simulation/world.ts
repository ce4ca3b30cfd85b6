import type { RelayThread } from '../../src/relay/relayThread.ts';
import type { Limits } from '../../src/relay/core/limits.ts';
import { SaidFailure } from '../../src/conversation/connections/failureText.ts';
import type { Input } from '../../src/conversation/input.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { Person } from './actors/person.ts';
import { SimRelay } from './actors/simRelay.ts';
import { type ShownTab, SimWindow } from './actors/simWindow.ts';
import { type ChangeLines, Network } from './engine/network.ts';
import { Scheduler } from './engine/scheduler.ts';
import { SimProcess } from './engine/simProcess.ts';
import { VirtualDisk } from './engine/virtualDisk.ts';
import type { Schedule } from './schedule.ts';
import { Observed } from './verdict/observed.ts';

/** What somebody read in one window, at its end. */
export interface Reading {
  readonly person: Person;
  readonly at: number;
  readonly tabs: readonly ShownTab[];
}

/** Something that somebody has typed. */
export interface Said {
  readonly key: string;
  /** What its lines after the first begin with: a part may begin there. */
  readonly more: readonly string[];
  readonly writer: Person;
  readonly window: SimWindow;
  /** A room, or a nick. */
  readonly to: string;
  /** When, by the world's time. */
  readonly at: number;
  /** Nothing has gone wrong for a while. */
  readonly isCalm: boolean;
}

/** A start of the relay that could not know all that the one before had said. */
export interface UnsureStart {
  /** By the world's time. */
  readonly at: number;
  /** Until when something may be missing, by the relay's clock. */
  readonly lostUntil: number;
}

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

/** People, their windows, the relay, its disk and the network between them. */
export class World {
  readonly schedule: Schedule;
  readonly random: () => number;
  readonly scheduler = new Scheduler(epoch);
  readonly network: Network;
  readonly disk = new VirtualDisk();
  readonly observed = new Observed(() => this.scheduler.now);
  readonly people: readonly Person[];
  readonly readings: Reading[] = [];
  readonly #windows = new Map<Person, SimWindow>();
  readonly #faults: Faults;
  readonly #trace: (text: string) => void;
  relay: SimRelay | undefined;
  /** One that is asked to end, and may still do so. */
  closing: SimRelay | undefined;
  readonly unsureStarts: UnsureStart[] = [];
  /** A relay began with an earlier time than the one before had. */
  isSetBack = false;
  /** How far the clock of a relay that nobody hosts is ahead, and how far any relay's was, in milliseconds. */
  #relayAheadMs = 0;
  #maxAheadMs = -Infinity;
  /** The relay that started last, also when it has ended. */
  #last: SimRelay | undefined;
  /** What was said on it may not be on the disk: it could not write, or the power failed and it had not said goodbye. */
  #mayHaveLost = false;
  /** What went wrong inside. */
  readonly bugs: string[] = [];
  readonly said: Said[] = [];
  #relayDied: () => void = () => undefined;

  constructor(schedule: Schedule, faults: Faults, trace: (text: string) => void) {
    const { seed, setup } = schedule;
    this.schedule = schedule;
    this.#faults = faults;
    this.#trace = trace;
    this.random = seededRandom(seed ^ 0x5eed);
    const random = seededRandom(seed ^ 0xd15c);
    this.network = new Network(this.scheduler, seed);
    if (setup.diskMs > 0) this.disk.pause = () => this.#pause(setup.diskMs, random);
    this.network.changeLines = faults.changeLines;
    this.people = Array.from({ length: setup.people }, (_, index) => this.#person(index));
  }

  trace(text: string): void {
    this.#trace(`${((this.scheduler.now - epoch) / 1_000).toFixed(3)} ${text}`);
  }

  /** Somebody says a text that nobody else says. */
  say(window: SimWindow, writer: Person, to: string, { lines = 1, isCalm = false } = {}): void {
    const key = `m${this.said.length + 1}`;
    const more = Array.from({ length: lines - 1 }, (_, line) => `${key}+${line + 1}`);
    this.said.push({ key, more, writer, window, to, at: this.scheduler.now, isCalm });
    window.say([key, ...more].join('\n'), to);
  }

  isHost(person: Person): boolean {
    return this.schedule.setup.isHosted && person === this.people[0];
  }

  window(person: Person): SimWindow | undefined {
    return this.#windows.get(person);
  }

  /** Everybody comes in, one after the other. */
  begin(): void {
    if (!this.schedule.setup.isHosted) void this.startRelay();
    for (const [index, person] of this.people.entries())
      this.scheduler.after(index === 0 ? 0 : 100 + this.random() * 3_000, () => this.open(person));
  }

  open(person: Person): void {
    if (this.#windows.has(person)) return;
    const random = seededRandom(Math.floor(this.random() * 2 ** 32));
    const window = new SimWindow({
      person,
      process: new SimProcess(this.scheduler, person.aheadMs),
      network: this.network,
      observed: this.observed,
      random,
      host: this.isHost(person) ? () => this.#thread() : undefined,
      queueMs: Math.floor(
        seededRandom(this.readings.length + person.place.delayMs.max)() * this.schedule.setup.queueMs,
      ),
      passes: input => this.#faults.passes?.(input, this.random) ?? true,
      log: text => this.log(text),
    });
    this.#windows.set(person, window);
  }

  /** Keeps what somebody has read up to now. */
  read(person: Person): void {
    const window = this.#windows.get(person);
    if (window !== undefined) this.readings.push({ person, at: this.scheduler.now, tabs: window.read() });
  }

  async close(person: Person): Promise<void> {
    const window = this.#windows.get(person);
    if (window === undefined) return;
    this.read(person);
    this.#windows.delete(person);
    await window.close();
    this.#orphan(window, true);
  }

  /** @param isTold the others learn of it, as the system goes on */
  kill(person: Person, isTold: boolean): void {
    const window = this.#windows.get(person);
    if (window === undefined) return;
    this.read(person);
    this.#windows.delete(person);
    if (this.isHost(person)) this.relay?.kill(isTold);
    window.process.kill();
    this.#orphan(window, isTold);
  }

  /** The one before has ended by then, or is killed: only one at a time has the data folder and the port. */
  async startRelay(): Promise<SimRelay> {
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

  /** The machine of the relay is off, and on again. */
  failPower(): void {
    this.killRelay(false);
    this.#mayHaveLost ||= this.#last?.ended === undefined;
    this.disk.lose(this.random);
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

  log(text: string): void {
    this.trace(text);
    if (/a command failed: |Error: |could not take/.test(text)) this.bugs.push(text);
  }

  #pause(most: number, random: () => number): Promise<void> {
    return new Promise(resolve => this.scheduler.after(random() * most, resolve));
  }

  /** The relay in the thread of a window. */
  async #thread(): Promise<RelayThread> {
    const relay = await this.startRelay();
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

  #orphan(window: SimWindow, isTold: boolean): void {
    for (const link of this.network.links)
      if (link.client.process === window.process) link.orphan('client', isTold);
  }

  #person(index: number): Person {
    const nick = `p${index}`;
    const { random } = this;
    const min = index === 0 && this.schedule.setup.isHosted ? 0 : 1 + Math.floor(random() ** 3 * 200);
    const place = {
      key: Buffer.from(nick).toString('hex').padEnd(64, '0'),
      address: `192.0.2.${index + 1}`,
      delayMs: { min, max: min + Math.floor(random() ** 2 * 3 * min) },
      isCoarse: random() < 0.3,
      downUntil: 0,
      isSilent: false,
    };
    return new Person(nick, place, random() < 0.5 ? 0 : Math.floor((random() - 0.5) * 240_000));
  }
}
