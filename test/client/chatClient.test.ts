import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ClientFailure } from '../../src/client/failure.ts';
import { allCapabilities, host, meet, never } from '../support/chatClients.ts';
import { settle } from '../support/fakeServer.ts';

describe('starting', () => {
  it('registers, negotiates only what is used, and is up once it is registered', async () => {
    const { server, client, witness } = meet({ password: 'secret', realName: 'Ana Maria' });
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities: allCapabilities, names: '@+bob carl' });
    await joined;
    expect(peer.all).toEqual([
      'CAP LS 302',
      'PASS secret',
      'NICK ana',
      'USER ana 0 * :Ana Maria',
      'CAP REQ cap-notify',
      'CAP REQ message-tags',
      'CAP REQ server-time',
      'CAP REQ batch',
      'CAP REQ echo-message',
      'CAP REQ labeled-response',
      'CAP REQ multi-prefix',
      'CAP REQ draft/multiline',
      'CAP END',
      'JOIN #chat',
    ]);
    expect(client.state).toMatchObject({ phase: 'registered', address: host });
    await settle();
    expect(client.members('#chat')).toEqual(['ana', 'bob', 'carl']);
    expect(witness.of('joined')).toMatchObject([{ nick: 'ana', target: '#chat', own: true }]);
  });

  it('gets into a server that knows no capabilities', async () => {
    const { server, client } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.next('CAP');
    peer.say(':irc.test 421 * CAP :Unknown command');
    await peer.welcome();
    await joined;
    expect(peer.all).toEqual(['CAP LS 302', 'NICK ana', 'USER ana 0 * Ana', 'JOIN #chat']);
  });

  it('goes on with what a server grants, over several lines, and refuses', async () => {
    const { server, client } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.next('USER');
    peer.say(':irc.test CAP * LS * :batch echo-message', ':irc.test CAP * LS :server-time');
    for (const answer of ['ACK', 'NAK', 'ACK']) {
      const { params } = await peer.next('CAP');
      peer.say(`:irc.test CAP * ${answer} :${params[1]!} `);
    }
    expect((await peer.next('CAP')).params).toEqual(['END']);
    peer.say(':irc.test 001 ana :hi', ':irc.test 376 ana :End');
    await peer.letIn('ana');
    await joined;
    const id = client.say('#chat', 'hello');
    expect((await peer.next('PRIVMSG')).tags.size).toBe(0);
    expect(id).not.toBe('');
  });

  it('answers PING in every phase and lets a server that never ends its names be', async () => {
    const { server, client } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    peer.say('PING :cookie 1');
    expect((await peer.next('PONG')).params).toEqual(['cookie 1']);
    peer.say(':irc.test 001 ana :hi', ':irc.test 376 ana :End');
    await peer.next('JOIN');
    peer.say(':ana!u@h JOIN :#CHAT');
    await settle();
    await joined;
    expect(client.members('#chat')).toEqual(['ana']);
  });

  it('takes the nick that the server gives', async () => {
    const { server, client } = meet({ nick: 'maximiliana' });
    const joined = client.start(never);
    const peer = await server.accept();
    peer.say(':irc.test 001 maximilia :hi', ':irc.test 005 maximilia NICKLEN=9 TOPICLEN=80 :x');
    peer.say(':irc.test 376 maximilia :End');
    await peer.letIn('maximilia');
    await joined;
    expect(client.nick).toBe('maximilia');
    expect(client.limits).toMatchObject({ nickBytes: 9, topicBytes: 80 });
  });

  it.each([
    ['464 ana :Password incorrect', 'inviteNeeded'],
    ['465 ana :You are banned', 'banned'],
    ['463 ana :Your host is not allowed', 'banned'],
    ['263 * CONNECT :Please wait a while', 'full'],
    ['@pychat.invalid/code=full ERROR :Closing link: x', 'full'],
    ['ERROR :Closing Link: ana (K-Lined)', 'serverClosed'],
    ['ERROR :Closing Link: something else', 'serverClosed'],
    ['HTTP/1.1 400 Bad Request', 'http'],
    ['* OK IMAP4 ready', 'failed'],
  ])('fails when the server says %s', async (line, code) => {
    const { server, client, witness } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.next('USER');
    peer.say(/^\d/.test(line) ? `:irc.test ${line}` : line);
    await expect(joined).rejects.toMatchObject({ code, address: host });
    expect(witness.states.at(-1)).toMatchObject({ phase: 'closed', failure: { code } });
    expect(server.clientEnds[0]?.destroyed).toBe(true);
  });

  it('fails when the server hangs up before', async () => {
    const { server, client } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.next('USER');
    peer.end();
    await expect(joined).rejects.toMatchObject({ code: 'closedEarly' });
  });

  it('fails when the server says nothing, or talks and never lets us in', async () => {
    for (const talks of [false, true]) {
      const { server, client, clock } = meet();
      const joined = client.start(never);
      const failed = expect(joined).rejects.toMatchObject({ code: 'timedOut' });
      const peer = await server.accept();
      for (let second = 0; second < 60; second += 5) {
        if (talks) peer.say(':irc.test NOTICE * :*** Looking up your hostname');
        await settle();
        clock.advance(5_000);
      }
      await failed;
      expect(clock.waiting).toBe(0);
    }
  });

  it('sends no line that a password or a name has made up', async () => {
    const { server, client } = meet({ password: 'a\r\nQUIT\0', realName: '\n' });
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome();
    await joined;
    expect(peer.all.slice(0, 4)).toEqual(['CAP LS 302', 'PASS aQUIT', 'NICK ana', 'USER ana 0 * ana']);
    const left = client.leave('');
    expect((await peer.next('QUIT')).params).toEqual(['']);
    peer.end();
    await left;
  });

  it('refuses what can be no nick without connecting', async () => {
    const { client, server } = meet({ nick: 'a\r\nQUIT' });
    await expect(client.start(never)).rejects.toMatchObject({ code: 'nickRefused' });
    expect(server.count).toBe(0);
  });
});

