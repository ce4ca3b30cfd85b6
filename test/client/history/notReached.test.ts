import { describe, expect, it } from 'vitest';
import { historyFirstMessages, historyPageMessages, maxCatchUpPages } from '../../../src/client/limits.ts';
import { historyCapabilities as capabilities, meet, meetInRoom, never } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';
import { answer, broken, brokenNow, caughtUp, noChats, said, shown } from '../../support/history.ts';

const refused = 'FAIL CHATHISTORY MESSAGE_ERROR AFTER #chat :Not here';

/** On a server that is no PyChat relay, after a break; the last message that we know is gone there, so that the latest are asked for. */
async function forgotten() {
  const meeting = await caughtUp();
  const again = await broken(meeting);
  const request = await again.next('CHATHISTORY');
  again.say(`@label=${request.tags.get('label')!} ${refused}`);
  const latest = await again.next('CHATHISTORY');
  return { ...meeting, again, latest, now: meeting.clock.now() };
}

type Forgotten = Awaited<ReturnType<typeof forgotten>>;

/** Somebody speaks while the answer is awaited. */
async function hear({ again, now }: Forgotten): Promise<void> {
  again.say(said('live', now));
  await settle();
}

/** Something of ours that waited has gone out. */
async function speak({ again, client, now }: Forgotten): Promise<void> {
  client.say('#chat', 'live');
  const label = (await again.next('PRIVMSG')).tags.get('label')!;
  again.say(said('live', now, { nick: 'ana', tags: `;label=${label}` }));
  await settle();
}

const page = (name: string, at: number, count = historyPageMessages): string[] =>
  Array.from({ length: count }, (_, line) => said(`${name}-${line}`, at + line));

describe('on a server that does not say what it has lost', () => {
  it.each([
    ['heard', hear],
    ['said', speak],
  ])('what was %s since we are back does not stand for what we knew before', async (_, meanwhile) => {
    const meeting = await forgotten();
    await meanwhile(meeting);
    const { again, latest, now, witness } = meeting;
    answer(again, latest, [said('left', now - 200), said('live', now)]);
    await settle();
    expect(shown(witness).filter(text => text !== 'live')).toEqual(['first', '(gap)', 'left']);
    expect(witness.of('gap')).toMatchObject([{ target: '#chat', to: now - 200 }]);
  });

  it('a gap ends before what was heard since we are back, where nothing else is left', async () => {
    const meeting = await forgotten();
    await hear(meeting);
    const { again, latest, now, witness } = meeting;
    answer(again, latest, [said('live', now)]);
    await settle();
    expect(witness.of('gap')).toMatchObject([{ to: now }]);
    expect(shown(witness)).toEqual(['first', '(gap)', 'live']);
  });

  it.each([
    ['a message that we know', 'first', 5, false],
    ['a line from before it', 'older', -60_000, false],
    ['neither, but what came after it', 'younger', 5, true],
  ])('there is a gap unless the latest hold %s', async (_, name, at, hasGap) => {
    const { again, latest, witness, now } = await forgotten();
    answer(again, latest, [said(name, now + at)]);
    await settle();
    expect(shown(witness).includes('(gap)')).toBe(hasGap);
  });

  it.each([
    ['go on where the pages end', true],
    ['begin after that, with a line that we heard', false],
  ])('where more came than is fetched the latest leave a gap unless they %s', async (_, goesOn) => {
    const meeting = await caughtUp();
    const { clock, witness } = meeting;
    const again = await broken(meeting);
    const now = clock.now();
    again.say(said('live', now + 9_000));
    for (let count = 0; count < maxCatchUpPages; count++)
      answer(again, await again.next('CHATHISTORY'), page(`p${count}`, now));
    const end = `p${maxCatchUpPages - 1}-${historyPageMessages - 1}`;
    const lines = [said(goesOn ? end : 'more', now + 8_000), said('live', now + 9_000)];
    answer(again, await again.next('CHATHISTORY'), lines);
    await settle();
    expect(shown(witness).filter(text => text === '(gap)')).toHaveLength(goesOn ? 0 : 1);
  });
});

describe('in a room where nobody has spoken yet, on such a server', () => {
  const ours = (at: number): string => `@time=${new Date(at).toISOString()} :ana!u@h JOIN #chat`;

  it.each([
    ['we came', [ours, said], []],
    ['nothing', [], ['(gap)']],
    ['only what was said since', [said], ['(gap)']],
  ] as const)('there is a gap after a break where it tells %s', async (_, lines, wanted) => {
    const meeting = await meetInRoom({ capabilities });
    const { clock, peer, witness } = meeting;
    const came = clock.now();
    peer.say(ours(came).replaceAll('ana', 'dan'));
    await noChats(peer);
    answer(peer, await peer.next('CHATHISTORY'), []);
    clock.advance(10_000);
    peer.say(ours(clock.now()).replaceAll('ana', 'eva'));
    await settle();
    const again = await broken(meeting);
    const request = await again.next('CHATHISTORY');
    expect(request.params[0]).toBe('AFTER');
    answer(
      again,
      request,
      lines.map(line => (line === ours ? ours(came) : said('new', clock.now() + 5_000))),
    );
    await settle();
    expect(shown(witness).filter(text => text === '(gap)')).toEqual(wanted);
  });
});

