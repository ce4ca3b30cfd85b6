import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import type { Peer } from '../../../src/relay/core/session.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const ann = { address: '192.0.2.1', key: 'a1'.repeat(32) };
const eve = { address: '192.0.2.2', key: 'e5'.repeat(32) };
const keyless = { address: '192.0.2.3' };

const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);
const inUse = (nick: string, to = '*'): string => `:relay.test 433 ${to} ${nick} :Nick is already in use`;
const owned = (nick: string, to = '*'): string =>
  `:relay.test 433 ${to} ${nick} :Nick belongs to the key of somebody else`;

/** A connection that lacks only a nick. */
async function nameless(bench: TestRelay, peer: Peer): Promise<TestPeer> {
  const made = bench.connect(peer);
  expect(await made.ask('USER user 0 * :Real')).toEqual([]);
  return made;
}

/** The same for one that has proved its key. */
async function loggedIn(bench: TestRelay, peer: Peer = ann): Promise<TestPeer> {
  const made = await nameless(bench, peer);
  const lines = await made.ask('CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE +', 'CAP END');
  expect(commandsOf(lines)).toEqual(['CAP', 'AUTHENTICATE', '900', '903']);
  return made;
}

/** A second connection of the same person, which is there as `nick` and has proved its key after that. */
async function secondWindow(bench: TestRelay, nick: string): Promise<TestPeer> {
  const made = await bench.join(nick, { peer: ann });
  expect(commandsOf(await made.ask('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +'))).toContain('903');
  return made;
}

describe('the nick of a key', () => {
  test('stays its own when the owner has left, in every case it can be written in', async () => {
    const bench = new TestRelay();
    const first = await bench.join('Ann', { peer: ann });
    first.send('QUIT');
    await first.rest();
    for (const peer of [await nameless(bench, eve), await nameless(bench, keyless)]) {
      for (const nick of ['Ann', 'ann', 'ANN', 'aNN'])
        expect(await peer.ask(`NICK ${nick}`)).toEqual([owned(nick)]);
      expect(commandsOf(await register(peer, `other${bench.relay.people}`))[0]).toBe('001');
    }
    expect(commandsOf(await register(bench.connect(ann), 'ann'))[0]).toBe('001');
  });

  test('is refused to somebody who is there already, too', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: ann });
    const other = await bench.join('eve', { peer: eve });
    expect(await other.ask('NICK Ann')).toEqual([owned('Ann', 'eve')]);
    first.send('QUIT');
    await first.rest();
    await other.next('QUIT');
    expect(await other.ask('NICK Ann')).toEqual([owned('Ann', 'eve')]);
    expect(await other.ask('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +', 'NICK ann')).toContain(
      owned('ann', 'eve'),
    );
  });

  test('is owned from its use in a room on, not by registering', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: ann, room: '' });
    first.send('QUIT');
    await first.rest();
    const other = await bench.join('ann', { peer: eve });
    other.send('QUIT');
    await other.rest();
    expect(await register(bench.connect(ann), 'ann')).toEqual([owned('ann')]);
  });

  test('is nobody’s when who uses it has no key', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: keyless });
    first.send('QUIT');
    await first.rest();
    expect(commandsOf(await register(bench.connect(eve), 'ann'))[0]).toBe('001');
  });

  test('is kept when the owner takes another, which becomes its own as well', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: ann });
    await first.ask('NICK anna');
    const other = await nameless(bench, eve);
    expect(await other.ask('NICK ann', 'NICK anna')).toEqual([owned('ann'), owned('anna')]);
    expect(await first.ask('NICK ann')).toEqual([':anna!ann@192.0.2.1 NICK ann']);
  });

  test('is not claimed by a change of nick outside any room', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: ann, room: '' });
    await first.ask('NICK anna', 'NICK ann');
    expect(commandsOf(await register(bench.connect(eve), 'anna'))[0]).toBe('001');
  });

  test('may be the host’s like anybody else’s', async () => {
    const bench = new TestRelay({ hostKey: ann.key });
    const other = await bench.join('host', { peer: eve });
    other.send('QUIT');
    await other.rest();
    expect(await register(bench.connect(ann), 'host')).toEqual([owned('host')]);
    await bench.join('boss2', { peer: ann });
    expect(await register(bench.connect(eve), 'boss2')).toEqual([owned('boss2')]);
  });

  test('belongs to the one who is the host by the same rule when the relay has just begun', async () => {
    const bench = new TestRelay({ hostKey: ann.key });
    const host = await bench.join('ann', { peer: ann });
    expect((await host.ask('NAMES #chat'))[0]).toContain('@ann');
    const back = await loggedIn(bench);
    await back.ask('NICK ann');
    expect((await back.ask('JOIN #chat')).join()).toContain('@ann');
  });
});

