import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/vscode/**', 'test/browser/**', 'test/clients/**'],
    testTimeout: 20_000,
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
