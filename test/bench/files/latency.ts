// How long a line of chat takes while a file passes through the same relay, as a ratio to the time without.
// node test/bench/files/latency.ts [seconds]: prints one line of JSON.
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { clientTlsOptions, fileProtocol } from '../../../src/net/tls.ts';
import { readLine } from '../../../src/net/readLine.ts';
import { startRelayThread } from '../../../src/relay/relayThread.ts';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { percentile } from '../statistics.mjs';

const size = 2 * 1024 ** 3;
const paceMs = 5;
const seconds = Number(process.argv[2] ?? 5);

interface Person {
  readonly identity: Identity;
  readonly chat: TLSSocket;
}

async function open(port: number, identity: Identity, protocol?: string): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ...clientTlsOptions(identity, protocol) });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  socket.setNoDelay(true);
  return socket;
}

async function enter(port: number, nick: string): Promise<Person> {
  const identity = await createIdentity({ name: nick, now: new Date() });
  const chat = await open(port, identity);
  chat.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN #chat\r\n`);
  while (!(await readLine(chat, 8192)).includes(' 366 '));
  return { identity, chat };
}

/** Milliseconds from one member to the other, for lines said at a steady pace. */
async function measure(speaker: Person, listener: Person): Promise<number[]> {
  const delays: number[] = [];
  const sent: number[] = [];
  let rest = '';
  const hear = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const number = / PRIVMSG #chat :?n([0-9]+)$/.exec(line)?.[1];
      if (number !== undefined) delays.push(performance.now() - (sent[Number(number)] ?? 0));
    }
  };
  listener.chat.on('data', hear);
  const count = (seconds * 1000) / paceMs;
  const start = performance.now();
  for (let number = 0; number < count; number++) {
    await wait(Math.max(0, start + number * paceMs - performance.now()));
    sent.push(performance.now());
    speaker.chat.write(`PRIVMSG #chat :n${number}\r\n`);
  }
  while (delays.length < count) await wait(10);
  listener.chat.off('data', hear);
  return delays;
}

/** A file without end from one to the other, in a thread of its own: what is measured is the relay. */
async function startTransfer(port: number, from: Person, to: Person): Promise<() => Promise<number>> {
  const ends = { port, size, from: pemOf(from), to: pemOf(to) };
  const worker = new Worker(new URL('transfer.ts', import.meta.url), { workerData: ends });
  await once(worker, 'message');
  return async () => {
    worker.postMessage('stop');
    const [bytes] = (await once(worker, 'message')) as [number];
    await worker.terminate();
    return bytes;
  };
}

function pemOf({ identity: { certificate, privateKey } }: Person): {
  certificate: string;
  privateKey: string;
} {
  return { certificate, privateKey };
}

const host = await createIdentity({ name: 'host', now: new Date() });
const relay = await startRelayThread(
  {
    identity: { certificate: host.certificate, privateKey: host.privateKey },
    host: '127.0.0.1',
    port: 0,
    portsToTry: 1,
    serverName: 'relay.test',
    room: '#chat',
    version: 'bench',
    token: '',
    motd: [],
    limits: { floodBurst: 1e9 },
  },
  new URL('../../../src/relay/worker.ts', import.meta.url),
);
const [ann, bob] = [await enter(relay.port, 'ann'), await enter(relay.port, 'bob')];
await measure(ann, bob);
const idle = await measure(ann, bob);
const stop = await startTransfer(relay.port, ann, bob);
const began = performance.now();
const busy = await measure(ann, bob);
const took = performance.now() - began;
const moved = await stop();
const at = (delays: number[], share: number): number => percentile(delays, share) ?? 0;
const figure = (delays: number[], share: number): number => Number(at(delays, share).toFixed(3));
const ratio = (share: number): number => Number((at(busy, share) / at(idle, share)).toFixed(2));
process.stdout.write(
  `${JSON.stringify({
    protocol: fileProtocol,
    idleMs: { p50: figure(idle, 0.5), p99: figure(idle, 0.99) },
    busyMs: { p50: figure(busy, 0.5), p99: figure(busy, 0.99) },
    ratio: { p50: ratio(0.5), p99: ratio(0.99) },
    megabytesPerSecond: Math.round(moved / 1e3 / took),
  })}\n`,
);
await relay.close('done');
process.exit();