describe('a nick that is refused', () => {
  it('fails with the connection kept, and goes on with another', async () => {
    const { server, client, clock } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.next('USER');
    peer.say(':irc.test 433 * ana :Nickname is already in use');
    await expect(joined).rejects.toMatchObject({ code: 'nickTaken' });
    for (let second = 0; second < 120; second += 20) {
      peer.say('PING :still there');
      await settle();
      clock.advance(20_000);
    }
    const again = client.retryNick('ann?');
    await peer.next('NICK');
    peer.say(':irc.test 432 * ann? :Erroneous nickname');
    await expect(again).rejects.toMatchObject({ code: 'nickRefused' });
    const third = client.retryNick('anna');
    expect((await peer.next('NICK')).params).toEqual(['anna']);
    peer.say(':irc.test 001 anna :hi', ':irc.test 376 anna :End');
    await peer.letIn('anna');
    await third;
    expect(client.nick).toBe('anna');
    expect(client.state.phase).toBe('registered');
  });

  it('connects again when the server has lost patience meanwhile', async () => {
    const { server, client } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    peer.say(':irc.test 433 * ana :Nickname is already in use');
    await expect(joined).rejects.toMatchObject({ code: 'nickTaken' });
    peer.say('ERROR :Registration timed out');
    peer.end();
    await settle();
    const again = client.retryNick('anna');
    const second = await server.accept();
    await second.welcome();
    await again;
    expect(second.all).toContain('NICK anna');
  });
});

describe('cancelling', () => {
  it('works while another nick is being tried', async () => {
    const control = new AbortController();
    const { server, client, clock } = meet();
    const joined = client.start(control.signal);
    const peer = await server.accept();
    peer.say(':irc.test 433 * ana :Nickname is already in use');
    await expect(joined).rejects.toMatchObject({ code: 'nickTaken' });
    const again = client.retryNick('anna');
    control.abort();
    await expect(again).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.retryNick('anne')).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(clock.waiting).toBe(0);
  });

  it('may come from who verifies, and then no other address is tried', async () => {
    const { server, client } = meet({
      addresses: [host, { address: 'second.test', port: 1 }],
      verifyHost: () => Promise.reject(new ClientFailure('cancelled', '')),
    });
    await expect(client.start(never)).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.count).toBe(1);
  });

  it.each(['open', 'verify', 'register'])('works while waiting in phase %s', async phase => {
    const control = new AbortController();
    const forever = new Promise<never>(() => undefined);
    const context = meet({
      ...(phase === 'open' && { openStream: () => forever }),
      ...(phase === 'verify' && { verifyHost: () => forever }),
    });
    const { server, client, clock, witness } = context;
    const joined = client.start(control.signal);
    await settle();
    control.abort();
    await expect(joined).rejects.toMatchObject({ code: 'cancelled' });
    expect(client.state).toMatchObject({ phase: 'closed', failure: { code: 'cancelled' } });
    expect(server.clientEnds.every(stream => stream.destroyed)).toBe(true);
    expect(clock.waiting).toBe(0);
    expect(getEventListeners(control.signal, 'abort')).toHaveLength(0);
    expect(witness.states.map(state => state.phase)).toEqual(['connecting', 'closed']);
  });

  it('works before anything began, and does nothing afterwards', async () => {
    const early = meet();
    await expect(early.client.start(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(early.server.count).toBe(0);
    const control = new AbortController();
    const { server, client } = meet();
    const joined = client.start(control.signal);
    await (await server.accept()).welcome();
    await joined;
    expect(getEventListeners(control.signal, 'abort')).toHaveLength(0);
    control.abort();
    expect(client.state.phase).toBe('registered');
  });

  it('destroys a stream that comes too late', async () => {
    const control = new AbortController();
    const late = meet();
    let open: () => void = () => undefined;
    const opened = new Promise<void>(resolve => (open = resolve));
    const { client } = meet({
      openStream: async () => {
        await opened;
        return { stream: late.server.open(), fingerprints: { key: '', certificate: '' } };
      },
    });
    const joined = client.start(control.signal);
    control.abort();
    await expect(joined).rejects.toMatchObject({ code: 'cancelled' });
    open();
    await settle();
    expect(late.server.clientEnds[0]?.destroyed).toBe(true);
  });
});

