/** All that the page keeps over a reload; the rest comes with the snapshot. */
export interface Saved {
  /** The half-typed text. */
  readonly draft: string;
  /** What Up brings back, oldest first. */
  readonly typed: readonly string[];
}

/** Reads what an earlier page kept, perhaps one of another version; what is not as expected is left out. */
export function parseSaved(value: unknown): Saved {
  const { draft, typed } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    draft: typeof draft === 'string' ? draft : '',
    typed: Array.isArray(typed) ? typed.filter(line => typeof line === 'string') : [],
  };
}
