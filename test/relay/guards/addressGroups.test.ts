import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { AddressGroups } from '../../../src/relay/guards/addressGroups.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const ipv6 = (address: string, bits: number): NetworkInterfaceInfo => ({
  address,
  cidr: `${address}/${bits}`,
  family: 'IPv6',
  netmask: '',
  mac: '',
  internal: false,
  scopeid: 0,
});

describe('an address', () => {
  const clock = new FakeClock();
  let interfaces = { eth0: [ipv6('2001:db8:1:2::7', 64), ipv6('fd00::1', 8)] };
  const groups = new AddressGroups(clock, () => interfaces);

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1', 'fe80::1'],
    ['2001:db8:1:2::9', '2001:db8:1:2::9'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64'],
    ['2001:0DB8:0001:0003:aaaa:bbbb:cccc:dddd', '2001:db8:1:3::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['fd00:1::1', 'fd00:1:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, group) => {
    expect(groups.of(address)).toBe(group);
  });

  it('counts by the networks that this machine is on now, asked for once a minute', () => {
    interfaces = { eth0: [ipv6('2001:db8:1:3::7', 64)] };
    expect(groups.of('2001:db8:1:3::9')).toBe('2001:db8:1:3::/64');
    clock.advance(60_000);
    expect(groups.of('2001:db8:1:3::9')).toBe('2001:db8:1:3::9');
    expect(groups.of('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  });
});
