/** Gives what was read when `value` is one of these, copied where it has parts; else undefined. */
export type Read<T> = (value: unknown) => T | undefined;

/** A reader for each field of `T`. */
export type Readers<T> = { readonly [Field in keyof T]-?: Read<Exclude<T[Field], undefined>> };

/** Strings of `least` (1 when not given) to `most` UTF-16 units. */
export function textOf(most: number, least = 1): Read<string> {
  return value =>
    typeof value === 'string' && value.length >= least && value.length <= most ? value : undefined;
}

/** Strings of at most `most` UTF-16 units that `pattern` fits. */
export function wordLike(pattern: RegExp, most: number): Read<string> {
  return value =>
    typeof value === 'string' && value.length <= most && pattern.test(value) ? value : undefined;
}

/** Whole numbers, both ends included. */
export function wholeOf(least: number, most: number): Read<number> {
  return value =>
    Number.isInteger(value) && isWithin(value as number, least, most) ? Number(value) : undefined;
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** One of these words. */
export function oneOf<T extends string>(words: readonly T[]): Read<T> {
  return value => words.find(word => word === value);
}

/** Lists of at most `most` items, each of which is one. */
export function listOf<T>(read: Read<T>, most: number): Read<readonly T[]> {
  return value => {
    if (!Array.isArray(value) || value.length > most) return undefined;
    const items: T[] = [];
    for (const item of value as readonly unknown[]) {
      const one = read(item);
      if (one === undefined) return undefined;
      items.push(one);
    }
    return items;
  };
}

/** What can be read of a list, at most the first `most`: what is stored may be of another version, or damaged in one place. */
export function readableOf<T>(read: Read<T>, most: number): Read<readonly T[]> {
  return value => {
    if (!Array.isArray(value)) return undefined;
    const items: T[] = [];
    for (const item of value as readonly unknown[]) {
      const one = items.length < most ? read(item) : undefined;
      if (one !== undefined) items.push(one);
    }
    return items;
  };
}

/**
 * Objects with these fields; what else they hold is left out.
 *
 * @param optional the fields that may be missing
 */
export function objectOf<T extends object>(
  readers: Readers<T>,
  optional: readonly (keyof T)[] = [],
): Read<T> {
  return value => {
    if (typeof value !== 'object' || value === null) return undefined;
    const result: Partial<T> = {};
    for (const field of Object.keys(readers) as (keyof T & string)[]) {
      const given = Object.hasOwn(value, field) ? (value as Record<string, unknown>)[field] : undefined;
      if (given === undefined && optional.includes(field)) continue;
      const one = readers[field](given);
      if (one === undefined) return undefined;
      result[field] = one;
    }
    return result as T;
  };
}
