import type { HostAddress } from '../../chat/connection.ts';
import type { KnownHosts } from '../../trust/knownHosts.ts';
import type { Identity } from '../../trust/identity.ts';
import type { JoinTarget } from './joinTarget.ts';
import type { ConnectPlan, LiveConnection } from './liveConnection.ts';

/** Asks the user whether a host with this key is the right one. @throws {ClientFailure} 'cancelled' unless it is */
export type AskToTrust = (address: HostAddress, key: string, signal: AbortSignal) => Promise<void>;

/** All that joining is made from. */
export interface JoinPlan extends Pick<ConnectPlan, 'nick' | 'askNick' | 'log'> {
  readonly target: JoinTarget;
  readonly identity: Identity;
  readonly knownHosts: KnownHosts;
  readonly askToTrust: AskToTrust;
  /** Keeps what lets us in again. */
  keepToken(hostKey: string, token: string): Promise<void>;
}

/** Verifies a host, connects to it, and remembers it. @throws {ClientFailure}; 'cancelled' when it was cancelled */
export async function joinServer(plan: JoinPlan, live: LiveConnection): Promise<void> {
  const { target, identity, nick, askNick, log } = plan;
  const check = hostCheck(plan);
  await live.connect({
    addresses: target.addresses,
    identity,
    nick,
    password: target.token,
    verifyHost: check.verifyHost,
    identified: () => ({ invite: '', isFresh: false, hosting: false }),
    askNick,
    numbersNick: false,
    ...(log && { log }),
  });
  try {
    await remember(plan, live, check.acceptedKey());
  } catch (error) {
    // The server is entered all the same; only the list of those joined before lacks it.
    log?.(`the host could not be remembered: ${String(error)}`);
  }
}

async function remember(plan: JoinPlan, live: LiveConnection, key: string): Promise<void> {
  const { target, knownHosts } = plan;
  const state = live.client?.state;
  if (state?.phase !== 'registered') return;
  const { address, port } = state.address;
  if (target.fromInvite) await knownHosts.forget(address, port);
  await knownHosts.remember({ address, port, key, room: target.room, lastJoined: state.since });
  await plan.keepToken(key, target.token);
}

/**
 * Decides whether the host that answered is the right one: by the key of the invite or of the last time, without a
 * question; else by asking once. From the first acceptance on only that key will do, for every reconnect.
 */
function hostCheck({ target, knownHosts, askToTrust }: JoinPlan): {
  verifyHost: ConnectPlan['verifyHost'];
  acceptedKey(): string;
} {
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
