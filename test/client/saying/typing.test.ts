import { afterEach, describe, expect, it } from 'vitest';
import { typingMs, typingRefusalMs } from '../../../src/client/limits.ts';
import { allCapabilities, meetInRoom } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

const withoutLabels = allCapabilities.replace('labeled-response ', '');

describe('typing that a server refuses', () => {
  it('says nothing, by its label', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    client.typing('gone', 'active');
    const { tags } = await peer.next('TAGMSG');
    const label = tags.get('label')!;
    peer.say(`@label=${label} :irc.test 401 ana gone :No such nick`, `@label=${label} :irc.test ACK`);
    peer.say(`@label=${label} :irc.test FAIL TAGMSG CANNOT_SEND gone :No`);
    await settle();
    expect(witness.of('refused')).toEqual([]);
    peer.say(':irc.test 401 ana gone :No such nick');
    await settle();
    expect(witness.of('refused')).toEqual([]);
  });

  it.each(['401 ana gone', '403 ana gone', '404 ana gone', '442 ana gone', 'FAIL TAGMSG CANNOT_SEND gone'])(
    'says nothing without a label for %s, for a few seconds',
    async refusal => {
      const { peer, client, clock, witness } = await meetInRoom({ capabilities: withoutLabels });
      client.typing('gone', 'active');
      expect((await peer.next('TAGMSG')).tags.has('label')).toBe(false);
      clock.advance(typingRefusalMs - 1);
      peer.say(`:irc.test ${refusal} :No`);
      await settle();
      expect(witness.of('refused')).toEqual([]);
      clock.advance(1);
      peer.say(`:irc.test ${refusal} :No`);
      await settle();
      expect(witness.of('refused')).toHaveLength(1);
    },
  );

  it('hides no refusal of what is said there', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: withoutLabels });
    client.typing('gone', 'active');
    const id = client.say('gone', 'hello');
    peer.say(':irc.test 401 ana gone :No such nick', ':irc.test 482 ana #chat :No');
    await settle();
    expect(witness.steps(id)).toEqual(['sent', 'failed']);
    expect(witness.of('refused').map(event => event.numeric)).toEqual(['401', '482']);
  });

  it('is not even tried in a room that we are not in', async () => {
    const { peer, client, clock } = await meetInRoom({ capabilities: allCapabilities });
    client.enterRoom('#vip');
    client.typing('#vip', 'active');
    client.typing('#other', 'active');
    peer.say(':op!u@h KICK #chat ana :out');
    await settle();
    client.typing('#chat', 'active');
    clock.advance(typingMs);
    await settle();
    expect(peer.all.filter(line => line.includes('TAGMSG'))).toEqual([]);
  });
});

describe('typing on the relay', () => {
  let room: RelayRoom;

  afterEach(() => room.close());

  it('to somebody who has left is never answered', async () => {
    room = new RelayRoom();
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    await bob.client.leave('');
    await ana.witness.until(() => ana.witness.of('left').length === 1);
    ana.client.typing('bob', 'active');
    await ana.client.list();
    expect(ana.witness.of('refused')).toEqual([]);
  });
});
