import type { Limits } from './limits.ts';

/** Capabilities of one connection: the sum of the bits of those that are on. */
export type CapabilitySet = number;

export const noCapabilities: CapabilitySet = 0;
export const messageTags = 1 << 0;
export const serverTime = 1 << 1;
export const echoMessage = 1 << 2;
export const batch = 1 << 3;
export const labeledResponse = 1 << 4;
export const multiline = 1 << 5;
const capNotify = 1 << 6;

interface CapabilityRow {
  readonly name: string;
  readonly bit: CapabilitySet;
  /** What CAP LS 302 adds after `=`. */
  readonly value?: (limits: Limits) => string;
}

/** Everything on offer. https://ircv3.net/irc/ has the specification of each. */
const table: readonly CapabilityRow[] = [
  { name: 'batch', bit: batch },
  { name: 'cap-notify', bit: capNotify },
  {
    name: 'draft/multiline',
    bit: multiline,
    value: limits => `max-bytes=${limits.multilineBytes},max-lines=${limits.multilineLines}`,
  },
  { name: 'echo-message', bit: echoMessage },
  { name: 'labeled-response', bit: labeledResponse },
  { name: 'message-tags', bit: messageTags },
  { name: 'server-time', bit: serverTime },
];

const bits: ReadonlyMap<string, CapabilitySet> = new Map(table.map(row => [row.name, row.bit]));

/** Whether every capability in `wanted` is in `set`. */
export function hasAll(set: CapabilitySet, wanted: CapabilitySet): boolean {
  return (set & wanted) === wanted;
}

/** The words of CAP LS; from version 302 on they carry values. */
export function offered(limits: Limits, version: number): string[] {
  return table.map(({ name, value }) =>
    value === undefined || version < 302 ? name : `${name}=${value(limits)}`,
  );
}

/** The words of CAP LIST. */
export function namesOf(set: CapabilitySet): string[] {
  return table.filter(row => hasAll(set, row.bit)).map(row => row.name);
}

/** The set after a CAP REQ of `words`, of which `-name` takes one away; undefined when one is not on offer. */
export function request(set: CapabilitySet, words: readonly string[]): CapabilitySet | undefined {
  let next = set;
  for (const word of words) {
    const bit = bits.get(word.replace(/^-/, ''));
    if (bit === undefined) return undefined;
    next = word.startsWith('-') ? next & ~bit : next | bit;
  }
  return next;
}
