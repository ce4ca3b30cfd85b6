import type { Server } from '../server.ts';

/** What a server takes in one multiline batch. https://ircv3.net/specs/extensions/multiline */
export interface MultilineLimits {
  readonly maxBytes: number;
  readonly maxLines: number;
}

/** What a batch must hold to be of use; a server that allows less is not understood. */
const minBytes = 512;
const maxBatchLength = 1_000;

/** What `draft/multiline` allows on this server, or undefined when it is off or its value makes no sense. */
export function multilineLimits(server: Server): MultilineLimits | undefined {
  const value = server.capabilities.get('draft/multiline');
  if (value === undefined || !server.capabilities.has('batch')) return undefined;
  const maxBytes = numberOf(value, 'max-bytes') ?? 0;
  const maxLines = Math.min(numberOf(value, 'max-lines') ?? maxBatchLength, maxBatchLength);
  return maxBytes >= minBytes && maxLines >= 2 ? { maxBytes, maxLines } : undefined;
}

function numberOf(value: string, key: string): number | undefined {
  const found = new RegExp(`(?:^|,)${key}=([0-9]{1,9})(?:,|$)`).exec(value);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
