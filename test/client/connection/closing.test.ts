import { afterEach, describe, expect, it } from 'vitest';
import { meet, meetInRoom, never } from '../../support/chatClients.ts';
import { newcomersRetryMs } from '../../../src/client/limits.ts';
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

describe('a relay that lets in new people one by one', () => {
  const refusal = [
    '@pychat.invalid/code=newcomers :relay.test 263 ana CONNECT :Many new people come: please try again',
    '@pychat.invalid/code=newcomers ERROR :Closing link: Many new people come',
  ];

  it.each([refusal, refusal.slice(1)])('is asked again every minute until it does', async (...lines) => {
    const { server, client, clock, witness } = meet();
    const joined = client.start(never);
    for (let time = 0; time < 3; time++) {
      const peer = await server.accept();
      await peer.next('USER');
      peer.say(...lines);
      await settle();
      expect(client.state).toMatchObject({ phase: 'connecting', failure: { code: 'newcomers' } });
      clock.advance(60_000);
    }
    await (await server.accept()).welcome();
    await joined;
    expect(client.state.phase).toBe('registered');
    expect(witness.states.map(({ phase }) => phase)).not.toContain('reconnecting');
    client.dispose();
    expect(clock.waiting).toBe(0);
  });

  it.each([
    [0, newcomersRetryMs.min],
    [0.999_999, newcomersRetryMs.max],
  ])('is not asked by all in one instant: chance %d', async (chance, wait) => {
    const { server, client, clock } = meet({ random: () => chance });
    client.start(never).catch(() => undefined);
    (await server.accept()).say(...refusal);
    await settle();
    clock.advance(wait - 2);
    await settle();
    expect(server.clientEnds).toHaveLength(1);
    clock.advance(2);
    await settle();
    expect(server.clientEnds).toHaveLength(2);
    client.dispose();
  });

  it('is not waited for when the user cancels, and any other failure is one', async () => {
    const cancelling = new AbortController();
    const { server, client, clock } = meet();
    const joined = client.start(cancelling.signal);
    (await server.accept()).say(...refusal);
    await settle();
    cancelling.abort();
    await expect(joined).rejects.toMatchObject({ code: 'cancelled' });
    expect([client.state.phase, clock.waiting]).toEqual(['closed', 0]);
    const other = meet();
    const tried = other.client.start(never);
    (await other.server.accept()).say(...refusal);
    await settle();
    other.client.retryNow();
    (await other.server.accept()).say('@pychat.invalid/code=banned ERROR :Closing link: go');
    await expect(tried).rejects.toMatchObject({ code: 'banned' });
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
