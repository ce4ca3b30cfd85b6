import type { TlsIdentity } from '../net/tls.ts';
import type { ListenCode } from './binding.ts';
import type { EndedRun } from './core/historyRun.ts';
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
  /** Where what is said is kept, encrypted. */
  readonly kept?: HostedData;
  /** The run that goes on where nothing is kept. */
  readonly follows?: EndedRun | undefined;
}

/** The data folder of a hosted room. */
export interface HostedData {
  readonly folder: string;
  /** Of `sealKeyBytes`. */
  readonly key: Uint8Array;
  /** Milliseconds; with 0 the folder is removed. */
  readonly keepMs: number;
}

/**
 * What became of the data folder: `emptied`, as its key was another, and what was there is put aside; `notKept`, as it
 * cannot be used, and nothing that is said is kept.
 */
export type DataNotice = 'emptied' | 'notKept';

/** What the owner says to the relay's thread. */
export interface ToWorker {
  readonly type: 'close';
  readonly reason: string;
}

/** What the thread says: first `listening` or `failed`. */
export type FromWorker =
  | { readonly type: 'listening'; readonly host: string; readonly port: number; readonly notice?: DataNotice }
  | { readonly type: 'failed'; readonly code: ListenCode; readonly detail: string }
  | { readonly type: 'people'; readonly people: number }
  | { readonly type: 'log'; readonly text: string }
  /** The last, unless it is ended by force. */
  | { readonly type: 'ended'; readonly ended: EndedRun };
