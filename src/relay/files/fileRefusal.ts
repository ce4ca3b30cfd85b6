/**
 * Why a request about a file is refused: who asks is not registered here or shows no key, the request is none, there is
 * no such room or person to offer to, the file is too big, there are too many offers or connections, too many files on
 * their way, requests come too fast, there is no such offer for who asks, or its sender does not answer.
 */
export type RefusalCode =
  'NOTHERE' | 'BADREQUEST' | 'NOTARGET' | 'TOOBIG' | 'TOOMANY' | 'BUSY' | 'TOOFAST' | 'GONE' | 'SILENT';

/** Thrown by what handles a request; the connection is told the code and closed. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}
