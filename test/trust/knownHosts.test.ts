import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type KeyValueStore,
  type KnownHost,
  KnownHostError,
  KnownHosts,
  maxKnownHosts,
} from '../../src/trust/knownHosts.ts';

const keyA = 'a'.repeat(64);
const keyB = 'b'.repeat(64);
const ana: KnownHost = { address: '192.168.0.7', port: 6697, key: keyA, room: '#chat', lastJoined: 1_000 };

class MemoryStore implements KeyValueStore {
  readonly values = new Map<string, unknown>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    // As a real one does: what is kept is a copy in JSON.
    this.values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }

  /** Puts a value where the hosts are kept. */
  async plant(value: unknown): Promise<void> {
    await new KnownHosts(this).remember(ana);
    for (const key of this.values.keys()) this.values.set(key, value);
  }
}

describe('known hosts', () => {
  it('are none at first', () => {
    const hosts = new KnownHosts(new MemoryStore());
    expect(hosts.all()).toEqual([]);
    expect(hosts.check(ana.address, ana.port, keyA)).toBe('unknown');
  });

  it('know an address by its key, and say when it shows another', async () => {
    const hosts = new KnownHosts(new MemoryStore());
    await hosts.remember(ana);
    expect(hosts.check(ana.address, ana.port, keyA)).toBe('known');
    expect(hosts.check(ana.address, ana.port, keyB)).toBe('changed');
    expect(hosts.check(ana.address, 6698, keyB)).toBe('unknown');
    expect(hosts.check('192.168.0.8', ana.port, keyA)).toBe('unknown');
  });

  it('are there for the next session', async () => {
    const store = new MemoryStore();
    await new KnownHosts(store).remember(ana);
    expect(new KnownHosts(store).all()).toEqual([ana]);
  });

  it('never take another key for an address, until it is forgotten', async () => {
    const hosts = new KnownHosts(new MemoryStore());
    await hosts.remember(ana);
    await expect(hosts.remember({ ...ana, key: keyB })).rejects.toThrow(KnownHostError);
    expect(hosts.all()).toEqual([ana]);
    await hosts.forget(ana.address, ana.port);
    await hosts.remember({ ...ana, key: keyB });
    expect(hosts.check(ana.address, ana.port, keyB)).toBe('known');
  });

  it('are the same host in any case of the address', async () => {
    const hosts = new KnownHosts(new MemoryStore());
    await hosts.remember({ ...ana, address: 'Ana-PC.local' });
    expect(hosts.check('ANA-PC.LOCAL', ana.port, keyB)).toBe('changed');
    await expect(hosts.remember({ ...ana, address: 'ana-pc.local', key: keyB })).rejects.toThrow(
      KnownHostError,
    );
    await hosts.forget('ana-pc.LOCAL', ana.port);
    expect(hosts.all()).toEqual([]);
  });

  it('come newest first, once each', async () => {
    const hosts = new KnownHosts(new MemoryStore());
    const bruno = { ...ana, address: '192.168.0.8', lastJoined: 2_000 };
    await hosts.remember(bruno);
    await hosts.remember(ana);
    expect(hosts.all()).toEqual([bruno, ana]);
    await hosts.remember({ ...ana, room: '#sala', lastJoined: 3_000 });
    expect(hosts.all()).toEqual([{ ...ana, room: '#sala', lastJoined: 3_000 }, bruno]);
  });

  it(`are ${maxKnownHosts} at most: the one joined longest ago goes`, async () => {
    const hosts = new KnownHosts(new MemoryStore());
    for (let port = 1; port <= maxKnownHosts; port++)
      await hosts.remember({ ...ana, port, lastJoined: port });
    expect(hosts.all()).toHaveLength(maxKnownHosts);
    expect(hosts.check(ana.address, 1, keyA)).toBe('known');
    await hosts.remember({ ...ana, port: 1_000, lastJoined: 1_000 });
    expect(hosts.all()).toHaveLength(maxKnownHosts);
    expect(hosts.check(ana.address, 1, keyA)).toBe('unknown');
    expect(hosts.check(ana.address, 2, keyA)).toBe('known');
  });

  it('are not made of what could not be joined', async () => {
    const hosts = new KnownHosts(new MemoryStore());
    await expect(hosts.remember({ ...ana, key: 'abc' })).rejects.toThrow(TypeError);
    await expect(hosts.remember({ ...ana, port: 0 })).rejects.toThrow(TypeError);
    expect(hosts.all()).toEqual([]);
  });
});

describe('a store that holds something else', () => {
  it.each([null, 'hosts', 7, {}, [null], [[]], ['x'], [{}]])('%j gives no hosts', async value => {
    const store = new MemoryStore();
    await store.plant(value);
    expect(new KnownHosts(store).all()).toEqual([]);
  });

  it.each<Record<string, unknown>>([
    { address: 7 },
    { address: '' },
    { address: 'a b' },
    { address: 'a\n' },
    { address: 'a'.repeat(256) },
    { port: '6697' },
    { port: 0 },
    { port: 65_536 },
    { port: 1.5 },
    { key: keyA.toUpperCase() },
    { key: keyA.slice(1) },
    { key: null },
    { room: '' },
    { room: '#a\0' },
    { lastJoined: null },
    { lastJoined: 'now' },
  ])('an entry with %j is left out, the others stay', async change => {
    const store = new MemoryStore();
    const good = { ...ana, address: 'good' };
    await store.plant([{ ...ana, ...change }, good]);
    expect(new KnownHosts(store).all()).toEqual([good]);
  });

  it('is never a reason to fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.array(fc.anything()), async (value, list) => {
        for (const planted of [value, list]) {
          const store = new MemoryStore();
          await store.plant(planted);
          const hosts = new KnownHosts(store);
          expect(hosts.check(ana.address, ana.port, keyA)).toBe('unknown');
          await hosts.remember(ana);
          expect(hosts.check(ana.address, ana.port, keyA)).toBe('known');
        }
      }),
      { numRuns: 50 },
    );
  });
});
