import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/irc/message.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';
import { answer, brokenNow, caughtUp, noChats, said } from '../../support/history.ts';

const isupport = 'PYCHATIDS';
const account = ':irc.test 900 ana ana!u@h acc :You are now logged in';

/** In the room of a PyChat relay that knows us, where `two` was sent and not echoed when the connection broke. */
async function underWay(knowsUs = true) {
  const meeting = await caughtUp({ isupport });
  const { peer, client, clock } = meeting;
  peer.say(said('now', clock.now()));
  await settle();
  const lost = client.say('#chat', 'two');
  await peer.next('PRIVMSG');
  const again = await brokenNow(meeting, isupport);
  if (knowsUs) again.say(account);
  const later = client.say('#chat', 'three');
  await settle();
  return { ...meeting, again, lost, later, sentAt: clock.now() - 500 };
}

const texts = (peer: FakeConnection): string[] =>
  peer.all.filter(line => line.includes('PRIVMSG')).map(line => line.split(' ').at(-1)!);

/** The request for what was said in the room. */
async function asked(again: FakeConnection): Promise<Message> {
  await noChats(again, 0);
  return again.next('CHATHISTORY');
}

describe('a line that was sent when the connection broke', () => {
  it('is sent again under its id, before what was said later, where the server has lost nothing since', async () => {
    const { again, lost, later, sentAt, witness } = await underWay();
    const request = await asked(again);
    expect(texts(again)).toEqual([]);
    answer(again, request, [], sentAt - 1);
    const sent = await again.next('PRIVMSG');
    expect(sent.tags.get('+pychat/id')).toBe(lost);
    await settle();
    expect(texts(again)).toEqual(['two', 'three']);
    expect([witness.steps(lost), witness.steps(later)]).toEqual([['sent'], ['queued', 'sent']]);
    again.say(`@label=${sent.tags.get('label')!};msgid=m2 :ana!u@h PRIVMSG #chat two`);
    await settle();
    expect(witness.steps(lost)).toEqual(['sent', 'relayed']);
  });

  it('is not sent again when it is in the history', async () => {
    const { again, lost, sentAt, witness } = await underWay();
    const tags = `;+pychat/id=${lost}`;
    answer(again, await asked(again), [said('two', sentAt, { nick: 'ana', tags })], 0);
    await settle();
    expect(texts(again)).toEqual(['three']);
    expect(witness.of('delivery').find(({ id }) => id === lost)).toMatchObject({
      delivery: 'relayed',
      earlier: true,
      msgid: 'two',
    });
  });

  it.each([
    ['the server has lost something since', true, isupport, 0],
    ['the server does not know us', false, isupport, -1],
  ])('is not confirmed, and not sent again, when %s', async (_, knowsUs, __, after) => {
    const { again, lost, sentAt, witness } = await underWay(knowsUs);
    answer(again, await asked(again), [], sentAt + after);
    await settle();
    expect(texts(again)).toEqual(['three']);
    expect(witness.steps(lost)).toEqual(['sent', 'notConfirmed']);
    expect(witness.of('delivery').find(({ id }) => id === lost)).toMatchObject({ reason: 'lost' });
  });

  it('keeps its place over two breaks in a row', async () => {
    const meeting = await underWay();
    const { again, lost, sentAt } = meeting;
    await asked(again);
    const third = await brokenNow({ ...meeting, peer: again }, isupport);
    third.say(account);
    const request = await asked(third);
    expect(request.params[2]).toBe('msgid=now');
    answer(third, request, [], sentAt - 1);
    const sent = await third.next('PRIVMSG');
    expect(sent.tags.get('+pychat/id')).toBe(lost);
    await settle();
    expect([texts(again), texts(third)]).toEqual([[], ['two', 'three']]);
  });

  it.each([
    ['that is kept', 0, true],
    ['that is not kept', undefined, false],
  ])('to somebody in private is known from the chat with them (%s)', async (_, keptSince, isSent) => {
    const meeting = await caughtUp({ isupport });
    const { peer, client, clock, witness } = meeting;
    peer.say(said('now', clock.now()));
    await settle();
    const [bob, dan] = ['bob', 'dan'].map(nick => client.say(nick, nick));
    await peer.next('PRIVMSG');
    const again = await brokenNow(meeting, isupport);
    again.say(account);
    const stamp = new Date(clock.now()).toISOString();
    answer(again, await again.next('CHATHISTORY'), [`:irc.test CHATHISTORY TARGETS dan ${stamp}`], 0);
    await settle();
    expect(texts(again)).toEqual([]);
    answer(again, await again.next('CHATHISTORY'), [], 0);
    const tags = `;+pychat/id=${dan!}`;
    const line = said('dan', clock.now(), { nick: 'ana', to: 'dan', tags });
    answer(again, await again.next('CHATHISTORY'), [line], 0);
    const last = await again.next('CHATHISTORY');
    expect(last.params[1]).toBe('bob');
    answer(again, last, [], keptSince);
    await settle();
    expect(texts(again)).toEqual(isSent ? ['bob'] : []);
    expect(witness.steps(bob!)).toEqual(isSent ? ['sent'] : ['sent', 'notConfirmed']);
    expect(witness.of('delivery').find(({ id }) => id === dan)).toMatchObject({ delivery: 'relayed' });
  });

  it('has failed or is not confirmed when its room does not let us in again', async () => {
    const meeting = await caughtUp({ isupport });
    const { peer, client, witness, server } = meeting;
    const lost = client.say('#chat', 'two');
    await peer.next('PRIVMSG');
    peer.cut();
    await settle();
    const later = client.say('#chat', 'three');
    client.retryNow();
    const again = await server.accept();
    await again.register({ capabilities: 'echo-message' });
    await again.next('JOIN');
    again.say(':irc.test 473 ana #chat :Invite only');
    await settle();
    expect([witness.steps(lost), witness.steps(later)]).toEqual([
      ['sent', 'notConfirmed'],
      ['queued', 'failed'],
    ]);
  });
});
