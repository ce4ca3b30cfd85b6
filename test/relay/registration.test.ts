import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../src/irc/message.ts';
import { addIsupport, type Isupport } from '../../src/irc/isupport.ts';
import { defaultLimits } from '../../src/relay/core/limits.ts';
import { register } from '../support/peer.ts';
import { TestRelay } from '../support/testRelay.ts';

const commandsOf = (lines: string[]): string[] => lines.map(line => parseMessage(line).command);

describe('registration', () => {
  test('welcomes with 001 to 005 and says that there is no message of the day', async () => {
    const bench = new TestRelay();
    const lines = await register(bench.connect(), 'ann');
    const lusers = ['251', '252', '253', '254', '255', '265', '266'];
    expect([...new Set(commandsOf(lines))]).toEqual(['001', '002', '003', '004', '005', ...lusers, '422']);
    expect(lines[0]).toBe(':relay.test 001 ann :Welcome to PyChat, ann');
    expect(bench.relay.people).toBe(1);
  });

  test('shows the message of the day, long lines cut', async () => {
    const peer = new TestRelay({ motd: ['Be kind.', 'x'.repeat(500)] }).connect();
    const lines = await register(peer, 'ann');
    expect(commandsOf(lines).slice(-5)).toEqual(['375', '372', '372', '372', '376']);
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
  });

  test('tells the truth in 005', async () => {
    const lines = await register(new TestRelay().connect(), 'ann');
    const known = lines
      .map(line => parseMessage(line))
      .filter(({ command }) => command === '005')
      .reduce<Isupport>((all, { params }) => addIsupport(all, params), new Map());
    expect(known.get('NICKLEN')).toBe(String(defaultLimits.nickBytes));
    expect(known.get('CHANNELLEN')).toBe(String(defaultLimits.channelBytes));
    expect(known.get('TOPICLEN')).toBe(String(defaultLimits.topicBytes));
    expect(known.get('CASEMAPPING')).toBe('ascii');
    expect(known.has('UTF8ONLY')).toBe(true);
  });

  test('waits for CAP END', async () => {
    const peer = new TestRelay().connect();
    expect(await peer.ask('CAP LS 302', 'NICK ann', 'USER ann 0 * :Ann')).toHaveLength(1);
    expect(commandsOf(await peer.ask('CAP END'))[0]).toBe('001');
  });

  test('cleans the user name, and cuts it and the real name', async () => {
    const bench = new TestRelay();
    const peer = bench.connect();
    const long = 'ã'.repeat(200);
    await peer.ask('NICK ann', `USER a@!b:c\u{202e}defghijklmnopqrstuvwxyz 0 * :${long}`);
    const [line = ''] = await peer.ask('WHO ann');
    expect(parseMessage(line).params).toEqual([
      'ann',
      '*',
      'abcdefghijklmnop',
      '192.0.2.1',
      'relay.test',
      'ann',
      'H',
      `0 ${'ã'.repeat(50)}`,
    ]);
  });

  test('refuses a nick already in use, whatever its case, and takes the next one', async () => {
    const bench = new TestRelay();
    await bench.join('Ann');
    const peer = bench.connect();
    expect(await register(peer, 'ANN')).toEqual([':relay.test 433 * ANN :Nick is already in use']);
    expect(commandsOf(await register(peer, 'ann2'))[0]).toBe('001');
  });

  test('takes a nick of exactly the limit and refuses a longer one', async () => {
    const peer = new TestRelay({ limits: { nickBytes: 5 } }).connect();
    expect(await peer.ask('NICK abcdef')).toEqual([
      ':relay.test 432 * abcdef :Not a nick that can be used here',
    ]);
    expect(await peer.ask('NICK abcde')).toEqual([]);
  });

  test.each(['1ann', 'a nn', 'a,b', 'ação', '#ann', 'a!b', ''])('refuses the nick %j', async nick => {
    const lines = await new TestRelay().connect().ask(`NICK :${nick}`);
    expect(commandsOf(lines)).toEqual([nick === '' ? '431' : '432']);
  });

  test('a change of nick is told to everyone in a shared room once, and frees the old one', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#chat,#b' });
    const bob = await bench.join('bob', { room: '#chat,#b' });
    await ann.news();
    expect(await ann.ask('NICK Ana')).toEqual([':ann!ann@192.0.2.1 NICK Ana']);
    expect(await bob.news()).toEqual([':ann!ann@192.0.2.1 NICK Ana']);
    expect(await bob.ask('NICK ann')).toEqual([':bob!bob@192.0.2.1 NICK ann']);
  });

  test('a change of case in one’s own nick is no clash', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('NICK ANN')).toEqual([':ann!ann@192.0.2.1 NICK ANN']);
    expect(await ann.ask('NICK ANN')).toEqual([]);
  });

  test('takes a user name of exactly the limit, and cuts a longer one', async () => {
    const bench = new TestRelay({ limits: { userBytes: 5 } });
    for (const [nick, user, shown] of [
      ['ann', 'abcde', 'abcde'],
      ['bob', 'abcdef', 'abcde'],
    ] as const) {
      const peer = bench.connect();
      await peer.ask(`NICK ${nick}`, `USER ${user} 0 * :x`);
      expect(await peer.ask(`USERHOST ${nick}`)).toEqual([
        `:relay.test 302 ${nick} ${nick}=+${shown}@192.0.2.1`,
      ]);
    }
  });

  test('closes who does not register in time, not a moment before', async () => {
    const bench = new TestRelay();
    const peer = bench.connect();
    await peer.ask('NICK ann');
    bench.clock.advance(defaultLimits.registrationTimeoutMs - 1);
    expect(await peer.ask('NICK ben')).toEqual([]);
    bench.clock.advance(1);
    expect(await peer.rest()).toEqual(['ERROR :Closing link: Registration took too long']);
  });
});

