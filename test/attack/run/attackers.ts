import { setTimeout as wait } from 'node:timers/promises';
import type { Attack } from '../attack.ts';
import { attacks } from '../attacks.ts';
import type { AttackersSeen, Raid } from '../programs/attackers.ts';
import type { SceneOptions } from '../scene.ts';
import { Child } from './child.ts';
import type { Place } from './place.ts';
import { program } from './programs.ts';

/** How long members are waited for, and after how long without a further one no more of them are expected. */
const enterTimeoutMs = 45_000;
const lookMs = 3_000;

/** Lets attackers go at a relay until they are stopped: strangers and members in a process each. */
export class Attackers implements AsyncDisposable {
  readonly #attacks: readonly Attack[];
  readonly #place: Place;
  readonly #scene: SceneOptions;
  readonly #seen = new Map<Child, AttackersSeen>();

  /** @param attack the name of one, `all` for all at once, or anything else for none */
  constructor(attack: string, place: Place, scene: SceneOptions) {
    this.#attacks = attacks.filter(({ name }) => attack === 'all' || name === attack);
    this.#place = place;
    this.#scene = scene;
  }

  /** Who means harm is in already when strangers come, and when the others begin: these leave no place for anybody. */
  async begin(): Promise<void> {
    const isMixed = new Set(this.#attacks.map(({ by }) => by)).size > 1;
    this.#start('member', isMixed);
    if (isMixed) await this.#untilMembersAreIn();
    for (const child of this.#seen.keys()) child.tell('begin');
    this.#start('stranger');
  }

  /** Connections that stood. */
  get connections(): number {
    return this.#sum(({ connections }) => connections);
  }

  /** Those that were welcomed. */
  get members(): number {
    return this.#sum(({ members }) => Object.values(members).reduce((all, one) => all + one, 0));
  }

  /** The names of attacks by members of which nobody was ever let in. */
  get keptOut(): string[] {
    const ofMembers = this.#attacks.filter(({ by }) => by === 'member');
    return ofMembers
      .map(({ name }) => name)
      .filter(name => this.#sum(({ members }) => members[name] ?? 0) === 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Array.from(this.#seen.keys(), child => child[Symbol.asyncDispose]()));
  }

  #sum(count: (seen: AttackersSeen) => number): number {
    return Array.from(this.#seen.values(), count).reduce((all, one) => all + one, 0);
  }

  #start(by: Attack['by'], isHeld = false): void {
    const names = this.#attacks.filter(attack => attack.by === by).map(({ name }) => name);
    if (names.length === 0) return;
    const child = new Child(this.#place.command('outside', [process.execPath, program('attackers')], true));
    this.#seen.set(child, { connections: 0, members: {} });
    child.onMessage(message => this.#seen.set(child, message as AttackersSeen));
    child.tell({ attacks: names, scene: this.#scene, isHeld } satisfies Raid);
  }

  async #untilMembersAreIn(): Promise<void> {
    let before = -1;
    for (let waited = 0; waited < enterTimeoutMs; waited += lookMs) {
      if (this.members === before && before > 0) return;
      before = this.members;
      await wait(lookMs);
    }
  }
}
