import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { DataError } from '../dataError.ts';
import { type Framing, together } from './framing.ts';
import { asFields } from '../savedShapes.ts';

/** https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf */
const algorithm = 'aes-256-gcm';
/** Bytes of every key here, the one that the caller gives too. */
export const sealKeyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** Nonces that are drawn at once: each by itself would take a quarter of the time of an encryption. */
const drawnNonces = 256;
const lineFeed = '\n';

let drawn = Buffer.alloc(0);

/** Random bytes that nobody else gets. */
function newNonce(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(drawnNonces * nonceBytes);
  const nonce = drawn.subarray(0, nonceBytes);
  drawn = drawn.subarray(nonceBytes);
  return nonce;
}

/** @param about what it belongs to: it opens with the same words only */
function encrypt(key: KeyObject, text: string | Uint8Array, about: string): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(Buffer.from(about));
  const sealed = typeof text === 'string' ? cipher.update(text, 'utf8') : cipher.update(text);
  // Of this mode nothing is left for the end.
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/** @returns undefined when it was made with another key, about something else, or has been changed */
function decrypt(key: KeyObject, sealed: Buffer, about: string): Buffer | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const options = { authTagLength: tagBytes };
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), options);
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/**
 * Records that nobody can read, change, put in another order or move to another file without the key: each line is a
 * number, which grows, a space, and some records encrypted together by a key of the file's own.
 */
export class SealedFraming implements Framing {
  readonly seal: object;
  readonly #id: string;
  readonly #key: KeyObject;
  #last = 0;

  private constructor(id: string, key: KeyObject, seal: object) {
    this.#id = id;
    this.#key = key;
    this.seal = seal;
  }

  /** For a new file. @param key of `sealKeyBytes`, which opens it again */
  static create(key: Uint8Array): SealedFraming {
    const id = randomBytes(16).toString('hex');
    const own = randomBytes(sealKeyBytes);
    const wrapped = encrypt(createSecretKey(key), own, id);
    return new SealedFraming(id, createSecretKey(own), { id, key: wrapped.toString('base64') });
  }

  /**
   * For a file that is there.
   *
   * @param seal what its head says
   * @param where how the file is named to a person
   * @throws {DataError} `wrongKey`
   */
  static open(seal: unknown, key: Uint8Array | undefined, where: string): SealedFraming {
    const { id, key: wrapped } = asFields(seal);
    const own =
      key !== undefined && typeof id === 'string' && typeof wrapped === 'string'
        ? decrypt(createSecretKey(key), Buffer.from(wrapped, 'base64'), id)
        : undefined;
    if (own?.length !== sealKeyBytes)
      throw new DataError(`${where} is encrypted with another key`, 'wrongKey');
    return new SealedFraming(String(id), createSecretKey(own), {});
  }

  encode(records: readonly string[]): Buffer {
    let lines = '';
    for (const some of together(records)) {
      const number = ++this.#last;
      const sealed = encrypt(this.#key, some.join(lineFeed), this.#about(number));
      lines += `${number} ${sealed.toString('base64')}${lineFeed}`;
    }
    return Buffer.from(lines, 'latin1');
  }

  decode(line: Buffer): readonly unknown[] | undefined {
    const [, digits = '', base64 = ''] = /^([1-9]\d{0,14}) (\S+)$/.exec(line.toString('latin1')) ?? [];
    const number = Number(digits);
    if (number <= this.#last) return undefined;
    const text = decrypt(this.#key, Buffer.from(base64, 'base64'), this.#about(number));
    if (text === undefined) return undefined;
    this.#last = number;
    return text
      .toString()
      .split(lineFeed)
      .map(json => JSON.parse(json) as unknown);
  }

  #about(number: number): string {
    return `${this.#id} ${number}`;
  }
}
