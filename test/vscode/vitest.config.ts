import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    // What takes long has a run of its own: npm run test:long.
    include: [process.env.PYCHAT_LONG === '1' ? 'test/vscode/*.long.ts' : 'test/vscode/*.test.ts'],
    // Each test has editors of its own; two files at once would only take each other's time.
    fileParallelism: false,
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
