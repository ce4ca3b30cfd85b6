import { describe, expect, it } from 'vitest';
import type { Witness } from '../../support/chatClients.ts';
import { historyCapabilities, meet, never } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';
import { answer, brokenNow, caughtUp, noChats, said } from '../../support/history.ts';

const isupport = 'PYCHATIDS';
const capabilities = historyCapabilities.replace('max-lines=1000', 'max-lines=2');
const text = 'one\ntwo\nthree';

/** The parts of a message of ours as a history has them. */
const parts = (id: string, at: number): string[] => [
  said('p1', at, { nick: 'ana', tags: `;+pychat/id=${id}` }),
  said('p2', at + 1, { nick: 'ana', tags: `;+pychat/id=${id}.0.1` }),
];

/** A message of ours in two parts has gone out, and nothing came back. */
async function sent() {
  const meeting = await caughtUp({ isupport, capabilities });
  const { client, peer, clock } = meeting;
  const id = client.say('#chat', text);
  await peer.next('PRIVMSG');
  await settle();
  return { ...meeting, id, at: clock.now() };
}

/** What was told of a message of ours: texts under an id, and how far that has come. */
const told = (witness: Witness, id: string): [string[], string[]] => [
  witness.messages.filter(message => message.own).map(message => message.text),
  witness.all.flatMap(event => (event.type === 'delivery' && event.id === id ? [event.delivery] : [])),
];

const request = async (again: FakeConnection): Promise<Awaited<ReturnType<FakeConnection['next']>>> => {
  await noChats(again, 0);
  return again.next('CHATHISTORY');
};

describe('a message of ours that went out in parts', () => {
  it('is one line when both come with what was missed', async () => {
    const meeting = await sent();
    const { id, at, witness } = meeting;
    const again = await brokenNow(meeting, isupport);
    answer(again, await request(again), parts(id, at), 0);
    await settle();
    expect(told(witness, id)).toEqual([[text], ['relayed']]);
    expect(witness.of('delivery').at(-1)).toMatchObject({
      ...{ msgid: 'p1', at, earlier: true },
      parts: ['p2'],
    });
  });

  it('is one line when one has come back before', async () => {
    const meeting = await sent();
    const { id, at, witness, peer } = meeting;
    peer.say(parts(id, at)[0]!);
    await settle();
    const again = await brokenNow(meeting, isupport);
    answer(again, await request(again), [parts(id, at)[1]!], 0);
    await settle();
    expect(told(witness, id)).toEqual([[text], ['relayed']]);
  });

  it('is one line when it was given up, and comes with what is fetched later', async () => {
    const meeting = await sent();
    const { id, at, witness, clock } = meeting;
    const again = await brokenNow(meeting, isupport);
    answer(again, await request(again), [parts(id, at)[0]!], at + 10);
    await settle();
    expect(told(witness, id)).toEqual([[text], ['notConfirmed']]);
    const third = await brokenNow({ ...meeting, peer: again }, isupport);
    answer(third, await request(third), [parts(id, at)[1]!, said('new', clock.now())], 0);
    await settle();
    expect(told(witness, id)).toEqual([[text], ['notConfirmed', 'relayed']]);
  });

  it('is one line when it is an action', async () => {
    const meeting = await caughtUp({ isupport, capabilities });
    const { client, peer, witness, clock } = meeting;
    const long = 'x'.repeat(600);
    const id = client.act('#chat', long);
    await peer.next('PRIVMSG');
    await settle();
    const again = await brokenNow(meeting, isupport);
    answer(again, await request(again), parts(id, clock.now()), 0);
    await settle();
    expect(told(witness, id)).toEqual([[long], ['relayed']]);
  });

  it('says so when it goes out again in others, for a later window to look for these', async () => {
    const meeting = await sent();
    const { id, at, witness } = meeting;
    const again = await brokenNow(meeting, isupport);
    again.say(':irc.test 900 ana ana!u@h acc :You are now logged in');
    answer(again, await request(again), [], at - 2_000);
    const batch = await again.next('BATCH');
    expect(batch.tags.get('+pychat/id')).toBe(`${id}.1.0`);
    const steps = witness.of('delivery').filter(one => one.id === id);
    expect(steps).toMatchObject([{ delivery: 'sent', sent: { parts: 1, cuts: 1 } }]);
  });

  it('is told as no line when an earlier window had it', async () => {
    const { client, server, witness, clock } = meet();
    const id = 'i'.repeat(22);
    client.resume([{ id, form: 'say', target: '#chat', text, sent: { after: 1_000, parts: 2, cuts: 0 } }]);
    const starting = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities, isupport });
    await starting;
    answer(peer, await request(peer), parts(id, clock.now()), 0);
    await settle();
    expect(told(witness, id)).toEqual([[], ['relayed']]);
  });
});
