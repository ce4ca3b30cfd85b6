import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longestFirst.ts';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    // What is slow on a machine that does much else is not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Each file has a browser of its own, which is several processes.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
