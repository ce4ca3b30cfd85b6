import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What names an offer, and what it takes to fetch it: base64url of 96 and of 128 bits. */
export interface Ticket {
  readonly id: string;
  readonly secret: string;
}

/**
 * Makes and knows tickets. The secret is computed from the id and the key of who offers, so that nothing has to be kept:
 * the same key may come back with the ticket after a break, and nobody else can pass off a file as that offer.
 */
export class Tickets {
  /** As long as the relay lives. */
  readonly #key = randomBytes(32);

  /** A new one for an offer by `key`. */
  make(key: string): Ticket {
    const id = randomBytes(12).toString('base64url');
    return { id, secret: this.#secretOf(id, key).toString('base64url') };
  }

  /** Whether it was made here for this key. */
  isFor({ id, secret }: Ticket, key: string): boolean {
    return isSame(secret, this.#secretOf(id, key).toString('base64url'));
  }

  #secretOf(id: string, key: string): Buffer {
    return createHmac('sha256', this.#key).update(`${key} ${id}`).digest().subarray(0, 16);
  }
}

/** Compares secrets in a time that tells nothing of how much of them is right. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
