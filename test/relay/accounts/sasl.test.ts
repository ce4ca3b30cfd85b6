import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { displayFingerprint } from '../../../src/trust/fingerprint.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const annKey = 'a1'.repeat(32);
const bobKey = 'b2'.repeat(32);
const ann = { address: '192.0.2.1', key: annKey };

const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A connection that has the capability and has not registered. */
async function knock(bench: TestRelay, peer = ann): Promise<TestPeer> {
  const made = bench.connect(peer);
  await made.ask('CAP REQ sasl');
  return made;
}

/** What the relay says to an answer; its AUTHENTICATE is left out. */
async function authenticateAs(peer: TestPeer, identity: string): Promise<string[]> {
  expect(await peer.ask('AUTHENTICATE EXTERNAL')).toEqual([':relay.test AUTHENTICATE +']);
  return peer.ask(`AUTHENTICATE ${identity === '' ? '+' : base64(identity)}`);
}

describe('SASL EXTERNAL', () => {
  test('logs in by the certificate before anything else is known', async () => {
    const peer = await knock(new TestRelay());
    expect(await authenticateAs(peer, '')).toEqual([
      `:relay.test 900 * *!*@192.0.2.1 ${annKey} :You are now logged in with your key`,
      ':relay.test 903 * :SASL authentication successful',
    ]);
    expect(commandsOf(await peer.ask('NICK ann', 'USER ann 0 * :Ann'))).toEqual([]);
    expect(commandsOf(await peer.ask('CAP END'))[0]).toBe('001');
  });

  test('says who is logged in when nick and user are known', async () => {
    const peer = await knock(new TestRelay());
    await peer.ask('NICK ann', 'USER ann 0 * :Ann');
    expect((await authenticateAs(peer, ''))[0]).toBe(
      `:relay.test 900 ann ann!ann@192.0.2.1 ${annKey} :You are now logged in with your key`,
    );
  });

  test.each(['external', 'External'])('knows the mechanism as %s', async mechanism => {
    const peer = await knock(new TestRelay());
    expect(await peer.ask(`AUTHENTICATE ${mechanism}`)).toEqual([':relay.test AUTHENTICATE +']);
  });

  test.each([
    ['the fingerprint', annKey],
    ['the fingerprint as people write it', displayFingerprint(annKey)],
    ['a nick of the key', 'Ann'],
  ])('takes %s for an identity', async (_what, identity) => {
    const bench = new TestRelay();
    await bench.join('ann', { peer: ann });
    expect(commandsOf(await authenticateAs(await knock(bench), identity))).toEqual(['900', '903']);
  });

  test.each([
    ['the key of somebody else', bobKey],
    ['a nick of somebody else', 'bob'],
    ['a nick of nobody', 'carl'],
    ['a NUL', '\0'],
  ])('refuses %s for an identity', async (_what, identity) => {
    const bench = new TestRelay();
    await bench.join('bob', { peer: { address: '192.0.2.2', key: bobKey } });
    const peer = await knock(bench);
    expect(await authenticateAs(peer, identity)).toEqual([':relay.test 904 * :SASL authentication failed']);
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['900', '903']);
  });

  test('refuses who shows no certificate', async () => {
    const peer = await knock(new TestRelay(), { address: '192.0.2.1' } as typeof ann);
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['904']);
    expect(commandsOf(await authenticateAs(peer, annKey))).toEqual(['904']);
    const lines = await peer.ask('NICK ann', 'USER ann 0 * :Ann', 'CAP END');
    expect(commandsOf(lines)[0]).toBe('001');
  });

  test.each(['PLAIN', 'SCRAM-SHA-256', '+', 'EXTERNAL2'])('offers something else for %s', async mechanism => {
    const peer = await knock(new TestRelay());
    expect(await peer.ask(`AUTHENTICATE ${mechanism}`)).toEqual([
      ':relay.test 908 * EXTERNAL :are the available SASL mechanisms',
      ':relay.test 904 * :SASL authentication failed',
    ]);
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['900', '903']);
  });

  test.each(['====', 'YQ', 'a b', 'Y$==', 'é'])('refuses %j, which is not base64', async answer => {
    const peer = await knock(new TestRelay());
    await peer.ask('AUTHENTICATE EXTERNAL');
    expect(commandsOf(await peer.ask(`AUTHENTICATE :${answer}`))).toEqual(['904']);
  });

  test('is called off with an asterisk, as often as one likes', async () => {
    const peer = await knock(new TestRelay());
    await peer.ask('AUTHENTICATE EXTERNAL');
    const aborted = [':relay.test 906 * :SASL authentication aborted'];
    expect(await peer.ask('AUTHENTICATE *')).toEqual(aborted);
    expect(await peer.ask('AUTHENTICATE *')).toEqual(aborted);
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['900', '903']);
  });

  test('happens once', async () => {
    const peer = await knock(new TestRelay());
    await authenticateAs(peer, '');
    const already = [':relay.test 907 * :You have already authenticated using SASL'];
    expect(await peer.ask('AUTHENTICATE EXTERNAL')).toEqual(already);
    expect(await peer.ask('AUTHENTICATE *')).toEqual(already);
    await peer.ask('NICK ann', 'USER ann 0 * :Ann', 'CAP END');
    expect(commandsOf(await peer.ask('AUTHENTICATE EXTERNAL'))).toEqual(['907']);
  });

  test('works for who did not ask for the capability', async () => {
    const peer = new TestRelay().connect(ann);
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['900', '903']);
  });

  test('answers with the label of the request', async () => {
    const peer = new TestRelay().connect(ann);
    await peer.ask('CAP REQ :batch labeled-response sasl');
    expect(await peer.ask('@label=1 AUTHENTICATE EXTERNAL')).toEqual(['@label=1 :relay.test AUTHENTICATE +']);
    const [open = '', ...rest] = await peer.ask('@label=2 AUTHENTICATE +');
    expect(open).toMatch(/^@label=2 :relay\.test BATCH \+\S+ labeled-response$/);
    expect(commandsOf(rest)).toEqual(['900', '903', 'BATCH']);
  });
});

