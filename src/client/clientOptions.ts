import type { Clock } from '../common/clock.ts';
import type { TlsIdentity } from '../net/tls.ts';
import type { OpenHost, VerifyHost } from './connection/connect.ts';
import type { ClientFailure } from './failure.ts';
import type { HostAddress } from './hostAddress.ts';

/** What a `ChatClient` is made of. */
export interface ClientOptions {
  /** Tried in order, a short time each; the first that answers wins. */
  readonly addresses: readonly HostAddress[];
  readonly identity: TlsIdentity;
  readonly nick: string;
  readonly realName: string;
  /** '' for none. */
  readonly password: string;
  readonly room: string;
  /** What was said there up to this time, milliseconds since 1970, is shown already: what came since is fetched. */
  readonly shownUpTo?: number;
  /** Asked after the TLS handshake, before a byte is sent, on each reconnect too. */
  readonly verifyHost: VerifyHost;
  /** TLS if not given. */
  readonly openStream?: OpenHost;
  readonly clock?: Clock;
  /** Gives a number from 0 up to but not including 1. */
  readonly random?: () => number;
  readonly log?: (text: string) => void;
}

/** How a client stands with its server. */
export type ClientState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'joined'; readonly address: HostAddress; readonly since: number }
  | {
      readonly phase: 'reconnecting';
      readonly attempt: number;
      /** Milliseconds since 1970; in the past while the attempt is being made. */
      readonly retryAt: number;
      readonly failure: ClientFailure;
    }
  /** Without a failure it was we who left. */
  | { readonly phase: 'closed'; readonly failure?: ClientFailure };
