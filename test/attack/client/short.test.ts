import { expect, test } from 'vitest';
import { allowed, run } from './attackClient.ts';
import { scenarios } from './scenarios.ts';

/** To start two processes on a busy machine, besides what is asked for. */
const timeout = 60_000;

test.each(['held events', 'crowded rooms', 'control characters', 'answers to what is not there'])(
  'a window survives a server that does harm with %s, and nothing comes to the front',
  { timeout },
  async name => {
    const [outcome] = await run(1, name);
    expect(outcome).toMatchObject({ name, moves: 0 });
    expect(outcome?.residentMiB).toBeLessThan(allowed.residentMiB);
  },
);

test('each way to do harm has a name of its own', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});
