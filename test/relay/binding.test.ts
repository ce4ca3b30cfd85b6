import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { bind, closeServer } from '../../src/relay/binding.ts';

const open: Server[] = [];
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(closeServer));
  await Promise.all(workers.splice(0).map(worker => worker.terminate()));
});

const host = '127.0.0.1';
const make = (): Server => createServer();

async function listenAt(where: { host: string; port: number } | { path: string }): Promise<Server> {
  const server = createServer().listen(where);
  await once(server, 'listening');
  open.push(server);
  return server;
}

/** A port that is free, and most likely the one after it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await closeServer(server);
  return port;
}

async function bound(
  port: number,
  portsToTry: number,
  maker = make,
): Promise<{ port: number; queues: number }> {
  const { servers, port: found } = await bind(maker, { host, port, portsToTry });
  open.push(...servers);
  return { port: found, queues: servers.length };
}

/** Binds the ports that it is told one after the other, each at the moment it is told as well, and says what came of it. */
const racer = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  let bind, closeServer;
  const made = import(workerData).then(module => ({ bind, closeServer } = module));
  let bound;
  parentPort.on('message', async ({ port, at }) => {
    if (port === undefined) {
      await Promise.all(bound.servers.map(closeServer));
      parentPort.postMessage('free');
      return;
    }
    await made;
    while (performance.timeOrigin + performance.now() < at);
    const wanted = { host: '127.0.0.1', port, portsToTry: 1 };
    bound = await bind(() => createServer(), wanted).catch(error => ({ code: error.code, servers: [] }));
    parentPort.postMessage(bound.code ?? 'bound');
  });
`;

describe.runIf(process.platform === 'linux')('a port with several queues', () => {
  test('is one relay’s alone, though two of a user ask for it at one moment', async () => {
    const file = new URL('../../src/relay/binding.ts', import.meta.url).href;
    const two = [0, 1].map(() => new Worker(racer, { eval: true, workerData: file }));
    workers.push(...two);
    const port = await freePort();
    const seen = new Set<string>();
    for (let round = 0; round < 150; round++) {
      const start = performance.timeOrigin + performance.now() + 2;
      const answers = two.map(worker => once(worker, 'message'));
      for (const [at, worker] of two.entries())
        worker.postMessage({ port, at: start + at * 0.01 * (round % 60) });
      seen.add((await Promise.all(answers)).flat().sort().join(', '));
      const freed = two.map(worker => once(worker, 'message'));
      for (const worker of two) worker.postMessage({});
      await Promise.all(freed);
    }
    expect([...seen]).toEqual(['bound, portsTaken']);
  });

  test('gives way to the next one when another program takes it in between', async () => {
    const port = await freePort();
    let isFirst = true;
    const found = await bound(port, 20, () => {
      if (isFirst) open.push(createServer().listen(port, host));
      isFirst = false;
      return make();
    });
    expect(found.port).toBeGreaterThan(port);
    expect(found.queues).toBe(16);
  });

  test('gives way to the next one while somebody else has its name, and for good if they keep it', async () => {
    const port = await freePort();
    await listenAt({ path: `\0pychat-relay-${port}` });
    expect((await bound(port, 20)).port).toBeGreaterThan(port);
    await expect(bound(port, 1)).rejects.toMatchObject({ code: 'portsTaken' });
  });

  test('leaves its name to others once it is bound: two addresses may have the same port', async () => {
    const { port } = await bound(0, 1);
    await listenAt({ path: `\0pychat-relay-${port}` });
  });
});
