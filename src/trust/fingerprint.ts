import { createHash, X509Certificate } from 'node:crypto';

/** SHA-256 fingerprints, each 64 lower-case hexadecimal digits. */
export interface Fingerprints {
  /** Of the public key (SubjectPublicKeyInfo, DER). It stays when a certificate is renewed with the same key. */
  readonly key: string;
  /** Of the whole certificate (DER): the one other IRC clients pin. */
  readonly certificate: string;
}

/**
 * Fingerprints of a certificate, as a TLS peer presents it.
 *
 * @param certificateDer untrusted bytes
 * @throws {Error} from OpenSSL when the bytes are not a certificate or its key is of no kind known here
 */
export function fingerprintsOf(certificateDer: Uint8Array): Fingerprints {
  const certificate = new X509Certificate(certificateDer);
  return {
    key: sha256(certificate.publicKey.export({ type: 'spki', format: 'der' })),
    certificate: sha256(certificate.raw),
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A fingerprint as people compare it: pairs of upper-case digits with colons between, `AB:CD:…`. */
export function displayFingerprint(hex: string): string {
  return hex.toUpperCase().replace(/(..)(?=.)/g, '$1:');
}

/** 64 digits and a separator after each, with white space around: what any tool prints. */
const maxFingerprintText = 200;

/**
 * Reads a fingerprint that somebody copied from anywhere: any case, with colons, spaces, hyphens or nothing between.
 *
 * @returns 64 lower-case digits, or undefined when it is not a SHA-256 fingerprint
 */
export function parseFingerprint(text: string): string | undefined {
  if (text.length > maxFingerprintText) return undefined;
  const digits = text
    .trim()
    .replace(/^sha-?256(?: fingerprint)?\s*[:=/]\s*/i, '')
    .replace(/[:\s-]/g, '');
  return /^[0-9a-f]{64}$/i.test(digits) ? digits.toLowerCase() : undefined;
}
