import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { defaultLimits, type Limits } from '../../../src/relay/core/limits.ts';
import { AddressGroups } from '../../../src/relay/guards/addressGroups.ts';
import { connectionOf, HandshakeGate } from '../../../src/relay/guards/handshakeGate.ts';
import { KnownPeers } from '../../../src/relay/guards/knownPeers.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { seededRandom } from '../../support/seededRandom.ts';

interface Bench {
  readonly clock: FakeClock;
  readonly gate: HandshakeGate;
  readonly known: KnownPeers;
  /** The connections whose handshakes have begun. */
  readonly begun: Socket[];
  readonly enter: (address: string, port?: number) => Socket;
}

function bench(given: Partial<Limits> = {}, random = (): number => 0): Bench {
  const clock = new FakeClock();
  const limits = { ...defaultLimits, strangerHandshakeBurst: 1e9, ...given };
  const groups = new AddressGroups(clock, () => ({}));
  const known = new KnownPeers({ limits, clock, groups, isKnownKey: () => false, isRegularKey: () => false });
  const gate = new HandshakeGate({ limits, clock, known, random });
  const begun: Socket[] = [];
  let remotePort = 0;
  const enter = (remoteAddress: string, port = ++remotePort): Socket => {
    const socket = Object.assign(new PassThrough(), { remoteAddress, remotePort: port });
    gate.enter(socket as unknown as Socket, () => void begun.push(socket as unknown as Socket));
    return socket as unknown as Socket;
  };
  return { clock, gate, known, begun, enter };
}

const from = (group: number): string => `192.0.2.${group}`;

describe('handshakes of strangers', () => {
  test('begin at a bounded rate for all together; who waits is not read', () => {
    const limits = { strangerHandshakeBurst: 4, strangerHandshakesPerSecond: 10, strangerSharePercent: 100 };
    const { begun, clock, enter } = bench(limits);
    for (let at = 0; at < 50; at++) enter(from(at));
    expect(begun).toHaveLength(5);
    clock.advance(1000);
    expect(begun).toHaveLength(15);
  });

  test('of many addresses delay a new one by one round only', () => {
    const { begun, clock, enter } = bench({ strangerHandshakeBurst: 0, strangerHandshakesPerSecond: 50 });
    for (let at = 0; at < 10_000; at++) enter(from(at % 64));
    const honest = enter('198.51.100.1');
    clock.advance(65 * 20);
    expect(begun).toContain(honest);
    expect(honest.destroyed).toBe(false);
  });

  test('that are long count as so many, and so does other work of that address', () => {
    const limits = { strangerHandshakeBurst: 2, strangerHandshakesPerSecond: 10, handshakeBytes: 1000 };
    const { begun, clock, enter, gate } = bench({ ...limits, strangerSharePercent: 100 });
    const long = enter(from(1));
    Object.assign(long, { bytesRead: 9000 });
    gate.leave(connectionOf(long));
    gate.charge(long, 3000);
    enter(from(2));
    clock.advance(899);
    expect(begun).toHaveLength(1);
    clock.advance(101);
    expect(begun).toHaveLength(2);
  });

  test('that are too many cost the fullest address its oldest, never the newcomer', () => {
    const { enter } = bench({ maxHandshakes: 3 });
    const all = [1, 1, 2, 3].map(group => enter(from(group)));
    expect(all.map(socket => socket.destroyed)).toEqual([true, false, false, false]);
  });

  test('that are too many of one address cost it any one of them, not always the one whose turn is next', () => {
    const random = seededRandom(1);
    const rounds = Array.from({ length: 100 }, () => {
      const { begun, clock, enter } = bench({ strangerHandshakeBurst: 0 }, random);
      const [, first] = [enter(from(1)), enter(from(1))];
      for (let at = 0; at < defaultLimits.maxHandshakesPerAddress; at++) enter(from(1));
      clock.advance(100);
      return begun.includes(first) && !first.destroyed;
    });
    // Two of 52 had to go.
    expect(rounds.filter(Boolean).length).toBeGreaterThan(90);
  });

  test('of one /64 are of one address, and its oldest goes first', () => {
    const { enter } = bench({ maxHandshakesPerAddress: 2 });
    const all = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'].map(address =>
      enter(address),
    );
    expect(all.map(socket => socket.destroyed)).toEqual([true, false, false, false]);
  });

  test('have two seconds while all places are taken, and ten otherwise', () => {
    for (const [count, ms] of [
      [1, 10_000],
      [2, 2000],
    ] as const) {
      const { enter, clock } = bench({ maxHandshakes: 2 });
      const [first] = Array.from({ length: count }, (_, at) => enter(from(at)));
      clock.advance(ms - 1);
      expect(first?.destroyed).toBe(false);
      clock.advance(1);
      expect(first?.destroyed).toBe(true);
    }
  });

  test('leave nothing behind when they are over, by whatever end', async () => {
    const { enter, clock, gate } = bench({ strangerHandshakeBurst: 0, maxHandshakes: 2 });
    const first = enter(from(1));
    const waiting = enter(from(2));
    gate.leave(connectionOf(first));
    waiting.destroy();
    await turn();
    expect(clock.waiting).toBe(0);
    const next = [enter(from(3)), enter(from(4))];
    expect(next.every(socket => !socket.destroyed)).toBe(true);
  });

  test('begin and run out of time also where the port of one that broke is used again', async () => {
    const { enter, clock, begun } = bench({ strangerHandshakeBurst: 0, maxHandshakes: 2 });
    const old = enter(from(1), 7);
    const again = enter(from(1), 7);
    old.destroy();
    await turn();
    clock.advance(1000);
    expect(begun[1]).toBe(again);
    // It has the place of the first, and not one more.
    expect([enter(from(2)), again].every(socket => !socket.destroyed)).toBe(true);
    clock.advance(10_000);
    expect(again.destroyed).toBe(true);
  });

  test('leave a place that is free when their port is used again at once', async () => {
    const { enter, clock, gate } = bench({ maxHandshakes: 2 });
    const [old, again] = [enter(from(1), 7), enter(from(1), 7)];
    old.destroy();
    await turn();
    gate.leave(connectionOf(again));
    expect(clock.waiting).toBe(0);
  });
});

