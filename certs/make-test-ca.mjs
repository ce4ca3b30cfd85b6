// Makes an authority for tests and a server certificate signed by it. See README.md beside this file.
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';
import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { domainToASCII, fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const help = `Makes an authority for tests and a server certificate signed by it.

  node certs/make-test-ca.mjs [options] [name ...]

  name        a host name or IP address the certificate is for,
              besides localhost, 127.0.0.1 and ::1
  --days N    how long both are good: 1 to 825 days (365)
  --out DIR   where the files go (certs/generated)
  --force     replace files that are there
  --help      this text

Writes ca.crt, ca.key, server.crt (the authority's certificate after
its own) and server.key. For tests only: whoever has ca.key can make
certificates for any name that everybody believes who trusts ca.crt.
`;

const everywhere = ['localhost', '127.0.0.1', '::1'];
const files = ['ca.crt', 'ca.key', 'server.crt', 'server.key'];
const generated = fileURLToPath(new URL('generated', import.meta.url));
const dayMs = 86_400_000;
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** Something the person at the keyboard can put right. */
class UsageError extends Error {}

function main() {
  const { values, names } = readArguments();
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const folder = values.out;
  const there = files.filter(file => existsSync(join(folder, file)));
  if (there.length > 0 && !values.force) {
    throw new UsageError(`${join(folder, there[0])} is there already. --force replaces it.`);
  }
  const made = makeBoth([...new Set([...everywhere, ...names])], days(values.days));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of files) save(join(folder, file), made[file]);
  const { fingerprint256 } = new X509Certificate(made['server.crt']);
  console.log(`Wrote ${files.join(', ')} to ${folder}`);
  console.log(`SHA-256 of the server certificate: ${fingerprint256}`);
}

function readArguments() {
  const options = {
    days: { type: 'string', default: '365' },
    out: { type: 'string', default: generated },
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return { values, names: positionals.map(hostName) };
  } catch (error) {
    throw new UsageError(`${error.message}\nTry --help.`);
  }
}

function days(text) {
  const count = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : NaN;
  if (!(count <= 825)) throw new UsageError('--days takes 1 to 825.');
  return count;
}

function hostName(text) {
  if (isIP(text) !== 0) return text;
  const ascii = domainToASCII(text);
  const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
  if (ascii.length > 253 || !ascii.split('.').every(part => label.test(part))) {
    throw new UsageError(`${JSON.stringify(text)} is neither a host name nor an IP address.`);
  }
  return ascii;
}

/** A file that was there goes first: writing over it would leave its mode and follow a link. */
function save(path, text) {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: path.endsWith('.key') ? 0o600 : 0o644, flag: 'wx' });
}

function makeBoth(names, goodFor) {
  const authority = keyPair('PyChat test authority');
  const server = keyPair('PyChat test server');
  const { KeyUsageFlags: use } = x509;
  const caCertificate = certificate(authority, authority, goodFor, [
    extension(
      x509.id_ce_basicConstraints,
      new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 }),
      true,
    ),
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(use.keyCertSign | use.cRLSign), true),
  ]);
  const serverCertificate = certificate(server, authority, goodFor, [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: false }), true),
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(use.digitalSignature), true),
    extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth])),
    extension(x509.id_ce_subjectAltName, new x509.SubjectAlternativeName(names.map(generalName))),
  ]);
  return {
    'ca.crt': caCertificate,
    'ca.key': authority.pem,
    'server.crt': serverCertificate + caCertificate,
    'server.key': server.pem,
  };
}

function keyPair(commonName) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const info = AsnConvert.parse(spki, x509.SubjectPublicKeyInfo);
  const value = new x509.AttributeValue({ utf8String: commonName });
  const attribute = new x509.AttributeTypeAndValue({ type: '2.5.4.3', value });
  return {
    privateKey,
    info,
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    name: new x509.Name([new x509.RelativeDistinguishedName([attribute])]),
    keyId: createHash('sha1').update(Buffer.from(info.subjectPublicKey)).digest(),
  };
}

function certificate(subject, issuer, goodFor, extensions) {
  const signature = new x509.AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const now = Date.now();
  const keyIdentifier = new x509.KeyIdentifier(issuer.keyId);
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: serial(),
    signature,
    issuer: issuer.name,
    subject: subject.name,
    validity: new x509.Validity({
      notBefore: new Date(now - dayMs),
      notAfter: new Date(now + goodFor * dayMs),
    }),
    subjectPublicKeyInfo: subject.info,
    extensions: new x509.Extensions([
      ...extensions,
      extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(subject.keyId)),
      extension(x509.id_ce_authorityKeyIdentifier, new x509.AuthorityKeyIdentifier({ keyIdentifier })),
    ]),
  });
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), issuer.privateKey);
  const der = AsnConvert.serialize(
    new x509.Certificate({
      tbsCertificate,
      signatureAlgorithm: signature,
      signatureValue: Uint8Array.from(signed).buffer,
    }),
  );
  return new X509Certificate(Buffer.from(der)).toString();
}

/** 16 random bytes, positive and without a leading zero byte. */
function serial() {
  const bytes = Uint8Array.from(randomBytes(16));
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  return bytes.buffer;
}

function generalName(name) {
  return new x509.GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name });
}

function extension(extnID, value, critical = false) {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

try {
  main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
