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
export const accountTag = 1 << 7;
export const accountNotify = 1 << 8;
export const awayNotify = 1 << 9;
const chghost = 1 << 10;
export const extendedJoin = 1 << 11;
export const extendedMonitor = 1 << 12;
export const inviteNotify = 1 << 13;
export const multiPrefix = 1 << 14;
export const userhostInNames = 1 << 15;
export const setname = 1 << 16;
const standardReplies = 1 << 17;
export const sasl = 1 << 18;
export const chathistory = 1 << 19;
export const eventPlayback = 1 << 20;
export const messageRedaction = 1 << 21;
export const readMarker = 1 << 22;
export const metadata = 1 << 23;
export const channelRename = 1 << 24;

interface CapabilityRow {
  readonly name: string;
  readonly bit: CapabilitySet;
  /** What CAP LS 302 adds after `=`. */
  readonly value?: (limits: Limits) => string;
}

function metadataValue(limits: Limits): string {
  const { metadataSubscriptions, metadataKeys, metadataValueBytes } = limits;
  const most = `max-subs=${metadataSubscriptions},max-keys=${metadataKeys},max-value-bytes=${metadataValueBytes}`;
  return `before-connect,${most}`;
}

/** Everything on offer. https://ircv3.net/irc/ has the specification of each. */
const table: readonly CapabilityRow[] = [
  { name: 'account-notify', bit: accountNotify },
  { name: 'account-tag', bit: accountTag },
  { name: 'away-notify', bit: awayNotify },
  { name: 'batch', bit: batch },
  { name: 'cap-notify', bit: capNotify },
  { name: 'chghost', bit: chghost },
  { name: 'draft/channel-rename', bit: channelRename },
  { name: 'draft/chathistory', bit: chathistory },
  { name: 'draft/event-playback', bit: eventPlayback },
  { name: 'draft/message-redaction', bit: messageRedaction },
  { name: 'draft/metadata-2', bit: metadata, value: metadataValue },
  {
    name: 'draft/multiline',
    bit: multiline,
    value: limits => `max-bytes=${limits.multilineBytes},max-lines=${limits.multilineLines}`,
  },
  { name: 'draft/read-marker', bit: readMarker },
  { name: 'echo-message', bit: echoMessage },
  { name: 'extended-join', bit: extendedJoin },
  { name: 'extended-monitor', bit: extendedMonitor },
  { name: 'invite-notify', bit: inviteNotify },
  { name: 'labeled-response', bit: labeledResponse },
  { name: 'message-tags', bit: messageTags },
  { name: 'multi-prefix', bit: multiPrefix },
  { name: 'sasl', bit: sasl, value: () => 'EXTERNAL' },
  { name: 'server-time', bit: serverTime },
  { name: 'setname', bit: setname },
  { name: 'standard-replies', bit: standardReplies },
  { name: 'userhost-in-names', bit: userhostInNames },
];

/** All that is on offer. */
export const everyCapability: CapabilitySet = table.reduce((set, { bit }) => set | bit, noCapabilities);

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
