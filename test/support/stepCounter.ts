type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Methods that pass over all of what they are called on. */
const whole: readonly (readonly [object, readonly string[]])[] = [
  [
    String.prototype,
    [
      'split',
      'replace',
      'replaceAll',
      'match',
      'matchAll',
      'normalize',
      'toWellFormed',
      'toLowerCase',
      'trim',
    ],
  ],
  [
    Array.prototype,
    ['map', 'filter', 'flatMap', 'some', 'every', 'reduce', 'forEach', 'concat', 'join', 'shift', 'sort'],
  ],
];

/** Methods that stop at what they find. */
const searches: readonly (readonly [object, readonly string[]])[] = [
  [String.prototype, ['indexOf', 'includes']],
  [Array.prototype, ['indexOf', 'findIndex', 'find', 'includes']],
];

/** Methods of one step. */
const single: readonly (readonly [object, readonly string[]])[] = [
  [String.prototype, ['charCodeAt', 'codePointAt', 'charAt', 'startsWith', 'endsWith']],
  [Map.prototype, ['get', 'set', 'has', 'delete']],
  [Set.prototype, ['has', 'add', 'delete']],
  [Array.prototype, ['push', 'pop', 'at']],
];

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : String(value).length;
}

/** How far a search came: to what it found, or to the end. */
function searchedBy(name: string, of: unknown, result: unknown, args: readonly unknown[]): number {
  const from = typeof args[1] === 'number' ? args[1] : 0;
  if (typeof result === 'number' && result >= 0) return Math.max(1, result - from);
  return name === 'includes' && result === true ? 1 : Math.max(1, lengthOf(of) - from);
}

/**
 * Counts the steps of some work by what it calls of strings, arrays, maps and regular expressions, each weighed by the
 * characters or items that it passes over. Two counts may be compared on any machine; times may not.
 */
export function countSteps(work: () => void): number {
  let steps = 0;
  const undo: (() => void)[] = [];
  const wrap = (
    owner: object,
    name: string | symbol,
    cost: (of: unknown, result: unknown, args: unknown[]) => number,
  ) => {
    const original = Object.getOwnPropertyDescriptor(owner, name)!;
    const method = original.value as Method;
    const counted: Method = function (...args) {
      const result = method.apply(this, args);
      steps += cost(this, result, args);
      return result;
    };
    Object.defineProperty(owner, name, { ...original, value: counted });
    undo.push(() => Object.defineProperty(owner, name, original));
  };
  for (const [owner, names] of whole) for (const name of names) wrap(owner, name, of => lengthOf(of));
  for (const [owner, names] of single) for (const name of names) wrap(owner, name, () => 1);
  for (const [owner, names] of searches)
    for (const name of names) wrap(owner, name, (of, result, args) => searchedBy(name, of, result, args));
  undo.push(countSearches(more => (steps += more)));
  wrap(Intl.Segmenter.prototype, 'segment', (_, __, [text]) => String(text).length);
  try {
    work();
  } finally {
    for (const back of undo.reverse()) back();
  }
  return steps;
}

/** Counts what regular expressions pass over: up to what they find, or to the end. @returns puts back what was there */
function countSearches(add: (steps: number) => void): () => void {
  const original = Object.getOwnPropertyDescriptor(RegExp.prototype, 'exec')!;
  const exec = original.value as RegExp['exec'];
  const value = function (this: RegExp, text: string): RegExpExecArray | null {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const found = exec.call(this, text);
    if (found !== null) add(1 + found.index + found[0].length - from);
    else add(this.sticky ? 1 : 1 + Math.max(0, text.length - from));
    return found;
  };
  Object.defineProperty(RegExp.prototype, 'exec', { ...original, value });
  return () => Object.defineProperty(RegExp.prototype, 'exec', original);
}
