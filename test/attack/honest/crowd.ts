import { setTimeout as wait } from 'node:timers/promises';
import { createIdentity } from '../../../src/trust/identity.ts';
import type { TlsIdentity } from '../../../src/net/tls.ts';
import type { Target } from '../scene.ts';
import { ownRoom } from './belongings.ts';
import { Member } from './member.ts';

/** Honest people of one process; plain data, as it goes there. */
export interface CrowdOptions {
  readonly target: Target;
  /** Addresses that they come from, in turn. */
  readonly addresses: readonly string[];
  readonly token: string;
  /** Nicks of those who talk; one alone talks with `partner`. */
  readonly nicks: readonly string[];
  readonly partner: string;
  /** Nicks of those who were there, have gone, and come back at the end. */
  readonly absent: readonly string[];
  /** The first one's key, where it is the relay's host. */
  readonly hostIdentity?: TlsIdentity;
  /** Whether a room outlives its last member, as with a data folder. */
  readonly keepsRooms: boolean;
  /** From one line of somebody to the next, roughly; they leave and fetch files at a multiple of it. */
  readonly paceMs: number;
  /** How long lines are awaited at the end, besides what it takes to have them answered. */
  readonly settleMs: number;
  /** For how long somebody tries to come back. */
  readonly giveUpMs: number;
}

/** What a crowd has seen; plain data. */
export interface CrowdReport {
  /** Lines said by each. */
  readonly said: Readonly<Record<string, number>>;
  /** Lines heard by each, of each. */
  readonly heard: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** From saying to hearing, in milliseconds. */
  readonly delays: readonly number[];
  /** How long it took to come back, in milliseconds. */
  readonly backMs: readonly number[];
  /** What was lost, in words that begin with its kind. */
  readonly lost: readonly string[];
}

/** Rooms that belong to those who are not there. */
export const wantedRoomsOf = (absent: readonly string[]): string[] => absent.map(ownRoom);

/** How many paces are between two who leave, how long they are away, and how many are between two files. */
const leavePaces = 2;
const awayPaces = 0.3;
const fetchPaces = 1;

/** Honest people who speak once a second, leave and come back, fetch files, and in the end look what they still have. */
export class HonestCrowd {
  readonly #options: CrowdOptions;
  readonly #members: readonly Member[];
  readonly #absent: readonly Member[];
  readonly #backMs: number[] = [];
  /** Who sends or gets a file right now, and does not leave before it is there. */
  readonly #busy = new Set<Member>();

  private constructor(options: CrowdOptions, members: readonly Member[], absent: readonly Member[]) {
    this.#options = options;
    this.#members = members;
    this.#absent = absent;
  }

  /** Everybody comes in and takes what is theirs; those who are to be absent leave again. */
  static async enter(options: CrowdOptions): Promise<HonestCrowd> {
    const { nicks, absent } = options;
    const members = await makeMembers(options, nicks, options.hostIdentity);
    const crowd = new HonestCrowd(options, members, await makeMembers(options, absent));
    await each([...crowd.#absent, ...crowd.#members], member => member.enter());
    await each(crowd.#absent, member => member.settle(false));
    await each(crowd.#absent, member => member.leave());
    await each(crowd.#members, member => member.settle(true));
    // The room of somebody who leaves for a moment goes on with the next one in it.
    for (const [index, member] of crowd.#members.entries()) await crowd.#next(index).visit(member);
    return crowd;
  }

  /** Lives on until the signal. */
  async live(signal: AbortSignal): Promise<void> {
    await Promise.all([
      ...this.#members.map(member => this.#speak(member, signal)),
      this.#comeAndGo(signal),
      this.#fetch(signal),
    ]);
  }

  /** Looks what is left, and ends. */
  async finish(): Promise<CrowdReport> {
    const { keepsRooms, settleMs } = this.#options;
    await wait(settleMs);
    // The first answer comes after all that was said is on its way to everyone, the second after it has come.
    for (let round = 0; round < 2; round++) await each(this.#members, member => member.answered());
    const late = this.#members.filter(member => !member.person.isThere);
    await each([...this.#absent, ...late], async member => void this.#backMs.push(await member.comeBack()));
    await each(this.#absent, member => member.check({ isRoomKept: keepsRooms }));
    await each(this.#members, member => member.check({ isRoomKept: true }));
    for (const [index, member] of this.#members.entries()) await member.checkFile(this.#next(index));
    const everyone = [...this.#members, ...this.#absent];
    const report = {
      said: Object.fromEntries(this.#members.map(({ nick, said }) => [nick, said])),
      heard: Object.fromEntries(this.#members.map(({ nick, heard }) => [nick, heard.counts])),
      delays: this.#members.flatMap(({ heard }) => heard.delays),
      backMs: this.#backMs,
      lost: everyone.flatMap(({ lost }) => lost),
    };
    for (const member of everyone) member.end();
    return report;
  }

  #next(index: number): Member {
    const next = this.#members[(index + 1) % this.#members.length];
    if (next === undefined) throw new Error('nobody is there');
    return next;
  }

  async #speak(member: Member, signal: AbortSignal): Promise<void> {
    while (await pause(this.#options.paceMs * (0.5 + Math.random()), signal)) member.say();
  }

  /** One after another leaves for a moment; whose room it is in meanwhile stays, and so does the host. */
  async #comeAndGo(signal: AbortSignal): Promise<void> {
    for (let index = 1; await pause(this.#options.paceMs * leavePaces, signal); index++) {
      const member = this.#members[index % this.#members.length];
      if (member === undefined || this.#members.length === 1 || member.isAway || this.#busy.has(member))
        continue;
      await member.leave();
      await wait(this.#options.paceMs * awayPaces);
      this.#backMs.push(await member.comeBack());
      await member.settle(true).catch(() => undefined);
      await this.#visitBefore(index % this.#members.length);
    }
  }

  /** Whoever is back enters the room of the one before again. */
  async #visitBefore(index: number): Promise<void> {
    const before = this.#members.at(index - 1);
    const member = this.#members[index];
    if (before !== undefined) await member?.visit(before);
  }

  async #fetch(signal: AbortSignal): Promise<void> {
    for (let index = 0; await pause(this.#options.paceMs * fetchPaces, signal); index++) {
      const other = this.#next(index);
      const member = this.#next(index + 1);
      this.#busy.add(member).add(other);
      await member.checkFile(other);
      this.#busy.clear();
    }
  }
}

async function each(members: readonly Member[], work: (member: Member) => Promise<void>): Promise<void> {
  await Promise.all(members.map(work));
}

/** @param first the identity of the first one, when it is not a new one */
async function makeMembers(
  { target, addresses, token, partner, giveUpMs }: CrowdOptions,
  nicks: readonly string[],
  first?: TlsIdentity,
): Promise<Member[]> {
  const members: Member[] = [];
  for (const [index, nick] of nicks.entries()) {
    const known = index === 0 ? first : undefined;
    const identity = known ?? (await createIdentity({ name: nick, now: new Date() }));
    const from = addresses[index % addresses.length] ?? '127.0.0.1';
    const other = nicks.length > 1 ? nicks[(index + 1) % nicks.length] : partner;
    members.push(new Member({ nick, identity, target, from, token, giveUpMs }, other ?? nick));
  }
  return members;
}

/** Waits. @returns whether life goes on */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal }).catch(() => false);
}
