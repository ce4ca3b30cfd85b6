import { expect, test } from 'vitest';
import { crowd } from './crowd.ts';
import { soak } from './soak.ts';

const program = 'src/relay/cli.ts';

test(
  'people who come, go and break off lose nothing and read nothing twice',
  { timeout: 120_000 },
  async () => {
    const { counts } = await soak({ clients: 28, seconds: 8, program, seed: 1 });
    expect(counts.failures).toEqual([]);
    expect(counts.sent).toBeGreaterThan(20);
    expect(counts.delivered).toBeGreaterThan(counts.sent);
  },
);

test('a room of many hears each of them once', { timeout: 120_000 }, async () => {
  const { delivered, failures } = await crowd({ clients: 80, program });
  expect(failures).toEqual([]);
  expect(delivered).toBe(80 * 5 - 5);
});
