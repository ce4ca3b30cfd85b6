import type { ClientOptions } from '../../client/chatClient.ts';
import type { HostAddress } from '../../chat/connection.ts';
import type { KnownHosts } from '../../trust/knownHosts.ts';
import type { JoinTarget } from './joinTarget.ts';

/** Asks the user whether a host with this key is the right one. @throws {ClientFailure} 'cancelled' unless it is */
export type AskToTrust = (address: HostAddress, key: string, signal: AbortSignal) => Promise<void>;

/** The check of a host, and the key it was let through with. */
interface HostCheck {
  readonly verifyHost: ClientOptions['verifyHost'];
  acceptedKey(): string;
}

/**
 * Decides whether the host that answered is the right one: by the key of the invite or of the last time, without a
 * question; else by asking once. From the first acceptance on only that key will do, for every reconnect.
 */
export function hostCheck(target: JoinTarget, knownHosts: KnownHosts, askToTrust: AskToTrust): HostCheck {
  let accepted = target.key ?? '';
  return {
    acceptedKey: () => accepted,
    verifyHost: async ({ address, fingerprints }, signal) => {
      const { key } = fingerprints;
      if (accepted !== '') return key === accepted;
      const known = knownHosts.check(address.address, address.port, key);
      if (known === 'changed') return false;
      if (known === 'unknown') await askToTrust(address, key, signal);
      accepted = key;
      return true;
    },
  };
}
