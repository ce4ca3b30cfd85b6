import { Duplex, duplexPair } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Peer } from '../../../src/relay/core/session.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { never, somebody, Witness, type WitnessOptions } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';

const witnesses: Witness[] = [];

afterEach(() => {
  for (const { client } of witnesses.splice(0)) client.dispose();
});

const ana = { address: '192.0.2.1', key: 'a1'.repeat(32) };
const bob = { address: '192.0.2.2', key: 'b2'.repeat(32) };

/** A client's end of a connection whose breaking the other end does not notice. */
function halfOpen(inner: Duplex): Duplex {
  const outer = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, encoding, done) => inner.write(chunk, encoding, done),
    destroy: (error, done) => done(error),
  });
  inner.on('data', (chunk: Buffer) => {
    if (!outer.destroyed) outer.push(chunk);
  });
  inner.on('end', () => outer.push(null));
  return outer;
}

/** One window of somebody, in the room, with the streams it has opened. */
async function open(bench: TestRelay, nick: string, peer: Peer = ana, options: WitnessOptions = {}) {
  const streams: Duplex[] = [];
  const openStream = () => {
    const [clientEnd, relayEnd] = duplexPair();
    bench.relay.accept(relayEnd, peer);
    const stream = halfOpen(clientEnd);
    streams.push(stream);
    return Promise.resolve({ stream, fingerprints: somebody });
  };
  const identity = { certificate: 'shown already', privateKey: '' };
  const witness = new Witness({
    openStream,
    identity,
    nick,
    random: () => 0,
    clock: bench.clock,
    ...options,
  });
  witnesses.push(witness);
  const window = { witness, client: witness.client, streams };
  await witness.client.start(never);
  await witness.until(() => witness.of('joined').some(event => event.own));
  return window;
}

type Window = Awaited<ReturnType<typeof open>>;

/** Breaks the connection, at one end only, and waits until we are in the room again. */
async function breakDown(bench: TestRelay, { witness, client, streams }: Window): Promise<void> {
  const entered = (): number => witness.of('joined').filter(event => event.own).length;
  const before = entered();
  streams.at(-1)!.destroy();
  await witness.until(() => client.state.phase === 'reconnecting');
  bench.clock.advance(1_000);
  await witness.until(() => client.state.phase === 'registered' && entered() > before);
}

const textsOf = ({ witness }: Window): string[] =>
  witness.messages.map(({ nick, text }) => `<${nick}> ${text}`);

describe('a window that comes back while its old connection still seems to be there', () => {
  it('has its nick at once, again and again', async () => {
    const bench = new TestRelay();
    const other = await open(bench, 'bob', bob);
    const window = await open(bench, 'ana');
    for (let round = 1; round <= 3; round++) {
      await breakDown(bench, window);
      expect(window.client.nick).toBe('ana');
      expect(bench.relay.people).toBe(2);
      await other.witness.until(() => other.witness.of('left').length === round);
    }
    expect(other.witness.of('left').at(-1)).toMatchObject({ nick: 'ana', how: 'quit' });
    expect(other.client.members('#chat')).toEqual(['ana', 'bob']);
    window.client.say('#chat', 'still me');
    await other.witness.until(() => other.witness.heard.includes('still me'));
    expect(textsOf(other)).toEqual(['<ana> still me']);
  });

  it('has the nick it took meanwhile', async () => {
    const bench = new TestRelay();
    const window = await open(bench, 'ana');
    window.client.setNick('anna');
    await window.witness.until(() => window.client.nick === 'anna');
    await breakDown(bench, window);
    expect(window.client.nick).toBe('anna');
  });

  it('sends what was said meanwhile, once', async () => {
    const bench = new TestRelay();
    const other = await open(bench, 'bob', bob);
    const window = await open(bench, 'ana');
    window.streams.at(-1)!.destroy();
    window.client.say('#chat', 'one\ntwo');
    await breakDown(bench, window);
    await other.witness.until(() => other.witness.heard.length > 0);
    await settle();
    expect(textsOf(other)).toEqual(['<ana> one\ntwo']);
    expect(textsOf(window)).toEqual(['<ana> one\ntwo']);
  });
});

