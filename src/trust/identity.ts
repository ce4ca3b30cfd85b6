import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Fingerprints, fingerprintsOf } from './fingerprint.ts';

/** Who somebody is: a certificate (PEM, its chain may follow it), its private key (PKCS#8 PEM) and its fingerprints. */
export interface Identity {
  readonly certificate: string;
  readonly privateKey: string;
  readonly fingerprints: Fingerprints;
}

/**
 * Why a certificate and key cannot be used: the certificate or the key is not PEM, the key has a passphrase, they do
 * not belong together, the certificate has run out, or TLS 1.3 does not take such a key.
 */
export type IdentityFault = 'notPem' | 'badKey' | 'encryptedKey' | 'mismatch' | 'expired' | 'unsuitableKey';

/** A certificate and key that are no identity. The message is for the log. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly reason: IdentityFault;

  constructor(reason: IdentityFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/**
 * Makes a new identity: a P-256 key and a certificate it has signed itself, good for 20 years.
 *
 * @param options.name becomes the certificate's common name, cleaned and cut; it proves nothing
 * @param options.now the clock's time; the certificate is good from a day before
 */
export async function createIdentity(options: { name: string; now: Date }): Promise<Identity> {
  // Loaded only here: an identity is made once, and read at every start.
  const { createSelfSigned } = await import('./selfSigned.ts');
  return readIdentity(createSelfSigned(options), options.now);
}

/** Characters of a PEM file that is read: a chain of some twenty certificates fits. */
export const maxPemLength = 65_536;

/**
 * Reads an identity from PEM: one made here before, or the user's own certificate with what its authority gave along.
 * The certificate must come first, the chain after it.
 *
 * @param now when "expired" is asked for
 * @throws {IdentityError}
 */
export function readIdentity(
  pem: { certificate: string; privateKey: string },
  now: Date = new Date(),
): Identity {
  const chain = readCertificates(pem.certificate);
  const leaf = chain[0];
  if (leaf === undefined) throw new IdentityError('notPem', 'no certificate in the PEM text');
  const key = readKey(pem.privateKey);
  if (!leaf.checkPrivateKey(key)) throw new IdentityError('mismatch', 'the key is not the certificate’s');
  if (Date.parse(leaf.validTo) <= now.getTime()) {
    throw new IdentityError('expired', `the certificate was good until ${leaf.validTo}`);
  }
  checkKind(key);
  return {
    certificate: chain.map(String).join(''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprints: fingerprintsOf(leaf.raw),
  };
}

const certificatePattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function readCertificates(text: string): X509Certificate[] {
  if (text.length > maxPemLength) throw new IdentityError('notPem', 'the certificate file is too long');
  const blocks = text.match(certificatePattern) ?? [];
  try {
    return blocks.map(block => new X509Certificate(block));
  } catch (cause) {
    throw new IdentityError('notPem', 'a certificate in the PEM text cannot be read', cause);
  }
}

function readKey(text: string): KeyObject {
  if (text.length > maxPemLength) throw new IdentityError('badKey', 'the key file is too long');
  if (text.includes('ENCRYPTED')) throw new IdentityError('encryptedKey', 'the key has a passphrase');
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new IdentityError('badKey', 'the key cannot be read', cause);
  }
}

/** The curves of TLS 1.3's signature schemes. https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3 */
const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const minRsaBits = 2048;

function checkKind(key: KeyObject): void {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return;
    case 'ec':
      if (curves.has(details.namedCurve ?? '')) return;
      break;
    case 'rsa':
    case 'rsa-pss':
      if ((details.modulusLength ?? 0) >= minRsaBits) return;
      break;
    default:
      break;
  }
  throw new IdentityError(
    'unsuitableKey',
    `TLS 1.3 takes no such key: ${key.asymmetricKeyType ?? 'unknown'}`,
  );
}
