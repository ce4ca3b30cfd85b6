import { utf8Length } from './utf8.ts';

/**
 * Folds a nick or channel for comparison, as `CASEMAPPING=ascii` says: only A to Z have a lower case.
 * https://modern.ircdocs.horse/#casemapping-parameter
 */
export function foldCase(name: string): string {
  // Most names are in lower case already, and this is asked for every line.
  return !/[A-Z]/.test(name) ? name : name.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

/** Whether two nicks, or two channels, are the same one. */
export function sameName(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other);
}

const nickPattern = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*$/;
// eslint-disable-next-line no-control-regex -- control characters are what a channel's name may not hold
const channelPattern = /^#[^\x00-\x20\x7f,:]+$/;

/** Whether `text` may be a nick (RFC 2812 section 2.3.1) of at most `maxBytes` bytes. */
export function isNick(text: string, maxBytes: number): boolean {
  return nickPattern.test(text) && text.length <= maxBytes;
}

/** Whether `text` may name a channel: `#`, then anything but spaces, commas, colons and control characters. */
export function isChannel(text: string, maxBytes: number): boolean {
  return channelPattern.test(text) && utf8Length(text) <= maxBytes;
}

/** The nick (or server name) in a message's source: what stands before `!` and `@`. */
export function nickOf(source: string): string {
  return /^[^!@]*/.exec(source)?.[0] ?? source;
}

/**
 * The nearest thing to `text` that is a nick: accents come off, other characters that a nick cannot hold become `_`.
 * '' when nothing of it is left.
 */
export function toNick(text: string, maxBytes: number): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').trim();
  const safe = plain.replace(/[^A-Za-z0-9[\]\\`_^{|}-]+/g, '_').replace(/^[0-9-]+/, '');
  return /[A-Za-z]/.test(safe) ? safe.slice(0, maxBytes) : '';
}

/**
 * Whether `text` can stand as one word on the wire, so that a server can judge it. What a nick may hold differs from
 * server to server.
 */
export function isWord(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are among what it refuses
  return /^[^:,\s\x00-\x20\x7f][^,\s\x00-\x20\x7f]{0,127}$/.test(text);
}

/** Whether `text` can be the name that a server gives a message. https://ircv3.net/specs/extensions/message-ids */
export function isMsgid(text: string): boolean {
  return /^[\x21-\x39\x3b-\x7e][\x21-\x7e]{0,127}$/.test(text);
}
