import { expect, it } from 'vitest';
import { networkLookMs, NetworkWatch } from '../../src/lan/networkWatch.ts';
import type { Interfaces } from '../../src/lan/addresses.ts';
import { FakeClock } from '../support/fakeClock.ts';

const at = (address: string): Interfaces => ({
  wifi: [{ address, family: 'IPv4', netmask: '', mac: '', internal: false, cidr: null }],
});

it('tells of another address, and looks only while somebody listens', () => {
  const clock = new FakeClock();
  let interfaces = at('10.0.0.1');
  const watch = new NetworkWatch(clock, () => interfaces);
  expect(clock.waiting).toBe(0);
  let changes = 0;
  const one = watch.onChange(() => changes++);
  const other = watch.onChange(() => changes++);
  clock.advance(networkLookMs);
  expect(changes).toBe(0);
  interfaces = at('10.0.0.2');
  clock.advance(networkLookMs - 1);
  expect(changes).toBe(0);
  clock.advance(1);
  expect(changes).toBe(2);
  one.dispose();
  one.dispose();
  interfaces = {};
  clock.advance(networkLookMs);
  expect(changes).toBe(3);
  other.dispose();
  expect(clock.waiting).toBe(0);
});
