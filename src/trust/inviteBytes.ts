import { createHash } from 'node:crypto';
import { addressBytes, isHostName, ipv4Text, ipv6Text } from './hostAddress.ts';

/** What lets somebody into a room with no question asked on either side. */
export interface Invite {
  /** Where the host may be reached, the likeliest first: 1 to 8 IP addresses or host names. */
  readonly addresses: readonly string[];
  /** 1 to 65535. */
  readonly port: number;
  /** The channel, at most 64 bytes. */
  readonly room: string;
  /** SHA-256 of the host's public key: 64 lower-case hexadecimal digits. */
  readonly key: string;
  /** What the relay takes as its password: 22 base64url characters (128 bits); '' when the room is open. */
  readonly token: string;
}

/** What stands in an invite is not possible: made by a faulty program, or by somebody who means harm. */
export class InvalidInvite extends Error {
  override readonly name = 'InvalidInvite';
}

/** The bytes end before the invite does. */
export class ShortInvite extends Error {
  override readonly name = 'ShortInvite';
}

/** The version that is written, and the newest that is read. */
export const inviteVersion = 1;

const maxAddresses = 8;
const maxRoomBytes = 64;
const keyBytes = 32;
const tokenBytes = 16;
const hasToken = 0x01;

/** Each address begins with its kind; a name has its length in the byte after. */
const ipv4 = 1;
const ipv6 = 2;
const hostName = 3;

/** Bytes of SHA-256 at the end. They find slips of the hand, and are no protection against anybody's will. */
const checksumBytes = 4;

/** Bytes of the longest invite: eight of the longest host names. */
export const maxInviteBytes =
  2 + keyBytes + tokenBytes + 2 + 1 + maxAddresses * (2 + 253) + 1 + maxRoomBytes + checksumBytes;

// eslint-disable-next-line no-control-regex -- control characters are what a channel's name may not hold
const roomPattern = /^#[^\x00-\x20\x7f,:]+$/;
const keyPattern = /^[0-9a-f]{64}$/;

/**
 * Writes an invite: version, flags, key, token, port, addresses, room, checksum.
 *
 * @throws {InvalidInvite} when a field is out of its bounds
 */
export function encodeInvite(invite: Invite): Buffer {
  const { addresses, port, key } = invite;
  check(Number.isInteger(port) && port >= 1 && port <= 65_535, 'port');
  check(keyPattern.test(key), 'key');
  check(addresses.length >= 1 && addresses.length <= maxAddresses, 'number of addresses');
  const token = tokenOf(invite.token);
  const room = roomOf(invite.room);
  const body = Buffer.concat([
    Buffer.of(inviteVersion, token.length > 0 ? hasToken : 0),
    Buffer.from(key, 'hex'),
    token,
    Buffer.of(port >> 8, port & 0xff, addresses.length),
    ...addresses.map(encodeAddress),
    Buffer.of(room.length),
    room,
  ]);
  return Buffer.concat([body, checksum(body)]);
}

function check(good: boolean, what: string): void {
  if (!good) throw new InvalidInvite(`not a possible ${what}`);
}

function tokenOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  // Comparing the text again refuses other spellings of the same bytes, and characters that decoding passes over.
  check(bytes.toString('base64url') === text && (text === '' || bytes.length === tokenBytes), 'token');
  return bytes;
}

function roomOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  check(text.isWellFormed() && roomPattern.test(text) && bytes.length <= maxRoomBytes, 'room');
  return bytes;
}

function encodeAddress(address: string): Buffer {
  const bytes = addressBytes(address);
  if (bytes?.length === 4) return Buffer.from([ipv4, ...bytes]);
  if (bytes) return Buffer.from([ipv6, ...bytes]);
  check(isHostName(address), 'address');
  return Buffer.concat([Buffer.of(hostName, address.length), Buffer.from(address, 'ascii')]);
}

function checksum(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, checksumBytes);
}

/** Whether the bytes end with the checksum of what stands before it. */
export function hasChecksum(bytes: Buffer): boolean {
  const end = bytes.length - checksumBytes;
  return end > 0 && checksum(bytes.subarray(0, end)).equals(bytes.subarray(end));
}

/**
 * Reads what `encodeInvite` wrote; the checksum's value is `hasChecksum`'s business.
 *
 * @param bytes untrusted, of version 1
 * @throws {ShortInvite} when they end too early
 * @throws {InvalidInvite} when a field is out of its bounds, or bytes are left over
 */
export function decodeInvite(bytes: Buffer): Invite {
  let at = 0;
  const take = (count: number): Buffer => {
    if (at + count > bytes.length) throw new ShortInvite('the invite ends too early');
    at += count;
    return bytes.subarray(at - count, at);
  };
  const byte = (): number => take(1).readUInt8();
  check(byte() === inviteVersion, 'version');
  const flags = byte();
  check(flags === 0 || flags === hasToken, 'set of flags');
  const key = take(keyBytes).toString('hex');
  const token = take(flags === hasToken ? tokenBytes : 0).toString('base64url');
  const port = take(2).readUInt16BE();
  check(port >= 1, 'port');
  const count = byte();
  check(count >= 1 && count <= maxAddresses, 'number of addresses');
  const addresses = Array.from({ length: count }, () => decodeAddress(byte, take));
  const room = decodeRoom(take(byte()));
  take(checksumBytes);
  check(at === bytes.length, 'length');
  return { addresses, port, room, key, token };
}

function decodeAddress(byte: () => number, take: (count: number) => Buffer): string {
  const kind = byte();
  if (kind === ipv4) return ipv4Text(take(4));
  if (kind === ipv6) return ipv6Text(take(16));
  check(kind === hostName, 'kind of address');
  const name = take(byte()).toString('latin1');
  check(isHostName(name), 'host name');
  return name;
}

function decodeRoom(bytes: Buffer): string {
  const room = bytes.toString('utf8');
  // Bytes that are not UTF-8 come out as U+FFFD and no longer match.
  check(Buffer.from(room, 'utf8').equals(bytes), 'room');
  roomOf(room);
  return room;
}
