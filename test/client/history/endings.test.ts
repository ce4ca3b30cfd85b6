import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyPatienceMs } from '../../../src/client/limits.ts';
import { historyCapabilities as capabilities, meetInRoom } from '../../support/chatClients.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, broken, caughtUp, noChats, said } from '../../support/history.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

describe('older history', () => {
  let room: RelayRoom;

  beforeEach(() => (room = new RelayRoom()));
  afterEach(() => room.close());

  it('comes after a break, though it was asked for without a connection', async () => {
    const ana = await room.enter('ana');
    for (let line = 0; line < 250; line++) ana.client.say('#chat', `line ${line}`);
    await ana.witness.until(
      () => ana.witness.of('delivery').filter(e => e.delivery === 'relayed').length === 250,
    );
    const bob = await room.enter('bob');
    await bob.witness.until(() => bob.witness.heard.length > 0);
    const before = bob.witness.messages[0]!.at;
    bob.streams[0]!.destroy();
    await bob.witness.until(() => bob.client.state.phase === 'reconnecting');
    expect(await bob.client.older('#chat', before)).toEqual({ events: [], end: 'noAnswer' });
    await bob.witness.until(() => bob.client.state.phase === 'registered');
    const { events, end } = await bob.client.older('#chat', before);
    expect([events.length > 0, end]).toEqual([true, 'more']);
  });

  it('is over only when the relay says so', async () => {
    const ana = await room.enter('ana');
    const id = ana.client.say('#chat', 'the first');
    await ana.witness.until(() => ana.witness.steps(id).includes('relayed'));
    expect(await ana.client.older('#chat', Date.now() + 60_000)).toMatchObject({ end: 'more' });
    expect(await ana.client.older('#chat', 5)).toEqual({ events: [], end: 'all' });
  });
});

describe('a message of ours', () => {
  let room: RelayRoom;

  beforeEach(() => (room = new RelayRoom()));
  afterEach(() => room.close());

  it('takes the time of the relay with its echo, however wrong our clock is', async () => {
    const clock = new FakeClock(Date.now() + 5 * 60_000);
    const { client, witness } = await room.enter('ana', { clock });
    const before = Date.now();
    const id = client.say('#chat', 'when?');
    expect(Math.abs(witness.messages[0]!.at - before)).toBeLessThan(60_000);
    await witness.until(() => witness.steps(id).includes('relayed'));
    const { at } = witness.of('delivery').at(-1)!;
    expect(at).toBeGreaterThanOrEqual(before - 1_000);
    // The relay gives no two lines the same time, so that it may be ahead a little.
    expect(at).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

describe('what was missed', () => {
  it('is told in one piece, oldest first, with its reactions and what was taken back', async () => {
    const meeting = await caughtUp();
    const { witness, clock } = meeting;
    const again = await broken(meeting);
    const now = clock.now();
    const time = new Date(now - 8).toISOString();
    answer(again, await again.next('CHATHISTORY'), [
      said('one', now - 9),
      `@time=${time};msgid=r1;+draft/react=+;+draft/reply=one :carl!u@h TAGMSG #chat`,
      `@time=${time};msgid=r2 :bob!u@h REDACT #chat one :slip`,
      said('two', now - 7),
    ]);
    again.say(said('live', now));
    await settle();
    const [, history, live] = witness.all.filter(event => ['history', 'message'].includes(event.type));
    expect(history).toMatchObject({
      target: '#chat',
      isWhole: false,
      events: [
        { text: 'one', earlier: true },
        { type: 'reaction', msgid: 'one' },
        { type: 'redacted', msgid: 'one' },
        { text: 'two', earlier: true },
      ],
    });
    expect(live).toMatchObject({ type: 'message', text: 'live' });
  });

  it('of two rooms is told in two pieces, and one that is never answered leaves a gap in its own', async () => {
    const meeting = await caughtUp();
    const { witness, client, clock, server, peer } = meeting;
    client.enterRoom('#tea', { shownUpTo: clock.now() - 60_000 });
    await peer.letIn('ana');
    answer(peer, await peer.next('CHATHISTORY'), []);
    await settle();
    peer.cut();
    await settle();
    client.retryNow();
    const again = await server.accept();
    await again.welcome({ capabilities });
    await noChats(again);
    expect((await again.next('CHATHISTORY')).params[1]).toBe('#chat');
    clock.advance(15_000);
    answer(again, await again.next('CHATHISTORY'), [said('tea', clock.now(), { to: '#tea' })]);
    await settle();
    // Nothing that was known of it is left, as before.
    const tea = [{ type: 'gap' }, { text: 'tea' }];
    expect(witness.of('history').slice(-1)).toMatchObject([{ target: '#tea', events: tea }]);
    for (let ms = 0; ms < historyPatienceMs; ms += 15_000) {
      clock.advance(15_000);
      again.say('PING :x');
      await settle();
    }
    expect(witness.of('history').at(-1)).toMatchObject({
      target: '#chat',
      events: [{ type: 'gap', target: '#chat' }],
    });
  });

  it('may be played back unasked, one piece for each place', async () => {
    const { peer, witness } = await meetInRoom({ capabilities });
    peer.say(
      ':irc.test BATCH +1 chathistory #chat',
      '@batch=1;msgid=m1 :bob!u@h PRIVMSG #chat :one',
      '@batch=1;msgid=m2 :bob!u@h PRIVMSG #chat :two',
      ':irc.test BATCH -1',
      ':irc.test BATCH +2 chathistory bob',
      '@batch=2;msgid=m3 :bob!u@h PRIVMSG ana :psst',
      ':irc.test BATCH -2',
    );
    await settle();
    expect(witness.of('history')).toMatchObject([
      { target: '#chat', isWhole: false, events: [{ text: 'one' }, { text: 'two' }] },
      { target: 'bob', events: [{ text: 'psst', earlier: true }] },
    ]);
  });
});
