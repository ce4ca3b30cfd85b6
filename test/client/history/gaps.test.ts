import { describe, expect, it } from 'vitest';
import type { FakeConnection } from '../../support/fakeServer.ts';
import { settle } from '../../support/fakeServer.ts';
import { allCapabilities, meetInRoom, type Witness } from '../../support/chatClients.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { maxLosses } from '../../../src/client/limits.ts';
import { answer, brokenNow, caughtUp, noChats, said, shown } from '../../support/history.ts';

const isupport = 'PYCHATIDS';
const refused = 'FAIL CHATHISTORY MESSAGE_ERROR AFTER #chat :Not here';

/** The times between which something may be missing, by target, as milliseconds after `base`. */
function gaps(witness: Witness, base: number): [string, number, number][] {
  return witness.of('gap').map(({ target, from, to }) => [target, from - base, to - base]);
}

/** After a break from a PyChat relay on which `first` was the last that was said, one second ago. */
async function back(clock = new FakeClock()) {
  const meeting = await caughtUp({ isupport }, { clock });
  const first = meeting.clock.now() - 1_000;
  const again = await brokenNow(meeting, isupport);
  return { ...meeting, again, first };
}

const refuse = (peer: FakeConnection, label = ''): void => peer.say(`@label=${label} ${refused}`);

describe('where the server says since when nothing is lost', () => {
  it.each([
    [-500, []],
    [0, []],
    [1, [['#chat', 0, 1]]],
    [400, [['#chat', 0, 400]]],
  ])('there is a gap when that is later than the last message (%i ms)', async (later, wanted) => {
    const { again, first, witness } = await back();
    await noChats(again, 0);
    answer(again, await again.next('CHATHISTORY'), [said('next', first + 500)], first + later);
    await settle();
    expect(gaps(witness, first)).toEqual(wanted);
    expect(shown(witness)).toEqual(['first', ...wanted.map(() => '(gap)'), 'next']);
  });

  it('the gap begins after the last that is older, and stands before what comes next', async () => {
    const { again, first, witness } = await back();
    await noChats(again, 0);
    const lines = [said('old', first + 100), said('new', first + 500)];
    answer(again, await again.next('CHATHISTORY'), lines, first + 400);
    await settle();
    expect(gaps(witness, first)).toEqual([['#chat', 100, 400]]);
    expect(shown(witness)).toEqual(['first', 'old', '(gap)', 'new']);
  });

  it('there is one in each place where it says that something may be missing', async () => {
    for (const [losses, wanted, texts] of [
      [
        [100, 400],
        [
          [0, 100],
          [250, 400],
        ],
        ['(gap)', 'old', 'later', '(gap)', 'new'],
      ],
      [
        [210, 400],
        [
          [200, 210],
          [250, 400],
        ],
        ['old', '(gap)', 'later', '(gap)', 'new'],
      ],
      [[0], [], ['old', 'later', 'new']],
      [[-5, 0], [], ['old', 'later', 'new']],
      [[Number.NaN], [[250, 400]], ['old', 'later', '(gap)', 'new']],
    ] as const) {
      const { again, first, witness } = await back();
      await noChats(again, 0);
      const request = await again.next('CHATHISTORY');
      const lines = [said('old', first + 200), said('later', first + 250), said('new', first + 500)];
      const isNone = Number.isNaN(losses[0]);
      answer(again, request, lines, [first + 400, ...(isNone ? [] : losses.map(at => first + at))]);
      await settle();
      expect(gaps(witness, first)).toEqual(wanted.map(([from, to]) => ['#chat', from, to]));
      expect(shown(witness).slice(1)).toEqual(texts);
    }
  });

  it.each([maxLosses, maxLosses + 1])('the latest of %i times count', async count => {
    const { again, first, witness } = await back();
    await noChats(again, 0);
    const losses = Array.from({ length: count }, (_, at) => first + 10 * (at + 1));
    const lines = losses.map((at, index) => said(`line${index}`, at + 5));
    const keptSince = losses.at(-1)!;
    answer(again, await again.next('CHATHISTORY'), lines, [keptSince, ...losses]);
    await settle();
    expect(gaps(witness, first)).toHaveLength(maxLosses);
  });

  it('a gap waits for the last page in which something older may come', async () => {
    const { again, first, witness } = await back();
    await noChats(again, 0);
    const page = Array.from({ length: 200 }, (_, at) => said(`line${at}`, first + 1 + at));
    answer(again, await again.next('CHATHISTORY'), page, { since: first + 400, hasMore: true });
    answer(
      again,
      await again.next('CHATHISTORY'),
      [said('old', first + 300), said('new', first + 500)],
      first + 400,
    );
    await settle();
    expect(gaps(witness, first)).toEqual([['#chat', 300, 400]]);
    expect(shown(witness).slice(-3)).toEqual(['old', '(gap)', 'new']);
  });

  it('what a page has told is known, even if the connection breaks before the next one', async () => {
    const meeting = await back();
    const { again, first, witness } = meeting;
    await noChats(again, 0);
    const page = Array.from({ length: 200 }, (_, at) => said(`line${at}`, first + 1 + at));
    answer(again, await again.next('CHATHISTORY'), page, { since: first, hasMore: true });
    await again.next('CHATHISTORY');
    const third = await brokenNow({ ...meeting, peer: again }, isupport);
    await noChats(third, 0);
    answer(third, await third.next('CHATHISTORY'), [], first + 200);
    await settle();
    expect(gaps(witness, first)).toEqual([]);
  });

  it('a message that is gone is asked for by its time, and the gap is what the server says', async () => {
    for (const [later, wanted] of [
      [-1, []],
      [200, [['#chat', 0, 200]]],
    ] as const) {
      const { again, first, witness } = await back();
      await noChats(again, 0);
      refuse(again, (await again.next('CHATHISTORY')).tags.get('label'));
      const request = await again.next('CHATHISTORY');
      const stamp = new Date(first - 1).toISOString();
      expect(request.params.slice(0, 3)).toEqual(['AFTER', '#chat', `timestamp=${stamp}`]);
      answer(again, request, [], first + later);
      await settle();
      expect(gaps(witness, first)).toEqual(wanted);
    }
  });

  it('what was heard of the room after its last message counts, and a step of our clock does not', async () => {
    const clock = new FakeClock();
    let step = 0;
    const own = { now: () => clock.now() + step, after: clock.after.bind(clock) };
    const meeting = await caughtUp({ isupport }, { clock: own });
    const first = clock.now() - 1_000;
    meeting.peer.say(`@time=${new Date(first + 300).toISOString()} :dan!u@h JOIN #chat`);
    await settle();
    step = 3_600_000;
    const again = await brokenNow({ ...meeting, clock }, isupport);
    expect((await noChats(again, 0)).params[2]).toBe(
      `timestamp=${new Date(first + 300 - 60_000).toISOString()}`,
    );
    answer(again, await again.next('CHATHISTORY'), [], first + 299);
    await settle();
    expect(gaps(meeting.witness, first)).toEqual([]);
  });

  it('there is none for who comes for the first time', async () => {
    const { peer, witness, clock } = await meetInRoom({
      capabilities: `${allCapabilities} draft/chathistory`,
      isupport,
    });
    await noChats(peer, clock.now());
    answer(peer, await peer.next('CHATHISTORY'), [said('one', clock.now())], clock.now() - 5);
    await settle();
    expect(gaps(witness, 0)).toEqual([]);
  });
});

