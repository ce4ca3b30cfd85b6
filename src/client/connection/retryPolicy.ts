import type { ConnectionFailure } from '../../chat/connection.ts';
import { backoffMs, newcomersRetryMs } from '../limits.ts';

/**
 * Milliseconds to wait before the next attempt: at most 1 s at first, doubling up to 60 s, and each time anything below that
 * by chance, so that a room full of clients does not come back in one instant.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param waits how often it was waited since the connection was good
 */
export function waitAfter({ code }: ConnectionFailure, waits: number, random: () => number): number {
  const { min, max } = newcomersRetryMs;
  if (code === 'newcomers') return Math.floor(min + random() * (max - min));
  return Math.floor(random() * Math.min(backoffMs.max, backoffMs.first * 2 ** Math.min(waits, 16)));
}
