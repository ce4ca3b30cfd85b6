import type { Duplex } from 'node:stream';

/** What is thrown away after the last line has been sent, in bytes; past it the stream is destroyed. */
export const maxDrainedBytes = 256 * 1024;

/**
 * Reads on and throws away: closing a socket with unread bytes resets it, and the last lines would be lost. A
 * peer that goes on sending is reset all the same, as reading costs.
 */
export function drain(stream: Duplex): void {
  let bytes = 0;
  stream.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > maxDrainedBytes) stream.destroy();
  });
  stream.resume();
}
