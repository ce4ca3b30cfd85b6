import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startRelay } from '../../../src/relay/cliStart.ts';
import type { Limits } from '../../../src/relay/core/limits.ts';
import { parseCommandLine } from '../../../src/relay/program/cliOptions.ts';
import type { FromWorker, HostOptions } from '../../../src/relay/workerProtocol.ts';
import { createIdentity } from '../../../src/trust/identity.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { loopbackRange } from '../addresses.ts';
import type { Attack } from '../attack.ts';
import { type CrowdReport, HonestCrowd, wantedRoomsOf } from '../honest/crowd.ts';
import { lineFigures } from '../run/row.ts';
import { Scene } from '../scene.ts';

/** How an attack is made small. */
interface Shortened {
  /** What the relay bounds, so that little is much. */
  readonly limits?: Partial<Limits>;
  /** Multiplies the number of connections. */
  readonly scale?: number;
  readonly ms?: number;
  /** Gives the relay a thread of its own, with so much heap in MiB. */
  readonly heapMb?: number;
  /** Honest people and attackers come from one address. */
  readonly isShared?: boolean;
  /** The attack is not over when honest people look what is still theirs. */
  readonly goesOn?: boolean;
}

/** What came of it. */
export interface ShortReport {
  readonly lost: readonly string[];
  /** Lines said, times who was to hear them, that were not heard. */
  readonly missing: number;
  readonly said: number;
  /** The longest that a line took, in milliseconds. */
  readonly worstMs: number;
  /** Attackers who got as far as the attack needs: connections that stood, or those that were welcomed. */
  readonly attackers: number;
  readonly died: string;
}

interface ShortRelay extends AsyncDisposable {
  readonly port: number;
  readonly died: Promise<string>;
}

const host = '127.0.0.1';
const nicks = ['host', 'member1', 'member2', 'member3'];
const absent = ['absent1', 'absent2'];
const defaultScale = 0.1;
const defaultMs = 600;
/** Honest people do within a short attack what they do in ten times as long otherwise. */
const paceMs = 100;
/** For how long they try to come back. */
const giveUpMs = 2500;

/** Lets a few honest people and an attack at its small scale meet in a relay with these limits. */
export async function shortAttack(attack: Attack, shortened: Shortened = {}): Promise<ShortReport> {
  const {
    limits = {},
    scale = defaultScale,
    ms = defaultMs,
    heapMb,
    isShared = false,
    goesOn = false,
  } = shortened;
  const token = randomBytes(16).toString('base64url');
  await using relay =
    heapMb === undefined ? await startAlone(limits, token) : await startThread(limits, token, heapMb);
  const attackers = loopbackRange(1, isShared ? 1 : 16);
  const members = isShared ? attackers : loopbackRange(2, 3);
  const target = { host, port: relay.port };
  const common = { target, token };
  const crowd = await HonestCrowd.enter({
    ...common,
    ...{ addresses: members, nicks, absent, partner: '' },
    ...{ keepsRooms: heapMb === undefined, paceMs, settleMs: 0, giveUpMs },
  });
  const wanted = { wantedNicks: absent, wantedRooms: wantedRoomsOf(absent) };
  const scene = new Scene({ ...common, ...wanted, addresses: attackers, scale });
  let died = '';
  const death = relay.died.then(why => (died = why));
  const life = new AbortController();
  const living = crowd.live(life.signal);
  const attacking = attack.run(scene);
  await Promise.race([scene.pause(ms), death]);
  life.abort();
  await Promise.race([living, death]);
  if (!goesOn) scene.end();
  const report = await Promise.race([crowd.finish(), death.then(() => undefined)]);
  scene.end();
  await attacking;
  const reached = attack.by === 'member' ? scene.members : scene.connections;
  return { died, attackers: reached, ...summary(report) };
}

function summary(report: CrowdReport | undefined): Omit<ShortReport, 'died' | 'attackers'> {
  if (report === undefined) return { lost: ['everything'], missing: 0, said: 0, worstMs: 0 };
  const { sent, arrived, worstMs } = lineFigures([report]);
  return { lost: report.lost, missing: sent - arrived, said: sent, worstMs };
}

/** `pychat-relay --data`, in this process. */
async function startAlone(limits: Partial<Limits>, token: string): Promise<ShortRelay> {
  const folder = await temporaryFolder('attack');
  const options = parseCommandLine(['--data', folder, '--host', host, '--port', '0', `--token=${token}`]);
  if (typeof options === 'string') throw new Error(options);
  const all = { ...options, limits: { ...options.limits, ...limits } };
  const running = await startRelay(all, 'test', () => undefined);
  const port = /^Address:.*:(\d+)$/m.exec(running.announcement.join('\n'))?.[1];
  return {
    port: Number(port),
    // As long as this process does.
    died: new Promise(() => undefined),
    [Symbol.asyncDispose]: () => running.close('The test is over'),
  };
}

/** The relay's thread, with less heap than in the extension. */
async function startThread(limits: Partial<Limits>, token: string, heapMb: number): Promise<ShortRelay> {
  const { certificate, privateKey } = await createIdentity({ name: 'relay', now: new Date() });
  const workerData: HostOptions = {
    identity: { certificate, privateKey },
    ...{ host, port: 0, portsToTry: 1, serverName: 'relay.test', room: '#chat', version: 'test', motd: [] },
    ...{ token, limits },
  };
  const worker = new Worker(new URL('../../../src/relay/worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 8 },
  });
  let why = '';
  worker.on('error', (error: Error) => (why = error.message));
  const died = new Promise<string>(resolve => worker.on('exit', code => resolve(why || `code ${code}`)));
  const [said] = (await once(worker, 'message')) as [FromWorker];
  if (said.type !== 'listening') throw new Error('the relay does not listen');
  return {
    port: said.port,
    died,
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
