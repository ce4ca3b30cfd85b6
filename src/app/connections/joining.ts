import type { KnownHosts } from '../../trust/knownHosts.ts';
import type { Identity } from '../../trust/identity.ts';
import type { JoinTarget } from './joinTarget.ts';
import type { ConnectPlan, LiveConnection } from './liveConnection.ts';
import { type AskToTrust, hostCheck } from './hostCheck.ts';

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
  const { target, identity, nick, askNick, log, knownHosts } = plan;
  const check = hostCheck(target, knownHosts, plan.askToTrust);
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
