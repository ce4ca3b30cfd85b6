import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { kill, start } from '../../../scripts/processes.mjs';
import type { TlsIdentity } from '../../../src/net/tls.ts';
import type { HostOptions } from '../../../src/relay/workerProtocol.ts';
import { createIdentity } from '../../../src/trust/identity.ts';
import { residentBytes } from '../../bench/relay/processFigures.ts';
import { Child } from './child.ts';
import type { Place } from './place.ts';
import { program } from './programs.ts';

/** As the extension runs it, and alone with a data folder. */
export const forms = ['thread', 'alone'] as const;
export type Form = (typeof forms)[number];

/** What the relay holds, in bytes. */
interface Held {
  /** Of its process in RAM. */
  readonly resident: number;
  /** What is judged: the thread's heap, external memory and buffers; for a relay alone all of it. */
  readonly judged: number;
}

/** A relay that is about to be attacked. */
export interface RelayUnderAttack extends AsyncDisposable {
  readonly port: number;
  /** The host's key, where that is somebody in the room. */
  readonly hostIdentity?: TlsIdentity;
  readonly keepsRooms: boolean;
  /** Resolves with the reason when it ends by itself. */
  readonly died: Promise<string>;
  /** @returns undefined when it does not answer */
  held(): Held | undefined | Promise<Held | undefined>;
}

const startTimeoutMs = 20_000;
const answerTimeoutMs = 5_000;

/** Starts a relay of this form at its place, with `token` as its password. */
export function startForm(form: Form, place: Place, token: string): Promise<RelayUnderAttack> {
  return form === 'thread' ? startThread(place, token) : startAlone(place, token);
}

async function startAlone(place: Place, token: string): Promise<RelayUnderAttack> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pychat-attack-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  // A run that is interrupted disposes nothing.
  process.once('exit', removeFolder);
  const flags = ['--data', folder, '--host', '::', '--port', String(place.port), `--token=${token}`];
  const node = [process.execPath, '--max-semi-space-size=8', program('cli'), ...flags];
  const [file = '', ...args] = place.command('relay', node);
  const child = start(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const words: string[] = [];
  if (child.stdout === null || child.stderr === null) throw new Error('no output');
  createInterface({ input: child.stderr }).on('line', line => words.push(line));
  const died = once(child, 'exit').then(([code, signal]) => {
    return `ended with ${String(signal ?? code)}: ${words.findLast(line => /error|failed/i.test(line)) ?? ''}`;
  });
  const early = died.then(why => Promise.reject(new Error(why)));
  const port = await Promise.race([announcedPort(child.stdout), early]);
  // What sets namespace, core and priority becomes the program that it starts: this is the relay's number.
  const held = (): Held => {
    const resident = residentBytes(child.pid ?? 0);
    return { resident, judged: resident };
  };
  return {
    port,
    keepsRooms: true,
    died,
    held: () => (child.exitCode === null && child.signalCode === null ? held() : undefined),
    async [Symbol.asyncDispose]() {
      await kill(child);
      process.off('exit', removeFolder);
      removeFolder();
    },
  };
}

/** The port in the address that the relay prints; what it prints after that is thrown away. */
async function announcedPort(output: Readable): Promise<number> {
  const lines = createInterface({ input: output, signal: AbortSignal.timeout(startTimeoutMs) });
  for await (const line of lines) {
    const port = /^Address:.*:(\d+)$/.exec(line)?.[1];
    if (port === undefined) continue;
    lines.close();
    output.resume();
    return Number(port);
  }
  throw new Error('the relay did not start in time');
}

/** What the program that owns the thread answers when it is asked for its memory. */
interface ThreadMemory {
  readonly rss: number;
  readonly thread?: number;
}

async function startThread(place: Place, token: string): Promise<RelayUnderAttack> {
  const now = new Date();
  const identity = await createIdentity({ name: 'relay', now });
  const hostIdentity = await createIdentity({ name: 'host', now });
  const node = [process.execPath, program('threadHost'), program('relayThread'), program('worker')];
  const child = new Child(place.command('relay', node));
  const died = new Promise<string>(resolve => {
    child.onMessage(said => {
      const { ended } = said as { readonly ended?: string };
      if (ended !== undefined) resolve(ended.split('\n')[0] ?? '');
    });
    child.onExit(code => resolve(`the process ended with ${String(code)}`));
  });
  const options = hostOptions(identity, hostIdentity.fingerprints.key, { place, token });
  const { port } = (await child.ask(options, startTimeoutMs)) as { port: number };
  return {
    port,
    hostIdentity,
    keepsRooms: false,
    died,
    async held() {
      const memory = await child.ask('memory', answerTimeoutMs).catch(() => undefined);
      const { rss, thread } = (memory ?? {}) as Partial<ThreadMemory>;
      return rss === undefined || thread === undefined ? undefined : { resident: rss, judged: thread };
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

function hostOptions(
  { certificate, privateKey }: TlsIdentity,
  hostKey: string,
  { place, token }: { place: Place; token: string },
): HostOptions {
  return {
    identity: { certificate, privateKey },
    hostKey,
    host: '::',
    port: place.port,
    portsToTry: 1,
    serverName: 'pychat.local',
    room: '#chat',
    version: 'attack',
    token,
    motd: [],
  };
}
