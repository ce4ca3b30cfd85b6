import { open } from 'node:fs/promises';
import { createIdentity, type Identity, maxPemLength, readIdentity } from '../../trust/identity.ts';
import { newToken } from '../../trust/invite.ts';
import { codeOf, DataError, reasonOf } from './dataError.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * The relay's key and certificate, in one file, so that they always belong together; made if there is none.
 *
 * @param options.name becomes the certificate's common name
 * @param options.now milliseconds since 1970
 * @throws {DataError} for a file that holds no identity which can be used; system errors
 */
export async function identityIn(file: string, options: { name: string; now: number }): Promise<Identity> {
  const now = new Date(options.now);
  const text = await readSmall(file, maxPemLength);
  if (text === undefined) {
    const made = await createIdentity({ name: options.name, now });
    await replaceFile(file, [Buffer.from(made.privateKey + made.certificate)]);
    return made;
  }
  try {
    return readIdentity({ certificate: text, privateKey: text }, now);
  } catch (error) {
    throw new DataError(`${file} cannot be used: ${reasonOf(error)}`);
  }
}

/** A token as invites carry it: 128 bits as base64url. */
export const tokenPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/**
 * The token of the relay's invites, made if there is none.
 *
 * @throws {DataError} for a file that holds something else; system errors
 */
export async function tokenIn(file: string): Promise<string> {
  const text = await readSmall(file, 64);
  const token = text?.trim() ?? newToken();
  if (!tokenPattern.test(token)) throw new DataError(`${file} holds no token`);
  if (text === undefined) await replaceFile(file, [Buffer.from(`${token}\n`)]);
  return token;
}

/** Reads a file of at most so many bytes. @returns undefined when there is none */
async function readSmall(file: string, maxBytes: number): Promise<string | undefined> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const buffer = Buffer.alloc(maxBytes + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    if (bytesRead > maxBytes) throw new DataError(`${file} is larger than ${maxBytes} bytes`);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
