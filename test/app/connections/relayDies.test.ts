import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { LiveWindow } from '../../support/liveWindow.ts';

const worker = new URL('../../support/mortalRelay.ts', import.meta.url);
const orders = new BroadcastChannel('pychat-mortal-relay');
const stopped = 'The relay in this window stopped. Host again to open the room; the log says why.';

let me: Identity;
let relayIdentity: Identity;
beforeAll(async () => {
  [me, relayIdentity] = (await Promise.all(
    ['ana', 'relay'].map(name => createIdentity({ name, now: new Date() })),
  )) as [Identity, Identity];
});

let ana: LiveWindow;
let port = 0;
beforeEach(() => void (ana = new LiveWindow(me)));
afterEach(() => ana.close());
afterAll(() => orders.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '::');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

const hosted = (now: number): void => void (port = now);
const token = 'AAAAAAAAAAAAAAAAAAAAAA';
const host = (more: object = {}): Promise<void> =>
  ana.host('ana', relayIdentity, {
    worker,
    token,
    hosted,
    settings: { room: '#chat', port, open: false },
    ...more,
  });
const isHosting = (): boolean => ana.status.state.phase === 'hosting';
const hasStopped = (): boolean => ana.status.state.phase === 'failed';
const notes = (): string[] => ana.page.lines.filter(line => line.kind === 'note').map(({ text }) => text);

describe('a relay whose thread dies', () => {
  it.each(['throw', 'exit', 'memory'])(
    'by %s is one sentence, and is there again with all that it had',
    async how => {
      port = await freePort();
      await host();
      await ana.until(isHosting);
      await ana.becomes(() => expect(ana.page.tabs[0]?.server).toBe(relayIdentity.fingerprints.key));
      await ana.becomes(() => expect(ana.page.tabs[0]?.server).toBe(relayIdentity.fingerprints.key));
      const before = { port, invite: ana.status.invite, server: ana.page.tabs[0]?.server };
      orders.postMessage(how);
      await ana.until(hasStopped);
      expect(ana.status.state).toEqual({ phase: 'failed', sentence: stopped, remedies: ['host', 'showLog'] });
      expect(ana.page.banner.rows).toContain(stopped);
      await ana.becomes(() =>
        expect(notes().filter(text => !text.startsWith('You are in'))).toEqual([stopped]),
      );
      expect(JSON.stringify([ana.page, ana.status])).not.toMatch(/secret stack|memory limit|\.ts:/);
      expect(ana.failures).toHaveLength(1);
      await host({ lastPort: port });
      await ana.until(isHosting);
      expect({ port, invite: ana.status.invite, server: ana.page.tabs[0]?.server }).toEqual(before);
      ana.type('hello again');
      await ana.until(() =>
        ana.page.lines.some(line => line.kind === 'message' && line.delivery === 'relayed'),
      );
    },
  );

  it('while it is entered is the same sentence', async () => {
    port = await freePort();
    const dying = setInterval(() => orders.postMessage('exit'), 1);
    try {
      await host();
    } finally {
      clearInterval(dying);
    }
    await ana.until(hasStopped);
    expect(ana.status.state).toEqual({ phase: 'failed', sentence: stopped, remedies: ['host', 'showLog'] });
  });

  it('is there again at the port that its invites name, though an earlier one is free by now', async () => {
    const wanted = await freePort();
    const taken = createServer(socket => void socket.destroy()).listen(wanted, '::');
    await once(taken, 'listening');
    const settings = { room: '#chat', port: wanted, open: false };
    await host({ settings });
    await ana.until(isHosting);
    expect(port).toBeGreaterThan(wanted);
    const first = port;
    taken.close();
    await once(taken, 'close');
    orders.postMessage('throw');
    await ana.until(hasStopped);
    await host({ settings, lastPort: first, lastWanted: wanted });
    await ana.until(isHosting);
    expect(port).toBe(first);
  });

  it('is at the port that the settings name now, when that is another', async () => {
    const wanted = await freePort();
    const settings = { room: '#chat', port: wanted, open: false };
    await host({ settings, lastPort: await freePort(), lastWanted: wanted + 1 });
    await ana.until(isHosting);
    expect(port).toBe(wanted);
  });
});
