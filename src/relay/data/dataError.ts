/**
 * `inUse`: another relay has it. `wrongKey`: what is kept is encrypted, and the key that was given, if any, does not
 * open it.
 */
export type DataErrorCode = 'inUse' | 'wrongKey' | 'unusable';

/** A data folder that cannot be used. The message is one line for the person who runs the relay. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;

  constructor(message: string, code: DataErrorCode = 'unusable') {
    super(message);
    this.code = code;
  }
}

/** What went wrong, in one line, whatever was thrown. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** The code of a system error, such as `ENOENT`; '' for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
