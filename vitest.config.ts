import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longestFirst.ts';

/** Run by configurations of their own. */
const apart = ['test/vscode/**', 'test/browser/**', 'test/clients/**'];

/** These put something else in the place of modules, `vscode` above all. */
const withStandIns = 'test/app/**/*.test.ts';

/** A whole minute of nothing but computing. What it runs is counted by other tests; counting it here costs a third more. */
const worlds = 'test/simulation/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 20_000,
    // By default one processor is left out, also where there are two: much of this is waiting.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      // Most files need a second for their imports and little more for their tests: they share what is imported.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...apart, withStandIns, worlds],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'app', include: [withStandIns] } },
      { extends: true, test: { name: 'worlds', include: [worlds] } },
    ],
    coverage: {
      provider: 'v8',
      include: [
        'src/{irc,chat,code,common,net,relay,client,trust,history}/**/*.ts',
        'src/panel/{parseFromWebview,read,pageLink}.ts',
        'src/conversation/**/*.ts',
      ],
      reporter: ['text-summary', 'html'],
      // `cli.ts` and `worker.ts` run in processes and threads of their own, where their tests cannot count them.
      thresholds: { statements: 95, branches: 88, functions: 95, lines: 95 },
    },
  },
});
