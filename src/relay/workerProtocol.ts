import type { TlsIdentity } from '../net/tls.ts';
import type { ListenCode } from './listener.ts';
import type { RelayOptions } from './relayOptions.ts';

/** What to host and where; plain data, as it goes to another thread. */
export interface HostOptions extends Pick<
  RelayOptions,
  'serverName' | 'room' | 'version' | 'token' | 'password' | 'motd' | 'description' | 'operators' | 'limits'
> {
  readonly identity: TlsIdentity;
  readonly host: string;
  readonly port: number;
  readonly portsToTry: number;
  /** Key fingerprint of who is operator; if not given, whoever shows the relay's own key. */
  readonly hostKey?: string;
}

/** What the owner says to the relay's thread. */
export interface ToWorker {
  readonly type: 'close';
  readonly reason: string;
}

/** What the thread says: first `listening` or `failed`. */
export type FromWorker =
  | { readonly type: 'listening'; readonly host: string; readonly port: number }
  | { readonly type: 'failed'; readonly code: ListenCode; readonly detail: string }
  | { readonly type: 'people'; readonly people: number }
  | { readonly type: 'log'; readonly text: string };
