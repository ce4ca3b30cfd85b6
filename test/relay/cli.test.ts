import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayFingerprint } from '../../src/trust/fingerprint.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { parseInvite } from '../../src/trust/invite.ts';
import { register } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

const cli = fileURLToPath(new URL('../../src/relay/cli.ts', import.meta.url));

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

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Result> {
  return new Promise(resolve => {
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

/** Starts a relay and waits until it has printed everything. */
async function start(...args: string[]): Promise<{ child: ChildProcess; printed: Map<string, string> }> {
  const child = spawn(process.execPath, [cli, '--host', '127.0.0.1', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk as string;
    if (/Invite:.*\n/.test(text)) break;
  }
  const pairs = text.matchAll(/^(\w+): +(.*)$/gm);
  return { child, printed: new Map(Array.from(pairs, ([, name = '', value = '']) => [name, value])) };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return code;
}

describe('pychat-relay', () => {
  test('prints what is needed to join, lets in with it, and says goodbye at SIGTERM', async () => {
    const { child, printed } = await start('--motd', file('motd.txt'));
    const invite = parseInvite(printed.get('Invite')!);
    expect(invite).toMatchObject({ addresses: ['127.0.0.1'], room: '#chat', token: printed.get('Password') });
    expect(printed.get('Address')).toBe(`127.0.0.1:${invite.port}`);
    expect(printed.get('Key')).toBe(displayFingerprint(invite.key));
    const ann = await connectTls(invite.port, identity);
    const welcome = await register(ann, 'ann', { password: invite.token });
    expect(welcome).toContain(':pychat.local 372 ann :- Be brief.');
    const began = performance.now();
    expect(await stop(child, 'SIGTERM')).toBe(0);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await ann.rest()).toEqual(['ERROR :Closing link: The relay is stopping']);
  });

  test('uses the certificate, room and openness it is given', async () => {
    const { child, printed } = await start(
      ...['--cert', file('cert.pem'), '--key', file('key.pem'), '--open', '--room', '#sala'],
    );
    const { key, certificate } = identity.fingerprints;
    expect(printed.get('Key')).toBe(displayFingerprint(key));
    expect(printed.get('Certificate')).toBe(displayFingerprint(certificate));
    expect(printed.get('Room')).toBe('#sala (open to anyone)');
    expect(printed.has('Password')).toBe(false);
    const ann = await connectTls(parseInvite(printed.get('Invite')!).port, identity);
    expect(await register(ann, 'ann')).toHaveLength(7);
    ann.stream.destroy();
    expect(await stop(child, 'SIGINT')).toBe(0);
  });

  test('explains itself', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/^Usage: pychat-relay/);
    const version = await run('--version');
    expect(version).toMatchObject({ code: 0, stderr: '' });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('a taken port is one line and a code', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { code, stderr } = await run('--host', '127.0.0.1', '--port', String(port));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^pychat-relay: .*taken\n$/);
    blocker.close();
  });

  test('a file that is no key is one line and a code', async () => {
    const { code, stderr } = await run('--cert', file('cert.pem'), '--key', file('motd.txt'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^pychat-relay: .*\n$/);
    const missing = await run('--cert', file('none.pem'), '--key', file('none.pem'));
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^pychat-relay: ENOENT.*\n$/);
  });
});
