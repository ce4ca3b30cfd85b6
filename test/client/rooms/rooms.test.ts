import { describe, expect, it } from 'vitest';
import {
  joinRooms,
  listTimeoutMs,
  maxListedRooms,
  maxPlaceMarks,
  maxReasonBytes,
  maxRooms,
} from '../../../src/client/limits.ts';
import { Marks } from '../../../src/client/history/marks.ts';
import { allCapabilities, meet, meetInRoom } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';

/** Lets somebody into a room. */
async function letIn(peer: FakeConnection, room: string, nick = 'ana'): Promise<void> {
  peer.say(
    `:${nick}!~u@host.test JOIN ${room}`,
    `:irc.test 353 ${nick} = ${room} :bob ${nick}`,
    `:irc.test 366 ${nick} ${room} :End of /NAMES list`,
  );
  await settle();
}

/** In #chat and #tea. */
async function inTwoRooms() {
  const meeting = await meetInRoom({ capabilities: allCapabilities });
  meeting.client.enterRoom('#tea');
  await letIn(meeting.peer, '#Tea');
  return meeting;
}

function joins(peer: FakeConnection): string[] {
  return peer.all.filter(line => line.startsWith('JOIN '));
}

describe('rooms', () => {
  it('are entered, told of under the name we gave, and left', async () => {
    const { peer, client, witness } = await inTwoRooms();
    const before = witness.of('membersChanged').length;
    expect(client.rooms).toEqual(['#chat', '#tea']);
    expect(client.members('#TEA')).toEqual(['ana', 'bob']);
    expect(witness.of('joined').at(-1)).toMatchObject({ target: '#tea', own: true });
    peer.say(':bob!u@h PRIVMSG #TEA :hi', ':bob!u@h QUIT :bye', ':eve!u@h JOIN #tea');
    await settle();
    expect(witness.messages).toMatchObject([{ target: '#tea', text: 'hi' }]);
    expect(witness.of('left')).toMatchObject([{ target: '#chat' }, { target: '#tea' }]);
    const changed = witness.of('membersChanged').slice(before);
    expect(changed.map(event => event.target)).toEqual(['#chat', '#tea']);
    client.leaveRoom('#TEA', 'enough\nof it');
    expect((await peer.next('PART')).params).toEqual(['#tea', 'enough of it']);
    expect(client.rooms).toEqual(['#chat', '#tea']);
    peer.say(':ana!u@h PART #tea');
    await settle();
    expect(client.rooms).toEqual(['#chat']);
    expect(client.members('#tea')).toEqual([]);
  });

  it('share what people are called', async () => {
    const { peer, witness, client } = await inTwoRooms();
    peer.say(
      ':carl!u@h JOIN #tea',
      ':bob!u@h NICK rob',
      ':carl!u@h NICK karl',
      ':nobody!u@h NICK n2',
      ':ana!u@h NICK an',
    );
    await settle();
    expect(witness.of('renamed')).toMatchObject([
      { to: 'rob', rooms: ['#chat', '#tea'] },
      { to: 'karl', rooms: ['#tea'] },
      { to: 'an', rooms: ['#chat', '#tea'], own: true },
    ]);
    expect(client.members('#chat')).toEqual(['an', 'rob']);
  });

  it('are entered again after a break, with their keys, and so many on a line', async () => {
    const { server, peer, client, clock, witness } = await inTwoRooms();
    client.enterRoom('#open');
    client.enterRoom('#key', { key: 'k3y' });
    await settle();
    expect(joins(peer)).toEqual(['JOIN #chat', 'JOIN #tea', 'JOIN #open', 'JOIN #key k3y']);
    peer.cut();
    await settle();
    expect(client.rooms).toEqual(['#chat', '#tea', '#open', '#key']);
    expect(client.members('#tea')).toEqual(['ana', 'bob']);
    client.leaveRoom('#open', '');
    for (let index = 0; index < joinRooms; index++) client.enterRoom(`#r${index}`);
    const id = client.say('#tea', 'waits');
    clock.advance(500);
    const again = await server.accept();
    await again.welcome({ capabilities: allCapabilities });
    expect((await again.next('PRIVMSG')).params).toEqual(['#tea', 'waits']);
    expect(joins(again)).toEqual(['JOIN #key,#chat,#tea,#r0,#r1 k3y', 'JOIN #r2,#r3,#r4']);
    expect(witness.steps(id)).toEqual(['queued', 'sent']);
    expect(client.state.phase).toBe('registered');
  });

  it('are forgotten when we are removed from them', async () => {
    const { peer, client, witness } = await inTwoRooms();
    peer.say(':op!u@h KICK #tea ana :out', ':op!u@h KICK #chat ana :out');
    await settle();
    expect(witness.of('left')).toMatchObject([
      { target: '#tea', how: 'kick', own: true },
      { target: '#chat', how: 'kick', own: true },
    ]);
    expect(client.rooms).toEqual([]);
    client.enterRoom('#chat');
    await settle();
    expect(joins(peer)).toEqual(['JOIN #chat', 'JOIN #tea', 'JOIN #chat']);
  });

  it('may be ones that the server puts us into', async () => {
    const { peer, client } = await meetInRoom();
    await letIn(peer, '#forced');
    expect(client.rooms).toEqual(['#chat', '#forced']);
  });

  it('are so many and no more, whoever adds them', async () => {
    const { peer, client, witness } = await meetInRoom();
    for (let index = 1; index < maxRooms; index++) client.enterRoom(`#r${index}`);
    expect(client.rooms).toHaveLength(maxRooms);
    expect(witness.of('notEntered')).toEqual([]);
    client.enterRoom('#more');
    client.enterRoom('#R5');
    await letIn(peer, '#forced');
    expect(witness.of('notEntered')).toMatchObject([{ numeric: '405', target: '#more' }]);
    expect(client.rooms).toHaveLength(maxRooms);
  });

  it('are refused at once when they cannot be one', async () => {
    const { peer, client, witness } = await meetInRoom();
    for (const name of ['0', 'bob', '#a,#b', '#a b', '']) client.enterRoom(name);
    client.enterRoom('#a', { key: 'k,k' });
    expect(witness.of('notEntered').map(event => event.numeric)).toEqual(Array(6).fill('403'));
    await settle();
    expect(joins(peer)).toEqual(['JOIN #chat']);
  });

  it('may be named before there is a connection', () => {
    const { client } = meet();
    client.enterRoom('#Tea');
    client.enterRoom('#tea');
    expect(client.rooms).toEqual(['#chat', '#Tea']);
    expect([client.fold('[A]'), client.isChannel('#x'), client.isChannel('x')]).toEqual(['[a]', true, false]);
    expect(client.supports('tags')).toBe(false);
    expect(client.limits).toEqual({ nickBytes: 30, topicBytes: 300, textBytes: 350, multilineBytes: 350 });
  });
});

