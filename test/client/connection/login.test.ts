import { describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../../src/client/chatClient.ts';
import { takesCertificates } from '../../../src/client/connection/login.ts';
import { loginTimeoutMs, registrationSilenceMs } from '../../../src/client/limits.ts';
import { meet, never } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';

/** It is never shown: the streams of these tests are pairs. */
const identity = { certificate: 'certificate', privateKey: 'key' };

/** A client that has been offered capabilities and granted what it asked for. */
async function offered(capabilities: string, options: Partial<ClientOptions> = {}) {
  const meeting = meet({ identity, ...options });
  const joined = meeting.client.start(never);
  const peer = await meeting.server.accept();
  await grant(peer, capabilities);
  return { ...meeting, joined, peer };
}

/** Offers capabilities, grants those asked for, and goes on. */
async function grant(peer: FakeConnection, capabilities: string): Promise<void> {
  await peer.next('CAP');
  peer.say(`:irc.test CAP * LS :${capabilities}`);
  await settle();
  for (const line of peer.all.filter(sent => sent.startsWith('CAP REQ')))
    peer.say(`:irc.test CAP * ACK :${line.slice('CAP REQ '.length).replace(/^:/, '')}`);
  await settle();
}

/** What was sent, capabilities but for the end of them left out. */
const sentBy = (peer: FakeConnection): string[] =>
  peer.all.filter(line => !line.startsWith('CAP') || line === 'CAP END');

/** Lets in who has said all that is needed. */
async function letIn(peer: FakeConnection, nick: string): Promise<void> {
  peer.say(`:irc.test 001 ${nick} :hi`, `:irc.test 422 ${nick} :No MOTD`);
  await peer.letIn(nick);
  await settle();
}

/** Says yes to the login of somebody who has begun it. */
async function acceptLogin(peer: FakeConnection): Promise<void> {
  peer.say(':irc.test AUTHENTICATE +');
  await settle();
  peer.say(':irc.test 900 * *!*@host key :hi', ':irc.test 903 * :done');
  await settle();
}

describe('a server that takes certificates', () => {
  it.each([
    ['EXTERNAL', true],
    ['PLAIN,EXTERNAL,SCRAM-SHA-256', true],
    ['external', true],
    ['', true],
    ['PLAIN', false],
    ['EXTERNALLY,PLAIN', false],
  ])('is known by %j', (value, expected) => {
    expect(takesCertificates(value)).toBe(expected);
  });

  it('is logged in to before it lets us in, after it has heard our nick', async () => {
    const { peer, joined, witness } = await offered('sasl=EXTERNAL server-time');
    const before = ['NICK ana', 'USER ana 0 * Ana', 'AUTHENTICATE EXTERNAL'];
    expect(sentBy(peer)).toEqual(before);
    peer.say(':irc.test AUTHENTICATE +');
    await settle();
    expect(sentBy(peer)).toEqual([...before, 'AUTHENTICATE +']);
    peer.say(':irc.test 900 ana ana!u@h key :hi', ':irc.test 903 ana :done');
    await settle();
    expect(sentBy(peer)).toEqual([...before, 'AUTHENTICATE +', 'CAP END']);
    await letIn(peer, 'ana');
    await joined;
    expect(witness.of('refused')).toEqual([]);
    expect(witness.of('serverSaid')).toEqual([]);
  });

  it.each(['sasl=PLAIN,SCRAM-SHA-256', 'server-time'])(
    'is another than one that offers %s, which is not asked',
    async capabilities => {
      const { peer } = await offered(capabilities);
      expect(sentBy(peer)).toEqual(['NICK ana', 'USER ana 0 * Ana', 'CAP END']);
      expect(peer.all.join()).not.toContain('sasl');
    },
  );

  it('is not asked by who has none', async () => {
    const { peer } = await offered('sasl=EXTERNAL', { identity: { certificate: '', privateKey: '' } });
    expect(sentBy(peer)).toEqual(['NICK ana', 'USER ana 0 * Ana', 'CAP END']);
  });

  it('is not asked later, when it begins to offer that', async () => {
    const { peer } = await offered('cap-notify');
    await letIn(peer, 'ana');
    peer.say(':irc.test CAP ana NEW :sasl=EXTERNAL away-notify');
    await settle();
    expect(peer.all.join()).not.toContain('sasl');
  });
});

describe('a login that does not succeed', () => {
  it.each([
    ['904 * :SASL authentication failed'],
    ['908 * PLAIN :are available\r\n:irc.test 904 * :failed'],
    ['902 * :locked'],
    ['905 * :too long'],
    ['906 * :aborted'],
    ['421 * AUTHENTICATE :Unknown command'],
  ])('for %j is passed over in silence', async answer => {
    const { peer, joined, witness } = await offered('sasl');
    peer.say(`:irc.test ${answer}`);
    await settle();
    expect(sentBy(peer).at(-1)).toBe('CAP END');
    await letIn(peer, 'ana');
    await joined;
    expect(witness.of('refused')).toEqual([]);
  });

  it.each([':irc.test PONG irc.test :login', ':irc.test 451 * :You have not registered'])(
    'because the server says nothing of it is given up in time, when it answers %s',
    async answer => {
      const { peer, joined, clock } = await offered('sasl=EXTERNAL');
      clock.advance(loginTimeoutMs - 1);
      await settle();
      expect(sentBy(peer).at(-1)).toBe('AUTHENTICATE EXTERNAL');
      clock.advance(1);
      await settle();
      expect(sentBy(peer).at(-1)).toBe('PING login');
      peer.say(answer);
      await settle();
      expect(sentBy(peer).at(-1)).toBe('CAP END');
      await letIn(peer, 'ana');
      await joined;
      peer.say(':irc.test 903 ana :at last', ':irc.test AUTHENTICATE +');
      await settle();
      expect(sentBy(peer).filter(line => line.startsWith('AUTHENTICATE'))).toHaveLength(1);
    },
  );

  it('that is slow since the connection is goes on, and is done before we are let in', async () => {
    const { peer, joined, clock, witness } = await offered('sasl=EXTERNAL');
    clock.advance(registrationSilenceMs - 1);
    await settle();
    peer.say(':irc.test AUTHENTICATE +', ':irc.test PONG irc.test :login');
    await settle();
    expect(sentBy(peer).slice(-2)).toEqual(['PING login', 'AUTHENTICATE +']);
    clock.advance(loginTimeoutMs - 1);
    await settle();
    peer.say(':irc.test 900 * *!*@host key :hi', ':irc.test 903 * :done');
    await settle();
    expect(sentBy(peer).at(-1)).toBe('CAP END');
    await letIn(peer, 'ana');
    await joined;
    expect(witness.of('refused')).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    const { peer, client, clock, joined } = await offered('sasl=EXTERNAL');
    client.dispose();
    await expect(joined).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(clock.waiting).toBe(0);
    expect(peer.isEnded).toBe(true);
  });
});

describe('after a break', () => {
  /** In the room, logged in or not, and then cut off; gives the next connection. */
  async function cutOff({ logsIn = true, error = '' } = {}) {
    const meeting = await offered('sasl=EXTERNAL');
    if (logsIn) await acceptLogin(meeting.peer);
    else meeting.peer.say(':irc.test 904 * :failed');
    await letIn(meeting.peer, 'ana');
    await meeting.joined;
    if (error === '') meeting.peer.cut();
    else {
      meeting.peer.say(`@pychat.invalid/code=ghosted ERROR :Closing link: ${error}`);
      meeting.peer.end();
    }
    await settle();
    return { ...meeting, reconnect: () => reconnect(meeting) };
  }

  async function reconnect({ server, clock }: Pick<ReturnType<typeof meet>, 'server' | 'clock'>) {
    clock.advance(1_000);
    return server.accept();
  }

  it('the nick is asked for after the login', async () => {
    const { reconnect: next, client } = await cutOff();
    const again = await next();
    await grant(again, 'sasl=EXTERNAL');
    expect(sentBy(again)).toEqual(['AUTHENTICATE EXTERNAL']);
    await acceptLogin(again);
    expect(sentBy(again).slice(1)).toEqual(['AUTHENTICATE +', 'NICK ana', 'USER ana 0 * Ana', 'CAP END']);
    await letIn(again, 'ana');
    expect(client.state.phase).toBe('registered');
  });

  it('the nick is asked for first where the login did not work before', async () => {
    const { reconnect: next } = await cutOff({ logsIn: false });
    const again = await next();
    await grant(again, 'sasl=EXTERNAL');
    expect(sentBy(again)).toEqual(['NICK ana', 'USER ana 0 * Ana', 'AUTHENTICATE EXTERNAL']);
  });

  it('the nick is asked for first when another connection of ours has just taken it', async () => {
    const { reconnect: next, client } = await cutOff({ error: 'Ghosted by the same person' });
    const again = await next();
    await grant(again, 'sasl=EXTERNAL');
    expect(sentBy(again)[0]).toBe('NICK ana');
    again.say(':irc.test 433 * ana :Nick is already in use');
    await acceptLogin(again);
    await letIn(again, 'ana_');
    expect(client.nick).toBe('ana_');
  });

  it('the nick is asked for first when it is another that the user wants by now', async () => {
    const { reconnect: next, client } = await cutOff();
    client.setNick('anna');
    const again = await next();
    await settle();
    expect(sentBy(again)[0]).toBe('NICK anna');
  });

  it('the login no longer on offer is done without', async () => {
    const { reconnect: next } = await cutOff();
    const again = await next();
    await grant(again, 'server-time');
    expect(sentBy(again)).toEqual(['NICK ana', 'USER ana 0 * Ana', 'CAP END']);
  });

  it('a server that no longer answers to anything is tried again, with the login first', async () => {
    const { reconnect: next, clock } = await cutOff();
    const again = await next();
    await settle();
    clock.advance(registrationSilenceMs);
    await settle();
    expect([sentBy(again), again.isEnded]).toEqual([[], true]);
    const third = await next();
    await grant(third, 'sasl=EXTERNAL');
    expect(sentBy(third)).toEqual(['AUTHENTICATE EXTERNAL']);
  });

  it('a nick refused before the login is not fought for: it is another window’s', async () => {
    const { reconnect: next, clock } = await cutOff({ error: 'Ghosted by the same person' });
    const again = await next();
    await grant(again, 'sasl=EXTERNAL');
    again.say(':irc.test 433 * ana :Nick is already in use');
    await acceptLogin(again);
    await letIn(again, 'ana_');
    again.say(':ana!u@h QUIT :bye');
    clock.advance(60_000);
    await settle();
    expect(sentBy(again).filter(line => line.startsWith('NICK'))).toEqual(['NICK ana', 'NICK ana_']);
    // From now on this one is ours, to be taken back.
    again.cut();
    await settle();
    const third = await next();
    await grant(third, 'sasl=EXTERNAL');
    await acceptLogin(third);
    expect(sentBy(third)).toContain('NICK ana_');
  });

  it('a nick refused after the login is waited for: the server does not give it by key', async () => {
    const { reconnect: next, clock } = await cutOff();
    const again = await next();
    await grant(again, 'sasl=EXTERNAL');
    await acceptLogin(again);
    again.say(':irc.test 433 * ana :Nick is already in use');
    await letIn(again, 'ana_');
    clock.advance(15_000);
    await settle();
    expect(sentBy(again).filter(line => line.startsWith('NICK'))).toEqual([
      'NICK ana',
      'NICK ana_',
      'NICK ana',
    ]);
  });
});
