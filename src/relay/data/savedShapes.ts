import { fitsLine } from '../../irc/message.ts';
import { isChannel, isNick } from '../../irc/names.ts';
import { isTagKey } from '../../irc/tags.ts';
import type {
  SavedChannel,
  SavedEvent,
  SavedLoss,
  SavedMask,
  SavedOwner,
  SavedReadMarker,
  SavedVisitor,
} from './relayStore.ts';

/**
 * Checks of what a file holds, field by field: whoever can write the file shall not be able to make the relay send a
 * line that IRC does not know. Each gives a fresh object with the known fields only, or undefined. What the relay hands
 * over to be kept goes through the same checks, so that nothing is written which could not be read.
 */
type Fields = Readonly<Record<string, unknown>>;

/** Bytes of a nick or a channel's name; the relay's own limits are lower. */
const maxNameBytes = 300;
/** Characters of a text in one field. */
const maxTextLength = 65_536;
/** The end of the year 9999: what comes later has no `server-time`. */
const maxTime = 253_402_300_799_999;

export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A text that fits into a line. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxTextLength && fitsLine(value);
}

/** A text that fits into the middle of a line. */
export function isMiddle(value: unknown): value is string {
  return isText(value) && value !== '' && !value.startsWith(':') && !value.includes(' ');
}

function isTime(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= maxTime;
}

function isFingerprint(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isChannelName(value: unknown): value is string {
  return typeof value === 'string' && isChannel(value, maxNameBytes);
}

function isList<T>(value: unknown, belongs: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(belongs);
}

/** Every item checked by `as`; undefined when one of them is wrong. */
function listOf<T>(value: unknown, as: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map(as).filter(item => item !== undefined);
  return items.length === value.length ? items : undefined;
}

/** A plain object of texts. Keys such as `__proto__` are keys like any other. */
function textsOf(
  value: unknown,
  fits: (key: string, text: string) => boolean,
): Record<string, string> | undefined {
  const entries = Object.entries(asFields(value));
  const isGood = entries.every(([key, text]) => typeof text === 'string' && fits(key, text));
  return isGood ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}

/** A channel, or two accounts joined by a space. */
export function isTarget(value: unknown): value is string {
  if (isChannelName(value)) return true;
  if (typeof value !== 'string') return false;
  const accounts = value.split(' ');
  return accounts.length === 2 && accounts.every(isMiddle);
}

export function asOwner(value: unknown): SavedOwner | undefined {
  const { nick, key, at } = asFields(value);
  const isGood = typeof nick === 'string' && isNick(nick, maxNameBytes) && isFingerprint(key) && isTime(at);
  return isGood ? { nick, key, at } : undefined;
}

export function asLoss(value: unknown): SavedLoss | undefined {
  const { target, until } = asFields(value);
  return (target === '*' || isTarget(target)) && isTime(until) ? { target, until } : undefined;
}

export function asVisitor(value: unknown): SavedVisitor | undefined {
  const { key, group, lastGroup, firstSeen, lastSeen, cameBack } = asFields(value);
  const isGood = isFingerprint(key) && isGroup(group) && isTime(firstSeen) && isTime(lastSeen);
  if (!isGood || typeof cameBack !== 'boolean') return undefined;
  const visitor = { key, group, firstSeen, lastSeen, cameBack };
  if (lastGroup === undefined) return visitor;
  return isGroup(lastGroup) ? { ...visitor, lastGroup } : undefined;
}

/** An address, or a network as its address with a slash and a number. */
function isGroup(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxNameBytes && /^[\x21-\x7e]*$/.test(value);
}

export function asReadMarker(value: unknown): SavedReadMarker | undefined {
  const { account, target, at } = asFields(value);
  return isMiddle(account) && isMiddle(target) && isTime(at) ? { account, target, at } : undefined;
}

function asMask(value: unknown): SavedMask | undefined {
  const { mask, by, at, key } = asFields(value);
  if (!isMiddle(mask) || !isMiddle(by) || !isTime(at)) return undefined;
  if (key === undefined) return { mask, by, at };
  return isFingerprint(key) ? { mask, by, at, key } : undefined;
}

function asTopic(value: unknown): NonNullable<SavedChannel['topic']> | undefined {
  const { text, by, at } = asFields(value);
  return isText(text) && isMiddle(by) && isTime(at) ? { text, by, at } : undefined;
}

function asLists(value: unknown): SavedChannel['lists'] | undefined {
  const fields = asFields(value);
  const b = listOf(fields.b, asMask);
  const e = listOf(fields.e, asMask);
  const I = listOf(fields.I, asMask);
  return b && e && I ? { b, e, I } : undefined;
}

export function asChannel(value: unknown): SavedChannel | undefined {
  const { name, createdAt, modes, operatorKeys, ...rest } = asFields(value);
  const lists = asLists(rest.lists);
  const metadata = textsOf(rest.metadata, (key, text) => isMiddle(key) && isText(text));
  if (!isChannelName(name) || !isTime(createdAt) || !isList(operatorKeys, isFingerprint)) return undefined;
  if (typeof modes !== 'string' || !/^\+[A-Za-z]{0,52}$/.test(modes) || !lists || !metadata) return undefined;
  const options = optionsOf(rest);
  return options && { name, createdAt, modes, lists, operatorKeys: [...operatorKeys], metadata, ...options };
}

/** What a channel may have; undefined when it has it and it is wrong. */
function optionsOf({ topic, key, limit, owner }: Fields): Partial<SavedChannel> | undefined {
  if (owner !== undefined && !isFingerprint(owner)) return undefined;
  const checked = topic === undefined ? undefined : asTopic(topic);
  if (topic !== undefined && checked === undefined) return undefined;
  if (key !== undefined && !isMiddle(key)) return undefined;
  const isCount = Number.isSafeInteger(limit) && (limit as number) > 0;
  if (limit !== undefined && !isCount) return undefined;
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(checked === undefined ? {} : { topic: checked }),
    ...(key === undefined ? {} : { key }),
    ...(limit === undefined ? {} : { limit: limit as number }),
  };
}

