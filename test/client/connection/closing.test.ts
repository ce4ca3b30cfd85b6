import { afterEach, describe, expect, it } from 'vitest';
import { meetInRoom } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

describe('a server that closes the connection', () => {
  it.each([
    ['ERROR :Closing link: Quit: banned from my desk', 'Quit: banned from my desk'],
    ['ERROR :context deadline exceeded, K-lined', 'context deadline exceeded, K-lined'],
    ['ERROR :Closing Link: ana (the room is full of invites)', 'ana (the room is full of invites)'],
    ['ERROR :ghosted by the password', 'ghosted by the password'],
    ['ERROR', ''],
    ['KILL ana :you forgot the password', 'you forgot the password'],
  ])('by %s is come back to, whatever its words', async (line, detail) => {
    const { peer, client } = await meetInRoom();
    peer.say(line.startsWith('KILL') ? `:op!u@h ${line}` : line);
    peer.end();
    await settle();
    expect(client.state).toMatchObject({
      phase: 'reconnecting',
      failure: { code: 'serverClosed', detail },
    });
  });

  it.each(['banned', 'inviteNeeded'])('with the code %s is not come back to', async code => {
    const { peer, client } = await meetInRoom();
    peer.say(`@pychat.invalid/code=${code} ERROR :Closing link: go`);
    peer.end();
    await settle();
    expect(client.state).toMatchObject({ phase: 'closed', failure: { code, detail: 'go' } });
  });

  it('says nothing of us by killing somebody else', async () => {
    const { peer, client } = await meetInRoom();
    peer.say(':op!u@h KILL bob :out');
    peer.cut();
    await settle();
    expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'lost' } });
  });
});

describe('a relay that closes the connection', () => {
  let room: RelayRoom;

  afterEach(() => room.close());

  it('is come back to when it ends, and shown with its own words', async () => {
    room = new RelayRoom();
    const { client, witness } = await room.enter('ana');
    await room.relay.close('The invite is banned: room full');
    await witness.until(() => client.state.phase === 'reconnecting');
    expect(client.state).toMatchObject({
      failure: { code: 'hostClosed', detail: 'The invite is banned: room full' },
    });
  });

  it('is full by a numeric', async () => {
    room = new RelayRoom({ maxConnections: 1 });
    await room.enter('ana');
    await expect(room.enter('bob')).rejects.toMatchObject({ code: 'full' });
  });
});
