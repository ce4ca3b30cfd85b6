import { readIdentity } from '../trust/identity.ts';
import type { RelayStore } from './data/relayStore.ts';
import { listen, type Listener } from './listener.ts';
import { Relay } from './relay.ts';
import type { HostOptions } from './workerProtocol.ts';

/** A relay that listens. */
export interface Hosting {
  readonly relay: Relay;
  readonly listener: Listener;
  /** Says goodbye to everyone and frees the port; takes little more than `Limits.closeTimeoutMs`. */
  close(reason: string): Promise<void>;
}

/**
 * Starts a relay and listens for it.
 *
 * @param store keeps what shall outlive the relay; whoever gives it closes it, after the relay
 * @throws {ListenError}; {IdentityError} for a certificate and key that cannot be used
 */
export async function host(
  options: HostOptions,
  log: (text: string) => void,
  store?: RelayStore,
): Promise<Hosting> {
  const hostKey = options.hostKey ?? readIdentity(options.identity).fingerprints.key;
  const relay = new Relay({ ...options, hostKey, log, ...(store === undefined ? {} : { store }) });
  const listener = await listen(relay, options.identity, { ...options, log });
  const close = async (reason: string): Promise<void> => {
    await relay.close(reason);
    await listener.close();
  };
  return { relay, listener, close };
}