describe('the owner who comes back', () => {
  test('has the nick with the welcome, and the old connection is closed', async () => {
    const bench = new TestRelay();
    const ghost = await bench.join('Ann', { peer: ann });
    const bob = await bench.join('bob');
    const back = bench.connect(ann);
    await back.ask('CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE +');
    await bench.calm();
    expect(await back.ask('NICK ann', 'USER ann 0 * :Ann')).toEqual([]);
    expect(await ghost.news()).toEqual([]);
    expect(commandsOf(await back.ask('CAP END'))[0]).toBe('001');
    expect(await ghost.rest()).toEqual(['ERROR :Closing link: Ghosted by the same person']);
    expect(await bob.news()).toEqual([':Ann!Ann@192.0.2.1 QUIT :Ghosted by the same person']);
    expect(bench.relay.people).toBe(2);
    await back.ask('JOIN #chat');
    expect(await bob.news()).toEqual([':ann!ann@192.0.2.1 JOIN #chat']);
  });

  test('needs no ownership to be the same person', async () => {
    const bench = new TestRelay();
    const ghost = await bench.join('ann', { peer: ann, room: '' });
    const back = await loggedIn(bench);
    expect(commandsOf(await back.ask('NICK ann'))[0]).toBe('001');
    expect(commandsOf(await ghost.rest())).toEqual(['ERROR']);
  });

  test('has nothing to take from a connection that has not registered, which finds the nick in use', async () => {
    const bench = new TestRelay();
    const ghost = bench.connect(ann);
    await ghost.ask('CAP LS 302', 'NICK ann');
    const back = await loggedIn(bench);
    expect(commandsOf(await back.ask('NICK ann'))[0]).toBe('001');
    expect(await ghost.ask('USER ann 0 * :Ann', 'CAP END')).toEqual([inUse('ann')]);
    expect(await back.news()).toEqual([]);
    expect(bench.relay.people).toBe(1);
  });

  test('takes it from one that is in the middle of a long message, of which nobody reads a part', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob');
    const ghost = await bench.join('ann', { peer: ann, capabilities: 'batch draft/multiline' });
    await ghost.ask('BATCH +1 draft/multiline #chat', '@batch=1 PRIVMSG #chat :half');
    await bench.calm();
    const back = await loggedIn(bench);
    await back.ask('NICK ann');
    expect(commandsOf(await bob.news())).toEqual(['QUIT']);
    expect(bench.log).toEqual([]);
  });

  test('takes it from one that is being read slowly, and none of what that one sent is done after', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 10, floodPerSecond: 1 } });
    const bob = await bench.join('bob');
    const ghost = await bench.join('ann', { peer: ann });
    const back = await loggedIn(bench);
    await bob.news();
    ghost.send(...Array.from({ length: 30 }, (_, n) => `PRIVMSG #chat :${n}`));
    const said = await bob.news();
    expect(said.length).toBeLessThan(30);
    await back.ask('NICK ann');
    bench.clock.advance(20_000);
    expect(commandsOf(await bob.news())).toEqual(['QUIT']);
    expect(await ghost.rest()).toContain('ERROR :Closing link: Ghosted by the same person');
  });

  test('can be thrown out in turn by the next one', async () => {
    const bench = new TestRelay();
    let last = await bench.join('ann', { peer: ann });
    for (let round = 0; round < 3; round++) {
      const next = await loggedIn(bench);
      expect(commandsOf(await next.ask('NICK ann'))[0]).toBe('001');
      expect(commandsOf(await last.rest())).toEqual(['ERROR']);
      last = next;
    }
    expect(bench.relay.people).toBe(1);
  });

  test('may ask for it with /nick once registered', async () => {
    const bench = new TestRelay();
    const ghost = await bench.join('ann', { peer: ann });
    const back = await secondWindow(bench, 'ann_');
    const bob = await bench.join('bob');
    await bench.calm();
    expect(await back.ask('NICK ann')).toEqual([
      ':ann!ann@192.0.2.1 QUIT :Ghosted by the same person',
      ':ann_!ann_@192.0.2.1 NICK ann',
    ]);
    expect(commandsOf(await ghost.rest())).toEqual(['ERROR']);
    expect(commandsOf(await bob.news())).toEqual(['QUIT', 'NICK']);
  });
});