describe('where the server does not say so', () => {
  it('a message that is asked for by its time has to be in the answer', async () => {
    for (const [name, wanted] of [
      ['first', []],
      ['other', ['(gap)']],
    ] as const) {
      const meeting = await caughtUp();
      const again = await brokenNow(meeting, 'MSGREFTYPES=timestamp');
      await noChats(again);
      answer(again, await again.next('CHATHISTORY'), [
        said(name, meeting.clock.now() - 1_500),
        said('new', meeting.clock.now()),
      ]);
      await settle();
      expect(shown(meeting.witness).filter(text => text === '(gap)')).toEqual(wanted);
    }
  });

  it.each([
    ['times', allCapabilities],
    ['anything', 'echo-message'],
  ])(
    'and keeps no history, there is a gap after every break, with or without %s',
    async (_, capabilities) => {
      const meeting = await meetInRoom({ capabilities });
      const { server, peer, clock, client, witness } = meeting;
      const start = clock.now();
      const hasTimes = capabilities.includes('server-time');
      if (hasTimes) peer.say(said('one', start));
      else peer.say(':bob!u@h PRIVMSG #chat :one');
      peer.say(':dan!u@h PRIVMSG ana :psst');
      await settle();
      expect(witness.of('gap')).toEqual([]);
      clock.advance(2_000);
      peer.cut();
      await settle();
      clock.advance(5_000);
      client.retryNow();
      const again = await server.accept();
      await again.welcome({ capabilities });
      await settle();
      const from = hasTimes ? 0 : 2_000;
      expect(gaps(witness, start)).toEqual([
        ['', from, 7_000],
        ['dan', from, 7_000],
        ['#chat', from, 7_000],
      ]);
    },
  );
});
