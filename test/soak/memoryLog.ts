import type { Memory } from './relayUnderTest.ts';

interface Sample extends Memory {
  /** Milliseconds since the beginning. */
  readonly at: number;
}

/** Fewer say nothing of a trend. */
const minSamples = 10;
const mebibyte = 1024 * 1024;
/** Growth of live memory over the second half of a run that is still called flat. */
const flatBytes = 4 * mebibyte;
const flatPart = 0.1;

/** How the relay's memory went. */
export class MemoryLog {
  readonly #samples: Sample[] = [];

  add(at: number, memory: Memory): void {
    this.#samples.push({ ...memory, at });
  }

  /** The second half: what is filled up to a bound is full by then. */
  get #warm(): Sample[] {
    return this.#samples.slice(Math.floor(this.#samples.length / 2));
  }

  /** Bytes a minute after the warm-up, by least squares; undefined with too few samples. */
  slope(of: (memory: Memory) => number): number | undefined {
    const samples = this.#warm;
    if (samples.length < minSamples) return undefined;
    const meanAt = samples.reduce((sum, { at }) => sum + at, 0) / samples.length;
    const mean = samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
    const over = samples.reduce((sum, sample) => sum + (sample.at - meanAt) * (of(sample) - mean), 0);
    const under = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
    return (over / under) * 60_000;
  }

  /** What is wrong, if live memory goes on growing; undefined when it is flat, or nobody can tell. */
  get growth(): string | undefined {
    const [first] = this.#warm;
    const last = this.#warm.at(-1);
    const live = ({ heapUsed, external }: Memory): number => heapUsed + external;
    const slope = this.slope(live);
    if (first === undefined || last === undefined || slope === undefined) return undefined;
    const grown = (slope * (last.at - first.at)) / 60_000;
    if (grown <= Math.max(flatBytes, live(first) * flatPart)) return undefined;
    return `live memory grew by ${(grown / mebibyte).toFixed(1)} MiB in the second half`;
  }

  /** For a person. */
  describe(): string {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined) return 'no samples';
    const mib = (bytes: number): string => `${(bytes / mebibyte).toFixed(1)} MiB`;
    const trend = (of: (memory: Memory) => number): string => {
      const slope = this.slope(of);
      return slope === undefined ? '' : `, ${(slope / 1024).toFixed(0)} KiB a minute after warm-up`;
    };
    const peak = Math.max(...this.#samples.map(({ rss }) => rss));
    return [
      `heap after collection ${mib(first.heapUsed)} → ${mib(last.heapUsed)}${trend(({ heapUsed }) => heapUsed)}`,
      `resident ${mib(first.rss)} → ${mib(last.rss)}, at most ${mib(peak)}${trend(({ rss }) => rss)}`,
    ].join('\n');
  }
}
