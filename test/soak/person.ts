import type { Message } from '../../src/irc/message.ts';
import type { Counts } from './counts.ts';
import { Link } from './link.ts';
import { entryOf, type Place } from './place.ts';
import { Follower } from './roomLog.ts';

/** What a person needs to know of the world. */
export interface World {
  readonly port: number;
  readonly places: readonly Place[];
  readonly counts: Counts;
  readonly random: () => number;
}

/** A room this connection has been in; `said` counts its messages there. */
interface Room {
  readonly place: Place;
  readonly follower: Follower;
  isIn: boolean;
  said: number;
}

const maxRooms = 3;
const longestPauseMs = 8000;
const wide = 'é'.repeat(100);

/** Somebody who comes, talks, wanders from room to room, changes nick, hangs up or is cut off, and comes back. */
export class Person {
  readonly #world: World;
  readonly #number: number;
  readonly #echoes: boolean;
  readonly #rooms = new Map<string, Room>();
  #sessions = 0;
  #nicks = 0;
  /** That the connection ends is our own doing. */
  #isLeaving = false;
  #link: Link | undefined;

  constructor(world: World, number: number) {
    this.#world = world;
    this.#number = number;
    this.#echoes = number % 2 === 0;
  }

  /** Different for each connection: how messages name their writer. */
  get #writer(): string {
    return `w${this.#number}.${this.#sessions}`;
  }

  get isConnected(): boolean {
    return this.#link !== undefined && !this.#link.isClosed;
  }

  /** Where this one is in each room's log. */
  *positions(): Iterable<[string, number]> {
    if (!this.isConnected) return;
    for (const [name, { follower, isIn }] of this.#rooms) if (isIn) yield [name, follower.next];
  }

  async connect(): Promise<void> {
    const { port, counts } = this.#world;
    this.#sessions++;
    this.#isLeaving = false;
    this.#rooms.clear();
    counts.connections++;
    const nick = this.#newNick();
    this.#link = await Link.open({
      port,
      nick,
      capabilities: [
        'draft/chathistory',
        'server-time',
        ...(this.#echoes ? ['echo-message', 'message-tags'] : []),
      ],
      onMessage: message => this.#note(message),
      onClose: () => {
        if (!this.#isLeaving) counts.fail(`${this.#writer} lost its connection`);
      },
    });
    this.#wander();
  }

  /** Does one thing or another. */
  async act(): Promise<void> {
    const { random, counts } = this.#world;
    const dice = random();
    if (!this.isConnected) await this.connect();
    else if (dice < 0.7) this.say();
    else if (dice < 0.78) this.#wander();
    else if (dice < 0.86) this.#leaveOne();
    else if (dice < 0.9) this.#rename();
    else if (dice < 0.93) await this.quit();
    else if (dice < 0.96) {
      counts.resets++;
      this.compare();
      this.#isLeaving = true;
      this.#link?.reset();
    } else this.#dawdle();
  }

  say(size = 0): void {
    const { counts } = this.#world;
    const room = this.#anyRoom();
    if (room === undefined) return;
    counts.sent++;
    const text = 'x'.repeat(size) || wide.slice(0, this.#below(100));
    this.#link?.send(
      `PRIVMSG ${room.place.log.name} :${this.#writer} ${++room.said} ${Date.now()} ${text}`.trimEnd(),
    );
  }

  /** Leaves after everything has arrived. */
  async quit(): Promise<void> {
    this.#world.counts.quits++;
    await this.settle();
    this.#isLeaving = true;
    this.#link?.quit();
  }

  /** Waits for all that was said, and sees that the rooms heard it. */
  async settle(): Promise<void> {
    this.#link?.resume();
    if (!this.isConnected || (await this.#link?.sync()) !== true) return;
    for (const { place, said } of this.#rooms.values()) {
      await place.sync();
      const heard = place.heardOf(this.#writer);
      if (heard !== said)
        this.#world.counts.fail(
          `${place.log.name} heard ${heard} of the ${said} messages of ${this.#writer}`,
        );
    }
    this.compare();
  }

  /** Compares what was read so far with what there was to read. */
  compare(): void {
    try {
      for (const { follower } of this.#rooms.values()) follower.compare();
    } catch (error) {
      this.#world.counts.fail(String(error));
    }
  }

  /** At the end: nothing may be missing. */
  async finish(): Promise<void> {
    if (!this.isConnected) return;
    await this.settle();
    for (const { place, follower } of this.#rooms.values())
      if (!follower.isUpToDate)
        this.#world.counts.fail(`${this.#writer} has not read all of ${place.log.name}`);
    this.#isLeaving = true;
    this.#link?.quit();
  }

  join(place: Place): void {
    const { name } = place.log;
    const own = this.#echoes ? undefined : this.#writer;
    const follower = new Follower(place.log, `n${this.#number}x`, own);
    const room = this.#rooms.get(name) ?? { place, follower, isIn: false, said: 0 };
    if (room.isIn) return;
    this.#rooms.set(name, room);
    room.isIn = true;
    this.#world.counts.joins++;
    this.#link?.send(`JOIN ${name}`);
  }

  #note(message: Message): void {
    const found = entryOf(message);
    if (found === undefined) return;
    this.#world.counts.delivered++;
    this.#rooms.get(found.room)?.follower.read(found.entry);
  }

  #newNick(): string {
    return `n${this.#number}x${++this.#nicks}`;
  }

  #below(bound: number): number {
    return Math.floor(this.#world.random() * bound);
  }

  /** Comes into one more room. */
  #wander(): void {
    const { places } = this.#world;
    const place = places[this.#below(places.length)];
    const count = [...this.#rooms.values()].filter(room => room.isIn).length;
    if (place !== undefined && count < maxRooms) this.join(place);
  }

  #leaveOne(): void {
    const room = this.#anyRoom();
    if (room === undefined) return;
    room.isIn = false;
    this.#world.counts.parts++;
    this.#link?.send(`PART ${room.place.log.name} :on`);
  }

  #rename(): void {
    this.#world.counts.nicks++;
    this.#link?.send(`NICK ${this.#newNick()}`);
  }

  /** Reads nothing for a while. */
  #dawdle(): void {
    const link = this.#link;
    this.#world.counts.pauses++;
    link?.pause();
    setTimeout(() => link?.resume(), 500 + this.#below(longestPauseMs)).unref();
  }

  #anyRoom(): Room | undefined {
    const rooms = [...this.#rooms.values()].filter(room => room.isIn);
    return rooms[this.#below(rooms.length)];
  }
}
