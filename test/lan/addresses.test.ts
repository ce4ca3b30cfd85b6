import fc from 'fast-check';
import { isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type Interfaces, localAddresses } from '../../src/lan/addresses.ts';

function at(address: string): NetworkInterfaceInfo {
  const rest = { address, netmask: '', mac: '00:00:00:00:00:00', cidr: null };
  const internal = address === '127.0.0.1' || address === '::1';
  return isIP(address) === 4
    ? { ...rest, internal, family: 'IPv4' }
    : { ...rest, internal, family: 'IPv6', scopeid: 0 };
}

/** Interfaces from names with their addresses. */
function machine(addresses: Record<string, string[]>): Interfaces {
  return Object.fromEntries(Object.entries(addresses).map(([name, list]) => [name, list.map(at)]));
}

const lo = ['127.0.0.1', '::1'];

describe("this machine's addresses", () => {
  it('are those of the local network, IPv4 first, without loopback and link-local ones', () => {
    const laptop = machine({
      lo,
      wlan0: ['fe80::1', '2001:db8::7', 'fd00::7', '192.168.0.7'],
      eth0: ['10.0.0.7', '203.0.113.7', '169.254.1.1'],
    });
    expect(localAddresses(laptop)).toEqual([
      '192.168.0.7',
      '10.0.0.7',
      '203.0.113.7',
      'fd00::7',
      '2001:db8::7',
    ]);
  });

  it.each([
    'docker0',
    'br-0a1b2c',
    'veth12',
    'virbr0',
    'vmnet8',
    'vboxnet0',
    'vEthernet (WSL)',
    'VirtualBox Host-Only Network',
    'VMware Network Adapter VMnet1',
    'bridge100',
  ])('have those of %s last', name => {
    const both = machine({ [name]: ['172.17.0.1', 'fd01::1'], lo, en0: ['192.168.0.7', '2001:db8::7'] });
    expect(localAddresses(both)).toEqual(['192.168.0.7', '2001:db8::7', '172.17.0.1', 'fd01::1']);
  });

  it('have those of tunnels between the real and the virtual ones', () => {
    const all = machine({
      docker0: ['172.17.0.1'],
      tailscale0: ['100.64.0.7'],
      utun3: ['10.8.0.2'],
      en0: ['10.0.0.7'],
    });
    expect(localAddresses(all)).toEqual(['10.0.0.7', '10.8.0.2', '100.64.0.7', '172.17.0.1']);
  });

  it.each([
    ['10.0.0.1', '9.255.255.255'],
    ['10.255.255.255', '11.0.0.0'],
    ['172.16.0.1', '172.15.255.255'],
    ['172.31.255.255', '172.32.0.1'],
    ['192.168.0.1', '192.167.0.1'],
    ['192.168.255.255', '192.169.0.1'],
    ['100.63.0.1', '100.64.0.1'],
    ['100.128.0.1', '100.127.0.1'],
  ])('have %s before %s', (first, second) => {
    expect(localAddresses(machine({ en0: [second, first] }))).toEqual([first, second]);
  });

  it('are a self-given one on a bare cable', () => {
    expect(localAddresses(machine({ lo, en0: ['fe80::1', '169.254.3.4'] }))).toEqual(['169.254.3.4']);
  });

  it('are loopback ones only when there is nothing else', () => {
    expect(localAddresses(machine({ lo }))).toEqual(['127.0.0.1', '::1']);
    expect(
      localAddresses(machine({ lo, en0: ['fe80::1', '::', 'ff02::1', '0.0.0.0', '224.0.0.1'] })),
    ).toEqual(lo);
    expect(localAddresses({})).toEqual(['127.0.0.1']);
    expect(localAddresses({ en0: undefined })).toEqual(['127.0.0.1']);
  });

  it('come once each', () => {
    expect(localAddresses(machine({ en0: ['10.0.0.7'], en1: ['10.0.0.7'] }))).toEqual(['10.0.0.7']);
  });

  it('are read from this very machine', () => {
    const addresses = localAddresses();
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(isIP(address)).toBeGreaterThan(0);
  });

  it('are never none and never a reason to fail', () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string());
    const info = fc.record({ address: text, internal: fc.boolean() });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.array(info)), interfaces => {
        expect(localAddresses(interfaces as unknown as Interfaces).length).toBeGreaterThan(0);
      }),
    );
  });
});
