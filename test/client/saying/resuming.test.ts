import { describe, expect, it } from 'vitest';
import type { ResumedMessage } from '../../../src/chat/event.ts';
import { historyCapabilities as capabilities, meet, meetInRoom, never } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, brokenNow, caughtUp, noChats, said } from '../../support/history.ts';

const account = ':irc.test 900 ana ana!u@h acc :You are now logged in';
const base = { id: 'a'.repeat(24), target: '#chat', form: 'say', text: 'hello' } as const;
const sent = { after: 1_000, parts: 1, cuts: 0 };

/** A client that is given messages before it registers, in its room on a PyChat relay that knows it. */
async function resuming(...messages: readonly ResumedMessage[]) {
  const meeting = meet();
  const { server, client, witness } = meeting;
  client.resume(messages);
  client.enterRoom('#chat');
  const starting = client.start(never);
  const peer = await server.accept();
  await peer.welcome({ capabilities, isupport: 'PYCHATIDS' });
  peer.say(account);
  await starting;
  await noChats(peer, 0);
  const request = await peer.next('CHATHISTORY');
  const lines = (): string[] => peer.all.filter(line => line.includes('PRIVMSG'));
  return { ...meeting, peer, request, lines, steps: () => witness.steps(base.id) };
}

describe('a message of an earlier window', () => {
  it('that was never sent goes out under its id', async () => {
    const { peer, lines, steps } = await resuming(base);
    expect(lines()).toEqual([expect.stringMatching(`pychat/id=${base.id}.* PRIVMSG #chat hello$`)]);
    const tags = `;+pychat/id=${base.id}`;
    peer.say(said('hello', 2_000, { nick: 'ana', tags }));
    await settle();
    expect(steps()).toEqual(['sent', 'relayed']);
  });

  it('that was sent is not sent again when it is in the history', async () => {
    const { peer, request, lines, witness, clock } = await resuming({ ...base, sent });
    await settle();
    expect(lines()).toEqual([]);
    const tags = `;+pychat/id=${base.id}`;
    answer(peer, request, [said('hello', clock.now() - 5_000, { nick: 'ana', tags })], 0);
    await settle();
    expect(lines()).toEqual([]);
    expect(witness.of('delivery')).toMatchObject([{ id: base.id, delivery: 'relayed', earlier: true }]);
  });

  it.each(['say', 'action'] as const)('that was sent is sent again where that is safe: %s', async form => {
    const { peer, request, steps } = await resuming({ ...base, form, sent });
    answer(peer, request, [], sent.after - 1);
    const line = await peer.next('PRIVMSG');
    expect(line.tags.get('+pychat/id')).toBe(base.id);
    expect(line.params[1]).toBe(form === 'say' ? 'hello' : '\x01ACTION hello\x01');
    peer.say(`@label=${line.tags.get('label')!};msgid=m1 :ana!u@h PRIVMSG #chat :${line.params[1]!}`);
    await settle();
    expect(steps()).toEqual(['relayed']);
  });

  it.each([
    ['something was lost since', { ...base, sent }, sent.after],
    ['it is old', { ...base, sent, isOld: true }, 0],
    ['it had several parts', { ...base, sent: { ...sent, parts: 2 } }, 0],
  ])('that was sent is not confirmed when %s', async (_, message, keptSince) => {
    const { peer, request, lines, steps } = await resuming(message);
    answer(peer, request, [], keptSince);
    await settle();
    expect([lines(), steps()]).toEqual([[], ['notConfirmed']]);
  });

  it('has failed when nobody can have the name that it is for', () => {
    const { witness, client } = meet();
    client.resume([{ ...base, target: 'no one' }]);
    expect(witness.steps(base.id)).toEqual(['failed']);
  });
});

/** In the room of a PyChat relay, all caught up, with what bob said; only now are there messages of an earlier window. */
async function resumedLate(messages: readonly ResumedMessage[], isupport = 'PYCHATIDS') {
  const meeting = await caughtUp({ isupport });
  meeting.peer.say(account, said('now', meeting.clock.now()));
  await settle();
  meeting.client.resume(messages);
  const later = meeting.client.say(messages[0]!.target, 'later');
  await settle();
  const { peer, witness } = meeting;
  const texts = (): string[] =>
    peer.all.filter(line => line.includes('PRIVMSG')).map(line => line.split(' ').at(-1)!);
  return { ...meeting, later, texts, steps: () => witness.steps(base.id) };
}

