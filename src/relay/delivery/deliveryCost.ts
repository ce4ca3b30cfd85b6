/** Readers up to whom a message costs the same: making it and keeping it cost as much as that. */
const freeReaders = 64;

/** What it costs to bring something to somebody or to a room, in bytes; a room of more than 64 costs as many times more. */
export function deliveryCost(bytes: number, readers: number): number {
  return bytes * Math.max(1, readers / freeReaders);
}
