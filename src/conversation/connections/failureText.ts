import type { Translate } from '../../chat/translate.ts';
import { quoted, visibleName } from '../../chat/visible.ts';
import { type ConnectionFailure, type FailureCode, isConnectionFailure } from '../../chat/connection.ts';
import { errorCode } from '../../common/errorCode.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import { cut } from '../attention/cut.ts';
import { type Remedy, remediesOf } from './remedies.ts';

/** A failure of this layer, whose message is already a sentence for the user. */
export class SaidFailure extends Error {
  override readonly name = 'SaidFailure';
  readonly remedies: readonly Remedy[];

  /** @param options.remedies what the sentence says can be done */
  constructor(sentence: string, options: ErrorOptions & { readonly remedies?: readonly Remedy[] } = {}) {
    super(sentence, options);
    this.remedies = options.remedies ?? [];
  }
}

/** A failure as the user is told of it. */
export interface FailureText {
  /** '' for what the user cancelled. */
  readonly sentence: string;
  readonly remedies: readonly Remedy[];
}

/** What the user is told of a failure. */
export function failureText(error: unknown, t: Translate): FailureText {
  if (isCancellation(error)) return { sentence: '', remedies: [] };
  if (error instanceof SaidFailure) return { sentence: error.message, remedies: error.remedies };
  return { sentence: failureSentence(error, t), remedies: remediesOf(error) };
}

/** Whether the user cancelled the work. */
export function isCancellation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'Canceled' || error.name === 'AbortError' || errorCode(error) === 'cancelled';
}

/** One sentence: what happened, what to do. */
export function failureSentence(error: unknown, t: Translate): string {
  if (error instanceof SaidFailure) return error.message;
  if (isConnectionFailure(error)) return connectionSentence(error, t);
  if (error instanceof Error && error.name === 'ListenError') return listenSentence(errorCode(error), t);
  if (error instanceof Error && error.name === 'RelayDied')
    return t('The relay in this window stopped. Host again to open the room; the log says why.');
  return t('An unexpected error occurred. The log says more.');
}

function listenSentence(code: string, t: Translate): string {
  if (code === 'portsTaken') {
    return t(
      'Every port that was tried is taken. Close what uses them, or set another in `pychat.host.port`.',
    );
  }
  if (code === 'notAllowed') {
    return t('The system does not let PyChat listen on that port. Set one above 1023 in `pychat.host.port`.');
  }
  if (code === 'folderTaken')
    return t('Another window of yours is opening or closing its room. Try again in a moment.');
  return t('The room could not be opened on this machine. The log says why.');
}

/** Characters that are shown of what a server says for itself. */
const maxQuotedLength = 200;

type Sentence = (t: Translate, where: Record<string, string>) => string;

const sentences: Readonly<Record<FailureCode, Sentence>> = {
  refused: (t, where) =>
    t('Nobody hosts a room at {address}. Ask whether the host is still there, and check the port.', where),
  unreachable: (t, where) =>
    t('{address} cannot be reached from here. Check that both of you are on the same network.', where),
  timedOut: (t, where) =>
    t('{address} does not answer. A firewall may be in the way, or the address is an old one.', where),
  notFound: (t, where) =>
    t('There is no machine called {address}. Check the spelling, or use its IP address.', where),
  plainText: (t, where) =>
    t(
      'What answers at {address} does not use encryption, so PyChat disconnected. Use its TLS port, often 6697.',
      where,
    ),
  http: (t, where) => t('What answers at {address} is a web server, not a chat. Check the port.', where),
  notTls13: (t, where) =>
    t('{address} does not offer TLS 1.3, which PyChat needs. Ask its owner to update it.', where),
  wrongKey: (t, where) =>
    t(
      '{address} is not who it should be: its key has changed. Ask the host for a new invite; nothing was sent.',
      where,
    ),
  full: (t, where) =>
    t('The room at {address} is full. Try again later, or ask the host to raise the limit.', where),
  newcomers: t => t('Many new people come from your network right now. PyChat tries again every minute.'),
  inviteNeeded: (t, where) => t('The room at {address} is entered by invite. Ask the host for one.', where),
  banned: (t, where) => t('You are banned from {address}.', where),
  nickTaken: t => t('Someone in the room already has that nick. Choose another.'),
  nickRefused: t => t('The server does not accept that nick. Choose another.'),
  closedEarly: (t, where) =>
    t('{address} closed the connection before you were in. Try again; the log says more.', where),
  lost: t => t('The connection was lost.'),
  hostClosed: (t, where) =>
    where.detail === '' ? t('The host closed the room.') : t('The host closed the room: {detail}', where),
  serverClosed: (t, where) =>
    where.detail === ''
      ? t('The server closed the connection.')
      : t('The server closed the connection: {detail}', where),
  flooded: (t, where) =>
    t(
      '{address} sent far more than a chat needs, so PyChat disconnected. Join again if you trust it.',
      where,
    ),
  cancelled: t => t('Cancelled.'),
  failed: (t, where) => t('The connection to {address} failed. The log says why.', where),
};

/** Why a connection was not made or did not last, in a sentence that ends with a full stop. */
export function connectionSentence(failure: ConnectionFailure, t: Translate): string {
  const { address, detail } = failure;
  const sentence = sentences[failure.code](t, {
    address: address ? visibleName(hostAndPort(address.address, address.port)) : t('the host'),
    detail: detail === '' ? '' : quoted(cut(detail, maxQuotedLength)),
  });
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