describe('a message of an earlier window that is given when all was told', () => {
  it.each(['#chat', 'dan'])(
    'is looked for back to where it may stand, and holds up nothing: %s',
    async target => {
      const { peer, clock, texts, later, witness } = await resumedLate([
        { ...base, target, sent: { ...sent, after: 900_000_000_000 } },
      ]);
      const request = await peer.next('CHATHISTORY');
      expect(request.params.slice(0, 3)).toEqual([
        'AFTER',
        target,
        `timestamp=${new Date(900_000_000_000 - 60_000).toISOString()}`,
      ]);
      expect(texts()).toEqual([]);
      const tags = `;+pychat/id=${base.id}`;
      answer(peer, request, [said('hello', clock.now() - 5_000, { nick: 'ana', to: target, tags })], 0);
      await settle();
      const told = witness.of('delivery').filter(({ id }) => id === base.id);
      expect([told.map(({ delivery }) => delivery), texts()]).toEqual([['relayed'], ['later']]);
      expect(witness.steps(later)).toEqual(['queued', 'sent']);
      expect(witness.of('gap')).toEqual([]);
    },
  );

  it.each([
    ['that is not there', '#chat', 'PYCHATIDS'],
    ['in a room that is none of ours', '#other', 'PYCHATIDS'],
    ['on a server with no word of what it has lost', '#chat', ''],
  ])('is not confirmed, or sent again where that is safe: one %s', async (_, target, isupport) => {
    const { peer, texts, steps, witness, clock } = await resumedLate(
      [{ ...base, target, sent: { ...sent, after: 900_000_000_000 } }],
      isupport,
    );
    if (target === '#chat')
      answer(
        peer,
        await peer.next('CHATHISTORY'),
        [said('now', clock.now())],
        isupport === '' ? undefined : 0,
      );
    await settle();
    const isAgain = target === '#chat' && isupport !== '';
    expect(steps()).toEqual(isAgain ? [] : ['notConfirmed']);
    if (target === '#chat') expect(texts()).toEqual(isAgain ? ['hello', 'later'] : ['later']);
    expect(witness.of('gap').length).toBe(0);
  });

  it('is not confirmed on a server without history, and no gap is shown for it', async () => {
    const meeting = await meetInRoom({ capabilities: 'server-time echo-message' });
    meeting.client.resume([{ ...base, sent }]);
    await settle();
    expect([meeting.witness.steps(base.id), meeting.witness.of('gap')]).toEqual([['notConfirmed'], []]);
  });

  it('is recognised though its server told it before and has dropped it since', async () => {
    const meeting = await meetInRoom({ capabilities, isupport: 'PYCHATIDS' });
    const { peer, client, witness, clock } = meeting;
    peer.say(account);
    await noChats(peer);
    const ours = (id: string): string =>
      said(id, clock.now() - 1_000, { nick: 'ana', tags: `;+pychat/id=${id}` });
    const theirs = said('theirs', clock.now(), { tags: ';+pychat/id=second' });
    answer(peer, await peer.next('CHATHISTORY'), [...['first', 'whole', 'whole.0.1'].map(ours), theirs]);
    await settle();
    client.resume(
      [['first', 1] as const, ['second', 1] as const, ['whole', 2] as const].map(([name, parts]) => ({
        ...{ ...base, id: name, sent: { ...sent, parts } },
      })),
    );
    const at = clock.now() - 1_000;
    const relayed = { delivery: 'relayed', at, earlier: true };
    expect(witness.of('delivery')).toMatchObject([
      { id: 'first', msgid: 'first', ...relayed },
      { id: 'whole', msgid: 'whole', parts: ['whole.0.1'], ...relayed },
    ]);
    answer(peer, await peer.next('CHATHISTORY'), [], clock.now());
    await settle();
    expect(witness.steps('second')).toEqual(['notConfirmed']);
    expect(witness.of('delivery')).toHaveLength(3);
  });

  it('waits for what is being fetched there', async () => {
    const meeting = await caughtUp({ isupport: 'PYCHATIDS' });
    const again = await brokenNow(meeting, 'PYCHATIDS');
    again.say(account);
    const targets = await again.next('CHATHISTORY');
    meeting.client.resume(
      ['#chat', 'dan'].map((target, index) => ({ ...base, id: `${base.id}${index}`, target, sent })),
    );
    answer(again, targets, [], 0);
    const asked: string[] = [];
    for (let count = 0; count < 2; count++) {
      const request = await again.next('CHATHISTORY');
      asked.push(request.params[1]!);
      answer(again, request, [], 0);
    }
    await settle();
    expect(asked).toEqual(['#chat', 'dan']);
    expect(again.all.filter(line => line.includes('PRIVMSG'))).toHaveLength(2);
  });
});
