import { describe, expect, it } from 'vitest';
import {
  historyFirstMessages,
  historyPatienceMs,
  historyPageMessages,
  historyTimeoutMs,
  maxCatchUpLength,
  maxCatchUpPages,
  maxHeldEvents,
  maxHistoryRequests,
  maxPastLength,
  maxSeenIds,
  missedOverlapMs,
  smallPageLength,
} from '../../../src/client/limits.ts';
import type { Message } from '../../../src/irc/message.ts';
import { historyCapabilities as capabilities, meet, meetInRoom, never } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, broken, caughtUp, noChats, said, shown } from '../../support/history.ts';

describe('coming into a room for the first time', () => {
  it('asks for the latest, and shows it before what comes meanwhile', async () => {
    const { server, client, witness, clock } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities });
    await noChats(peer);
    const request = await peer.next('CHATHISTORY');
    expect(request.params).toEqual(['LATEST', '#chat', '*', String(historyFirstMessages)]);
    await joined;
    peer.say(said('new', clock.now()), ':carl!u@h JOIN #chat', ':ana!u@h PRIVMSG dan :other');
    await settle();
    expect(shown(witness)).toEqual(['other']);
    expect(client.members('#chat')).toContain('carl');
    answer(peer, request, [said('old', clock.now() - 5), said('new', clock.now())]);
    await settle();
    const last = witness.events.filter(event => event.type === 'message' || event.type === 'joined');
    expect(last.map(event => (event.type === 'message' ? event.text : event.nick))).toEqual([
      'ana',
      'other',
      'old',
      'new',
      'carl',
    ]);
    expect(witness.messages.slice(1)).toMatchObject([
      { text: 'old', earlier: true, msgid: 'old' },
      { text: 'new' },
    ]);
    expect(witness.messages[2]).not.toHaveProperty('earlier');
  });

  it.each([
    ['nothing', capabilities.replace('draft/event-playback', ''), 0, true],
    ['less than was asked for', capabilities, 1, true],
    ['less, where some may have been left out', capabilities.replace('draft/event-playback', ''), 1, false],
    ['as much as was asked for', capabilities, historyFirstMessages, false],
  ])('knows whether there is more when it gets %s', async (_, some, count, isAll) => {
    const { peer, witness, clock } = await meetInRoom({ capabilities: some });
    const lines = Array.from({ length: count }, (__, at) => said(`m${at}`, clock.now() - count + at));
    await noChats(peer);
    answer(peer, await peer.next('CHATHISTORY'), lines);
    await settle();
    expect(witness.messages).toHaveLength(count);
    expect(witness.of('history')).toMatchObject([{ target: '#chat', isWhole: isAll }]);
  });

  it('asks for all that came since what is shown already', async () => {
    const { server, client, clock } = meet({ shownUpTo: Date.UTC(2026, 10, 22, 12) });
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities });
    await noChats(peer);
    const request = await peer.next('CHATHISTORY');
    expect(request.params.slice(0, 3)).toEqual(['AFTER', '#chat', 'timestamp=2026-11-22T11:59:00.000Z']);
    answer(peer, request, [said('new', clock.now())]);
    await joined;
  });

  it('asks for no more than the server gives at once', async () => {
    const { latest } = await caughtUp({ isupport: 'CHATHISTORY=30' });
    expect(latest.params.at(-1)).toBe('30');
  });

  it('asks nothing where the server lacks what history takes', async () => {
    for (const missing of ['draft/chathistory', 'batch', 'server-time']) {
      const some = capabilities.split(' ').filter(name => name !== missing);
      const { peer, client } = await meetInRoom({ capabilities: some.join(' ') });
      expect(client.supports('history')).toBe(false);
      expect(await client.older('#chat', 0)).toEqual({ events: [], end: 'refused' });
      expect(peer.all.filter(line => line.includes('CHATHISTORY'))).toEqual([]);
    }
  });

  it('goes on without an answer after a while, and shows it in its place when it comes', async () => {
    const { peer, clock, witness, client } = await meetInRoom({ capabilities });
    await noChats(peer);
    const late = await peer.next('CHATHISTORY');
    peer.say(said('new', clock.now()));
    await settle();
    const older = client.older('#chat', clock.now());
    clock.advance(historyTimeoutMs - 1);
    await settle();
    expect(shown(witness)).toEqual([]);
    clock.advance(1);
    const request = await peer.next('CHATHISTORY');
    answer(peer, late, [said('late', clock.now() - 9)]);
    answer(peer, request, [said('old', 5)]);
    expect(await older).toMatchObject({ events: [{ text: 'old' }], end: 'more' });
    expect(shown(witness)).toEqual(['new', 'late']);
    expect(witness.of('history').map(({ target }) => target)).toEqual(['#chat']);
  });

  it('asks again for what came late and was not all, from the message before it', async () => {
    const meeting = await caughtUp();
    const { clock } = meeting;
    const second = await broken(meeting);
    await second.next('CHATHISTORY');
    second.say(said('live', clock.now()));
    clock.advance(historyTimeoutMs);
    await settle();
    expect(shown(meeting.witness)).toEqual(['first', 'live']);
    second.say(said('later', clock.now()));
    await settle();
    const third = await broken({ ...meeting, peer: second });
    expect((await third.next('CHATHISTORY')).params[2]).toBe('msgid=first');
  });

  it('waits half as long each time for a server that never answers', async () => {
    const { peer, clock, client } = await meetInRoom({ capabilities });
    const asked = [client.older('#chat', 5), client.older('#chat', 6)];
    for (const ms of [1, 1 / 2, 1 / 4, 1 / 8]) {
      await peer.next('CHATHISTORY');
      clock.advance(historyTimeoutMs * ms);
      peer.say('PING :x');
      await settle();
    }
    for (let waited = 0; waited < historyPatienceMs; waited += historyTimeoutMs) {
      clock.advance(historyTimeoutMs);
      peer.say('PING :x');
      await settle();
    }
    const none = { events: [], end: 'noAnswer' };
    expect(await Promise.all(asked)).toEqual([none, none]);
  });

  it('knows an answer without a label by what it is about', async () => {
    const some = capabilities.replace('labeled-response ', '');
    const { peer, clock, witness } = await meetInRoom({ capabilities: some });
    await noChats(peer);
    const request = await peer.next('CHATHISTORY');
    expect(request.tags.size).toBe(0);
    answer(peer, { ...request, params: ['LATEST', '#other'] }, [said('x', 1, { to: '#other' })]);
    answer(peer, request, [said('old', clock.now())]);
    await settle();
    expect(shown(witness)).toEqual(['old']);
  });

  it('lets no more wait than it can keep', async () => {
    for (const [count, waits] of [
      [maxHeldEvents, true],
      [maxHeldEvents + 1, false],
    ] as const) {
      const { peer, witness, clock } = await meetInRoom({ capabilities });
      const at = clock.now();
      peer.say(...Array.from({ length: count }, (_, line) => said(`m${line}`, at)));
      await settle();
      expect(witness.messages).toHaveLength(waits ? 0 : count);
    }
  });

  it('keeps so much of one answer and no more', async () => {
    const { peer, witness, clock } = await meetInRoom({ capabilities });
    // The time, the names of message and batch, and the text count.
    const tags = 24 + 'm100'.length + 'b100'.length;
    const length = 8_000;
    const count = maxPastLength / length;
    const text = 'x'.repeat(length - tags);
    const line = (index: number): string =>
      said(`m${100 + index}`, clock.now()).replace(/ m\d+$/, ` ${text}`);
    await noChats(peer);
    answer(
      peer,
      await peer.next('CHATHISTORY'),
      Array.from({ length: count + 1 }, (_, index) => line(index)),
    );
    await settle();
    expect(witness.messages).toHaveLength(count);
  });
});

