import { describe, expect, it } from 'vitest';
import { ClientFailure } from '../../../src/client/failure.ts';
import { allCapabilities, host, meet, meetInRoom, never, somebody } from '../../support/chatClients.ts';
import { soonMs } from '../../../src/client/limits.ts';
import { FakeServer, settle } from '../../support/fakeServer.ts';

/** Somebody was let in over a cable that is cut now; waits are the longest there can be. */
async function meetOverCable(isupport = '') {
  const cable = { isCut: false };
  const server = new FakeServer();
  const openStream = () =>
    cable.isCut
      ? Promise.reject(new ClientFailure('refused', ''))
      : Promise.resolve({ stream: server.open(), fingerprints: somebody });
  const { client, clock } = meet({ openStream, random: () => 0.999_999 });
  const joined = client.start(never);
  const peer = await server.accept();
  await peer.welcome(isupport === '' ? {} : { isupport });
  await joined;
  cable.isCut = true;
  peer.cut();
  return { server, client, clock, cable };
}

describe('a break', () => {
  it('is told with the wait, and what was said meanwhile goes out in order afterwards', async () => {
    const { server, peer, client, clock, witness } = await meetInRoom({ capabilities: allCapabilities });
    clock.advance(20_000);
    peer.cut();
    await settle();
    expect(client.state).toMatchObject({
      phase: 'reconnecting',
      attempt: 1,
      retryAt: clock.now() + 500,
      failure: { code: 'lost', address: host },
    });
    expect(client.members('#chat')).toEqual(['ana', 'bob']);
    const one = client.say('#chat', 'one');
    const two = client.say('#chat', 'two');
    clock.advance(500);
    const again = await server.accept();
    await again.welcome({ capabilities: allCapabilities, names: 'carl' });
    expect((await again.next('PRIVMSG')).params[1]).toBe('one');
    expect((await again.next('PRIVMSG')).params[1]).toBe('two');
    expect(witness.steps(one)).toEqual(['queued', 'sent']);
    expect(witness.steps(two)).toEqual(['queued', 'sent']);
    expect(client.state.phase).toBe('registered');
    await settle();
    expect(client.members('#chat')).toEqual(['ana', 'carl']);
    expect(witness.states.map(state => state.phase)).toEqual([
      'connecting',
      'registered',
      'reconnecting',
      'registered',
    ]);
  });

  it('sends nothing again, and says so, where nobody can tell what has arrived', async () => {
    const { server, peer, client, clock, witness } = await meetInRoom({ capabilities: allCapabilities });
    const first = client.say('#chat', 'arrived');
    const second = client.say('#chat', 'lost');
    const label = (await peer.next('PRIVMSG')).tags.get('label')!;
    peer.say(`@label=${label} :ana!~u@host.test PRIVMSG #chat :arrived`);
    await settle();
    peer.cut();
    await settle();
    clock.advance(500);
    const again = await server.accept();
    await again.welcome({ capabilities: allCapabilities });
    await settle();
    expect(again.all.filter(line => line.includes('PRIVMSG'))).toEqual([]);
    expect(witness.steps(first)).toEqual(['sent', 'relayed']);
    expect(witness.steps(second)).toEqual(['sent', 'notConfirmed']);
    expect(witness.of('delivery').at(-1)).toMatchObject({ reason: 'lost' });
  });

  it('sends what had to wait where there are no echoes, and nothing of what may have arrived', async () => {
    const { server, peer, client, clock, witness } = await meetInRoom();
    const partly = client.say('#chat', '1\n2\n3\n4\n5\n6\n7');
    const waits = client.say('#chat', 'next');
    peer.cut();
    await settle();
    clock.advance(500);
    const again = await server.accept();
    await again.welcome();
    await settle();
    expect(again.all.filter(line => line.startsWith('PRIVMSG'))).toEqual(['PRIVMSG #chat next']);
    expect(witness.steps(partly)).toEqual(['sent', 'notConfirmed']);
    expect(witness.steps(waits)).toEqual(['queued', 'sent']);
  });

  it('is followed by longer and longer waits, up to a minute, and by short ones after a good while', async () => {
    const { server, client, clock, cable } = await meetOverCable();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt++) {
      await settle();
      const { state } = client;
      if (state.phase !== 'reconnecting') throw new Error(state.phase);
      expect(state.attempt).toBe(attempt);
      waits.push(Math.ceil((state.retryAt - clock.now()) / 1_000));
      clock.advance(state.retryAt - clock.now());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await settle();
    cable.isCut = false;
    client.retryNow();
    const again = await server.accept();
    await again.welcome();
    await settle();
    clock.advance(20_000);
    again.cut();
    await settle();
    expect(client.state).toMatchObject({ phase: 'reconnecting', attempt: 1 });
  });

  it('from a PyChat relay is followed by waits of at most 3 s for half an hour, then of 30 s', async () => {
    const { client, clock } = await meetOverCable('PYCHATIDS');
    const lostAt = clock.now();
    const waits = new Set<number>();
    const next = async (): Promise<number> => {
      await settle();
      const { state } = client;
      const wait = state.phase === 'reconnecting' ? state.retryAt - clock.now() : NaN;
      clock.advance(wait);
      return Math.ceil(wait / 1_000);
    };
    while (clock.now() - lostAt < soonMs.during - 3_000) waits.add(await next());
    expect([...waits]).toEqual([1, 2, 3]);
    await next();
    await next();
    expect(await next()).toBe(30);
    client.dispose();
  });

  it('is mended at once when asked, and not twice', async () => {
    const { server, peer, client, clock } = await meetInRoom();
    peer.cut();
    await settle();
    client.retryNow();
    client.retryNow();
    await (await server.accept()).welcome();
    await settle();
    clock.advance(5_000);
    expect(server.count).toBe(2);
    expect(client.state.phase).toBe('registered');
  });

  it('ends the waiting when we leave meanwhile', async () => {
    const { server, peer, client, clock } = await meetInRoom();
    peer.cut();
    await settle();
    await client.leave('');
    expect(client.state).toEqual({ phase: 'closed' });
    expect(clock.waiting).toBe(0);
    expect(server.count).toBe(1);
  });

  it.each([
    ['wrongKey', undefined],
    ['banned', '465 ana :You are banned'],
    ['inviteNeeded', '464 ana :Password incorrect'],
  ])('is for good when the server turns out %s', async (code, line) => {
    let trusted = true;
    const verifyHost = () => Promise.resolve(trusted);
    const { server, peer, client, clock } = await meetInRoom({}, { verifyHost });
    if (line === undefined) trusted = false;
    peer.cut();
    await settle();
    clock.advance(1_000);
    const again = await server.accept();
    if (line !== undefined) again.say(`:irc.test ${line}`);
    await settle();
    expect(client.state).toMatchObject({ phase: 'closed', failure: { code } });
    expect(clock.waiting).toBe(0);
  });

  it('goes on after a server that is full, restarts or throws us out', async () => {
    const { server, peer, client, clock } = await meetInRoom();
    peer.say('ERROR :Closing link: the host has left');
    peer.end();
    await settle();
    expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'serverClosed' } });
    clock.advance(1_000);
    (await server.accept()).say(':relay.test 263 * CONNECT :Please wait', 'ERROR :the room is full');
    await settle();
    expect(client.state).toMatchObject({ phase: 'reconnecting', attempt: 2, failure: { code: 'full' } });
  });

  it('is followed by waits of about a minute while many new people come', async () => {
    const { server, peer, client, clock } = await meetInRoom();
    peer.cut();
    await settle();
    clock.advance(1_000);
    (await server.accept()).say('@pychat.invalid/code=newcomers :relay.test 263 ana CONNECT :Later');
    await settle();
    expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'newcomers' } });
    expect(client.state).toMatchObject({ retryAt: clock.now() + 60_000 });
    client.dispose();
  });

  it('tries the address that worked first', async () => {
    const addresses = [{ address: 'dead.test', port: 1 }, host];
    const tried: string[] = [];
    const server = new FakeServer();
    const openStream = ({ address }: { address: string }) => {
      tried.push(address);
      return address === 'dead.test'
        ? Promise.reject(new ClientFailure('timedOut', ''))
        : Promise.resolve({ stream: server.open(), fingerprints: somebody });
    };
    const { client } = meet({ addresses, openStream });
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome();
    await joined;
    peer.cut();
    await settle();
    client.retryNow();
    await (await server.accept()).welcome();
    await settle();
    expect(tried).toEqual(['dead.test', 'relay.test', 'relay.test']);
  });
});

