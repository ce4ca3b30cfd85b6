import type { TlsIdentity } from '../net/tls.ts';
import type { ListenCode } from './listener.ts';
import type { Limits } from './limits.ts';

/** What to host and where; plain data, as it goes to another thread. */
export interface HostOptions {
  readonly identity: TlsIdentity;
  readonly host: string;
  readonly port: number;
  readonly portsToTry: number;
  readonly serverName: string;
  /** The main channel, `#` included. */
  readonly room: string;
  readonly version: string;
  /** The password; '' lets anyone in. */
  readonly token: string;
  readonly motd: readonly string[];
  /** Key fingerprint of who is operator; if not given, whoever shows the relay's own key. */
  readonly hostKey?: string;
  readonly limits?: Partial<Limits>;
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
