/** Where a relay or a server listens. */
export interface HostAddress {
  /** A host name or an IP address; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
}

/** What can go wrong with a connection, as names that `conversation/failureText.ts` has words for. */
export const failureCodes = [
  'refused',
  'unreachable',
  'timedOut',
  'notFound',
  'plainText',
  'http',
  'notTls13',
  'wrongKey',
  'full',
  /** Many new people come from our address: the server lets them in one by one. */
  'newcomers',
  'inviteNeeded',
  'banned',
  'nickTaken',
  'nickRefused',
  'closedEarly',
  'lost',
  /** The host said goodbye; another server did, or threw us out. */
  'hostClosed',
  'serverClosed',
  'cancelled',
  /** The server sent more than anybody can read, or kept us busy. */
  'flooded',
  'failed',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** Why a connection was not made or did not last. */
export interface ConnectionFailure {
  readonly code: FailureCode;
  /** A server's own words, hostile, or what a log needs; '' for none. */
  readonly detail: string;
  readonly address?: HostAddress;
}

/** A connection's failure among all that may be thrown: known by its codes, wherever its class is. */
export function isConnectionFailure(error: unknown): error is Error & ConnectionFailure {
  if (!(error instanceof Error) || error.name !== 'ClientFailure') return false;
  if (!('code' in error) || !('detail' in error) || typeof error.detail !== 'string') return false;
  return failureCodes.some(code => code === error.code);
}

/** How a connection to a server stands. It is up, `registered`, in whatever rooms it is. Times are milliseconds since 1970. */
export type ConnectionState =
  | { readonly phase: 'idle' }
  /** With a failure it is being tried again after a while. */
  | { readonly phase: 'connecting'; readonly failure?: ConnectionFailure }
  | {
      readonly phase: 'registered';
      readonly address: HostAddress;
      readonly since: number;
      /** Nothing has come for a while, not even what was asked for. */
      readonly notAnswering?: true;
    }
  | {
      readonly phase: 'reconnecting';
      readonly attempt: number;
      /** In the past while the attempt is being made. */
      readonly retryAt: number;
      readonly failure: ConnectionFailure;
    }
  /** Without a failure it was we who left. */
  | { readonly phase: 'closed'; readonly failure?: ConnectionFailure };