describe('two windows of one person', () => {
  /** The second is asked for another nick, since the first is there. */
  async function twoWindows(bench: TestRelay): Promise<[Window, Window]> {
    const first = await open(bench, 'ana');
    await expect(open(bench, 'ana')).rejects.toMatchObject({ code: 'nickTaken' });
    const { client } = witnesses.at(-1)!;
    await expect(client.retryNick('ANA')).rejects.toMatchObject({ code: 'nickTaken' });
    client.dispose();
    return [first, await open(bench, 'ana2')];
  }

  it('live side by side', async () => {
    const bench = new TestRelay();
    const [first, second] = await twoWindows(bench);
    for (let seconds = 0; seconds < 20; seconds += 5) {
      bench.clock.advance(5_000);
      await settle();
    }
    expect([first.client.nick, second.client.nick]).toEqual(['ana', 'ana2']);
    expect(first.witness.states).toHaveLength(2);
    second.client.say('#chat', 'from the second');
    await first.witness.until(() => first.witness.heard.length === 1);
    expect(bench.relay.people).toBe(2);
  });

  it('have each its own nick again when both have lost their connections', async () => {
    const bench = new TestRelay();
    const [first, second] = await twoWindows(bench);
    for (const { streams } of [second, first]) streams.at(-1)!.destroy();
    for (const { witness, client } of [second, first])
      await witness.until(() => client.state.phase === 'reconnecting');
    bench.clock.advance(1_000);
    for (const { witness, client } of [second, first])
      await witness.until(() => client.state.phase === 'registered');
    expect([first.client.nick, second.client.nick]).toEqual(['ana', 'ana2']);
    expect(bench.relay.people).toBe(2);
  });

  it('do not fight when one takes the nick of the other: that one goes on under another', async () => {
    const bench = new TestRelay();
    const [first, second] = await twoWindows(bench);
    second.client.setNick('ana');
    await first.witness.until(() => first.client.state.phase === 'reconnecting');
    bench.clock.advance(1_000);
    await first.witness.until(() => first.client.state.phase === 'registered');
    expect([first.client.nick, second.client.nick]).toEqual(['ana_', 'ana']);
    // Neither is at war: time passes, and the second comes and goes.
    bench.clock.advance(45_000);
    await settle();
    await breakDown(bench, second);
    await settle();
    await breakDown(bench, first);
    bench.clock.advance(45_000);
    await settle();
    expect([first.client.nick, second.client.nick]).toEqual(['ana_', 'ana']);
    expect(bench.relay.people).toBe(2);
  });

  it('keep out somebody else, also while nobody is there', async () => {
    const bench = new TestRelay();
    const [first, second] = await twoWindows(bench);
    await first.client.leave('');
    await second.client.leave('');
    await expect(open(bench, 'Ana', bob)).rejects.toMatchObject({ code: 'nickTaken' });
    await expect(open(bench, 'ana2', bob)).rejects.toMatchObject({ code: 'nickTaken' });
    expect((await open(bench, 'ana')).client.nick).toBe('ana');
  });
});

describe('in a room with a password', () => {
  const password = 'abcdefghijklmnopqrstuA';

  it('a nick in use is known after the password only, and others can be tried on the same connection', async () => {
    const bench = new TestRelay({ token: password });
    await open(bench, 'ana', ana, { password });
    const wrong = open(bench, 'ana', bob, { password: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ code: 'inviteNeeded' });
    await expect(open(bench, 'ana', ana, { password })).rejects.toMatchObject({ code: 'nickTaken' });
    const { client } = witnesses.at(-1)!;
    await expect(client.retryNick('ANA')).rejects.toMatchObject({ code: 'nickTaken' });
    await client.retryNick('ana_2');
    expect(client.nick).toBe('ana_2');
    expect(bench.relay.people).toBe(2);
  });

  it('a nick is had again after a break, from an older connection of the same key', async () => {
    const bench = new TestRelay({ token: password });
    const other = await open(bench, 'bob', bob, { password });
    const window = await open(bench, 'ana', ana, { password });
    await breakDown(bench, window);
    expect(window.client.nick).toBe('ana');
    await other.witness.until(() => other.witness.of('left').length === 1);
    expect(bench.relay.people).toBe(2);
  });

  it('a nick that somebody else seems to have is replaced by itself after a break', async () => {
    const bench = new TestRelay({ token: password });
    const window = await open(bench, 'ana', { address: '192.0.2.1' }, { password });
    // Without a key the old connection, of whose end the relay does not know, is somebody else's.
    await breakDown(bench, window);
    expect(window.client.nick).toBe('ana_');
  });
});
