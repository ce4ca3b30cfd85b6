import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { listen, type Listener } from '../../src/relay/listener.ts';
import { Relay } from '../../src/relay/relay.ts';
import type { RelayOptions } from '../../src/relay/relayOptions.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { register, TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

let host: Identity;
let guest: Identity;
beforeAll(async () => {
  const now = new Date();
  [host, guest] = await Promise.all([
    createIdentity({ name: 'host', now }),
    createIdentity({ name: 'guest', now }),
  ]);
});

const listeners: Listener[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});

async function start(
  options: Partial<RelayOptions> = {},
  where: { host?: string; port?: number; portsToTry?: number } = {},
): Promise<{ relay: Relay; listener: Listener; port: number }> {
  const relay = new Relay({
    serverName: 'relay.test',
    room: '#chat',
    version: 'test',
    token: '',
    motd: [],
    clock: systemClock,
    hostKey: host.fingerprints.key,
    ...options,
  });
  const listener = await listen(relay, host, { host: '127.0.0.1', port: 0, portsToTry: 1, ...where });
  listeners.push(listener);
  return { relay, listener, port: listener.port };
}

/** A connection without TLS. */
async function connectPlain(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

describe('the listener', () => {
  test('two people talk over TLS, and the host is known by its key', async () => {
    const { port } = await start();
    const ann = await connectTls(port, host);
    const bob = await connectTls(port, guest);
    await register(ann, 'ann');
    await register(bob, 'bob');
    await ann.ask('JOIN #chat');
    expect(await bob.ask('JOIN #chat')).toContain(':relay.test 353 bob = #chat :@ann bob');
    bob.send('PRIVMSG #chat :Olá 😀');
    expect((await ann.next('PRIVMSG')).params).toEqual(['#chat', 'Olá 😀']);
    ann.stream.destroy();
    bob.stream.destroy();
  });

  test('speaks TLS 1.3 only, and irc only to who names protocols', async () => {
    const { port } = await start();
    const older = connectTls(port, guest, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    await expect(older).rejects.toThrow();
    await expect(connectTls(port, guest, { ALPNProtocols: ['http/1.1'] })).rejects.toThrow();
    const socket = tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe('TLSv1.3');
    // Without a certificate one is a guest like any other.
    const peer = new TestPeer(socket);
    expect(await register(peer, 'ann')).not.toEqual([]);
    socket.destroy();
  });

  test.each(['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'NICK ann\r\nUSER ann 0 * :Ann\r\n', '\n'.repeat(10)])(
    'closes at once on %j',
    async text => {
      const { port, relay } = await start();
      const socket = await connectPlain(port);
      socket.write(text);
      await once(socket, 'close');
      expect(relay.people).toBe(0);
    },
  );

  test('closes who does not finish the handshake in time, however it trickles', async () => {
    const { port } = await start({ limits: { handshakeTimeoutMs: 300 } });
    const began = performance.now();
    const socket = await connectPlain(port);
    socket.write(Buffer.from([0x16, 3, 1, 1, 0]));
    const trickle = setInterval(() => socket.write(Buffer.from([1])), 50);
    // What it writes after the end is an error, for which `once` would not wait any longer.
    await new Promise(closed => socket.once('close', closed));
    clearInterval(trickle);
    expect(performance.now() - began).toBeGreaterThanOrEqual(290);
  });

  test.each([
    ['in all', { maxHandshakes: 2 }],
    ['from one address', { maxHandshakesPerAddress: 2 }],
  ])(
    'lets only so many handshakes be under way at a time %s: an earlier one goes, and those that are over do not count',
    async (_, limits) => {
      const { port } = await start({ limits });
      const peers = [];
      for (let i = 0; i < 4; i++) peers.push(await connectTls(port, guest));
      const earlier = [await connectPlain(port), await connectPlain(port)];
      const newcomer = await connectPlain(port);
      await Promise.race(earlier.map(socket => once(socket, 'close')));
      expect(earlier.filter(socket => !socket.destroyed)).toHaveLength(1);
      expect(newcomer.destroyed).toBe(false);
      for (const socket of [...earlier, newcomer]) socket.destroy();
      for (const peer of peers) peer.stream.destroy();
    },
  );

  test('ends a handshake that brings a long chain of certificates, whoever signed them', async () => {
    const { port } = await start();
    const chained = (count: number): Identity => {
      return { ...guest, certificate: guest.certificate + host.certificate.repeat(count) };
    };
    const few = await connectTls(port, chained(10));
    await register(few, 'bea');
    const many = await connectTls(port, chained(60)).catch(() => undefined);
    await expect.poll(() => many?.stream.destroyed ?? true).toBe(true);
  });

  test('tells one too many that the relay is full', async () => {
    const { port } = await start({ limits: { maxConnections: 1, keptConnections: 0 } });
    const first = await connectTls(port, guest);
    await register(first, 'ann');
    const second = await connectTls(port, guest);
    expect(await second.rest()).toEqual([
      expect.stringContaining(' 263 * CONNECT :'),
      'ERROR :Closing link: The relay is full',
    ]);
    first.stream.destroy();
  });

  test('a connection that cannot be taken is dropped, and the next one served', async () => {
    const logged: string[] = [];
    let broken = true;
    const { relay } = await start();
    const accepting = {
      limits: relay.limits,
      known: relay.known,
      accept: (...args: Parameters<Relay['accept']>): void => {
        if (broken) throw new Error('odd certificate');
        relay.accept(...args);
      },
      acceptFile: (): void => undefined,
    };
    const where = { host: '127.0.0.1', port: 0, portsToTry: 1 };
    const listener = await listen(accepting, host, { ...where, log: text => logged.push(text) });
    listeners.push(listener);
    const first = await connectTls(listener.port, guest);
    expect(await first.rest()).toEqual([]);
    expect(logged[0]).toContain('odd certificate');
    broken = false;
    const second = await connectTls(listener.port, guest);
    expect(await register(second, 'ann')).not.toEqual([]);
    second.stream.destroy();
  });

  test('takes the next port when one is taken, and says so when all are', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    await expect(start({}, { port })).rejects.toMatchObject({ name: 'ListenError', code: 'portsTaken' });
    const { port: next } = await start({}, { port, portsToTry: 20 });
    expect(next).toBeGreaterThan(port);
    expect(next).toBeLessThan(port + 20);
    blocker.close();
    await once(blocker, 'close');
  });

  test.runIf(process.platform === 'linux')(
    'has several queues of new connections at its port, which is nobody else’s all the same',
    async () => {
      const { port } = await start();
      const place = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
      const listening = readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .filter(line => line.includes(` ${place} `) && line.includes(' 0A '));
      expect(listening).toHaveLength(16);
      await expect(start({}, { port })).rejects.toMatchObject({ code: 'portsTaken' });
      const peers = await Promise.all(Array.from({ length: 30 }, () => connectTls(port, guest)));
      for (const [at, peer] of peers.entries()) expect(await register(peer, `p${at}`)).not.toEqual([]);
    },
  );

  test('says that an address is not this machine’s', async () => {
    await expect(start({}, { host: '192.0.2.77' })).rejects.toMatchObject({ code: 'badAddress' });
  });

  test('listens on everything, IPv4 and IPv6, and names IPv4 addresses as such', async () => {
    const { port, listener } = await start({}, { host: '::' });
    expect(['::', '0.0.0.0']).toContain(listener.host);
    const ann = await connectTls(port, guest);
    await register(ann, 'ann');
    expect((await ann.ask('WHO ann'))[0]).toContain(' 127.0.0.1 ');
    ann.stream.destroy();
  });

  test('frees the port when it closes, whoever is connected', async () => {
    const { port, relay, listener } = await start();
    const ann = await connectTls(port, guest);
    await register(ann, 'ann');
    const idle = await connectPlain(port);
    const closed = [once(ann.stream, 'close'), once(idle, 'close')];
    await relay.close('bye');
    await listener.close();
    await Promise.all(closed);
    const again = createServer().listen(port, '127.0.0.1');
    await once(again, 'listening');
    again.close();
    await once(again, 'close');
  });
});

describe('openssl s_client', () => {
  test('joins and talks, with LF line ends', async () => {
    const { port } = await start();
    const ann = await connectTls(port, guest);
    await register(ann, 'ann');
    await ann.ask('JOIN #chat');
    const client = spawn('openssl', ['s_client', '-quiet', '-connect', `127.0.0.1:${port}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let output = '';
    client.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    client.stdin.write('NICK bob\nUSER bob 0 * :Bob\nJOIN #chat\nPRIVMSG #chat :olá, ann\n');
    expect((await ann.next('PRIVMSG')).params).toEqual(['#chat', 'olá, ann']);
    ann.send('PRIVMSG bob :olá, bob');
    await expect.poll(() => output).toContain('PRIVMSG bob :olá, bob\r\n');
    client.stdin.write('QUIT\n');
    const [code] = (await once(client, 'exit')) as [number];
    expect(code).toBe(0);
    ann.stream.destroy();
  });

  test('is ended when it sends key updates and nothing else, and nobody else is', async () => {
    const { port } = await start();
    const ann = await connectTls(port, guest);
    await register(ann, 'ann');
    const updates = `yes K | openssl s_client -tls1_3 -connect 127.0.0.1:${port}`;
    const client = spawn('sh', ['-c', updates], { stdio: 'ignore' });
    for (let line = 0; line < 20; line++) await ann.ask(`PING ${line}`);
    await once(client, 'exit');
    await ann.ask('PING still');
    ann.stream.destroy();
  });
});
