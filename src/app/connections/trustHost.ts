import { window } from 'vscode';
import type { HostAddress } from '../../chat/connection.ts';
import { visibleName } from '../../chat/visible.ts';
import { ClientFailure } from '../../client/failure.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import { displayFingerprint } from '../../trust/fingerprint.ts';
import { t } from '../words.ts';
import type { AskToTrust } from './joining.ts';
import { pasteInvite } from './joinPick.ts';
import type { JoinTarget } from './joinTarget.ts';

/** Asks who a host is that nobody knows yet: by its invite, which most rooms need anyway, or by comparing its key. */
export class HostQuestion {
  #answered: { readonly address: HostAddress; readonly key: string } | undefined;

  /** Throws when the user does not say yes; the host would not wait for an invite to be found. */
  readonly ask: AskToTrust = async (address, key, signal) => {
    const [paste, trust] = [t('Paste Invite'), t('Trust This Host')];
    const detail = t(
      'Most rooms are entered by invite, which also proves that this is the right host.\n\nWithout one, compare this key (SHA-256) with what the host sees after typing /irc. If they differ, somebody is intercepting the connection.\n\n{fingerprint}\n\nThe key is remembered: another one at this address will be refused.',
      { fingerprint: displayFingerprint(key) },
    );
    const question = t('Do you have an invite for {address}?', {
      address: visibleName(hostAndPort(address.address, address.port)),
    });
    const answer = await window.showWarningMessage(question, { modal: true, detail }, paste, trust);
    if (answer === paste && !signal.aborted) this.#answered = { address, key };
    if (answer !== trust || signal.aborted) throw new ClientFailure('cancelled', '');
  };

  /** Where the invite leads that the user has instead; undefined when there is none. */
  async invited(signal: AbortSignal): Promise<JoinTarget | undefined> {
    if (this.#answered === undefined || signal.aborted) return undefined;
    const { address, key } = this.#answered;
    const target = await pasteInvite(signal);
    // The host that has just answered is best found where it did.
    return target?.key === key ? { ...target, addresses: [address] } : target;
  }
}
