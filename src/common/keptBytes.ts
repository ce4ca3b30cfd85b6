/** Roughly what V8 takes for an object or a collection, for a field or an entry of one, and for a string's head. */
const objectBytes = 32;
const fieldBytes = 8;
const entryBytes = 48;
const stringBytes = 24;

/**
 * Bytes of memory that a value takes as long as it is kept: all that it holds, each character as two bytes. It is a
 * careful guess, so what is kept within a budget by this measure takes less of memory. No cycles.
 */
export function keptBytes(value: unknown): number {
  if (typeof value === 'string') return stringBytes + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof Map || value instanceof Set) return objectBytes + bytesOfEntries(value);
  let bytes = objectBytes;
  if (Array.isArray(value)) for (const item of value) bytes += fieldBytes + keptBytes(item);
  else for (const field in value) bytes += fieldBytes + keptBytes(value[field as keyof typeof value]);
  return bytes;
}

/** The key of a set's entry is its value, which is held once. */
function bytesOfEntries(entries: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): number {
  let bytes = 0;
  for (const [key, value] of entries.entries())
    bytes += entryBytes + keptBytes(key) + (key === value ? 0 : keptBytes(value));
  return bytes;
}