describe('after a break', () => {
  it('all that came after the last message is fetched, page after page, and then what waits', async () => {
    const meeting = await caughtUp();
    const { witness, clock } = meeting;
    const again = await broken(meeting);
    const first = await again.next('CHATHISTORY');
    expect(first.params).toEqual(['AFTER', '#chat', 'msgid=first', String(historyPageMessages)]);
    again.say(said('live', clock.now()));
    const page = Array.from({ length: historyPageMessages }, (_, line) =>
      said(`a${line}`, clock.now() - 500),
    );
    answer(again, first, page);
    const second = await again.next('CHATHISTORY');
    expect(second.params[2]).toBe(`msgid=a${historyPageMessages - 1}`);
    const all = Array.from({ length: historyPageMessages }, (_, line) => `a${line}`);
    expect(shown(witness)).toEqual(['first', ...all]);
    answer(again, second, [said('b', clock.now() - 400), said('live', clock.now())]);
    await settle();
    expect(shown(witness)).toEqual(['first', ...all, 'b', 'live']);
  });

  it('asks by the time where the server takes no names of messages', async () => {
    const meeting = await caughtUp();
    const again = await broken(meeting, 'MSGREFTYPES=timestamp');
    const { params } = await again.next('CHATHISTORY');
    expect(params[2]).toBe(
      `timestamp=${new Date(meeting.clock.now() - 1_500 - missedOverlapMs).toISOString()}`,
    );
  });

  it('shows a gap and the latest when the last message is no longer there', async () => {
    const meeting = await caughtUp();
    const { witness, clock } = meeting;
    const again = await broken(meeting);
    const after = await again.next('CHATHISTORY');
    again.say(`@label=${after.tags.get('label')!} FAIL CHATHISTORY MESSAGE_ERROR AFTER #chat :Not here`);
    const latest = await again.next('CHATHISTORY');
    expect(latest.params).toEqual(['LATEST', '#chat', '*', String(historyPageMessages)]);
    answer(again, latest, [said('later', clock.now())]);
    await settle();
    expect(shown(witness)).toEqual(['first', '(gap)', 'later']);
    const from = clock.now() - 1_500;
    expect(witness.of('gap')).toEqual([{ type: 'gap', target: '#chat', at: from, from, to: clock.now() }]);
    expect(witness.of('refused')).toEqual([]);
  });

  it('shows no gap where the latest goes back to what was seen, and one where nothing is left', async () => {
    for (const [lines, now] of [
      [['first', 'later'], ['later']],
      [[], ['(gap)']],
    ] as const) {
      const meeting = await caughtUp();
      const again = await broken(meeting);
      const after = await again.next('CHATHISTORY');
      again.say(`@label=${after.tags.get('label')!} FAIL CHATHISTORY MESSAGE_ERROR AFTER #chat :Not here`);
      answer(
        again,
        await again.next('CHATHISTORY'),
        lines.map(text => said(text, meeting.clock.now())),
      );
      await settle();
      expect(shown(meeting.witness)).toEqual(['first', ...now]);
    }
  });

  it('goes on for so many pages, then shows a gap and the latest', async () => {
    const meeting = await caughtUp();
    const { witness, clock } = meeting;
    const again = await broken(meeting);
    let asked = 0;
    for (let count = 0; count < maxCatchUpPages; count++) {
      const request = await again.next('CHATHISTORY');
      expect(request.params[0]).toBe('AFTER');
      const name = `p${++asked}x`;
      const page = Array.from({ length: historyPageMessages }, (_, line) =>
        said(`${name}${line}`, clock.now()),
      );
      answer(again, request, page);
    }
    expect(asked).toBe(maxCatchUpPages);
    const latest = await again.next('CHATHISTORY');
    expect(latest.params[0]).toBe('LATEST');
    answer(again, latest, [said('end', clock.now())]);
    await settle();
    expect(shown(witness)).toHaveLength(1 + maxCatchUpPages * historyPageMessages + 2);
    expect(shown(witness).slice(-2)).toEqual(['(gap)', 'end']);
  });

  it('asks again from the same place when the next connection breaks, too', async () => {
    const meeting = await caughtUp();
    const { witness, clock } = meeting;
    const second = await broken(meeting);
    await second.next('CHATHISTORY');
    second.say(said('live', clock.now()));
    await settle();
    const third = await broken({ ...meeting, peer: second });
    const request = await third.next('CHATHISTORY');
    expect(request.params[2]).toBe('msgid=first');
    answer(third, request, [said('missed', clock.now() - 100), said('live', clock.now())]);
    await settle();
    expect(shown(witness)).toEqual(['first', 'live', 'missed']);
  });

  it('takes a message of ours whose echo was lost as relayed, and says it once', async () => {
    const meeting = await caughtUp();
    const { client, witness, clock, peer } = meeting;
    const id = client.say('#chat', 'mine');
    await peer.next('PRIVMSG');
    const again = await broken(meeting);
    const request = await again.next('CHATHISTORY');
    answer(again, request, [said('m1', clock.now(), { nick: 'ana', tags: `;+pychat/id=${id}` })]);
    await settle();
    expect(witness.of('delivery')).toMatchObject([{ msgid: 'm1', target: '#chat', delivery: 'relayed' }]);
    expect(witness.messages.filter(message => message.own).map(message => message.id)).toEqual([id, id]);
  });
});

