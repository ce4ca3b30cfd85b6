import { describe, expect, it } from 'vitest';
import {
  historyFirstMessages,
  historyPageMessages,
  maxMissedChats,
  maxOlderPages,
  missedChatsMs,
  missedOverlapMs,
} from '../../../src/client/limits.ts';
import { historyCapabilities as capabilities, meetInRoom } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, brokenNow, caughtUp, said, shown } from '../../support/history.ts';

describe('private chats', () => {
  it('of the last day are looked for at first, and of what came after the last line heard later', async () => {
    const meeting = await caughtUp();
    const { targets, clock } = meeting;
    const time = (at: number): string => `timestamp=${new Date(at).toISOString()}`;
    expect(targets.params.slice(2)).toEqual([time(clock.now() - missedChatsMs), String(historyPageMessages)]);
    const lostAt = clock.now() - 1_000;
    const again = await brokenNow(meeting);
    const later = await again.next('CHATHISTORY');
    expect(later.params[2]).toBe(time(lostAt - missedOverlapMs));
    const stamp = new Date(clock.now()).toISOString();
    again.say(
      said('live', clock.now(), { to: 'ana' }),
      said('dans', clock.now(), { to: 'ana', nick: 'dan' }),
    );
    answer(
      again,
      later,
      ['bob', '#chat', 'carl'].map(name => `:irc.test CHATHISTORY TARGETS ${name} ${stamp}`),
    );
    answer(again, await again.next('CHATHISTORY'), []);
    const bob = await again.next('CHATHISTORY');
    expect(bob.params.slice(0, 3)).toEqual(['AFTER', 'bob', time(lostAt - missedOverlapMs)]);
    await settle();
    expect(shown(meeting.witness)).toEqual(['first', 'dans']);
    answer(again, bob, [
      said('missed', clock.now() - 9, { to: 'ana' }),
      said('mine', clock.now() - 8, { to: 'bob', nick: 'ana' }),
    ]);
    const carl = await again.next('CHATHISTORY');
    expect(carl.params[1]).toBe('carl');
    answer(again, carl, []);
    await settle();
    expect(meeting.witness.messages.slice(-3)).toMatchObject([
      { text: 'missed', target: 'bob', own: false },
      { text: 'mine', target: 'bob', own: true },
      { text: 'live', target: 'bob', own: false },
    ]);
    expect(again.all.filter(line => line.startsWith('MARKREAD'))).toEqual([
      'MARKREAD bob',
      'MARKREAD dan',
      'MARKREAD carl',
    ]);
  });

  it('are looked for from the first break on, until what went on in them is there', async () => {
    const meeting = await caughtUp();
    const { clock } = meeting;
    const since = `timestamp=${new Date(clock.now() - 1_000 - missedOverlapMs).toISOString()}`;
    const stamp = new Date(clock.now()).toISOString();
    let peer = await brokenNow(meeting);
    expect((await peer.next('CHATHISTORY')).params[2]).toBe(since);
    // It breaks before that is answered, and then before what it names is there.
    peer = await brokenNow({ ...meeting, peer });
    const targets = await peer.next('CHATHISTORY');
    expect(targets.params[2]).toBe(since);
    answer(peer, targets, [`:irc.test CHATHISTORY TARGETS bob ${stamp}`]);
    await settle();
    peer = await brokenNow({ ...meeting, peer });
    const again = await peer.next('CHATHISTORY');
    expect(again.params[2]).toBe(since);
    answer(peer, again, []);
    peer.say(said('live', clock.now(), { to: 'ana' }));
    await settle();
    const lostAt = clock.now();
    peer = await brokenNow({ ...meeting, peer });
    const last = await peer.next('CHATHISTORY');
    expect(last.params[2]).toBe(`timestamp=${new Date(lostAt - missedOverlapMs).toISOString()}`);
  });

  it('are so many and no more, the latest', async () => {
    const { peer, clock } = await meetInRoom({ capabilities });
    const stamp = new Date(clock.now()).toISOString();
    const names = Array.from({ length: maxMissedChats + 1 }, (_, index) => `nick${index}`);
    answer(
      peer,
      await peer.next('CHATHISTORY'),
      names.map(name => `:irc.test CHATHISTORY TARGETS ${name} ${stamp}`),
    );
    answer(peer, await peer.next('CHATHISTORY'), []);
    const asked: string[] = [];
    for (let count = 0; count < maxMissedChats; count++) {
      const request = await peer.next('CHATHISTORY');
      asked.push(request.params[1]!);
      answer(peer, request, []);
    }
    await settle();
    expect(asked).toEqual(names.slice(1));
    expect(peer.all.filter(line => line.includes('CHATHISTORY'))).toHaveLength(2 + maxMissedChats);
  });

  it('are ours by the account where our nick was another one', async () => {
    const { peer, clock, client, witness } = await caughtUp();
    peer.say(':irc.test 900 ana ana!u@h acc :You are now logged in');
    await settle();
    const older = client.older('bob', clock.now());
    answer(peer, await peer.next('CHATHISTORY'), [
      said('mine', 5, { nick: 'ana_', to: 'bob', tags: ';account=acc' }),
      said('hers', 6, { nick: 'ana', to: 'bob', tags: ';account=other' }),
    ]);
    expect((await older).events).toMatchObject([
      { own: true, target: 'bob' },
      { own: false, target: 'bob' },
    ]);
    expect(witness.messages).toHaveLength(1);
  });
});

