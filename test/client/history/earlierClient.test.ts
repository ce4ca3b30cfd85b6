import { describe, expect, it } from 'vitest';
import { historyCapabilities as capabilities, meet, never, type Witness } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, broken, brokenNow, caughtUp, noChats, said, shown } from '../../support/history.ts';

const isupport = 'PYCHATIDS';

/** Enters the room with what an earlier client has heard, of the room and in private, up to `known`. */
async function afterReload(offered = capabilities) {
  const meeting = meet();
  const known = meeting.clock.now() - 10_000;
  for (const target of ['#chat', '']) meeting.client.keepKnown(target, known);
  const joined = meeting.client.start(never);
  const peer = await meeting.server.accept();
  await peer.welcome({ capabilities: offered, isupport });
  await joined;
  await settle();
  return { ...meeting, peer, known };
}

/** The times between which something may be missing, as milliseconds after a time. */
function gaps(witness: Witness, since: number): [string, number, number][] {
  return witness.of('gap').map(({ target, from, to }) => [target, from - since, to - since]);
}

describe('after what an earlier client has heard', () => {
  it('a room shows its last lines, and a gap where something was lost since', async () => {
    for (const [keptSince, wanted] of [
      [0, []],
      [3_000, [['#chat', 1_000, 3_000]]],
    ] as const) {
      const { peer, witness, known } = await afterReload();
      await noChats(peer, 0);
      const request = await peer.next('CHATHISTORY');
      expect(request.params.slice(0, 3)).toEqual(['LATEST', '#chat', '*']);
      const lines = [said('a', known - 9), said('b', known + 1_000), said('c', known + 5_000)];
      answer(peer, request, lines, known + keptSince);
      await settle();
      expect(shown(witness).filter(text => text !== '(gap)')).toEqual(['a', 'b', 'c']);
      expect(gaps(witness, known)).toEqual(wanted);
    }
  });

  it('all of a room comes where more was missed than its last lines', async () => {
    const { peer, witness, known } = await afterReload();
    await noChats(peer, 0);
    const latest = Array.from({ length: 100 }, (_, at) => said(`late${at}`, known + 2_000 + at));
    answer(peer, await peer.next('CHATHISTORY'), latest, { since: known, hasMore: true });
    const request = await peer.next('CHATHISTORY');
    expect(request.params.slice(0, 3)).toEqual([
      'AFTER',
      '#chat',
      `timestamp=${new Date(known - 60_000).toISOString()}`,
    ]);
    answer(peer, request, [said('early', known + 1_000), ...latest], known);
    await settle();
    expect(shown(witness)).toHaveLength(101);
    expect(gaps(witness, known)).toEqual([]);
  });

  it('a room is read back to where a line of ours may stand that is not confirmed', async () => {
    const meeting = meet();
    const { client, server, clock, witness } = meeting;
    const known = clock.now() - 10_000;
    client.keepKnown('#chat', known);
    const sent = { after: known - 500, parts: 1, cuts: 0 };
    client.resume([{ id: 'i'.repeat(22), form: 'say', target: '#chat', text: 'ours', sent }]);
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities, isupport });
    await joined;
    await noChats(peer, 0);
    const latest = Array.from({ length: 100 }, (_, at) => said(`late${at}`, known - 400 + at));
    answer(peer, await peer.next('CHATHISTORY'), latest, { since: known - 450, hasMore: true });
    const request = await peer.next('CHATHISTORY');
    expect(request.params[2]).toBe(`timestamp=${new Date(known - 500 - 60_000).toISOString()}`);
    const own = said('ours', known - 410, { nick: 'ana', tags: `;+pychat/id=${'i'.repeat(22)}` });
    answer(peer, request, [own, ...latest], known - 450);
    await settle();
    expect(witness.of('delivery').at(-1)).toMatchObject({ delivery: 'relayed', at: known - 410 });
  });

  it('private chats show their last lines, and a gap where something was lost', async () => {
    const { peer, witness, known, clock } = await afterReload();
    const targets = await peer.next('CHATHISTORY');
    expect(targets.params[2]).toBe(`timestamp=${new Date(clock.now() - 86_400_000).toISOString()}`);
    const at = new Date(known + 1).toISOString();
    answer(peer, targets, [`:irc.test CHATHISTORY TARGETS dan ${at}`], known + 500);
    answer(peer, await peer.next('CHATHISTORY'), [], known);
    const dan = await peer.next('CHATHISTORY');
    expect(dan.params.slice(0, 3)).toEqual(['LATEST', 'dan', '*']);
    answer(peer, dan, [said('hi', known + 1, { nick: 'dan', to: 'ana' })], known - 1);
    await settle();
    expect(gaps(witness, known)).toEqual([['', 0, 500]]);
    expect(shown(witness).at(-1)).toBe('hi');
  });

  it('there is a gap on a server that keeps no history', async () => {
    const { witness, known, clock } = await afterReload('server-time echo-message');
    expect(gaps(witness, known)).toEqual([['#chat', 0, clock.now() - known]]);
  });

  it('no line that is shown, whatever its time, hides what came before it', async () => {
    const { client, server, clock } = meet({ room: '' });
    const known = clock.now() - 10_000;
    client.keepKnown('#chat', known);
    client.enterRoom('#chat', { shownUpTo: known + 5_000 });
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities, isupport });
    await joined;
    await noChats(peer, 0);
    const request = await peer.next('CHATHISTORY');
    expect(request.params[2]).toBe(`timestamp=${new Date(known - 60_000).toISOString()}`);
  });

  it('lines that are shown already say from where on is asked', async () => {
    const { client, server, clock } = meet({ room: '' });
    const known = clock.now() - 10_000;
    client.keepKnown('#chat', known);
    client.enterRoom('#chat', { shownUpTo: known - 500 });
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities, isupport });
    await joined;
    await noChats(peer, 0);
    const request = await peer.next('CHATHISTORY');
    expect(request.params.slice(0, 2)).toEqual(['AFTER', '#chat']);
    answer(peer, request, [], known - 100);
    await settle();
    expect(client.knownUpTo('#chat')).toBe(known);
  });
});