describe('a second window of the same person', () => {
  test('without SASL does not throw out the first', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: ann });
    const second = bench.connect(ann);
    expect(await register(second, 'ann')).toEqual([inUse('ann')]);
    expect(commandsOf(await second.ask('NICK ann2'))[0]).toBe('001');
    expect(await second.ask('NICK ann')).toEqual([inUse('ann', 'ann2')]);
    expect(await first.news()).toEqual([]);
  });

  test('which asks for a nick before it proves its key does not either, however often it asks', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: ann });
    const second = bench.connect(ann);
    await second.ask('CAP REQ sasl', 'NICK ann', 'USER ann 0 * :Ann');
    expect(commandsOf(await second.ask('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +'))).toContain('903');
    expect(await second.ask('CAP END')).toEqual([inUse('ann')]);
    expect(await second.ask('NICK ann', 'NICK Ann')).toEqual([inUse('ann'), inUse('Ann')]);
    await second.ask('NICK ann2');
    expect(await first.news()).toEqual([]);
    expect(bench.relay.people).toBe(2);
  });

  test('that began to prove its key and gave up does not', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { peer: ann });
    const second = await nameless(bench, ann);
    await second.ask('CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'CAP END');
    expect(await second.ask('NICK ann')).toEqual([inUse('ann')]);
    await second.ask('AUTHENTICATE *');
    expect(await second.ask('NICK ann')).toEqual([inUse('ann')]);
  });
});

describe('somebody else who proves a key', () => {
  test('does not get a nick that nobody owns from who has it', async () => {
    const bench = new TestRelay();
    const first = await bench.join('ann', { peer: keyless });
    const other = await loggedIn(bench, eve);
    expect(await other.ask('NICK ann')).toEqual([inUse('ann')]);
    expect(await first.news()).toEqual([]);
  });

  test('without a key is not taken for the same person as another without', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { peer: keyless });
    const other = await nameless(bench, keyless);
    await other.ask('CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE +', 'CAP END');
    expect(await other.ask('NICK ann')).toEqual([inUse('ann')]);
  });
});

describe('who has a nick that belongs to another key', () => {
  /** `nick` has come to belong to Ann while somebody else has it: by state that was kept from before. */
  const displaced = async (nick: string, prepare: (bench: TestRelay) => Promise<TestPeer>) => {
    const bench = new TestRelay({ limits: { nickBytes: 5 } });
    const holder = await prepare(bench);
    bench.relay.accounts.restore([{ nick, key: ann.key, at: 1 }]);
    await bench.calm();
    return { bench, holder };
  };

  test('gets another one when the owner asks for it, and everyone is told', async () => {
    const { bench, holder } = await displaced('ann', bench => bench.join('Ann', { peer: keyless }));
    const bob = await bench.join('bob');
    await bench.join('ann1', { peer: keyless });
    await bench.calm();
    const owner = bench.connect(ann);
    expect(await owner.ask('NICK ann')).toEqual([]);
    expect(await holder.news()).toEqual([]);
    expect(commandsOf(await owner.ask('USER ann 0 * :Ann'))[0]).toBe('001');
    expect(await holder.news()).toEqual([
      ':Ann!Ann@192.0.2.3 NICK Ann2',
      ':relay.test NOTICE Ann2 :The nick Ann belongs to the key of somebody else. You are Ann2 now.',
    ]);
    expect(await bob.news()).toEqual([':Ann!Ann@192.0.2.3 NICK Ann2']);
    expect(await holder.ask('PRIVMSG #chat :still here')).toEqual([]);
  });

  test('has a nick no longer than the limit then', async () => {
    const { bench, holder } = await displaced('annie', bench => bench.join('annie', { peer: keyless }));
    const owner = await bench.join('other', { peer: ann });
    await holder.news();
    await owner.ask('NICK annie');
    expect((await holder.news())[0]).toBe(':annie!annie@192.0.2.3 NICK anni1');
  });

  test('may write it in another case, but not come back to it', async () => {
    const { holder } = await displaced('ann', bench => bench.join('ann', { peer: keyless }));
    expect(await holder.ask('NICK Ann')).toEqual([':ann!ann@192.0.2.3 NICK Ann']);
    expect(commandsOf(await holder.ask('NICK eve', 'NICK ann'))).toEqual(['NICK', '433']);
  });
});
