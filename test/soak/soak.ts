import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../support/seededRandom.ts';
import { Counts } from './counts.ts';
import { Frozen } from './frozen.ts';
import { MemoryLog } from './memoryLog.ts';
import { Person, type World } from './person.ts';
import { Place } from './place.ts';
import { RelayUnderTest } from './relayUnderTest.ts';

export interface SoakOptions {
  readonly clients: number;
  readonly seconds: number;
  /** The relay's file. */
  readonly program: string;
  readonly seed: number;
}

export interface SoakResult {
  readonly counts: Counts;
  readonly memory: MemoryLog;
}

const roomCount = 10;
/** Where so much is said that one who does not read comes to the cap. */
const loudRoom = '#loud';
const loudSpeakers = 4;
const loudBytes = 350;
const loudPauseMs = 5;
const frozenReaders = 2;
const startPauseMs = 5;
const sampleMs = 10_000;
const compareMs = 2000;
/** The longest a soak goes without a frozen reader coming to its cap; shorter ones need none. */
const dropSeconds = 120;

/** Lets many people live in a relay, and watches that nothing is lost, doubled or out of order. */
class Soak {
  readonly #options: SoakOptions;
  readonly #relay: RelayUnderTest;
  readonly #world: World;
  readonly #loud: Place;
  readonly #people: Person[] = [];
  readonly #speakers: Person[] = [];
  readonly #memory = new MemoryLog();
  readonly #startedAt = performance.now();

  constructor(relay: RelayUnderTest, options: SoakOptions) {
    const counts = new Counts();
    const places = Array.from({ length: roomCount }, (_, index) => new Place(`#room${index}`, counts));
    this.#options = options;
    this.#relay = relay;
    this.#loud = new Place(loudRoom, counts);
    this.#world = { port: relay.port, places, counts, random: seededRandom(options.seed) };
  }

  async run(): Promise<SoakResult> {
    const { counts } = this.#world;
    await this.#enter();
    const until = performance.now() + this.#options.seconds * 1000;
    const isOver = (): boolean => performance.now() >= until || !this.#relay.isRunning;
    await Promise.all([
      ...this.#people.map(person => this.#live(person, isOver)),
      ...this.#speakers.map(speaker => this.#speak(speaker, isOver)),
      ...Array.from({ length: frozenReaders }, (_, index) => this.#freeze(index, isOver)),
      this.#watch(isOver),
    ]);
    await this.#finish();
    if (!this.#relay.isRunning) counts.fail('the relay has ended');
    for (const failure of this.#relay.failures) counts.fail(`the relay says: ${failure}`);
    if (this.#memory.growth !== undefined) counts.fail(this.#memory.growth);
    if (this.#options.seconds >= dropSeconds && counts.dropped === 0)
      counts.fail('no frozen reader was let go');
    return { counts, memory: this.#memory };
  }

  async #enter(): Promise<void> {
    const { port, places } = this.#world;
    const { clients } = this.#options;
    let number = 0;
    for (const place of [this.#loud, ...places]) await place.open(port, number++);
    for (let left = loudSpeakers; left > 0; left--)
      this.#speakers.push(new Person({ ...this.#world, places: [this.#loud] }, number++));
    while (number < clients - frozenReaders) this.#people.push(new Person(this.#world, number++));
    for (const person of [...this.#speakers, ...this.#people]) {
      await person.connect();
      await wait(startPauseMs);
    }
  }

  async #live(person: Person, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await wait(300 + this.#world.random() * 2400);
      await person.act();
    }
  }

  async #speak(speaker: Person, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      speaker.say(loudBytes);
      await wait(loudPauseMs);
    }
  }

  async #freeze(index: number, isOver: () => boolean): Promise<void> {
    const { port, counts } = this.#world;
    const number = this.#options.clients - 1 - index;
    while (!isOver()) {
      const frozen = await Frozen.open({ port, number, room: loudRoom, counts });
      while (!frozen.isClosed && !isOver()) await wait(100);
      frozen.close();
    }
  }

  async #watch(isOver: () => boolean): Promise<void> {
    let sampledAt = -Infinity;
    while (!isOver()) {
      await wait(Math.min(compareMs, this.#options.seconds * 100));
      for (const person of [...this.#people, ...this.#speakers]) person.compare();
      this.#forget();
      const now = performance.now();
      if (now - sampledAt < sampleMs || !this.#relay.isRunning) continue;
      sampledAt = now;
      this.#memory.add(now - this.#startedAt, await this.#relay.memory());
    }
  }

  /** Lets go of what everyone has read. */
  #forget(): void {
    const positions = [...this.#people, ...this.#speakers].flatMap(person => [...person.positions()]);
    for (const { log } of [this.#loud, ...this.#world.places]) {
      const here = positions.filter(([name]) => name === log.name).map(([, next]) => next);
      log.forgetUpTo(Math.min(log.length, ...here));
    }
  }

  async #finish(): Promise<void> {
    const everyone = [...this.#people, ...this.#speakers];
    await Promise.all(everyone.map(person => person.settle()));
    await Promise.all(everyone.map(person => person.finish()));
    for (const place of [this.#loud, ...this.#world.places]) place.close();
  }
}

/** Runs a soak against a relay of its own. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const flags = ['--max-connections', String(options.clients * 2 + 100), '--no-flood-limits'];
  await using relay = await RelayUnderTest.start(options.program, flags);
  const result = await new Soak(relay, options).run();
  const code = await relay.stop();
  if (code !== 0) result.counts.fail(`the relay ended with code ${String(code)}`);
  return result;
}
