import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintsOf } from '../../src/trust/fingerprint.ts';
import { createIdentity, IdentityError, maxPemLength, readIdentity } from '../../src/trust/identity.ts';

const now = new Date('2026-11-22T12:48:05Z');
const ana = await createIdentity({ name: 'ana', now });
const bruno = await createIdentity({ name: 'bruno', now });

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof IdentityError) return error.reason;
    throw error;
  }
  return 'nothing thrown';
}

function pemOf(key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('a new identity', () => {
  const certificate = new X509Certificate(ana.certificate);

  it('has signed its own certificate with a P-256 key', () => {
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.checkPrivateKey(createPrivateKey(ana.privateKey))).toBe(true);
  });

  it('is good from a day before, for 20 years', () => {
    expect(Date.parse(certificate.validFrom)).toBe(Date.parse('2026-11-21T12:48:05Z'));
    expect(Date.parse(certificate.validTo)).toBe(Date.parse('2046-11-22T12:48:05Z'));
  });

  it('writes its end rightly when that is after 2049, where the form of the date changes', async () => {
    const late = await createIdentity({ name: 'ana', now: new Date('2031-03-01T00:00:00Z') });
    expect(Date.parse(new X509Certificate(late.certificate).validTo)).toBe(
      Date.parse('2051-03-01T00:00:00Z'),
    );
  });

  it('serves for TLS servers and clients and is no authority', () => {
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('passes for no host, whatever its name says', async () => {
    const posing = await createIdentity({ name: 'example.com', now });
    const itsCertificate = new X509Certificate(posing.certificate);
    expect(itsCertificate.subject).toBe('CN=example.com');
    expect(itsCertificate.subjectAltName).toBe('DNS:pychat.invalid');
    expect(itsCertificate.checkHost('example.com')).toBeUndefined();
  });

  it.each([
    ['João 🎉', 'João 🎉'],
    ['  ana\r\n\0\u202e ', 'ana'],
    ['', 'PyChat'],
    ['\u2028\t', 'PyChat'],
    ['a\ud800b', 'ab'],
    ['é'.repeat(64), 'é'.repeat(64)],
    ['🎉'.repeat(65), '🎉'.repeat(64)],
  ])('cleans the name %j', async (name, clean) => {
    const identity = await createIdentity({ name, now });
    const { subject } = new X509Certificate(identity.certificate).toLegacyObject();
    expect(subject.CN).toBe(clean);
  });

  it('is like no other', () => {
    expect(bruno.fingerprints.key).not.toBe(ana.fingerprints.key);
    expect(new X509Certificate(bruno.certificate).serialNumber).not.toBe(certificate.serialNumber);
  });

  it('is read back the same from its own text', () => {
    expect(readIdentity(ana, now)).toEqual(ana);
    expect(ana.fingerprints).toEqual(fingerprintsOf(certificate.raw));
  });
});

describe('reading an identity', () => {
  it('takes a chain after the certificate, and text around the blocks', () => {
    const chain = `subject=ana\r\n${ana.certificate}\r\nissuer\n${bruno.certificate}`;
    const read = readIdentity({ certificate: chain, privateKey: ana.privateKey }, now);
    expect(read.certificate).toBe(ana.certificate + bruno.certificate);
    expect(read.fingerprints).toEqual(ana.fingerprints);
  });

  it('gives an EC key in the older form as PKCS#8', () => {
    const sec1 = createPrivateKey(ana.privateKey).export({ type: 'sec1', format: 'pem' }).toString();
    const read = readIdentity({ certificate: ana.certificate, privateKey: sec1 }, now);
    expect(read.privateKey).toBe(ana.privateKey);
  });

  it.each([
    ['', 'notPem'],
    ['hello', 'notPem'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'notPem'],
    [ana.certificate.slice(0, 200), 'notPem'],
    [ana.privateKey, 'notPem'],
    [bruno.certificate + ana.certificate, 'mismatch'],
    [ana.certificate.padEnd(maxPemLength + 1), 'notPem'],
  ])('refuses the certificate %j', (certificate, reason) => {
    expect(reasonOf(() => readIdentity({ certificate, privateKey: ana.privateKey }, now))).toBe(reason);
  });

  it.each([
    ['', 'badKey'],
    ['hello', 'badKey'],
    [ana.certificate, 'badKey'],
    [bruno.privateKey, 'mismatch'],
    [pemOf(generateKeyPairSync('ed25519').privateKey), 'mismatch'],
    [ana.privateKey.padEnd(maxPemLength + 1), 'badKey'],
  ])('refuses the key %j', (privateKey, reason) => {
    expect(reasonOf(() => readIdentity({ certificate: ana.certificate, privateKey }, now))).toBe(reason);
  });

  it('reads a file as long as allowed', () => {
    const certificate = ana.certificate.padEnd(maxPemLength);
    const privateKey = ana.privateKey.padEnd(maxPemLength);
    expect(readIdentity({ certificate, privateKey }, now).fingerprints).toEqual(ana.fingerprints);
  });

  it('refuses a key with a passphrase', () => {
    const locked = createPrivateKey(ana.privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
      .toString();
    const pem = { certificate: ana.certificate, privateKey: locked };
    expect(reasonOf(() => readIdentity(pem, now))).toBe('encryptedKey');
  });

  it('refuses a certificate from the second it runs out', () => {
    const end = Date.parse('2046-11-22T12:48:05Z');
    expect(readIdentity(ana, new Date(end - 1)).fingerprints).toEqual(ana.fingerprints);
    expect(reasonOf(() => readIdentity(ana, new Date(end)))).toBe('expired');
  });

  it('never puts the key into what it throws', () => {
    const privateKey = ana.privateKey.slice(0, -60);
    try {
      readIdentity({ certificate: ana.certificate, privateKey });
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(
        privateKey.slice(60, 90),
      );
    }
  });
});
