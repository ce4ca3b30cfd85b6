import { describe, expect, test } from 'vitest';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, isupport, messages, params } from './replies.ts';

const welcome = /^001 002 003 004( 005)+ 251 252 253 254 255 265 266 /;

describe('the welcome', () => {
  test('begins with 001 to 004, each of them addressed to the nick', async () => {
    const lines = await register(new TestRelay().connect(), 'ann');
    for (const message of messages(lines)) expect(message.params[0]).toBe('ann');
    for (const numeric of ['001', '002', '003']) expect(params(lines, numeric)).toHaveLength(1);
    for (const numeric of ['001', '002', '003']) expect(params(lines, numeric)[0]).toHaveLength(2);
    const [info = []] = params(lines, '004');
    expect(info.slice(0, 2)).toEqual(['ann', 'relay.test']);
    expect(info).toHaveLength(6);
    for (const letters of info.slice(3)) expect(letters).toMatch(/^[A-Za-z]+$/);
  });

  test('goes on with 005, the numbers of LUSERS and the message of the day, in this order', async () => {
    const without = await register(new TestRelay().connect(), 'ann');
    const bench = new TestRelay({ motd: ['one', 'two'] });
    const having = await register(bench.connect(), 'ann');
    expect(`${commands(without).join(' ')} `).toMatch(new RegExp(`${welcome.source}422 $`));
    expect(`${commands(having).join(' ')} `).toMatch(new RegExp(`${welcome.source}375 372 372 376 $`));
  });

  test('waits for CAP END from who has asked for capabilities, however often', async () => {
    const ann = new TestRelay().connect();
    const lines = await ann.ask('CAP LS 302', 'USER ann 0 * :Ann', 'NICK ann', 'CAP LS 302');
    expect(new Set(commands(lines))).toEqual(new Set(['CAP']));
    expect(first(await ann.ask('CAP END'))[0]).toBe('001');
  });

  test('takes commands in any case, and USER before NICK', async () => {
    const lines = await new TestRelay().connect().ask('user ann 0 * realname', 'nick ann');
    expect(first(lines)[0]).toBe('001');
  });
});

describe('005', () => {
  test('keeps to 13 tokens a line, in ASCII, and one equals sign in each', async () => {
    const lines = params(await register(new TestRelay().connect(), 'ann'), '005');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(15);
      expect(line.at(-1)).toBe('are supported by this server');
      for (const token of line.slice(1, -1)) expect(token).toMatch(/^[A-Z0-9]+(=[!-<>-~]+)?$/);
    }
  });

  test('gives case mapping, prefixes and target limits as clients read them', async () => {
    const tokens = isupport(await register(new TestRelay().connect(), 'ann'));
    expect(tokens.get('CASEMAPPING')).toBe('ascii');
    expect(tokens.get('PREFIX')).toBe('(ov)@+');
    expect(tokens.get('EXTBAN')).toMatch(/^,[a-z]*m/);
    expect(tokens.get('BOT')).toHaveLength(1);
    expect(tokens.get('CHANMODES')?.split(',')).toHaveLength(4);
    for (const item of (tokens.get('TARGMAX') ?? '').split(',')) expect(item).toMatch(/^[A-Z]+:[0-9]*$/);
    for (const list of [tokens.get('EXCEPTS'), tokens.get('INVEX')])
      expect(tokens.get('CHANMODES')?.split(',')[0]).toContain(list);
  });

  test('does not promise more than is held: nicks, names of channels, channels of one person', async () => {
    const bench = new TestRelay({ limits: { maxChannelsPerPerson: 3 } });
    const tokens = isupport(await register(bench.connect(), 'zoe'));
    const ann = await bench.join('ann', { room: '' });
    const channelBytes = Number(tokens.get('CHANNELLEN'));
    const fits = `#${'a'.repeat(channelBytes - 1)}`;
    expect(first(await ann.ask(`JOIN ${fits}`))).toEqual(['JOIN', fits]);
    expect(first(await ann.ask(`JOIN ${fits}a`)).slice(0, 3)).toEqual(['403', 'ann', `${fits}a`]);
    expect(tokens.get('CHANLIMIT')).toBe('#:3');
    await ann.ask('JOIN #two', 'JOIN #three');
    expect(first(await ann.ask('JOIN #four')).slice(0, 3)).toEqual(['405', 'ann', '#four']);
    const nick = 'a'.repeat(Number(tokens.get('NICKLEN')));
    expect(first(await ann.ask(`NICK ${nick}`))).toEqual(['NICK', nick]);
    expect(first(await ann.ask(`NICK ${nick}bbbbb`)).slice(0, 3)).toEqual(['432', nick, `${nick}bbbbb`]);
  });
});

describe('the password', () => {
  test('has to be there, to be right, and to come before NICK and USER', async () => {
    const bench = new TestRelay({ token: 'sesame' });
    const right = await bench.connect().ask('PASS sesame', 'NICK ann', 'USER ann * * :Ann');
    expect(first(right)[0]).toBe('001');
    for (const before of [[], ['PASS sesamegarbage']]) {
      const peer = bench.connect();
      peer.send(...before, 'NICK bob', 'USER bob * * :Bob', 'PASS sesame');
      expect(commands(await peer.rest())).toEqual(['464', 'ERROR']);
    }
  });
});

describe('USER', () => {
  test('with an empty real name lacks a parameter', async () => {
    const peer = new TestRelay().connect();
    expect(first(await peer.ask('NICK ann', 'USER ann * * :')).slice(0, 3)).toEqual(['461', 'ann', 'USER']);
  });

  test('with a name of emoji alone registers under another', async () => {
    const bench = new TestRelay();
    const ann = bench.connect();
    expect(first(await ann.ask('NICK ann', `USER ${'😊'.repeat(10)} * * :realname`))[0]).toBe('001');
    expect(params(await ann.ask('WHOIS ann'), '311')[0]).toEqual([
      'ann',
      'ann',
      'user',
      '192.0.2.1',
      '*',
      'realname',
    ]);
  });

  test('with a real name that is not UTF-8 is refused, and the connection stays', async () => {
    const ann = new TestRelay().connect();
    ann.stream.write(Buffer.from('NICK ann\r\nUSER ann * * :i\xe8rc\xe9\r\n', 'latin1'));
    expect(commands(await ann.news())).toEqual(['FAIL']);
    expect(first(await ann.ask('USER ann * * :Ann'))[0]).toBe('001');
  });
});

describe('QUIT', () => {
  test('is answered with ERROR and the end of the connection', async () => {
    const ann = await new TestRelay().join('ann');
    ann.send('QUIT', 'PING 1');
    expect(commands(await ann.rest())).toEqual(['ERROR']);
  });

  test('before the welcome frees the nick at once, as it does after it', async () => {
    const bench = new TestRelay();
    for (const lines of [['NICK ann'], ['NICK ANN', 'USER ann 0 * :Ann']]) {
      const peer = bench.connect();
      peer.send(...lines, 'QUIT');
      await peer.rest();
    }
    expect(first(await register(bench.connect(), 'Ann'))[0]).toBe('001');
  });
});