describe('what a client has heard', () => {
  it('is up to the last line of the server, where nothing that was missed is still to come', async () => {
    const meeting = await caughtUp({ isupport });
    const { peer, client, clock } = meeting;
    const now = clock.now();
    peer.say(`@time=${new Date(now).toISOString()} :dan!u@h JOIN #chat`);
    await settle();
    expect([client.knownUpTo('#chat'), client.knownUpTo(''), client.knownUpTo('#x')]).toEqual([
      now,
      now,
      undefined,
    ]);
    const again = await brokenNow(meeting, isupport);
    again.say(`@time=${new Date(now + 400).toISOString()} :dan!u@h PART #chat`);
    await settle();
    expect([client.knownUpTo('#chat'), client.knownUpTo('')]).toEqual([now, now]);
  });

  it('is all since we entered a room for the first time, even if the connection breaks before its history is there', async () => {
    for (const [lost, wanted] of [
      [200, []],
      [201, [['#chat', 200, 201]]],
    ] as const) {
      const { server, client, clock, witness } = meet();
      const joined = client.start(never);
      const peer = await server.accept();
      await peer.welcome({ capabilities, isupport });
      await joined;
      const entered = clock.now();
      peer.say(`@time=${new Date(entered).toISOString()} :ana!u@h JOIN #chat`, said('live', entered + 200));
      await settle();
      const again = await broken({ server, peer, clock, client }, isupport);
      const request = await again.next('CHATHISTORY');
      expect(request.params[0]).toBe('LATEST');
      answer(again, request, [], entered + lost);
      await settle();
      expect(gaps(witness, entered)).toEqual(wanted);
    }
  });

  it('begins when we enter a room, even if the connection breaks before its history is there', async () => {
    const { client, server, clock, witness } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities, isupport });
    await joined;
    const entered = clock.now();
    peer.say(`@time=${new Date(entered).toISOString()} :irc.test NOTICE ana :hi`);
    peer.say(`@time=${new Date(entered).toISOString()} :ana!u@h JOIN #chat`);
    await settle();
    const again = await broken({ server, peer, clock, client }, isupport);
    answer(again, await again.next('CHATHISTORY'), [], entered + 300);
    await settle();
    expect(gaps(witness, entered)).toEqual([['#chat', 0, 300]]);
  });
});

describe('a private chat of which the server knows nothing', () => {
  it.each([
    [-1, []],
    [50, [['dan', 0, 50]]],
  ])('has a gap only where some private chat has one (%i ms)', async (later, wanted) => {
    const meeting = await caughtUp({ isupport });
    const { clock, client, witness, peer } = meeting;
    const now = clock.now();
    peer.say(`@time=${new Date(now).toISOString()} :dan!u@h JOIN #chat`);
    client.say('dan', 'hello');
    await settle();
    const again = await brokenNow(meeting, isupport);
    await noChats(again, now + later);
    for (const target of ['#chat', 'dan']) {
      const request = await again.next('CHATHISTORY');
      expect(request.params[1]).toBe(target);
      const label = request.tags.get('label') ?? '';
      if (target === 'dan') again.say(`@label=${label} FAIL CHATHISTORY INVALID_TARGET AFTER dan :No`);
      else answer(again, request, [], 0);
    }
    await settle();
    expect(gaps(witness, now).filter(([target]) => target === 'dan')).toEqual(wanted);
  });
});
