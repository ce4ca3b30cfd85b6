import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type CrowdOptions, type CrowdReport, wantedRoomsOf } from '../honest/crowd.ts';
import { Attackers } from './attackers.ts';
import { Child } from './child.ts';
import type { Place } from './place.ts';
import { program } from './programs.ts';
import { type RelayUnderAttack, startForm } from './relayForms.ts';
import { lineFigures, type Row, type RunName } from './row.ts';

/** Honest people: the host on the relay's own machine, others on another, and some who are not there. */
const memberNicks = Array.from({ length: 29 }, (_, index) => `member${index + 1}`);
const absentNicks = Array.from({ length: 6 }, (_, index) => `absent${index + 1}`);
const hostNick = 'host';

/** Until a relay that has just begun is idle, and until its crowd is: who has just come in goes after who is here. */
const settleMs = 1500;
const sampleMs = 250;
/** From one line of an honest person to the next, and how long the last one may be on its way. */
const paceMs = 1000;
const quietMs = 2000;
/** For how long somebody tries to come back; past five seconds it counts as a loss. */
const giveUpMs = 8000;
const enterTimeoutMs = 30_000;
const finishTimeoutMs = 90_000;

/** The peak of what a relay holds above what it held at first. */
class MemoryPeak {
  heldBytes = 0;
  residentBytes = 0;

  async watch(relay: RelayUnderAttack, signal: AbortSignal): Promise<void> {
    const idle = await relay.held();
    while (idle !== undefined && !signal.aborted) {
      await wait(sampleMs, undefined, { signal }).catch(() => undefined);
      const held = await relay.held();
      this.heldBytes = Math.max(this.heldBytes, (held?.judged ?? 0) - idle.judged);
      this.residentBytes = Math.max(this.residentBytes, (held?.resident ?? 0) - idle.resident);
    }
  }
}

/** The honest people, in two processes. */
class HonestPeople implements AsyncDisposable {
  readonly #crowds: readonly (readonly [Child, CrowdOptions])[];

  constructor(place: Place, token: string, { port, hostIdentity, keepsRooms }: RelayUnderAttack) {
    const { host, loopback, members } = place;
    const common = { token, keepsRooms, partner: memberNicks[0] ?? '', paceMs, settleMs: quietMs, giveUpMs };
    const node = [process.execPath, program('crowd')];
    this.#crowds = [
      [
        new Child(place.command('outside', node)),
        { ...common, target: { host, port }, addresses: members, nicks: memberNicks, absent: absentNicks },
      ],
      [
        new Child(place.command('relay', node)),
        {
          ...common,
          target: { host: loopback, port },
          addresses: [loopback],
          nicks: [hostNick],
          absent: [],
          ...(hostIdentity && { hostIdentity }),
        },
      ],
    ];
  }

  async enter(): Promise<void> {
    for (const [child, options] of this.#crowds) await child.ask({ enter: options }, enterTimeoutMs);
    for (const [child] of this.#crowds) await child.ask('live', enterTimeoutMs);
  }

  async finish(): Promise<CrowdReport[]> {
    const reports = this.#crowds.map(([child]) => child.ask('finish', finishTimeoutMs));
    return (await Promise.all(reports)) as CrowdReport[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [child] of this.#crowds) await child[Symbol.asyncDispose]();
  }
}

/** Starts a relay, lets honest people live in it and attackers go at it. @returns what came of it */
export async function runAttack(name: RunName, place: Place): Promise<Row> {
  const token = randomBytes(16).toString('base64url');
  await using relay = await startForm(name.form, place, token);
  let died: string | undefined;
  const death = relay.died.then(why => (died = why));
  await wait(settleMs);
  const over = new AbortController();
  const peak = new MemoryPeak();
  const watching = peak.watch(relay, over.signal);
  await using people = new HonestPeople(place, token, relay);
  await people.enter();
  await wait(settleMs);
  await using attackers = new Attackers(name.attack, place, {
    target: { host: place.host, port: relay.port },
    addresses: place.attackers,
    token,
    scale: 1,
    wantedNicks: absentNicks,
    wantedRooms: wantedRoomsOf(absentNicks),
  });
  await Promise.race([attackers.begin(), death]);
  await Promise.race([wait(name.seconds * 1000), death]);
  // What honest people still have is looked at in peace.
  await attackers[Symbol.asyncDispose]();
  const reports = died === undefined ? await people.finish().catch(() => []) : [];
  over.abort();
  await watching;
  const { heldBytes, residentBytes } = peak;
  const lost = reports.length > 0 ? reports.flatMap(report => report.lost) : ['everything of everybody'];
  const { connections: hostile, members, keptOut } = attackers;
  return {
    ...name,
    ...lineFigures(reports),
    heldBytes,
    residentBytes,
    hostile,
    members,
    keptOut,
    lost,
    ...(died !== undefined && { died }),
  };
}