describe('private chats', () => {
  it('are with whoever speaks, and need no entering', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const id = client.say('bob', 'psst');
    const sent = await peer.next('PRIVMSG');
    expect(sent.params).toEqual(['bob', 'psst']);
    peer.say(`@label=${sent.tags.get('label')!};msgid=m7 :ana!u@h PRIVMSG bob :psst`);
    peer.say(
      ':bob!u@h PRIVMSG ana :yes',
      ':#chat!u@h PRIVMSG ana :false',
      ':ana!u@h PRIVMSG bob :other window',
    );
    await settle();
    expect(witness.of('delivery')).toEqual([
      { type: 'delivery', target: 'bob', id, delivery: 'relayed', msgid: 'm7' },
    ]);
    expect(witness.messages.map(({ target, text }) => [target, text])).toEqual([
      ['bob', 'psst'],
      ['bob', 'yes'],
      ['bob', 'other window'],
    ]);
  });

  it('with nobody fail, and only they', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: 'echo-message' });
    const [room, gone] = [client.say('#chat', 'stays'), client.say('gone', 'hello')];
    peer.say(':irc.test 401 ana gone :No such nick', ':ana!u@h PRIVMSG #chat :stays');
    await settle();
    expect(witness.steps(gone)).toEqual(['sent', 'failed']);
    expect(witness.steps(room)).toEqual(['sent', 'relayed']);
    expect(witness.of('refused')).toMatchObject([{ numeric: '401', target: 'gone' }]);
    const bad = client.say('a,b', 'to two');
    expect(witness.steps(bad)).toEqual(['queued', 'failed']);
  });
});

