import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { domainToASCII, fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIdentity } from '../../src/trust/identity.ts';

const script = fileURLToPath(new URL('../../certs/make-test-ca.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pychat-certs-'));
const made = join(folder, 'made');

function run(...options: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

function read(name: string): string {
  return readFileSync(join(made, name), 'utf8');
}

beforeAll(() => {
  const { status, output } = run('--out', made, 'sala-12.example', 'joão.local', '10.0.0.7', '2001:db8::7');
  expect({ status, output }).toMatchObject({ status: 0 });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the script that makes a test authority', () => {
  it('makes four files, the keys for nobody else to read', () => {
    expect(readdirSync(made).sort()).toEqual(['ca.crt', 'ca.key', 'server.crt', 'server.key']);
    if (process.platform === 'win32') return;
    expect(statSync(join(made, 'ca.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(made, 'server.key')).mode & 0o777).toBe(0o600);
  });

  it('makes a certificate that PyChat takes, with its chain', () => {
    const identity = readIdentity({ certificate: read('server.crt'), privateKey: read('server.key') });
    expect(identity.certificate.match(/BEGIN/g)).toHaveLength(2);
    expect(identity.certificate.endsWith(read('ca.crt'))).toBe(true);
  });

  it('signs for this machine and for the names given, and for no other', () => {
    const server = new X509Certificate(read('server.crt'));
    for (const name of ['localhost', 'sala-12.example', domainToASCII('joão.local')])
      expect(server.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1', '10.0.0.7', '2001:db8::7']) {
      expect(server.checkIP(address)).toBe(address);
    }
    expect(server.checkHost('example.com')).toBeUndefined();
    expect(server.ca).toBe(false);
  });

  it('makes an authority that signed it', () => {
    const server = new X509Certificate(read('server.crt'));
    const authority = new X509Certificate(read('ca.crt'));
    expect(authority.ca).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
  });

  it('makes what an ordinary TLS client believes', async () => {
    const server = createServer({ cert: read('server.crt'), key: read('server.key'), minVersion: 'TLSv1.3' });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: read('ca.crt') });
    try {
      await once(client, 'secureConnect');
      expect(client.authorized).toBe(true);
    } finally {
      client.destroy();
      server.close();
    }
  });

  it('replaces nothing unless it is told to', () => {
    const before = read('server.key');
    expect(run('--out', made)).toMatchObject({ status: 2 });
    expect(read('server.key')).toBe(before);
    writeFileSync(join(made, 'ca.key'), 'mine', { mode: 0o644 });
    rmSync(join(made, 'server.crt'));
    expect(run('--out', made)).toMatchObject({ status: 2 });
    expect(read('ca.key')).toBe('mine');
    expect(run('--out', made, '--force')).toMatchObject({ status: 0 });
    expect(read('ca.key')).toContain('PRIVATE KEY');
    if (process.platform !== 'win32') expect(statSync(join(made, 'ca.key')).mode & 0o777).toBe(0o600);
  });

  it('tells how it is used', () => {
    const { status, output } = run('--help');
    expect(status).toBe(0);
    expect(output).toContain('certs/generated');
  });

  it.each([['--bogus'], ['a b'], ['-x'], [''], ['--days', '0'], ['--days', '826'], ['--days', 'x']])(
    'refuses %j in words, without a stack',
    (...options) => {
      const { status, output } = run('--out', join(folder, 'none'), ...options);
      expect(status).toBe(2);
      expect(output).not.toContain('    at ');
      expect(readdirSync(folder)).not.toContain('none');
    },
  );
});
