import { getEventListeners } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { dial } from '../../../src/client/connection/dial.ts';
import { closeFailure, dialFailure, mostTelling, ClientFailure } from '../../../src/client/failure.ts';
import { serverTlsOptions } from '../../../src/net/tls.ts';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { never, Witness } from '../../support/chatClients.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeConnection } from '../../support/fakeServer.ts';

let ours: Identity;
let theirs: Identity;
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  const now = new Date();
  [ours, theirs] = await Promise.all([
    createIdentity({ name: 'ana', now }),
    createIdentity({ name: 'host', now }),
  ]);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve));
});

/** Listens on a free port of 127.0.0.1; it and its sockets are gone after the test. */
async function listen(server: Server): Promise<{ address: string; port: number }> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

function tlsServer(options: TlsOptions = {}): TlsServer {
  const server = createTlsServer({ ...serverTlsOptions(theirs), ...options });
  server.on('tlsClientError', () => undefined);
  return server;
}

function dialing(address: { address: string; port: number }, clock = systemClock, signal = never) {
  return dial(address, { identity: ours, clock, signal });
}

describe('dialing', () => {
  it('gives an open connection and the fingerprints of who answered, and shows our certificate', async () => {
    const server = tlsServer();
    const shown = new Promise<string | undefined>(resolve =>
      server.on('secureConnection', socket => resolve(socket.getPeerX509Certificate()?.subject)),
    );
    const { stream, fingerprints } = await dialing(await listen(server));
    expect(fingerprints).toEqual(theirs.fingerprints);
    expect(await shown).toBe('CN=ana');
    stream.destroy();
  });

  it('finds nobody listening', async () => {
    const server = createServer();
    const address = await listen(server);
    await new Promise(resolve => servers.splice(0)[0]?.close(resolve));
    await expect(dialing(address)).rejects.toMatchObject({ code: 'refused', address });
    await expect(dialing({ ...address, address: 'localhost' })).rejects.toMatchObject({ code: 'refused' });
  });

  it('finds a name that does not exist', async () => {
    await expect(dialing({ address: 'pychat.invalid', port: 1 })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('finds a web server', async () => {
    await expect(dialing(await listen(createHttpServer()))).rejects.toMatchObject({ code: 'http' });
    const slow = createServer(socket =>
      socket.on('data', bytes => bytes.includes('\r\n') && socket.end('<!DOCTYPE HTML><title>Bad request')),
    );
    const clock = new FakeClock();
    slow.once('connection', (socket: Socket) => socket.once('data', () => clock.advance(8_000)));
    await expect(dialing(await listen(slow), clock)).rejects.toMatchObject({ code: 'http' });
    const secure = tlsServer({
      ALPNCallback: ({ protocols }) => protocols.find(name => name === 'http/1.1'),
    });
    await expect(dialing(await listen(secure))).rejects.toMatchObject({ code: 'http' });
  });

  it('finds a server that talks without TLS', async () => {
    const talkative = createServer(socket =>
      socket.write(':irc.test NOTICE * :*** Looking up your hostname\r\n'),
    );
    await expect(dialing(await listen(talkative))).rejects.toMatchObject({ code: 'plainText' });
    const terse = createServer(socket => socket.on('data', () => socket.end('what?\r\n')));
    await expect(dialing(await listen(terse))).rejects.toMatchObject({ code: 'plainText' });
  });

  it('gives up a server that accepts and says nothing', async () => {
    const clock = new FakeClock();
    const silent = createServer();
    // First the handshake that nothing answers, then the question what else it speaks.
    silent.on('connection', (socket: Socket) => socket.once('data', () => clock.advance(8_000)));
    const address = await listen(silent);
    await expect(dialing(address, clock)).rejects.toMatchObject({ code: 'timedOut' });
    expect(clock.waiting).toBe(0);
  });

  it('finds a server that closes at once', async () => {
    const closing = createServer(socket => socket.end());
    await expect(dialing(await listen(closing))).rejects.toMatchObject({ code: 'closedEarly' });
    const resetting = createServer(socket => socket.on('data', () => socket.resetAndDestroy()));
    await expect(dialing(await listen(resetting))).rejects.toMatchObject({ code: 'closedEarly' });
  });

  it('finds a server that knows no TLS 1.3', async () => {
    const old = tlsServer({
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    });
    await expect(dialing(await listen(old))).rejects.toMatchObject({ code: 'notTls13' });
  });

  it('can be called off at any time, leaving no timer, listener or socket', async () => {
    const silent = createServer();
    const address = await listen(silent);
    for (const when of ['before', 'connecting', 'shaking hands', 'asking what else']) {
      const clock = new FakeClock();
      const control = new AbortController();
      if (when === 'before') control.abort();
      const accepted = new Promise<Socket>(resolve => silent.once('connection', resolve));
      const failed = expect(dialing(address, clock, control.signal)).rejects.toMatchObject({
        code: 'cancelled',
      });
      if (when === 'shaking hands' || when === 'asking what else') {
        const socket = await accepted;
        await new Promise(resolve => socket.once('data', resolve));
        if (when === 'asking what else') {
          const second = new Promise<Socket>(resolve => silent.once('connection', resolve));
          clock.advance(8_000);
          await second;
        }
      }
      control.abort();
      await failed;
      expect(clock.waiting).toBe(0);
      expect(getEventListeners(control.signal, 'abort')).toHaveLength(0);
    }
    silent.removeAllListeners('connection');
    expect((await Promise.all([...sockets].map(gone))).every(Boolean)).toBe(true);
  });
});

/** Resolves once the other side has gone. */
function gone(socket: Socket): Promise<boolean> {
  socket.resume();
  if (socket.closed) return Promise.resolve(true);
  return new Promise(resolve => socket.once('close', () => resolve(true)));
}

describe('a client over TLS', () => {
  it('refuses a wrong key before it has sent a byte, and joins with the right one', async () => {
    const server = tlsServer();
    const peers: FakeConnection[] = [];
    server.on('secureConnection', socket => {
      const peer = new FakeConnection(socket);
      peers.push(peer);
      peer.welcome().catch(() => undefined);
    });
    const address = await listen(server);
    const options = { addresses: [address], identity: ours };
    const expecting = (key: string) => ({
      ...options,
      verifyHost: (peer: { fingerprints: { key: string } }) => Promise.resolve(peer.fingerprints.key === key),
    });
    const wary = new Witness(expecting(ours.fingerprints.key));
    await expect(wary.client.start(never)).rejects.toMatchObject({
      code: 'wrongKey',
      detail: theirs.fingerprints.key,
    });
    const right = new Witness(expecting(theirs.fingerprints.key));
    await right.client.start(never);
    expect(peers.filter(peer => peer.all.length > 0)).toHaveLength(1);
    right.client.dispose();
  });

  it('tells when the server wants a certificate that an authority has signed', async () => {
    const server = tlsServer({ rejectUnauthorized: true });
    const { client } = new Witness({ addresses: [await listen(server)], identity: ours });
    await expect(client.start(never)).rejects.toBeInstanceOf(ClientFailure);
  });
});

describe('what a failure means', () => {
  it('reads the codes of several attempts at one name', () => {
    const inner = ['EHOSTUNREACH', 'ECONNREFUSED'].map(code => Object.assign(new Error(code), { code }));
    expect(dialFailure(new AggregateError(inner, '')).code).toBe('unreachable');
    expect(dialFailure(Object.assign(new Error('x'), { code: 'EWHAT' }))).toMatchObject({
      code: 'failed',
      detail: 'x',
    });
    expect(dialFailure('odd')).toMatchObject({ code: 'failed', detail: 'odd' });
  });

  it('tells of several addresses what says most', () => {
    const failures = (['notFound', 'refused', 'http', 'timedOut'] as const).map(
      code => new ClientFailure(code, ''),
    );
    expect(mostTelling(failures).code).toBe('http');
    expect(mostTelling([]).code).toBe('notFound');
  });

  it('goes by the code of a relay, and shows its words', () => {
    expect(closeFailure('banned', 'Closing link: for good')).toMatchObject({
      code: 'banned',
      detail: 'for good',
    });
    for (const code of ['full', 'inviteNeeded'] as const) expect(closeFailure(code, '').code).toBe(code);
    expect(closeFailure('closing', 'banned from my desk').code).toBe('hostClosed');
    for (const code of ['ghosted', undefined] as const)
      expect(closeFailure(code, 'You are banned: no password').code).toBe('serverClosed');
  });
});