describe('private chats on a server that was started since', () => {
  const started = 'This server was created at noon';

  it.each([
    ['the same start', started, []],
    ['another start', 'This server was created at one', ['', 'dan']],
    ['nothing of it', '', []],
  ])('may lack something where it tells %s', async (_, later, wanted) => {
    const meeting = await meetInRoom({ capabilities, started });
    const { clock, peer, witness } = meeting;
    await noChats(peer);
    answer(peer, await peer.next('CHATHISTORY'), [said('first', clock.now())]);
    peer.say(said('psst', clock.now(), { nick: 'dan', to: 'ana' }));
    await settle();
    const again = await broken(meeting, '', later);
    for (let request = await again.next('CHATHISTORY'); ; request = await again.next('CHATHISTORY')) {
      const isRoom = request.params[1] === '#chat';
      if (isRoom) answer(again, request, []);
      else again.say(`@label=${request.tags.get('label')!} FAIL CHATHISTORY INVALID_TARGET AFTER dan :No`);
      await settle();
      if (request.params[0] === 'LATEST' || (isRoom && wanted.length === 0)) break;
    }
    expect(witness.of('gap').map(({ target }) => target)).toEqual(wanted);
  });

  it('are asked for where their last message has the time of the last that we know', async () => {
    const meeting = await meetInRoom({ capabilities, started });
    const { clock, peer, witness } = meeting;
    await noChats(peer);
    answer(peer, await peer.next('CHATHISTORY'), [said('first', clock.now())]);
    const at = clock.now();
    peer.say(said('one', at, { nick: 'dan', to: 'ana' }));
    await settle();
    const again = await brokenNow(meeting, '', started);
    answer(again, await again.next('CHATHISTORY'), [
      `:irc.test CHATHISTORY TARGETS dan ${new Date(at).toISOString()}`,
    ]);
    const requests = [await again.next('CHATHISTORY')];
    answer(again, requests[0]!, []);
    requests.push(await again.next('CHATHISTORY'));
    expect(requests.map(({ params }) => params[1])).toContain('dan');
    for (const request of requests)
      if (request.params[1] === 'dan') answer(again, request, [said('two', at, { nick: 'dan', to: 'ana' })]);
    await settle();
    expect(shown(witness)).toEqual(['first', 'one', 'two']);
  });

  it('may do so in a new window, too', async () => {
    const meeting = meet();
    const { client, clock, server, witness } = meeting;
    client.keepKnown('', clock.now() - 5_000, 'This server was created yesterday');
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities, started });
    await joined;
    await noChats(peer);
    await settle();
    expect(witness.of('gap')).toMatchObject([{ target: '', from: clock.now() - 5_000 }]);
    expect(client.run).toBe(started);
  });
});

/** A new window enters the room, up to which an earlier one has heard all; gives the request for the latest. */
async function reloaded() {
  const meeting = meet();
  const { client, clock, server } = meeting;
  const known = clock.now() - 500_000;
  client.keepKnown('#chat', known);
  const joined = client.start(never);
  const peer = await server.accept();
  await peer.welcome({ capabilities });
  await joined;
  await noChats(peer);
  return { ...meeting, peer, known, latest: await peer.next('CHATHISTORY') };
}

describe('in a new window, on such a server', () => {
  it.each([
    ['goes back to what was heard', -1_000, []],
    ['begins after that', 2_000, ['(gap)']],
  ])(
    'all since the last lines is fetched, and there is a gap where it %s or not',
    async (_, from, wanted) => {
      const { peer, known, latest, witness } = await reloaded();
      const lines = page('m', known + 5_000, historyFirstMessages);
      answer(peer, latest, lines);
      answer(peer, await peer.next('CHATHISTORY'), [said('early', known + from), ...lines]);
      await settle();
      expect(shown(witness).filter(text => text === '(gap)')).toEqual(wanted);
    },
  );

  it.each([
    ['goes back to what was heard', [-1_000, 5_000], []],
    ['begins after that', [5_000], ['(gap)']],
    ['is nothing', [], ['(gap)']],
  ])('there is a gap where all that it has %s or not', async (_, times, wanted) => {
    const { peer, known, latest, witness } = await reloaded();
    answer(
      peer,
      latest,
      times.map(at => said(`at${at}`, known + at)),
    );
    await settle();
    expect(shown(witness).filter(text => text === '(gap)')).toEqual(wanted);
  });

  it('a private chat that begins later has none', async () => {
    const meeting = meet();
    const { client, clock, server, witness } = meeting;
    client.keepKnown('', clock.now() - 5_000);
    const joined = client.start(never);
    const peer: FakeConnection = await server.accept();
    await peer.welcome({ capabilities });
    await joined;
    const stamp = new Date(clock.now()).toISOString();
    answer(peer, await peer.next('CHATHISTORY'), [`:irc.test CHATHISTORY TARGETS dan ${stamp}`]);
    answer(peer, await peer.next('CHATHISTORY'), []);
    answer(peer, await peer.next('CHATHISTORY'), [said('hi', clock.now(), { nick: 'dan', to: 'ana' })]);
    await settle();
    expect(shown(witness)).toEqual(['hi']);
  });
});
