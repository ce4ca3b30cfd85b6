import { describe, expect, it } from 'vitest';
import type { ResumedMessage } from '../../../src/chat/event.ts';
import { historyCapabilities as capabilities, meet, never } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, noChats, said } from '../../support/history.ts';

const account = ':irc.test 900 ana ana!u@h acc :You are now logged in';
const base = { id: 'a'.repeat(24), target: '#chat', form: 'say', text: 'hello' } as const;
const sent = { after: 1_000, ids: [base.id] };

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
    ['it had several parts', { ...base, sent: { after: 1_000, ids: [base.id, `${base.id}.0.1`] } }, 0],
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
