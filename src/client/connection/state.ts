import type { ConnectionFailure, ConnectionState, HostAddress } from '../../chat/connection.ts';

/*
 * The states of a connection and the ways between them:
 *
 *   idle → connecting → registered ⇄ reconnecting      (and `closed` from each of them)
 *
 * Each function gives the state that follows; where there is no such way, the very state that it was given.
 */

export const idle: ConnectionState = { phase: 'idle' };

/** The user wants a connection. */
export function started(state: ConnectionState): ConnectionState {
  return state.phase === 'idle' ? { phase: 'connecting' } : state;
}

/** The server has let us in. @param since milliseconds since 1970 */
export function registered(state: ConnectionState, address: HostAddress, since: number): ConnectionState {
  const isAwaited = state.phase === 'connecting' || state.phase === 'reconnecting';
  return isAwaited ? { phase: 'registered', address, since } : state;
}

/** The server has not answered for a while, or does again. */
export function answering(state: ConnectionState, isIt: boolean): ConnectionState {
  if (state.phase !== 'registered' || isIt === (state.notAnswering === undefined)) return state;
  const { phase, address, since } = state;
  return { phase, address, since, ...(!isIt && { notAnswering: true }) };
}

/** A connection that was up has ended, or an attempt has failed: another one is to be made. */
export function lost(
  state: ConnectionState,
  failure: ConnectionFailure,
  retry: { readonly attempt: number; readonly retryAt: number },
): ConnectionState {
  if (state.phase === 'connecting') return { phase: 'connecting', failure };
  const wasUp = state.phase === 'registered' || state.phase === 'reconnecting';
  return wasUp ? { phase: 'reconnecting', ...retry, failure } : state;
}

/** The next attempt is being made, before its time if the user says so. */
export function retrying(state: ConnectionState, now: number): ConnectionState {
  return state.phase === 'reconnecting' && state.retryAt > now ? { ...state, retryAt: now } : state;
}

/** It has failed for good. */
export function failed(state: ConnectionState, failure: ConnectionFailure): ConnectionState {
  return state.phase === 'idle' || state.phase === 'closed' ? state : { phase: 'closed', failure };
}

/** The user has left. */
export function left(state: ConnectionState): ConnectionState {
  return state.phase === 'closed' ? state : { phase: 'closed' };
}