describe('what is asked of the server', () => {
  it('goes out as one line each, and not at all when it cannot stand on one', async () => {
    const { peer, client } = await meetInRoom();
    client.invite('bob', '#chat');
    client.kick('#chat', 'bob', 'a\r\nQUIT');
    client.kick('#chat', 'bob', '');
    client.setTopic('#tea', 'green');
    client.away('x'.repeat(maxReasonBytes + 1));
    client.away('');
    client.invite('b b', '#chat');
    client.kick('#chat', 'a,b', '');
    client.redact('#chat', 'm1', 'no capability');
    await settle();
    expect(peer.all.slice(-6)).toEqual([
      'INVITE bob #chat',
      'KICK #chat bob :a QUIT',
      'KICK #chat bob',
      'TOPIC #tea green',
      `AWAY ${'x'.repeat(maxReasonBytes)}`,
      'AWAY',
    ]);
  });

  it('says again after a break that we are away', async () => {
    const { server, peer, client, clock } = await meetInRoom();
    client.away('lunch');
    peer.cut();
    await settle();
    clock.advance(500);
    const again = await server.accept();
    await again.welcome();
    expect((await again.next('AWAY')).params).toEqual(['lunch']);
  });

  it('tells invitations to us', async () => {
    const { peer, witness } = await meetInRoom();
    peer.say(':bob!u@h INVITE Ana #tea', ':bob!u@h INVITE carl #tea', 'INVITE ana #x');
    await settle();
    expect(witness.of('invited')).toMatchObject([{ nick: 'bob', room: '#tea' }]);
  });
});

describe('the list of rooms', () => {
  it('is what the server tells until its end, asked for once at a time', async () => {
    const { peer, client, witness } = await meetInRoom();
    const [one, two] = [client.list(), client.list()];
    await peer.next('LIST');
    peer.say(
      ':irc.test 321 ana Channel :Users Name',
      ':irc.test 322 ana #a 3 :about a',
      ':irc.test 322 ana #b many :',
    );
    peer.say(':irc.test 323 ana :End');
    const rooms = [
      { name: '#a', people: 3, topic: 'about a' },
      { name: '#b', people: 0, topic: '' },
    ];
    expect(await one).toEqual(rooms);
    expect(await two).toEqual(rooms);
    expect(peer.all.filter(line => line === 'LIST')).toHaveLength(1);
    expect(witness.of('serverSaid')).toEqual([]);
  });

  it('is so long and no longer', async () => {
    const { peer, client } = await meetInRoom();
    const list = client.list();
    peer.say(...Array.from({ length: maxListedRooms + 1 }, (_, index) => `:irc.test 322 ana #r${index} 1 :`));
    peer.say(':irc.test 323 ana :End');
    expect(await list).toHaveLength(maxListedRooms);
  });

  it('ends with what has come after a while, at a refusal, and with the connection', async () => {
    const { peer, client, clock } = await meetInRoom();
    const slow = client.list();
    peer.say(':irc.test 322 ana #a 3 :about a');
    await settle();
    let isDone = false;
    void slow.then(() => (isDone = true));
    clock.advance(listTimeoutMs - 1);
    await settle();
    expect(isDone).toBe(false);
    clock.advance(1);
    expect(await slow).toHaveLength(1);
    const later = client.list();
    peer.say(':irc.test 263 ana LIST :Try again');
    expect(await later).toEqual([]);
    const cut = client.list();
    peer.cut();
    expect(await cut).toEqual([]);
    expect(await client.list()).toEqual([]);
  });
});

describe('the last message of each chat', () => {
  it('is remembered for so many, the one that rested longest goes', () => {
    const marks = new Marks(name => name.toLowerCase());
    for (let index = 0; index < maxPlaceMarks; index++) marks.set(`n${index}`, { msgid: '', at: index });
    marks.set('N0', { msgid: 'm', at: 1 });
    expect(marks.get('n1')).toBeDefined();
    marks.set('more', { msgid: '', at: 5 });
    expect([marks.get('n0'), marks.get('n1')]).toMatchObject([
      { target: 'N0', msgid: 'm', at: 1 },
      undefined,
    ]);
    marks.rename('n0', 'new');
    expect([marks.get('n0'), marks.get('New')]).toMatchObject([
      undefined,
      { target: 'new', msgid: 'm', at: 1 },
    ]);
  });
});
