import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/relay/core/limits.ts';
import { parseMessage } from '../../src/irc/message.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { settle } from '../support/fakeServer.ts';
import { TestRelay } from '../support/testRelay.ts';

const token = 'abcdefghijklmnopqrstuA';
const ann = { address: '192.0.2.1', key: 'a1'.repeat(32) };

const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);
const inUse = (nick: string): string => `:relay.test 433 * ${nick} :Nick is already in use`;
const wrong = (nick: string): string[] => [
  `:relay.test 464 ${nick} :Password incorrect`,
  'ERROR :Closing link: Password incorrect',
];

/** Ann is here, and owns the nick `away` besides. */
async function annIsHere(bench: TestRelay): Promise<TestPeer> {
  const peer = await bench.join('away', { peer: ann, password: token });
  await peer.ask('NICK ann');
  return peer;
}

describe('somebody without the password', () => {
  test('does not learn whether a nick is taken or owned', async () => {
    const bench = new TestRelay({ token });
    await annIsHere(bench);
    for (const nick of ['ann', 'ANN', 'away', 'nobody']) {
      const eve = bench.connect({ address: '192.0.2.9' });
      expect(await eve.ask(`NICK ${nick}`)).toEqual([]);
      eve.send('PASS wrong', 'USER eve 0 * :Eve');
      expect(await eve.rest()).toEqual(wrong(nick));
    }
  });

  test('holds no nick', async () => {
    const bench = new TestRelay({ token });
    await bench.connect({ address: '192.0.2.9' }).ask('PASS wrong', 'NICK ann');
    expect((await register(bench.connect(), 'ann', { password: token }))[0]).toBe(
      ':relay.test 001 ann :Welcome to PyChat, ann',
    );
  });

  test('does not take a nick back or away, whatever key is shown', async () => {
    const bench = new TestRelay({ token });
    const here = await annIsHere(bench);
    const guest = await bench.join('guest', { password: token });
    bench.relay.accounts.restore([{ nick: 'guest', key: ann.key, at: 1 }]);
    await bench.calm();
    for (const nick of ['ann', 'guest']) {
      const other = bench.connect(ann);
      other.send('CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE +');
      other.send(`NICK ${nick}`, 'USER ann 0 * :Ann', 'CAP END');
      expect(commandsOf(await other.rest()).slice(-2)).toEqual(['464', 'ERROR']);
    }
    expect([...(await here.news()), ...(await guest.news())]).toEqual([]);
  });
});

describe('a key without the password', () => {
  test('uses no nick by asking for its own', async () => {
    const bench = new TestRelay({ token });
    const here = await annIsHere(bench);
    here.send('QUIT');
    await here.rest();
    const before = bench.relay.accounts.saved('ann');
    bench.clock.advance(1000);
    const other = bench.connect(ann);
    other.send('NICK ann', 'QUIT');
    await other.rest();
    expect(bench.relay.accounts.saved('ann')).toEqual(before);
  });
});

