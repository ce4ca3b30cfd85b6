import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';

const dayMs = 86_400_000;
const yearsGood = 20;

/** Characters of a common name: ub-common-name of https://www.rfc-editor.org/rfc/rfc5280#appendix-A */
const maxNameLength = 64;

/**
 * The only name in the certificate that a verifier may compare with an address. It never resolves (RFC 6761), so the
 * certificate can pass for no real host; and with any such name present, verifiers no longer look at the common name,
 * which is what the user typed.
 */
const alternativeName = 'pychat.invalid';

const commonNameType = '2.5.4.3';
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** Makes a P-256 key and a certificate signed with it. Both come as PEM, the key as PKCS#8. */
export function createSelfSigned(options: { name: string; now: Date }): {
  certificate: string;
  privateKey: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const tbsCertificate = toBeSigned(options, publicKey, algorithm);
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const der = AsnConvert.serialize(
    new Certificate({
      tbsCertificate,
      signatureAlgorithm: algorithm,
      signatureValue: Uint8Array.from(signature).buffer,
    }),
  );
  return {
    certificate: new X509Certificate(Buffer.from(der)).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function toBeSigned(
  options: { name: string; now: Date },
  publicKey: KeyObject,
  signature: AlgorithmIdentifier,
): TBSCertificate {
  const name = commonName(options.name);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return new TBSCertificate({
    version: Version.v3,
    serialNumber: randomSerial(),
    signature,
    issuer: name,
    subject: name,
    validity: validity(options.now),
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: extensions(),
  });
}

/** 16 random bytes as a positive integer without a leading zero byte, as DER wants it. */
function randomSerial(): ArrayBuffer {
  const bytes = Uint8Array.from(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.buffer;
}

/** From a day before, because two machines' clocks differ. */
function validity(now: Date): Validity {
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + yearsGood);
  return new Validity({ notBefore: new Date(now.getTime() - dayMs), notAfter });
}

function commonName(name: string): Name {
  const utf8String = cleanName(name);
  const attribute = new AttributeTypeAndValue({
    type: commonNameType,
    value: new AttributeValue({ utf8String }),
  });
  return new Name([new RelativeDistinguishedName([attribute])]);
}

/** Without control, format and unpaired surrogate characters, and not longer than a common name may be. */
function cleanName(name: string): string {
  const clean = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return Array.from(clean).slice(0, maxNameLength).join('').trim() || 'PyChat';
}

function extensions(): Extensions {
  return new Extensions([
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth])),
    extension(
      id_ce_subjectAltName,
      new SubjectAlternativeName([new GeneralName({ dNSName: alternativeName })]),
    ),
  ]);
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}
