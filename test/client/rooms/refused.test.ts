import { afterEach, describe, expect, it } from 'vitest';
import { allCapabilities, meet, meetInRoom, never } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';
import { joinAnswerMs } from '../../../src/client/limits.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

/** What servers refuse a room with: in full, channel full, invite only, banned, key, registered only, none, too many, busy, secure only. */
const refusals = ['471', '473', '474', '475', '477', '403', '405', '437', '489'];

/** Answers the JOIN of two rooms: lets us into #tea, and says something else to #chat. */
async function refuseChat(peer: FakeConnection, ...lines: string[]): Promise<void> {
  await peer.next('JOIN');
  peer.say(...lines, ':ana!u@h JOIN #tea', ':irc.test 366 ana #tea :End');
  await settle();
}

describe('a room that does not let us in', () => {
  it.each(refusals)('by %s ends nothing, on joining and after a break', async numeric => {
    const { server, client, clock, witness } = meet();
    client.enterRoom('#tea');
    const started = client.start(never);
    const peer = await server.accept();
    await peer.register();
    await started;
    await refuseChat(peer, `:irc.test ${numeric} ana #CHAT :Not you`);
    expect(witness.of('notEntered')).toEqual([
      { type: 'notEntered', target: '#chat', at: clock.now(), numeric, text: 'Not you' },
    ]);
    expect(witness.of('refused')).toEqual([]);
    expect([client.state.phase, client.rooms]).toEqual(['registered', ['#tea']]);
    client.enterRoom('#chat');
    await peer.next('JOIN');
    peer.say(':ana!u@h JOIN #chat', ':irc.test 366 ana #chat :End');
    await settle();
    peer.cut();
    await settle();
    clock.advance(500);
    const again = await server.accept();
    await again.register();
    await refuseChat(again, `:irc.test ${numeric} ana #chat :Not you any more`);
    expect(witness.of('notEntered')).toHaveLength(2);
    expect([client.state.phase, client.rooms]).toEqual(['registered', ['#tea']]);
    expect(client.members('#tea')).toEqual(['ana']);
  });

  it('may be refused by a standard reply', async () => {
    const { peer, client, witness } = await meetInRoom();
    client.enterRoom('#vip');
    peer.say(':irc.test FAIL JOIN NOT_OPEN #vip :Later');
    await settle();
    expect(witness.of('notEntered')).toMatchObject([{ target: '#vip', numeric: 'FAIL', text: 'Later' }]);
    expect(client.rooms).toEqual(['#chat']);
  });

  it('may put us into another one', async () => {
    const { peer, client, witness } = await meetInRoom();
    client.enterRoom('#full');
    peer.say(':irc.test 470 ana #full ##overflow :Forwarding', ':ana!u@h JOIN ##overflow');
    await settle();
    expect(witness.of('notEntered')).toMatchObject([
      { target: '#full', numeric: '470', forwardedTo: '##overflow' },
    ]);
    expect(witness.of('joined').at(-1)).toMatchObject({ target: '##overflow', own: true });
    expect(client.rooms).toEqual(['#chat', '##overflow']);
  });

  it('is one that the server says nothing about for a minute: what waits for it fails', async () => {
    const { peer, client, clock, witness } = await meetInRoom();
    client.enterRoom('#mute');
    const waiting = client.say('#mute', 'hello');
    for (let at = 0; at < 4; at++) {
      expect(witness.steps(waiting)).toEqual(['queued']);
      clock.advance(joinAnswerMs / 4);
      // It is not gone.
      peer.say(':bob!u@h PRIVMSG #chat :here');
      await settle();
    }
    expect(witness.steps(waiting)).toEqual(['queued', 'failed']);
    expect(witness.of('notEntered')).toMatchObject([{ target: '#mute', numeric: '', text: '' }]);
    expect(client.rooms).toEqual(['#chat']);
    peer.say(':ana!u@h JOIN #mute');
    await settle();
    expect(client.rooms).toEqual(['#chat', '#mute']);
  });

  it('is none that had no chance to answer, since this process stood still', async () => {
    const { peer, client, clock, witness } = await meetInRoom();
    client.enterRoom('#slow');
    const waiting = client.say('#slow', 'hello');
    for (const ms of [joinAnswerMs / 2, joinAnswerMs / 2 - 1_000]) {
      clock.advance(ms);
      peer.say(':bob!u@h PRIVMSG #chat :here');
      await settle();
    }
    clock.set(120_000);
    clock.advance(1_000);
    expect(witness.steps(waiting)).toEqual(['queued']);
    peer.say(':ana!u@h JOIN #slow', ':irc.test 366 ana #slow :End');
    await settle();
    expect(witness.steps(waiting)).toEqual(['queued', 'sent']);
    expect(witness.of('notEntered')).toEqual([]);
  });

  it('is not meant by a refusal of something else', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    client.enterRoom('#vip');
    peer.say(':irc.test 404 ana #vip :No', ':irc.test 471 ana #other :Full', ':irc.test 471 ana #chat :Full');
    await settle();
    expect(witness.of('notEntered')).toEqual([]);
    expect(witness.of('refused')).toHaveLength(3);
    expect(client.rooms).toEqual(['#chat', '#vip']);
  });

  it('fails what was to be said there, and nothing else', async () => {
    const { peer, client, witness } = await meetInRoom();
    client.enterRoom('#vip');
    client.enterRoom('#late');
    const [vip, late, chat] = ['#vip', '#late', '#chat'].map(target => client.say(target, 'hello'));
    peer.say(':irc.test 473 ana #vip :Invite only');
    await settle();
    expect(witness.steps(vip!)).toEqual(['queued', 'failed']);
    expect(witness.of('delivery').find(event => event.id === vip)).toMatchObject({ reason: 'Invite only' });
    expect(witness.steps(chat!)).toEqual(['sent']);
    expect(witness.steps(late!)).toEqual(['queued']);
    peer.say(':ana!u@h JOIN #late');
    await settle();
    expect(peer.all.filter(line => line.startsWith('PRIVMSG'))).toEqual([
      'PRIVMSG #chat hello',
      'PRIVMSG #late hello',
    ]);
    client.enterRoom('#never');
    const lonely = client.say('#never', 'hello');
    client.leaveRoom('#never', '');
    expect(witness.steps(lonely)).toEqual(['queued', 'failed']);
  });
});