describe('a nick that is in use', () => {
  test('is refused after the password, and the next NICK completes the registration', async () => {
    const bench = new TestRelay({ token });
    await annIsHere(bench);
    const bob = bench.connect();
    expect(await register(bob, 'Ann', { password: token })).toEqual([
      ':relay.test 433 * Ann :Nick belongs to the key of somebody else',
    ]);
    expect(await bob.ask('USER bob 0 * :Bob', 'CAP END', 'JOIN #chat')).toEqual([
      ':relay.test 451 * :You have not registered',
    ]);
    expect((await bob.ask('NICK bob'))[0]).toBe(':relay.test 001 bob :Welcome to PyChat, bob');
  });

  test('costs no second turn and no second password, whatever PASS says then', async () => {
    // One at once and one that may come too early: for Ann and for Bob.
    const limits = { registrationBurst: 1, registrationsPerSecond: 0.001, strangerSharePercent: 100 };
    const bench = new TestRelay({ token, limits });
    await bench.join('ann', { password: token });
    const bob = bench.connect({ address: '192.0.2.9' });
    expect(await register(bob, 'ann', { password: token })).toEqual([inUse('ann')]);
    expect(await bob.ask('PASS wrong', 'NICK ANN')).toEqual([inUse('ANN')]);
    expect(commandsOf(await bob.ask('NICK bob'))[0]).toBe('001');
    const late = bench.connect({ address: '192.0.2.10' });
    late.send(`PASS ${token}`, 'NICK ann', 'USER late 0 * :Late');
    await settle();
    expect(late.stream.readableLength).toBe(0);
    bench.clock.advance(defaultLimits.registrationTimeoutMs);
    expect(await late.rest()).toEqual(['ERROR :Closing link: Registration took too long']);
  });

  test('takes no second of the places for new keys', async () => {
    const bench = new TestRelay({ limits: { newKeysAtOnce: 1, knownKeys: 0 } });
    await bench.join('ann');
    const bob = bench.connect({ address: '192.0.2.9', key: 'b0'.repeat(32) });
    expect(await register(bob, 'ann')).toEqual([inUse('ann')]);
    expect(commandsOf(await bob.ask('NICK bob'))[0]).toBe('001');
  });

  test('goes to the first of two who registers', async () => {
    const bench = new TestRelay({ token });
    const [one, other] = [bench.connect(), bench.connect()];
    for (const peer of [one, other]) expect(await peer.ask(`PASS ${token}`, 'NICK ann')).toEqual([]);
    expect(commandsOf(await other.ask('USER ann 0 * :Ann'))[0]).toBe('001');
    expect(await one.ask('USER ann 0 * :Ann')).toEqual([inUse('ann')]);
    one.send('QUIT');
    await one.rest();
    expect(await other.ask('ISON ann')).toEqual([':relay.test 303 ann ann']);
  });

  test('leaves the time for the registration as it was', async () => {
    const bench = new TestRelay();
    await bench.join('ann');
    const peer = bench.connect();
    await register(peer, 'ann');
    bench.clock.advance(defaultLimits.registrationTimeoutMs - 1);
    expect(await peer.ask('NICK ann')).toEqual([inUse('ann')]);
    bench.clock.advance(1);
    expect(await peer.rest()).toEqual(['ERROR :Closing link: Registration took too long']);
  });

  test('is asked for no faster than any command', async () => {
    const bench = new TestRelay({ token, limits: { floodBurst: 10, floodPerSecond: 1 } });
    await bench.join('ann', { password: token });
    const eve = bench.connect();
    const heard: string[] = [];
    eve.stream.on('data', (text: string) => heard.push(text));
    const refused = (): number => heard.join('').split(' 433 ').length - 1;
    eve.send(`PASS ${token}`, 'USER eve 0 * :Eve', ...Array.from({ length: 30 }, () => 'NICK ann'));
    await settle();
    expect(refused()).toBeLessThan(10);
  });
});

describe('the owner who replaces an older connection', () => {
  test('keeps what is owned: it stays in use, and makes way for nobody', async () => {
    const bench = new TestRelay({ limits: { ownedNicks: 4 } });
    const old = await annIsHere(bench);
    const back = bench.connect(ann);
    await back.ask('CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE +');
    expect(commandsOf(await back.ask('NICK ann', 'USER ann 0 * :Ann', 'CAP END'))[0]).toBe('001');
    expect(commandsOf(await old.rest()).at(-1)).toBe('ERROR');
    for (const [nick, group] of [
      ['bob', 7],
      ['cid', 8],
    ] as const)
      await bench.join(nick, { peer: { address: `192.0.2.${group}`, key: `b${group}`.repeat(32) } });
    expect([...bench.relay.accounts.all].map(({ nick }) => nick)).toEqual(['away', 'ann', 'bob']);
  });
});
