/** A data folder that cannot be used. The message is one line for the person who runs the relay. */
export class DataError extends Error {
  override readonly name = 'DataError';
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
