import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type RelayThread, startRelayThread } from '../../src/relay/relayThread.ts';
import type { HostOptions } from '../../src/relay/workerProtocol.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { hostedHere } from '../support/hostedHere.ts';
import { register } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

const workerFile = new URL('../../src/relay/worker.ts', import.meta.url);

let identity: Identity;
beforeAll(async () => {
  identity = await createIdentity({ name: 'host', now: new Date() });
});

function options(more: Partial<HostOptions> = {}): HostOptions {
  const { certificate, privateKey } = identity;
  return {
    identity: { certificate, privateKey },
    ...hostedHere,
    ...more,
  };
}

const people = (thread: RelayThread): Promise<number> =>
  new Promise(resolve => {
    const subscription = thread.onPeople(count => {
      subscription.dispose();
      resolve(count);
    });
  });

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
  return true;
}

describe('the relay’s thread', () => {
  test('serves, counts people, says goodbye and frees the port', async () => {
    const thread = await startRelayThread(options(), workerFile);
    const exits: Error[] = [];
    thread.onDeath(death => exits.push(death));
    const counted = people(thread);
    const ann = await connectTls(thread.port, identity);
    await register(ann, 'ann');
    expect(await counted).toBe(1);
    expect(thread.people).toBe(1);
    expect(await ann.ask('JOIN #chat')).toContain(':relay.test 353 ann = #chat @ann');
    const closed = Promise.all([thread.close('Going home'), thread.close('twice')]);
    expect(await ann.rest()).toEqual(['ERROR :Closing link: Going home']);
    await closed;
    expect(await thread.ended).toMatchObject({ run: expect.stringMatching(/-/) as string });
    expect(await isFree(thread.port)).toBe(true);
    expect(exits).toEqual([]);
  });

  test('goes on while the thread that started it is blocked', async () => {
    const thread = await startRelayThread(options(), workerFile);
    const ann = await connectTls(thread.port, identity);
    await register(ann, 'ann', { capabilities: 'server-time' });
    ann.send('PING during');
    const until = Date.now() + 300;
    while (Date.now() < until);
    const { tags } = await ann.next('PONG');
    expect(Date.parse(tags.get('time')!)).toBeLessThan(until);
    ann.stream.destroy();
    await thread.close('');
  });

  test('says which operator key counts', async () => {
    const guest = await createIdentity({ name: 'guest', now: new Date() });
    const thread = await startRelayThread(options({ hostKey: guest.fingerprints.key }), workerFile);
    const ann = await connectTls(thread.port, guest);
    await register(ann, 'ann');
    expect(await ann.ask('JOIN #chat')).toContain(':relay.test 353 ann = #chat @ann');
    ann.stream.destroy();
    await thread.close('');
  });

  test('a port that is taken is a ListenError', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    await expect(startRelayThread(options({ port }), workerFile)).rejects.toMatchObject({
      name: 'ListenError',
      code: 'portsTaken',
    });
    blocker.close();
  });

  test('a thread that cannot start is an error', async () => {
    const broken = { certificate: 'none', privateKey: 'none' };
    await expect(startRelayThread(options({ identity: broken }), workerFile)).rejects.toThrow('certificate');
    const missing = new URL('./missing.ts', workerFile);
    await expect(startRelayThread(options(), missing)).rejects.toThrow('missing.ts');
  });

  test('an end that nobody asked for is told, with its reason', async () => {
    const source = `
      const { parentPort } = require('node:worker_threads');
      parentPort.postMessage({ type: 'listening', host: 'here', port: 1 });
      parentPort.postMessage({ type: 'log', text: 'hello' });
      setTimeout(() => { throw new Error('it broke'); }, 1);
    `;
    const file = new URL(
      `data:text/javascript,${encodeURIComponent(`import{createRequire}from'node:module';const require=createRequire(process.cwd()+'/');${source}`)}`,
    );
    const thread = await startRelayThread(options(), file);
    const logged: string[] = [];
    thread.onLog(text => logged.push(text));
    const death = await new Promise<Error>(resolve => thread.onDeath(resolve));
    expect(death.message).toContain('it broke');
    const again = vi.fn();
    thread.onDeath(again);
    expect(again).toHaveBeenCalledExactlyOnceWith(death);
    expect(logged).toEqual(['hello']);
    await thread.close('already gone');
  });

  test('a thread that does not answer is ended by force', async () => {
    const file = new URL(
      `data:text/javascript,${encodeURIComponent(
        `import{parentPort}from'node:worker_threads';
        parentPort.postMessage({ type: 'listening', host: 'here', port: 1 });
        parentPort.on('message', () => { for (;;); });`,
      )}`,
    );
    const thread = await startRelayThread(options(), file);
    await thread.close('');
  });

  test('ends with the thread that owns it', async () => {
    const owner = new Worker(
      `const { parentPort, workerData, Worker } = require('node:worker_threads');
       const relay = new Worker(new URL(workerData.file), { workerData: workerData.options });
       relay.on('message', message => parentPort.postMessage(message));`,
      { eval: true, workerData: { file: workerFile.href, options: options() } },
    );
    const [{ port }] = (await once(owner, 'message')) as [{ port: number }];
    await owner.terminate();
    expect(await isFree(port)).toBe(true);
  });
});