describe('the password', () => {
  const token = 'abcdefghijklmnopqrstuA';

  test('lets in who has it', async () => {
    const peer = new TestRelay({ token }).connect();
    expect(commandsOf(await register(peer, 'ann', { password: token }))[0]).toBe('001');
  });

  test.each([undefined, 'wrong', `${token}x`])('turns away who gives %j', async password => {
    const bench = new TestRelay({ token });
    const peer = bench.connect();
    if (password !== undefined) peer.send(`PASS ${password}`);
    peer.send('NICK ann', 'USER ann 0 * :Ann', 'JOIN #chat');
    expect(await peer.rest()).toEqual([
      ':relay.test 464 ann :Password incorrect',
      'ERROR :Closing link: Password incorrect',
    ]);
    expect(bench.relay.people).toBe(0);
  });

  test('is asked for by a tag as well, where there are tags', async () => {
    const peer = new TestRelay({ token }).connect();
    peer.send('CAP LS 302', 'CAP REQ message-tags', 'NICK ann', 'USER ann 0 * :Ann', 'CAP END');
    expect((await peer.rest()).at(-1)).toBe(
      '@pychat.invalid/code=inviteNeeded ERROR :Closing link: Password incorrect',
    );
  });
});

describe('capabilities', () => {
  test('are listed, with values for version 302', async () => {
    const peer = new TestRelay().connect();
    const [plain = '', ...more] = await peer.ask('CAP LS');
    expect(more).toEqual([]);
    expect(plain).toMatch(
      /^:relay\.test CAP \* LS :account-notify .* draft\/multiline .* userhost-in-names$/,
    );
    const lines = await peer.ask('CAP LS 302');
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    expect(lines.slice(0, -1).every(line => line.startsWith(':relay.test CAP * LS * :'))).toBe(true);
    const words = lines.map(line => line.slice(line.indexOf(' :') + 2)).join(' ');
    expect(words).toContain('draft/multiline=max-bytes=65536,max-lines=1000 ');
    expect(words).toContain(' sasl=EXTERNAL ');
  });

  test('are taken and given back as a whole', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('CAP REQ :batch echo-message')).toEqual([
      ':relay.test CAP ann ACK :batch echo-message',
    ]);
    expect(await ann.ask('CAP REQ :server-time frob')).toEqual([':relay.test CAP ann NAK :server-time frob']);
    expect(await ann.ask('CAP REQ -batch')).toEqual([':relay.test CAP ann ACK -batch']);
    expect(await ann.ask('CAP LIST')).toEqual([':relay.test CAP ann LIST echo-message']);
    expect(await ann.ask('CAP END')).toEqual([]);
  });

  test('are acknowledged whole, however many are asked for at once', async () => {
    const ann = await new TestRelay().join('a'.repeat(30));
    const words = (await ann.ask('CAP LS')).map(line => line.slice(line.indexOf(' :') + 2)).join(' ');
    const answers = await ann.ask(`CAP REQ :${words}`);
    expect(answers.every(line => line.includes(' ACK ') && Buffer.byteLength(line) <= 510)).toBe(true);
    expect(answers.map(line => line.slice(line.indexOf(' :') + 2)).join(' ')).toBe(words);
  });

  test('an unknown subcommand is refused', async () => {
    const peer = new TestRelay().connect();
    expect(await peer.ask('CAP FROB')).toEqual([':relay.test 410 * FROB :No such CAP subcommand']);
  });

  test('what was asked for in vain is repeated within a line', async () => {
    const peer = new TestRelay().connect();
    const lines = await peer.ask(`CAP REQ :${'x'.repeat(490)}`);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.length).toBeLessThanOrEqual(510);
  });
});
