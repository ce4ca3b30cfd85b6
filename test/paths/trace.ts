/** A function of ours that a line went through. */
export interface Hop {
  /** The file below `src/`: what stands in one file is one object or one idea. */
  readonly file: string;
  readonly name: string;
}

const frame = /at (?:async )?(?:new )?(?<name>[^ ]+) .*\/src\/(?<file>[^:?]+\.ts)/;

/** The functions of `src/` that are being run right now, the outermost first. */
export function hopsNow(): Hop[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Infinity;
  const { stack = '' } = new Error('trace');
  Error.stackTraceLimit = limit;
  return stack
    .split('\n')
    .flatMap(line => {
      const { name = '', file = '' } = frame.exec(line)?.groups ?? {};
      return file === '' ? [] : [{ file, name }];
    })
    .reverse();
}

/** The objects that a line crosses: each file once, in the order in which they come first. */
export function objectsOf(hops: readonly Hop[]): string[] {
  return [...new Set(hops.map(({ file }) => file))];
}
