import { constants } from 'node:crypto';
import type { ConnectionOptions, SecureContextOptions, TlsOptions } from 'node:tls';

/** A certificate (a chain is allowed) and its private key, both PEM. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly privateKey: string;
}

/** The protocol name of IRC in a TLS handshake. https://www.iana.org/assignments/tls-extensiontype-values */
const ircProtocol = 'irc';

/** That of files, on the same port: docs/files.md. */
export const fileProtocol = 'pychat-file';

function commonOptions(identity: TlsIdentity): SecureContextOptions {
  return {
    cert: identity.certificate,
    key: identity.privateKey,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    // The 128-bit one first: the fastest on every processor with AES instructions, and enough.
    ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
  };
}

/**
 * How the relay answers: TLS 1.3 only, and everyone is asked for a certificate, which no authority needs to have
 * signed: its key is who somebody is. A client that names protocols is turned away unless `irc` or `pychat-file` is one
 * of them.
 */
export function serverTlsOptions(identity: TlsIdentity): TlsOptions {
  return {
    ...commonOptions(identity),
    // Rather than ALPNProtocols, of which Node keeps a copy for each connection, in memory shared with much else.
    ALPNCallback: ({ protocols }) => [ircProtocol, fileProtocol].find(name => protocols.includes(name)),
    requestCert: true,
    rejectUnauthorized: false,
    honorCipherOrder: true,
    // Without tickets each connection shows its certificate anew: nobody is let in by a resumed session.
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/**
 * How a client connects: TLS 1.3 only, showing its own certificate.
 *
 * `rejectUnauthorized` is off because no authority signs the certificates of a local network. The caller must compare
 * the fingerprint of the certificate it got, right after the handshake and before it sends a byte.
 *
 * @param protocol what is to be spoken: IRC if not given
 */
export function clientTlsOptions(identity: TlsIdentity, protocol = ircProtocol): ConnectionOptions {
  return {
    ...commonOptions(identity),
    ALPNProtocols: [protocol],
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  };
}
