import type { HostAddress } from '../../chat/connection.ts';
import { defaultTlsPort } from '../../irc/limits.ts';
import { addressBytes, isHostName } from '../../trust/hostAddress.ts';
import type { Invite } from '../../trust/invite.ts';

/** Where to join and what is known of it. */
export interface JoinTarget {
  readonly addresses: readonly HostAddress[];
  readonly room: string;
  /** The server password; '' for none. */
  readonly token: string;
  /** The host's key when it is known for sure: from an invite, or from joining before. */
  readonly key?: string;
  /** An invite stands above what was remembered of an address: addresses change hands, keys do not. */
  readonly fromInvite: boolean;
}

export function targetOfInvite(invite: Invite): JoinTarget {
  const { addresses, port, room, key, token } = invite;
  return { addresses: addresses.map(address => ({ address, port })), room, key, token, fromInvite: true };
}

/**
 * Reads `host`, `host:port`, `[IPv6]:port`, an IPv6 address alone, or an `ircs://host:port` link.
 *
 * @returns undefined when it is none of them
 */
export function parseAddress(text: string): HostAddress | undefined {
  const bare = text.trim().replace(/^ircs:\/\/([^/]*)\/?$/i, '$1');
  if (addressBytes(bare)?.length === 16) return { address: bare, port: defaultTlsPort };
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::([0-9]{1,5}))?$/.exec(bare);
  const address = match?.[1] ?? match?.[2] ?? '';
  const port = match?.[3] === undefined ? defaultTlsPort : Number(match[3]);
  const named = addressBytes(address) !== undefined || (match?.[1] === undefined && isHostName(address));
  return named && port >= 1 && port <= 65_535 ? { address, port } : undefined;
}
