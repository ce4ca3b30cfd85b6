import type { ConnectionFailure } from '../../chat/connection.ts';
import { backoffMs, newcomersRetryMs, soonMs } from '../limits.ts';

/** What is known of a connection that is lost. */
interface Lost {
  readonly failure: ConnectionFailure;
  /** How often it was waited since the connection was good. */
  readonly waits: number;
  /** Milliseconds since it was lost. */
  readonly since: number;
  /** It led to a PyChat relay, which is there for a few people who wait for it. */
  readonly isPyChat: boolean;
}

/**
 * Milliseconds to wait before the next attempt: at most 1 s at first, doubling, and each time anything below that by
 * chance, so that a room full of clients does not come back in one instant.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitAfter({ failure, waits, since, isPyChat }: Lost, random: () => number): number {
  const { min, max } = newcomersRetryMs;
  if (failure.code === 'newcomers') return Math.floor(min + random() * (max - min));
  const soon = since < soonMs.during ? soonMs.max : soonMs.later;
  const longest = isPyChat ? soon : backoffMs.max;
  return Math.floor(random() * Math.min(longest, backoffMs.first * 2 ** Math.min(waits, 16)));
}
