import { window } from 'vscode';
import type { ClientOptions } from '../client/chatClient.ts';
import { ClientFailure } from '../client/failure.ts';
import { displayFingerprint } from '../trust/fingerprint.ts';
import type { KnownHosts } from '../trust/knownHosts.ts';
import { hostAndPort } from '../conversation/failureText.ts';
import type { JoinTarget } from './joinTarget.ts';
import { t } from './words.ts';

/** The check of a host, and the key it was let through with. */
export interface HostCheck {
  readonly verifyHost: ClientOptions['verifyHost'];
  acceptedKey(): string;
}

/**
 * Decides whether the host that answered is the right one: by the key of the invite or of the last time, without a
 * question; else by asking once. From the first acceptance on only that key will do, for every reconnect.
 */
export function hostCheck(target: JoinTarget, knownHosts: KnownHosts): HostCheck {
  let accepted = target.key ?? '';
  return {
    acceptedKey: () => accepted,
    verifyHost: async ({ address, fingerprints }) => {
      const { key } = fingerprints;
      if (accepted !== '') return key === accepted;
      const known = knownHosts.check(address.address, address.port, key);
      if (known === 'changed') return false;
      if (known === 'unknown') await askToTrust(hostAndPort(address.address, address.port), key);
      accepted = key;
      return true;
    },
  };
}

/** @throws {ClientFailure} 'cancelled' unless the user trusts the key */
async function askToTrust(address: string, key: string): Promise<void> {
  const trust = t('Trust This Host');
  const detail = t(
    'Key (SHA-256): {fingerprint}\n\nCompare it with what the host sees after typing /irc. If they differ, somebody stands between you. It is remembered: another key at this address will be refused.',
    { fingerprint: displayFingerprint(key) },
  );
  const question = t('Is this the host you want to join at {address}?', { address });
  const answer = await window.showWarningMessage(question, { modal: true, detail }, trust);
  if (answer !== trust) throw new ClientFailure('cancelled', '');
}
