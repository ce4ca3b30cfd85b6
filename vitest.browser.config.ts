import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longestFirst.ts';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Each file has a browser of its own, which is several processes.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