describe('an answer in pieces', () => {
  /** Base64 of exactly this many characters, which says what nobody is. */
  const chunk = (length: number): string => base64('x'.repeat((length / 4) * 3));

  test('of 400 bytes each goes on until a shorter one', async () => {
    const peer = await knock(new TestRelay());
    await peer.ask('AUTHENTICATE EXTERNAL');
    expect(await peer.ask(`AUTHENTICATE ${chunk(400)}`)).toEqual([]);
    expect(commandsOf(await peer.ask(`AUTHENTICATE ${chunk(40)}`))).toEqual(['904']);
    await peer.ask('AUTHENTICATE EXTERNAL');
    expect(await peer.ask(`AUTHENTICATE ${chunk(400)}`)).toEqual([]);
    expect(commandsOf(await peer.ask('AUTHENTICATE +'))).toEqual(['904']);
  });

  test('is put together', async () => {
    const bench = new TestRelay({ limits: { nickBytes: 300 } });
    const nick = `a${'n'.repeat(299)}`;
    await bench.connect(ann).ask(`NICK ${nick}`, 'USER ann 0 * :Ann', 'JOIN #chat');
    const peer = await knock(bench);
    const whole = base64(nick);
    expect(whole).toHaveLength(400);
    await peer.ask('AUTHENTICATE EXTERNAL', `AUTHENTICATE ${whole}`);
    expect(commandsOf(await peer.ask('AUTHENTICATE +'))).toEqual(['900', '903']);
  });

  test('may not be longer than 400 bytes', async () => {
    const peer = await knock(new TestRelay());
    await peer.ask('AUTHENTICATE EXTERNAL');
    expect(await peer.ask(`AUTHENTICATE ${'A'.repeat(401)}`)).toEqual([
      ':relay.test 905 * :SASL message too long',
    ]);
    // What follows is a mechanism again.
    expect(commandsOf(await peer.ask('AUTHENTICATE +'))).toEqual(['908', '904']);
  });

  test('is taken up to the limit and not beyond', async () => {
    const peer = await knock(new TestRelay({ limits: { saslBytes: 800 } }));
    const twice = [`AUTHENTICATE ${chunk(400)}`, `AUTHENTICATE ${chunk(400)}`];
    await peer.ask('AUTHENTICATE EXTERNAL');
    expect(await peer.ask(...twice)).toEqual([]);
    expect(commandsOf(await peer.ask('AUTHENTICATE +'))).toEqual(['904']);
    await peer.ask('AUTHENTICATE EXTERNAL');
    expect(await peer.ask(...twice)).toEqual([]);
    expect(commandsOf(await peer.ask('AUTHENTICATE QUJD'))).toEqual(['905']);
    expect(defaultLimits.saslBytes).toBeGreaterThanOrEqual(800);
  });
});