describe('handshakes from known addresses', () => {
  test('begin at a rate for all of them together, and an address that asks for few waits for one round', () => {
    const { begun, clock, enter, known } = bench({ knownHandshakeBurst: 10, knownHandshakesPerSecond: 100 });
    for (let at = 0; at < 8; at++) known.note({ address: from(at) });
    for (let at = 0; at < 160; at++) enter(from(at % 7));
    expect(begun).toHaveLength(11);
    const honest = enter(from(7));
    clock.advance(80);
    expect(begun).toContain(honest);
    clock.advance(920);
    expect(begun).toHaveLength(111);
  });
});

describe('a flood of strangers takes no place and no turn', () => {
  const limits = { strangerHandshakeBurst: 0, maxHandshakes: 5 };
  const flood = ({ enter }: Bench): void => {
    for (let at = 0; at < 1000; at++) enter(from(at % 64));
  };

  test('of an address from which somebody registered', () => {
    const made = bench({ ...limits, strangerHandshakesPerSecond: 1 });
    made.known.note({ address: '198.51.100.1' });
    flood(made);
    const member = made.enter('198.51.100.1');
    expect(made.begun).toContain(member);
    flood(made);
    expect(member.destroyed).toBe(false);
  });

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('of this machine, as %s', address => {
    const made = bench(limits);
    flood(made);
    const own = Array.from({ length: 5 }, () => made.enter(address));
    expect(own.every(socket => made.begun.includes(socket))).toBe(true);
    flood(made);
    expect(own.every(socket => !socket.destroyed)).toBe(true);
  });

  test.each(['127.0.0.1', '::1'])('of this machine at a rate as well, as a proxy may be at %s', address => {
    const made = bench({
      ...limits,
      ownHandshakeBurst: 4,
      ownHandshakesPerSecond: 10,
      maxHandshakes: 1e9,
      maxHandshakesPerAddress: 1e9,
    });
    for (let at = 0; at < 50; at++) made.enter(address);
    expect(made.begun).toHaveLength(5);
    made.clock.advance(1000);
    expect(made.begun).toHaveLength(15);
  });
});
