import type { HostAddress } from '../chat/connection.ts';
import type { Emit } from '../chat/event.ts';
import type { Clock } from '../common/clock.ts';
import type { TlsIdentity } from '../net/tls.ts';
import type { OpenHost, VerifyHost } from './connection/connect.ts';

/** What a `ChatClient` is made of. */
export interface ClientOptions {
  /** Tried side by side: the first that answers and is verified wins. */
  readonly addresses: readonly HostAddress[];
  readonly identity: TlsIdentity;
  readonly nick: string;
  readonly realName: string;
  /** '' for none. */
  readonly password: string;
  /** Asked after the TLS handshake, before a byte is sent, on each reconnect too; about one address at a time. */
  readonly verifyHost: VerifyHost;
  /** Gets everything that happens, in order. What it throws is logged. */
  readonly emit: Emit;
  /** TLS if not given. */
  readonly openStream?: OpenHost;
  readonly clock?: Clock;
  /** Gives a number from 0 up to but not including 1. */
  readonly random?: () => number;
  readonly log?: (text: string) => void;
}
