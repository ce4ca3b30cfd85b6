import { lineIdTag } from '../../irc/pychatNames.ts';
import {
  batch,
  type CapabilitySet,
  eventPlayback,
  hasAll,
  messageRedaction,
  messageTags,
  noCapabilities,
} from '../core/capabilities.ts';
import { erased } from '../data/erased.ts';
import type { OutgoingFields } from '../core/outgoing.ts';
import type { OutgoingMultilineFields } from '../core/outgoingMultiline.ts';

/** Something said or done, as history keeps it: the very fields it was sent with, so that keeping costs no copy. */
export type Entry = OutgoingFields | OutgoingMultilineFields;

const events = new Set(['JOIN', 'PART', 'QUIT', 'KICK', 'NICK', 'TOPIC', 'MODE', 'REDACT']);
/** At least 128 random bits, as letters and digits. */
const lineIdPattern = /^[A-Za-z0-9_.-]{16,64}$/;
const ctcp = '\u{1}';
const action = `${ctcp}ACTION `;

/** Whether an entry is one message of several lines. */
export function isMultiline(entry: Entry): entry is OutgoingMultilineFields {
  return 'parts' in entry;
}

/** PRIVMSG for a multiline message. */
function commandOf(entry: Entry): string {
  return isMultiline(entry) ? 'PRIVMSG' : entry.command;
}

/**
 * Whether something is worth keeping. Notices of typing are stale at once, and a CTCP request played back would be
 * answered again.
 */
export function isKept(entry: Entry): boolean {
  if (isMultiline(entry)) return true;
  const { command, params } = entry;
  if (command === 'PRIVMSG' || command === 'NOTICE') return isForReaders(params[1] ?? '');
  return command === 'TAGMSG' ? isMoreThanTyping(entry) : events.has(command);
}

function isForReaders(text: string): boolean {
  return !text.startsWith(ctcp) || text.startsWith(action);
}

function isMoreThanTyping({ clientTags }: OutgoingFields): boolean {
  for (const key of clientTags?.keys() ?? []) if (key !== '+typing') return true;
  return false;
}

/** Whether an entry is a text to read, and not something done. */
export function isText(entry: Entry): boolean {
  const command = commandOf(entry);
  return command === 'PRIVMSG' || command === 'NOTICE';
}

/** Whether an entry may be taken back: what was said, and is still there. */
export function isRedactable(entry: Entry): boolean {
  return isText(entry) || commandOf(entry) === 'TAGMSG';
}

/** Capabilities without which nobody is sent such a command. */
export function needsOf(command: string): CapabilitySet {
  if (command === 'TAGMSG') return messageTags;
  return command === 'REDACT' ? messageRedaction : noCapabilities;
}

/** Whether a client takes this from history. https://ircv3.net/specs/extensions/chathistory#chathistory-command */
export function isVisible(entry: Entry, capabilities: CapabilitySet): boolean {
  if (isText(entry)) return true;
  const command = commandOf(entry);
  // Without a batch around it nothing would tell that it is past, and lists of members would go wrong.
  return command !== erased && hasAll(capabilities, batch | eventPlayback | needsOf(command));
}

/** What is left of an entry that was taken back: its place, its id, and by what it would be known if it came again. */
export function erase({ time, msgid, account, clientTags }: Entry): Entry {
  const id = clientTags?.get(lineIdTag);
  return {
    command: erased,
    params: [],
    time,
    ...(msgid !== undefined && { msgid }),
    ...(id !== undefined && { account, clientTags: new Map([[lineIdTag, id]]) }),
  };
}

/**
 * What two entries of one history share if the second is the first again: who says it, and the id that their client
 * gave it. Nothing without an account, as nobody could tell whose the id is.
 */
export function repetitionKey({
  account,
  clientTags,
}: Pick<OutgoingFields, 'account' | 'clientTags'>): string | undefined {
  const id = clientTags?.get(lineIdTag) ?? '';
  return account !== undefined && lineIdPattern.test(id) ? `${account} ${id}` : undefined;
}

/** Whether only the place is left of an entry. */
export function isErased(entry: Entry): boolean {
  return commandOf(entry) === erased;
}

/** Objects, arrays and the heads of strings. */
const entryBytes = 500;
const itemBytes = 100;
const characterBytes = 2;

/** Roughly what an entry takes of memory, in bytes. Always the same for the same entry. */
export function sizeOf(entry: Entry): number {
  let characters = entry.source?.length ?? 0;
  let items = 0;
  if (isMultiline(entry)) {
    for (const { text } of entry.parts) characters += text.length;
    items += entry.parts.length;
  } else for (const param of entry.params) characters += param.length;
  if (entry.clientTags !== undefined && entry.clientTags.size > 0) {
    for (const [key, value] of entry.clientTags) characters += key.length + value.length;
    items += entry.clientTags.size;
  }
  return entryBytes + items * itemBytes + characters * characterBytes;
}