describe('a room that is left before it has answered', () => {
  it('is left as soon as it does, and nothing is told of it', async () => {
    const { peer, client, witness } = await meetInRoom();
    const told = (): unknown[] =>
      witness.events.filter(event => 'target' in event && event.target === '#tea');
    client.enterRoom('#tea');
    client.leaveRoom('#tea', 'no');
    expect(client.rooms).toEqual(['#chat']);
    expect((await peer.next('PART')).params).toEqual(['#tea', 'no']);
    peer.say(':ana!u@h JOIN #tea', ':irc.test 366 ana #tea :End', ':ana!u@h PART #tea');
    await settle();
    expect(client.rooms).toEqual(['#chat']);
    expect(told()).toEqual([]);
    client.enterRoom('#tea');
    peer.say(':ana!u@h JOIN #tea');
    await settle();
    expect(told()).toMatchObject([{ type: 'joined', own: true }]);
  });
});

describe('a client without any room', () => {
  it('is up, and speaks to people', async () => {
    const { server, client } = meet({ room: '' });
    const id = client.say('bob', 'psst');
    const started = client.start(never);
    const peer = await server.accept();
    await peer.register();
    await started;
    expect((await peer.next('PRIVMSG')).params).toEqual(['bob', 'psst']);
    expect(id).not.toBe('');
    expect(peer.all.filter(line => line.startsWith('JOIN'))).toEqual([]);
  });
});

describe('a room of the relay that has become invite-only', () => {
  let room: RelayRoom;

  afterEach(() => room.close());

  it('lets nobody back after a break, who still comes back to the other rooms', async () => {
    room = new RelayRoom();
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.enterRoom('#dev');
    await ana.witness.until(() => ana.client.members('#dev').length === 1);
    bob.client.enterRoom('#dev');
    await bob.witness.until(() => bob.client.members('#dev').length === 2);
    ana.streams[0]!.write('MODE #dev +i\r\n');
    await ana.client.list();
    bob.streams[0]!.destroy();
    await bob.witness.until(() => bob.witness.of('notEntered').length === 1);
    expect(bob.witness.of('notEntered')).toMatchObject([{ target: '#dev', numeric: '473' }]);
    await bob.witness.until(() => bob.client.members('#chat').includes('ana'));
    const id = bob.client.say('#chat', 'back');
    await bob.witness.until(() => bob.witness.steps(id).includes('relayed'));
    expect([bob.client.state.phase, bob.client.rooms]).toEqual(['registered', ['#chat']]);
  });
});
