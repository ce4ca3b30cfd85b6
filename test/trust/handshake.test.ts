import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { displayFingerprint, fingerprintsOf } from '../../src/trust/fingerprint.ts';
import { createIdentity, type Identity, readIdentity } from '../../src/trust/identity.ts';

const now = new Date();
const host = await createIdentity({ name: 'host', now });
const guest = await createIdentity({ name: 'guest', now });
const options = { minVersion: 'TLSv1.3', rejectUnauthorized: false } as const;

function pemOf(identity: Identity): { cert: string; key: string } {
  return { cert: identity.certificate, key: identity.privateKey };
}

describe('a TLS 1.3 handshake between two identities', () => {
  it('shows each side the fingerprints of the other', async () => {
    const server = createServer({ ...options, ...pemOf(host), requestCert: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const arrived = once(server, 'secureConnection');
    const client = connect({ ...options, ...pemOf(guest), port: (server.address() as AddressInfo).port });
    try {
      await once(client, 'secureConnect');
      const [accepted] = (await arrived) as [TLSSocket];
      expect(client.getProtocol()).toBe('TLSv1.3');
      expect(fingerprintsOf(client.getPeerCertificate().raw)).toEqual(host.fingerprints);
      expect(fingerprintsOf(accepted.getPeerCertificate().raw)).toEqual(guest.fingerprints);
      accepted.destroy();
    } finally {
      client.destroy();
      server.close();
    }
    await once(server, 'close');
  });
});

const noOpenssl = spawnSync('openssl', ['version']).status !== 0;

describe.skipIf(noOpenssl)('the openssl command', () => {
  const input = host.certificate;

  it('prints the same certificate fingerprint', () => {
    const printed = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], {
      input,
      encoding: 'utf8',
    });
    expect(printed.trim().split('=')[1]).toBe(displayFingerprint(host.fingerprints.certificate));
  });

  it('gives the same key fingerprint', () => {
    const publicKey = execFileSync('openssl', ['x509', '-noout', '-pubkey'], { input });
    const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: publicKey });
    expect(createHash('sha256').update(der).digest('hex')).toBe(host.fingerprints.key);
  });

  it('finds nothing wrong with the certificate', () => {
    const text = execFileSync('openssl', ['x509', '-noout', '-text', '-serial'], { input, encoding: 'utf8' });
    expect(text).toMatch(/Version: 3/);
    expect(text).toMatch(/ecdsa-with-SHA256/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    expect(text).toMatch(/serial=[4-7][0-9A-F]{31}\n/);
  });

  /** A certificate made elsewhere, with its key. */
  function foreign(...algorithm: string[]): { certificate: string; privateKey: string } {
    const request = ['req', '-x509', '-nodes', '-subj', '/CN=x', '-days', '2', '-keyout', '-', '-out', '-'];
    const both = execFileSync('openssl', [...request, ...algorithm], { encoding: 'utf8', stdio: 'pipe' });
    const certificate = both.slice(both.indexOf('-----BEGIN CERTIFICATE'));
    return { certificate, privateKey: both.slice(0, both.indexOf('-----BEGIN CERTIFICATE')) };
  }

  it.each([
    [['-newkey', 'ed25519']],
    [['-newkey', 'rsa:2048']],
    [['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1']],
  ])('makes identities that are taken: %j', algorithm => {
    const pem = foreign(...algorithm);
    expect(readIdentity(pem).fingerprints.key).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [['-newkey', 'rsa:1024']],
    [['-newkey', 'ed448']],
    [['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1']],
  ])('makes identities that TLS 1.3 does not take: %j', algorithm => {
    const pem = foreign(...algorithm);
    expect(() => readIdentity(pem)).toThrow(expect.objectContaining({ reason: 'unsuitableKey' }));
  });
});
