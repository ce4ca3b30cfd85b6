import { ClientFailure } from '../failure.ts';

/**
 * Why a file was not passed. From the relay: we are not in the chat, it does not know the room or person, the file is
 * too big, there are too many offers, too much is under way or was asked for, the offer is gone or not for us, its
 * sender does not answer. From here: the relay passes no files or does not know the request, another key answered, the connection broke, nothing
 * moved, the content is not what was offered, the file has changed since it was offered, it was cancelled.
 */
export type FileFailureCode =
  | 'notHere'
  | 'noTarget'
  | 'tooBig'
  | 'tooMany'
  | 'busy'
  | 'gone'
  | 'silent'
  | 'unsupported'
  | 'wrongKey'
  | 'broken'
  | 'stalled'
  | 'wrongHash'
  | 'changed'
  | 'cancelled'
  | 'failed';

/** A file that was not passed. The message is for the log. */
export class FileFailure extends Error {
  override readonly name = 'FileFailure';
  readonly code: FileFailureCode;

  constructor(code: FileFailureCode, detail = '', cause?: unknown) {
    super(detail === '' ? code : `${code}: ${detail}`, { cause });
    this.code = code;
  }
}

const refusals: ReadonlyMap<string, FileFailureCode> = new Map<string, FileFailureCode>([
  ['BADREQUEST', 'unsupported'],
  ['NOTHERE', 'notHere'],
  ['NOTARGET', 'noTarget'],
  ['TOOBIG', 'tooBig'],
  ['TOOMANY', 'tooMany'],
  ['BUSY', 'busy'],
  ['TOOFAST', 'busy'],
  ['GONE', 'gone'],
  ['SILENT', 'silent'],
]);

/** What the relay means by `REFUSED <code>`. */
export function refusalFailure(code: string): FileFailure {
  return new FileFailure(refusals.get(code) ?? 'failed', `refused: ${code}`);
}

/** What an error means while a connection for a file is made or used. */
export function fileFailure(error: unknown): FileFailure {
  if (error instanceof FileFailure) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const { code } = error instanceof ClientFailure ? error : { code: '' };
  if (code === 'cancelled' || code === 'wrongKey') return new FileFailure(code, detail, error);
  // A relay that does not know the protocol's name turns it away in the handshake, as a web server does.
  return new FileFailure(code === 'http' ? 'unsupported' : 'broken', detail, error);
}

/** Whether the same may work in a while. */
export function isPassing({ code }: FileFailure): boolean {
  return ['busy', 'silent', 'broken', 'stalled', 'notHere'].includes(code);
}