describe('our nick after a break', () => {
  const back = async () => {
    const meeting = await meetInRoom();
    meeting.peer.cut();
    await settle();
    meeting.clock.advance(500);
    const again = await meeting.server.accept();
    await again.next('USER');
    again.say(':irc.test 433 * ana :Nickname is already in use');
    return { ...meeting, again };
  };

  it('is another for a while, and taken back as soon as it is free', async () => {
    const { again, client, clock, witness } = await back();
    expect((await again.next('NICK')).params).toEqual(['ana_']);
    again.say(':irc.test 001 ana_ :hi', ':irc.test 376 ana_ :End');
    await again.letIn('ana_', 'ana bob');
    await settle();
    expect(client.nick).toBe('ana_');
    clock.advance(15_000);
    expect((await again.next('NICK')).params).toEqual(['ana']);
    again.say(':irc.test 433 ana_ ana :Nickname is already in use');
    await settle();
    expect(witness.of('refused')).toEqual([]);
    again.say(':ana!u@h QUIT :Ping timeout');
    expect((await again.next('NICK')).params).toEqual(['ana']);
    again.say(':ana_!u@h NICK ana');
    await settle();
    expect(client.nick).toBe('ana');
    const said = again.all.length;
    clock.advance(25_000);
    await settle();
    expect(again.all.slice(said).filter(line => line.startsWith('NICK'))).toEqual([]);
  });

  it('is tried in three other forms, then the connection fails for now', async () => {
    const { again, client } = await back();
    const nicks = [];
    for (let count = 0; count < 3; count++) {
      nicks.push((await again.next('NICK')).params[0]);
      again.say(':irc.test 433 * x :Nickname is already in use');
    }
    expect(nicks).toEqual(['ana_', 'ana__', 'ana_55']);
    await settle();
    expect(client.state).toMatchObject({ phase: 'reconnecting', failure: { code: 'nickTaken' } });
    expect(again.isEnded).toBe(true);
  });

  it('may be chosen while there is no connection', async () => {
    const { server, peer, client, clock, witness } = await meetInRoom();
    peer.cut();
    await settle();
    client.setNick('anna');
    expect(witness.of('renamed')).toMatchObject([{ nick: 'ana', to: 'anna', own: true }]);
    clock.advance(500);
    expect((await (await server.accept()).next('NICK')).params).toEqual(['anna']);
  });
});

describe('a mistake in a listener', () => {
  it('is logged and ends nothing', async () => {
    const logged: string[] = [];
    const emit = (): void => {
      throw new Error('in the panel');
    };
    const { peer, client, witness } = await meetInRoom({}, { log: text => logged.push(text), emit });
    peer.say(':bob!u@h PRIVMSG #chat :one', ':bob!u@h PRIVMSG #chat :two');
    await settle();
    expect(witness.heard).toEqual(['one', 'two']);
    expect(logged.join()).toContain('in the panel');
    expect(client.state.phase).toBe('registered');
  });
});
