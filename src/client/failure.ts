import type { ConnectionFailure, FailureCode, HostAddress } from '../chat/connection.ts';
import { visibleWord } from '../chat/visible.ts';
import { errorCode } from '../common/errorCode.ts';
import { type CloseCode, closeCodes, codeTag } from '../irc/pychatNames.ts';
import type { Message } from '../irc/message.ts';
import { maxWordLength } from './limits.ts';
import type { Server } from './server.ts';

/** Why a connection was not made or did not last. */
export class ClientFailure extends Error implements ConnectionFailure {
  override readonly name = 'ClientFailure';
  readonly code: FailureCode;
  readonly detail: string;
  readonly address?: HostAddress;

  constructor(code: FailureCode, detail: string, address?: HostAddress) {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    if (address !== undefined) this.address = address;
  }
}

/** The errors of Node and OpenSSL by what they mean while a connection is being made. */
const errors: readonly (readonly [FailureCode, readonly string[]])[] = [
  ['refused', ['ECONNREFUSED']],
  ['unreachable', ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EINVAL']],
  ['timedOut', ['ETIMEDOUT']],
  ['notFound', ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NONAME', 'EAI_NODATA']],
  ['closedEarly', ['ECONNRESET', 'ECONNABORTED', 'EPIPE']],
  // OpenSSL reads the first bytes as a TLS record, and words are none: whatever it stumbles over is not TLS.
  ['plainText', ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']],
  ['plainText', ['ERR_SSL_BAD_RECORD_TYPE', 'ERR_SSL_UNEXPECTED_MESSAGE', 'ERR_SSL_UNKNOWN_PROTOCOL']],
  // A TLS server that knows protocols, and `irc` is none of them, is a web server.
  ['http', ['ERR_SSL_HTTP_REQUEST', 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL']],
  ['notTls13', ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL']],
  // Alert 40: some servers that know no TLS 1.3 say this of its cipher suites instead.
  ['notTls13', ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE']],
];

/** What an error from a socket or from TLS means while a connection is being made. */
export function dialFailure(error: unknown, address?: HostAddress): ClientFailure {
  if (error instanceof ClientFailure) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const known = errorCodes(error).map(code => errors.find(([, meant]) => meant.includes(code))?.[0]);
  return new ClientFailure(known.find(code => code !== undefined) ?? 'failed', detail, address);
}

/** The code of an error; of one that sums up several (a name with several addresses), theirs. */
function errorCodes(error: unknown): string[] {
  const inner = error instanceof AggregateError ? error.errors.flatMap(errorCodes) : [];
  return [...inner, errorCode(error)];
}

/** The further an attempt came, the more its failure says of why nobody could be reached. */
const telling: readonly FailureCode[] = [
  'cancelled',
  'wrongKey',
  'notTls13',
  'http',
  'plainText',
  'closedEarly',
  'failed',
  'timedOut',
  'refused',
  'unreachable',
  'notFound',
];

/** Of the failures at several addresses the one to tell; of equals the first. */
export function mostTelling(failures: readonly ClientFailure[]): ClientFailure {
  const rank = (failure: ClientFailure): number => {
    const index = telling.indexOf(failure.code);
    return index < 0 ? 0 : index;
  };
  const best = [...failures].sort((one, other) => rank(one) - rank(other))[0];
  return best ?? new ClientFailure('notFound', 'no address to try');
}

/** What a PyChat relay says by closing the connection; undefined for other servers, whose words are free. */
export function closeCodeOf({ tags }: Message): CloseCode | undefined {
  return closeCodes.find(code => code === tags.get(codeTag));
}

/** Why a server is about to close the connection. */
export interface Goodbye {
  readonly code: CloseCode | undefined;
  readonly words: string;
}

/** What a message says of why the connection is about to end, if it does. */
export function goodbyeOf(received: Message, server: Pick<Server, 'nick' | 'same'>): Goodbye | undefined {
  const { command, params } = received;
  const words = params.at(-1) ?? '';
  if (command === 'ERROR') return { code: closeCodeOf(received), words };
  return command === 'KILL' && server.same(params[0] ?? '', server.nick)
    ? { code: undefined, words }
    : undefined;
}

/** What it means that a server closes the connection. @param words its own, by which nothing is decided */
export function closeFailure(code: CloseCode | undefined, words: string): ClientFailure {
  const detail = visibleWord(words.slice(0, maxWordLength)).replace(/^Closing link: ?/i, '');
  if (code === undefined || code === 'ghosted') return new ClientFailure('serverClosed', detail);
  return new ClientFailure(code === 'closing' ? 'hostClosed' : code, detail);
}

/** Whether trying again by itself could never help, and would be a nuisance. */
export function isFinal(failure: ClientFailure): boolean {
  return ['wrongKey', 'banned', 'inviteNeeded', 'cancelled', 'flooded'].includes(failure.code);
}