describe('verifying the host', () => {
  it('comes before the first byte', async () => {
    let accept: (yes: boolean) => void = () => undefined;
    const { server, client } = meet({ verifyHost: () => new Promise(resolve => (accept = resolve)) });
    const joined = client.start(never);
    const peer = await server.accept();
    await settle();
    expect(peer.all).toEqual([]);
    accept(false);
    await expect(joined).rejects.toMatchObject({ code: 'wrongKey', detail: 'a'.repeat(64), address: host });
    expect(peer.all).toEqual([]);
    expect(server.clientEnds[0]?.destroyed).toBe(true);
  });

  it('connects again when the user took so long that the server may have given up', async () => {
    const { server, client, clock } = meet({
      verifyHost: () => {
        if (server.count === 1) clock.advance(30_000);
        return Promise.resolve(true);
      },
    });
    const joined = client.start(never);
    const first = await server.accept();
    const second = await server.accept();
    await second.welcome();
    await joined;
    expect(first.all).toEqual([]);
  });

  it('tries the next address after a wrong key, and tells of the key when none is right', async () => {
    const addresses = [host, { address: 'second.test', port: 1 }];
    const right = meet({ addresses, verifyHost: ({ address }) => Promise.resolve(address !== host) });
    const joined = right.client.start(never);
    await right.server.accept();
    await (await right.server.accept()).welcome();
    await joined;
    expect(right.client.state).toMatchObject({ address: addresses[1] });
    const wrong = meet({ addresses, verifyHost: () => Promise.resolve(false) });
    await expect(wrong.client.start(never)).rejects.toMatchObject({ code: 'wrongKey', address: host });
  });
});

describe('leaving', () => {
  it('says goodbye, then is closed without a failure', async () => {
    const { server, client, clock } = meet();
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome();
    await joined;
    const left = client.leave('off\r\nto bed');
    expect((await peer.next('QUIT')).params).toEqual(['off to bed']);
    peer.say('ERROR :Closing link: ana');
    peer.end();
    await left;
    expect(client.state).toEqual({ phase: 'closed' });
    expect(clock.waiting).toBe(0);
  });

  it('closes at once while the server has not let us in', async () => {
    const { server, client, clock } = meet();
    const failed = expect(client.start(never)).rejects.toMatchObject({ code: 'cancelled' });
    const peer = await server.accept();
    await peer.next('USER');
    void client.leave('');
    expect(client.state).toEqual({ phase: 'closed' });
    await failed;
    await settle();
    expect(peer.isEnded).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('waits no longer than two seconds for a server that does not hang up', async () => {
    const { server, client, clock } = meet();
    const joined = client.start(never);
    await (await server.accept()).welcome();
    await joined;
    const left = client.leave('');
    await settle();
    clock.advance(2_000);
    await left;
    await settle();
    expect(client.state).toEqual({ phase: 'closed' });
    expect(server.clientEnds[0]?.destroyed).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  it('cancels a start that is under way, and is harmless afterwards and twice', async () => {
    const { client } = meet({ openStream: () => new Promise(() => undefined) });
    const joined = client.start(never);
    const failed = expect(joined).rejects.toMatchObject({ code: 'cancelled' });
    await client.leave('');
    await failed;
    await client.leave('');
    client.retryNow();
    client.dispose();
    expect(client.state).toEqual({ phase: 'closed' });
  });

  it('may come before the start, which then fails', async () => {
    const { client, server, witness } = meet();
    await client.leave('');
    await expect(client.start(never)).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.count).toBe(0);
    expect(witness.states).toEqual([{ phase: 'closed' }]);
  });
});