describe('the bounds of catching up', () => {
  const lines = (count: number, length: number, name: string, at: number): string[] =>
    Array.from({ length: count }, (_, index) =>
      said(`${name}${index}`, at).replace(/ [^ ]+$/, ` ${'x'.repeat(length)}`),
    );

  /** After a break, with the request for what was missed. */
  const missing = async () => {
    const meeting = await caughtUp();
    const again = await broken(meeting);
    const request = await again.next('CHATHISTORY');
    const next = (): Promise<Message> => again.next('CHATHISTORY');
    return { ...meeting, again, request, next };
  };

  it('take an answer that is not full for all there is, unless it is long', async () => {
    const length = smallPageLength / 50 - 50;
    for (const [count, asksOn] of [
      [49, false],
      [50, true],
    ] as const) {
      const { again, request, next, clock, client } = await missing();
      answer(again, request, lines(count, length, 'm', clock.now()));
      void client.older('#mark', clock.now());
      expect((await next()).params[0]).toBe(asksOn ? 'AFTER' : 'BEFORE');
    }
  });

  it('are what all answers together may hold', async () => {
    const length = 8_000;
    const count = maxCatchUpLength / 4 / length;
    for (const [last, subcommand] of [
      [length - 1, 'AFTER'],
      [length, 'LATEST'],
    ] as const) {
      const { again, request, next, clock } = await missing();
      answer(again, request, lines(count, length, 'a', clock.now()));
      answer(again, await next(), lines(count, length, 'b', clock.now()));
      answer(again, await next(), lines(count, length, 'c', clock.now()));
      const end = lines(1, last, 'end', clock.now());
      answer(again, await next(), [...lines(count - 1, length, 'd', clock.now()), ...end]);
      expect((await next()).params[0]).toBe(subcommand);
    }
  });

  it('are so many requests at one time', async () => {
    const { client, peer } = await caughtUp();
    const asked = Array.from({ length: maxHistoryRequests + 1 }, () => client.older('#chat', 5));
    const more = client.older('#chat', 5);
    expect(await more).toEqual({ events: [], end: 'noAnswer' });
    for (const older of asked) {
      answer(peer, await peer.next('CHATHISTORY'), [said('a', 1)]);
      expect((await older).events).toHaveLength(1);
    }
  });

  it('reach so far back that nothing a break can bring is shown twice', () => {
    expect(maxSeenIds).toBeGreaterThanOrEqual(
      2 * (maxCatchUpPages * historyPageMessages + historyPageMessages),
    );
  });
});