function isLine(value: unknown): value is { text: string; concat: boolean } {
  const { text, concat } = asFields(value);
  return isText(text) && typeof concat === 'boolean';
}

export function asEvent(value: unknown): SavedEvent | undefined {
  if (!isEvent(value)) return undefined;
  const { target, time, msgid, source, command, params, account, clientTags, lines } = value;
  return {
    ...{ target, time, msgid, source, command, params: [...params] },
    ...(account !== undefined && { account }),
    ...(clientTags !== undefined && { clientTags: { ...clientTags } }),
    ...(lines !== undefined && { lines: lines.map(({ text, concat }) => ({ text, concat })) }),
  };
}

/** Whether something would be read as an event, whatever else is in it; much faster than `asEvent`. */
export function isEvent(value: unknown): value is SavedEvent {
  const { target, time, msgid, source, command, params, account, clientTags, lines } = asFields(value);
  return (
    isTarget(target) &&
    isTime(time) &&
    isMiddle(msgid) &&
    isMiddle(source) &&
    typeof command === 'string' &&
    /^(?:[A-Z]+|[0-9]{3})$/.test(command) &&
    areParams(params) &&
    (account === undefined || isMiddle(account)) &&
    (clientTags === undefined || areTags(clientTags)) &&
    (lines === undefined || isList(lines, isLine))
  );
}

/** Only the last one may be empty, hold a space or begin with a colon. */
function areParams(value: unknown): value is string[] {
  return isList(value, isText) && value.length <= 15 && value.slice(0, -1).every(isMiddle);
}

function areTags(value: unknown): value is Record<string, string> {
  const isTag = ([key, text]: [string, unknown]): boolean =>
    isTagKey(key) && typeof text === 'string' && text.length <= maxTextLength;
  return typeof value === 'object' && value !== null && Object.entries(value).every(isTag);
}