describe('the end of registration', () => {
  test('logs in who shows a certificate and asks for nothing', async () => {
    const bench = new TestRelay();
    const witness = await bench.join('bob', { capabilities: 'account-tag' });
    const lines = await register(bench.connect(ann), 'ann');
    expect(commandsOf(lines)[0]).toBe('001');
    const peer = await bench.join('ann2', { peer: ann });
    await witness.news();
    peer.send('PRIVMSG #chat :hello');
    expect(await witness.news()).toEqual([`@account=${annKey} :ann2!ann2@192.0.2.1 PRIVMSG #chat hello`]);
  });

  test.each(['sasl', 'account-notify'])('says so, before the welcome, to who knows of %s', async name => {
    const lines = await register(new TestRelay().connect(ann), 'ann', { capabilities: name });
    const [cap, ack, ...rest] = commandsOf(lines).filter((command, i) => command !== 'CAP' || i < 1);
    expect([cap, ack]).toEqual(['CAP', '900']);
    expect(rest[0]).toBe('001');
  });

  test('leaves who has no certificate without an account', async () => {
    const lines = await register(new TestRelay().connect(), 'ann', { capabilities: 'sasl' });
    expect(commandsOf(lines)).not.toContain('900');
  });

  test('calls off what is still open, and logs nobody in', async () => {
    const peer = await knock(new TestRelay());
    await peer.ask('NICK ann', 'USER ann 0 * :Ann', 'AUTHENTICATE EXTERNAL');
    const lines = await peer.ask('CAP END');
    expect(lines[0]).toBe(':relay.test 906 ann :SASL authentication aborted');
    expect(commandsOf(lines)[1]).toBe('001');
    expect(commandsOf(await peer.ask('AUTHENTICATE +'))).toEqual(['908', '904']);
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['900', '903']);
  });

  test('waits for the password, whoever is logged in', async () => {
    const peer = await knock(new TestRelay({ token: 'secret' }));
    await authenticateAs(peer, '');
    peer.send('NICK ann', 'USER ann 0 * :Ann', 'CAP END');
    expect(commandsOf(await peer.rest())).toEqual(['464', 'ERROR']);
  });

  test('does not care for the order of what comes before it', async () => {
    const bench = new TestRelay({ token: 'secret' });
    const steps = ['PASS secret', 'NICK ann', 'USER ann 0 * :Ann', 'AUTHENTICATE EXTERNAL\r\nAUTHENTICATE +'];
    for (const order of permutations(steps)) {
      const peer = bench.connect(ann);
      peer.send('CAP REQ sasl', ...order, 'CAP END');
      const commands = commandsOf(await peer.ask());
      expect(commands.slice(0, 5), order.join()).toEqual(['CAP', 'AUTHENTICATE', '900', '903', '001']);
      peer.send('QUIT');
      await peer.rest();
    }
  });
});

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, i) => i !== at)).map(rest => [item, ...rest]),
  );
}

describe('a login after the welcome', () => {
  test('is told to those in the same channel who want to know, and to oneself', async () => {
    const bench = new TestRelay();
    const knows = await bench.join('bob', { capabilities: 'account-notify' });
    const knowsNot = await bench.join('carl');
    const elsewhere = await bench.join('dora', { capabilities: 'account-notify', room: '#other' });
    const peer = bench.connect(ann);
    await peer.ask('CAP REQ :sasl account-notify', 'NICK ann', 'USER ann 0 * :Ann');
    // Called off, so that registration leaves it at that.
    await peer.ask('AUTHENTICATE EXTERNAL', 'AUTHENTICATE *', 'CAP END', 'JOIN #chat,#second');
    await bench.calm();
    const news = `:ann!ann@192.0.2.1 ACCOUNT ${annKey}`;
    expect((await authenticateAs(peer, '')).at(-1)).toBe(news);
    expect(await knows.news()).toEqual([news]);
    expect(await knowsNot.news()).toEqual([]);
    expect(await elsewhere.news()).toEqual([]);
  });

  test('is no news when the certificate has done it before', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob', { capabilities: 'account-notify' });
    const peer = await bench.join('ann', { capabilities: 'account-notify', peer: ann });
    await bench.calm();
    expect(commandsOf(await authenticateAs(peer, ''))).toEqual(['900', '903']);
    expect(await bob.news()).toEqual([]);
  });
});

describe('nobody’s account', () => {
  test('can be claimed by a tag', async () => {
    const bench = new TestRelay();
    const tags = 'message-tags account-tag batch draft/multiline';
    const bob = await bench.join('bob', { capabilities: tags });
    const eve = await bench.join('eve', { capabilities: `${tags} echo-message`, room: '' });
    await eve.ask('JOIN #chat');
    await bob.news();
    eve.send(
      `@account=${annKey};+account=x PRIVMSG #chat :hi`,
      `@account=${annKey} NOTICE bob :hi`,
      `@account=${annKey};+typing=active TAGMSG #chat`,
      `@account=${annKey} BATCH +1 draft/multiline #chat`,
      `@batch=1;account=${annKey} PRIVMSG #chat :one`,
      `@batch=1;account=${annKey} PRIVMSG #chat :two`,
      'BATCH -1',
      `@account=${annKey} TOPIC #chat :mine`,
      `@account=${annKey} NICK mallory`,
    );
    const lines = [...(await eve.news()), ...(await bob.news())];
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines) expect(parseMessage(line).tags.has('account'), line).toBe(false);
  });
});