describe('older messages', () => {
  it('come on request, also those that were shown before, and are not told as news', async () => {
    const { client, peer, clock, witness } = await caughtUp();
    const before = clock.now();
    const older = client.older('#chat', before);
    const request = await peer.next('CHATHISTORY');
    expect(request.params).toEqual([
      'BEFORE',
      '#chat',
      `timestamp=${new Date(before).toISOString()}`,
      String(historyFirstMessages),
    ]);
    answer(peer, request, [
      said('zero', before - 2_000),
      `@time=${new Date(before).toISOString()};msgid=t1;+draft/react=+;+draft/reply=zero :carl!u@h TAGMSG #chat`,
      ':carl!u@h PART #chat',
      said('first', before - 1_000),
    ]);
    expect(await older).toMatchObject({
      end: 'more',
      events: [
        { text: 'zero', earlier: true },
        { type: 'reaction', msgid: 'zero', nick: 'carl' },
        { text: 'first' },
      ],
    });
    expect(shown(witness)).toEqual(['first']);
  });

  it('are asked for by the name of the oldest one shown, and by its time when that is gone', async () => {
    const { client, peer, clock } = await caughtUp();
    const at = clock.now() - 1_000;
    const older = client.older('#chat', at);
    const { params, tags } = await peer.next('CHATHISTORY');
    expect(params.slice(0, 3)).toEqual(['BEFORE', '#chat', 'msgid=first']);
    peer.say(`@label=${tags.get('label')!} FAIL CHATHISTORY MESSAGE_ERROR BEFORE #chat :Gone`);
    const again = await peer.next('CHATHISTORY');
    expect(again.params[2]).toBe(`timestamp=${new Date(at).toISOString()}`);
    answer(peer, again, [said('same', at)]);
    expect(await older).toMatchObject({ events: [{ text: 'same' }], end: 'more' });
    void client.older('#chat', at);
    expect((await peer.next('CHATHISTORY')).params[2]).toBe('msgid=same');
  });

  it('are looked for past what is none, for so many pages', async () => {
    const { client, peer, clock } = await caughtUp();
    const older = client.older('#chat', clock.now());
    for (let page = 0; page < maxOlderPages; page++) {
      const time = new Date(clock.now() - page * 1_000).toISOString();
      answer(peer, await peer.next('CHATHISTORY'), [`@time=${time};msgid=j${page} :carl!u@h JOIN #chat`]);
    }
    expect(await older).toEqual({ events: [], end: 'more' });
    const last = client.older('#chat', 5);
    answer(peer, await peer.next('CHATHISTORY'), []);
    expect(await last).toEqual({ events: [], end: 'all' });
  });

  it('are none where the server refuses, or the connection ends meanwhile', async () => {
    const { client, peer } = await caughtUp();
    const refused = client.older('#other', 5);
    const { tags } = await peer.next('CHATHISTORY');
    peer.say(`@label=${tags.get('label')!} FAIL CHATHISTORY INVALID_TARGET BEFORE #other :No`);
    expect(await refused).toEqual({ events: [], end: 'refused' });
    const ended = client.older('#chat', 5);
    peer.cut();
    expect(await ended).toEqual({ events: [], end: 'noAnswer' });
    await settle();
    expect(await client.older('#chat', 5)).toEqual({ events: [], end: 'noAnswer' });
  });
});
