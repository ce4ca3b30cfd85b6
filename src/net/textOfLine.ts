import { isUtf8 } from 'node:buffer';

/** A line that was skipped. */
export interface BadLine {
  /** `control` is a NUL, or a carriage return that ends no line. */
  readonly why: 'tooLong' | 'notUtf8' | 'control';
  /** Where it is not UTF-8: the line with replacement characters, for telling whose request it was. Else ''. */
  readonly text: string;
}

/** The bytes of one line as text, or what is wrong with them. */
export function textOfLine(bytes: Uint8Array): string | BadLine {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text.includes('\0') || text.includes('\r')) return { why: 'control', text: '' };
  return isUtf8(bytes) ? text : { why: 'notUtf8', text };
}
