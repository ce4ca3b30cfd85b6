import { seededRandom } from '../support/seededRandom.ts';
import { Person } from './actors/person.ts';
import { type ShownTab, SimWindow, type SimWindowOptions } from './actors/simWindow.ts';
import type { Link } from './engine/link.ts';
import type { Network, Place } from './engine/network.ts';
import type { Time } from './engine/scheduler.ts';
import { SimProcess } from './engine/simProcess.ts';
import type { Schedule } from './schedule.ts';
import type { Observed } from './verdict/observed.ts';

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

/** A connection on which things go wrong. */
export interface WorldLink extends Pick<Link, 'cut' | 'silence' | 'hold' | 'orphan'> {
  readonly client: { readonly process: SimProcess };
}

/** The network between the windows and the relay. */
export interface WorldNetwork extends Pick<Network, 'dialer'> {
  readonly links: readonly WorldLink[];
  linksOf(place: Place): readonly WorldLink[];
}

/** The relay as one process, from start to end. */
export interface WorldRelay {
  readonly process: Pick<SimProcess, 'freeze' | 'sleep'>;
  /** Says goodbye to everybody and ends; resolves also when it is killed meanwhile. */
  close(reason: string): Promise<void>;
}

/** People with their windows, a relay and the network between them, be they simulated or real. */
export abstract class World {
  readonly schedule: Schedule;
  readonly random: () => number;
  abstract readonly scheduler: Time;
  abstract readonly network: WorldNetwork;
  abstract readonly observed: Observed;
  readonly people: readonly Person[];
  readonly readings: Reading[] = [];
  readonly said: Said[] = [];
  /** What went wrong inside. */
  readonly bugs: string[] = [];
  abstract relay: WorldRelay | undefined;
  /** One that is asked to end, and may still do so. */
  abstract closing: WorldRelay | undefined;
  readonly unsureStarts: UnsureStart[] = [];
  /** A relay began with an earlier time than the one before had. */
  isSetBack = false;
  readonly #windows = new Map<Person, SimWindow>();
  readonly #trace: (text: string) => void;

  constructor(schedule: Schedule, trace: (text: string) => void) {
    this.schedule = schedule;
    this.#trace = trace;
    this.random = seededRandom(schedule.seed ^ 0x5eed);
    this.people = Array.from({ length: schedule.setup.people }, (_, index) => this.#person(index));
  }

  abstract startRelay(): void;
  /** The relay ends without a word. @param isTold whoever was connected learns of that */
  abstract killRelay(isTold: boolean): void;
  abstract moveRelayClock(ms: number): void;
  abstract fillDisk(isFull: boolean): void;
  /** The machine of the relay is off, and on again. */
  abstract failPower(): void;
  /** When the world began, in milliseconds since 1970. */
  protected abstract readonly began: number;

  trace(text: string): void {
    this.#trace(`${((this.scheduler.now - this.began) / 1_000).toFixed(3)} ${text}`);
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

  open(person: Person): void {
    if (this.#windows.has(person)) return;
    const random = seededRandom(Math.floor(this.random() * 2 ** 32));
    const window = new SimWindow({
      person,
      process: new SimProcess(this.scheduler, person.aheadMs),
      network: this.network,
      observed: this.observed,
      random,
      log: text => this.log(text),
      ...this.around(person),
    });
    this.#windows.set(person, window);
  }

  /** Keeps what somebody has read up to now. */
  read(person: Person): void {
    const window = this.#windows.get(person);
    if (window !== undefined) this.readings.push({ person, at: this.scheduler.now, tabs: window.read() });
  }

  /** Tells all that was read. */
  traceReadings(): void {
    for (const { person, tabs } of this.readings)
      for (const { title, lines } of tabs)
        for (const line of lines)
          this.trace(
            `${person.nick} ${title} ${line.at} ${line.kind === 'message' ? (line.delivery ?? '') : ''} ${line.text}`,
          );
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
    if (this.isHost(person)) this.endHosted(isTold);
    window.process.kill();
    this.#orphan(window, isTold);
  }

  log(text: string): void {
    this.trace(text);
    if (/a command failed: |Error: |could not take/.test(text)) this.bugs.push(text);
  }

  /** What a window gets besides. */
  protected abstract around(
    person: Person,
  ): Pick<SimWindowOptions, 'host' | 'queueMs' | 'passes' | 'againMs'>;

  /** The window that hosts has died. */
  protected abstract endHosted(isTold: boolean): void;

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
