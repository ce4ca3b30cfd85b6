import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    include: ['test/pictures/*.pictures.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
  },
});
