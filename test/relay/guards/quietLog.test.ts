import { expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const from = (number: number): { address: string } => ({ address: `192.0.2.${number}` });

test('connections that are turned away are one line a minute, whatever addresses they have', async () => {
  const bench = new TestRelay({ limits: { maxConnections: 1, maxStrangers: 1 } });
  await bench.join('ann', { peer: from(1) });
  const knock = (number: number): Promise<string[]> => bench.connect(from(number)).rest();
  for (let number = 2; number < 22; number++) await knock(number);
  expect(bench.log).toEqual(['192.0.2.2 turned away: The relay is full']);
  bench.clock.advance(59_999);
  await knock(22);
  expect(bench.log).toHaveLength(1);
  bench.clock.advance(1);
  await knock(23);
  await knock(24);
  expect(bench.log.slice(1)).toEqual([
    '192.0.2.23 turned away: The relay is full (20 more like the one before it were not logged)',
  ]);
});

test('those that are turned away for another reason have a line of their own', async () => {
  const bench = new TestRelay({ limits: { maxConnections: 1, maxStrangers: 1 } });
  await bench.join('ann', { peer: from(1) });
  await bench.connect(from(2)).rest();
  void bench.relay.close('bye');
  await bench.connect(from(2)).rest();
  await bench.connect(from(2)).rest();
  expect(bench.log).toEqual(['192.0.2.2 turned away: The relay is full', '192.0.2.2 turned away: Closing']);
});
