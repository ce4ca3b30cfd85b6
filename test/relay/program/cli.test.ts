import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayFingerprint } from '../../../src/trust/fingerprint.ts';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { helpText } from '../../../src/relay/program/cliHelp.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { connectTls } from '../../support/tlsPeer.ts';
import { run, start } from './cliProcess.ts';
import type { RunningCli } from './relayProcess.ts';

let folder: string;
let identity: Identity;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pychat-relay-'));
  identity = await createIdentity({ name: 'host', now: new Date() });
  await writeFile(path.join(folder, 'cert.pem'), identity.certificate);
  await writeFile(path.join(folder, 'key.pem'), identity.privateKey);
  await writeFile(path.join(folder, 'motd.txt'), 'Be kind.\nBe brief.\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string): string => path.join(folder, name);

/** Someone who has registered. */
async function guest(
  relay: RunningCli,
  nick: string,
  password?: string,
): Promise<{ peer: TestPeer; welcome: string[] }> {
  const peer = await connectTls(relay.invite.port, identity);
  return { peer, welcome: await register(peer, nick, password === undefined ? {} : { password }) };
}

describe('pychat-relay', () => {
  test('prints what is needed to join, lets in with it, and says goodbye at SIGTERM', async () => {
    const relay = await start('--motd', file('motd.txt'));
    const { printed, invite } = relay;
    expect(invite).toMatchObject({ addresses: ['127.0.0.1'], room: '#chat', token: printed.get('Password') });
    expect(printed.get('Address')).toBe(`127.0.0.1:${invite.port}`);
    expect(printed.get('Key')).toBe(displayFingerprint(invite.key));
    const { peer, welcome } = await guest(relay, 'ann', invite.token);
    expect(welcome).toContain(':pychat.local 372 ann :- Be brief.');
    const { code, ms } = await relay.stop('SIGTERM');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(2000);
    expect(await peer.rest()).toEqual(['ERROR :Closing link: The relay is stopping']);
    expect(relay.stderr()).toBe('');
  });

  test('uses the certificate, room, name and openness it is given', async () => {
    const relay = await start(
      ...['--cert', file('cert.pem'), '--key', file('key.pem'), '--open', '--room', '#sala'],
      ...['--server-name', 'irc.example', '--description', 'Our class'],
    );
    const { printed } = relay;
    const { key, certificate } = identity.fingerprints;
    expect(printed.get('Key')).toBe(displayFingerprint(key));
    expect(printed.get('Certificate')).toBe(displayFingerprint(certificate));
    expect(printed.get('Room')).toBe('#sala (open to anyone)');
    expect(printed.has('Password')).toBe(false);
    const { peer, welcome } = await guest(relay, 'ann');
    expect(welcome[0]).toMatch(/^:irc\.example 001 ann /);
    peer.stream.destroy();
    expect((await relay.stop('SIGINT')).code).toBe(0);
  });

  test('lets in with the password and with the invite’s token, and nobody else', async () => {
    const relay = await start('--password', 'open: sesame 🌍');
    expect(relay.printed.get('Password')).toBe(`${relay.invite.token} (or your own)`);
    expect((await guest(relay, 'ann', ':open: sesame 🌍')).welcome[0]).toContain(' 001 ann ');
    expect((await guest(relay, 'bob', relay.invite.token)).welcome[0]).toContain(' 001 bob ');
    for (const wrong of ['sesame', undefined]) {
      const peer = await connectTls(relay.invite.port, identity);
      peer.send(...(wrong === undefined ? [] : [`PASS ${wrong}`]), 'NICK eve', 'USER eve 0 * :Eve');
      expect(await peer.next('464')).toBeDefined();
    }
    await relay.stop('SIGKILL');
  });

  test('takes its settings from a file, too, and warns of one that everybody can read', async () => {
    const config = file('relay.conf');
    await writeFile(config, 'password = hidden\nserver-name = from.file\nmotd = motd.txt\noper = ann:x\n');
    await chmod(config, 0o644);
    const relay = await start('--config', config, '--server-name', 'typed.example');
    const { welcome } = await guest(relay, 'ann', 'hidden');
    expect(welcome[0]).toMatch(/^:typed\.example 001/);
    expect(welcome).toContain(':typed.example 372 ann :- Be kind.');
    expect(relay.stderr()).toMatch(/^pychat-relay: .*relay\.conf holds secrets.*chmod 600\n$/);
    expect([...relay.printed.values()].join()).not.toContain('hidden');
    await relay.stop('SIGKILL');
  });

  test('lets as many in as it is told', async () => {
    const relay = await start('--open', '--max-connections', '2');
    const peers = [await guest(relay, 'ann'), await guest(relay, 'bob')];
    const stranger = await createIdentity({ name: 'eve', now: new Date() });
    const third = await connectTls(relay.invite.port, stranger);
    expect(await third.rest()).toEqual([
      expect.stringContaining(' 263 * CONNECT :'),
      expect.stringMatching(/^ERROR .*The relay is full/),
    ]);
    for (const { peer } of peers) peer.stream.destroy();
    await relay.stop('SIGKILL');
  });

  test('without flood limits never slows anybody down', async () => {
    const relay = await start('--open', '--no-flood-limits');
    const { peer } = await guest(relay, 'ann');
    const began = performance.now();
    // With the limits these would take minutes.
    const answers = await peer.ask(...Array.from({ length: 3000 }, (_, number) => `PING n${number}`));
    expect(answers).toHaveLength(3000);
    expect(performance.now() - began).toBeLessThan(10_000);
    await relay.stop('SIGKILL');
  });

  test('explains itself', async () => {
    expect(await run('--help')).toEqual({ code: 0, stdout: helpText, stderr: '' });
    const version = await run('--version');
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('pychat-relay that is told to stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends in time at %s though nobody reads or answers',
    async signal => {
      const relay = await start('--open');
      const { peer: reader } = await guest(relay, 'ann');
      const { peer: frozen } = await guest(relay, 'bob');
      frozen.stream.pause();
      const silent = connect(relay.invite.port, '127.0.0.1');
      await once(silent, 'connect');
      const { code, ms } = await relay.stop(signal);
      expect(code).toBe(0);
      expect(ms).toBeLessThan(2000);
      expect(await reader.rest()).toEqual(['ERROR :Closing link: The relay is stopping']);
      frozen.stream.destroy();
      silent.destroy();
    },
  );

  test('ends at once when it is told for a second time', async () => {
    const relay = await start('--open');
    const { peer: reader } = await guest(relay, 'ann');
    const { peer: frozen } = await guest(relay, 'bob');
    frozen.stream.pause();
    relay.child.kill('SIGINT');
    await reader.next('ERROR');
    expect(await relay.stop('SIGTERM')).toMatchObject({ code: 143 });
    frozen.stream.destroy();
  });

  test('goes on when nobody reads what it prints any more', async () => {
    const relay = await start('--open');
    relay.child.stdout?.destroy();
    relay.child.stderr?.destroy();
    const { welcome } = await guest(relay, 'ann');
    expect(welcome[0]).toContain(' 001 ann ');
    expect((await relay.stop('SIGTERM')).code).toBe(0);
  });
});

describe('pychat-relay that cannot start says why in one line, with a code', () => {
  test('2 for a wrong flag, and for a wrong setting with file and line', async () => {
    expect(await run('--port', 'high')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'pychat-relay: --port takes a number from 0 to 65535, not "high" (see --help)\n',
    });
    expect((await run('--frob')).stderr).toMatch(/^pychat-relay: Unknown option '--frob'.*\n$/);
    await writeFile(file('bad.conf'), '\nprot = 1\n');
    const { code, stderr } = await run('--config', file('bad.conf'));
    expect([code, stderr]).toEqual([
      2,
      `pychat-relay: ${file('bad.conf')} line 2: there is no setting "prot" (see --help)\n`,
    ]);
  });

  describe('3 for a file that cannot be read or used', () => {
    beforeAll(async () => {
      await writeFile(file('nul.txt'), 'fine\nnot\0fine\n');
      await writeFile(file('bytes.txt'), Buffer.from([0xff, 0xfe]));
      await writeFile(file('large.txt'), 'x'.repeat(65_537));
      const { certificate } = await createIdentity({ name: 'other', now: new Date() });
      await writeFile(file('other.pem'), certificate);
    });

    test.each([
      [{ cert: 'cert.pem', key: 'motd.txt' }, /motd\.txt cannot be used: the key cannot be read/],
      [{ cert: 'none.pem', key: 'key.pem' }, /ENOENT.*none\.pem/],
      [{ cert: 'other.pem', key: 'key.pem' }, /the key is not the certificate’s/],
      [{ cert: '', key: 'key.pem' }, /EISDIR/],
      [{ motd: 'none.txt' }, /ENOENT.*none\.txt/],
      [{ motd: 'nul.txt' }, /nul\.txt line 2 holds a character that IRC cannot carry/],
      [{ motd: 'bytes.txt' }, /bytes\.txt is not UTF-8 text/],
      [{ motd: 'large.txt' }, /large\.txt is larger than 65536 bytes/],
      [{ config: 'none.conf' }, /ENOENT.*none\.conf/],
    ])('%j', async (files, reason) => {
      const flags = Object.entries(files).flatMap(([flag, name]) => [`--${flag}`, file(name)]);
      const { code, stdout, stderr } = await run('--port', '0', ...flags);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(/^pychat-relay: [^\n]+\n$/);
      expect(stderr).toMatch(reason);
    });
  });

  test('4 for a port or an address that cannot be had', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    expect(await run('--host', '127.0.0.1', '--port', String(port))).toEqual({
      code: 4,
      stdout: '',
      stderr: `pychat-relay: port ${port} is taken\n`,
    });
    blocker.close();
    const elsewhere = await run('--host', '192.0.2.1', '--port', '0');
    expect(elsewhere.code).toBe(4);
    expect(elsewhere.stderr).toMatch(/^pychat-relay: .*EADDRNOTAVAIL[^\n]*\n$/);
  });
});
