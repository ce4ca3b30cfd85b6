import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../src/irc/message.ts';
import { TestRelay } from '../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;

describe('JOIN', () => {
  test('answers with the join and the names, and tells the others', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('JOIN #CHAT')).toEqual([
      `:${source('bob')} JOIN #chat`,
      ':relay.test 353 bob = #chat :ann bob',
      ':relay.test 366 bob #chat :End of the list of names',
    ]);
    expect(await ann.news()).toEqual([`:${source('bob')} JOIN #chat`]);
  });

  test('gives the topic and who set it', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await ann.ask('TOPIC #chat :Olá a todos');
    const bob = await bench.join('bob', { room: '' });
    expect((await bob.ask('JOIN #chat')).slice(1, 3)).toEqual([
      ':relay.test 332 bob #chat :Olá a todos',
      `:relay.test 333 bob #chat ${source('ann')} 1795351685`,
    ]);
  });

  test('again changes nothing', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    expect(await bob.ask('JOIN #chat')).toEqual([]);
    expect(await ann.news()).toEqual([]);
  });

  test('makes whoever opens a channel its operator, though not of the main room', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    expect(await ann.ask('JOIN #new')).toContain(':relay.test 353 ann = #new @ann');
    expect(await ann.ask('NAMES #chat')).toContain(':relay.test 353 ann = #chat ann');
  });

  test('makes the host operator, by its key', async () => {
    const bench = new TestRelay({ hostKey: 'aa' });
    const host = await bench.join('ann', { peer: { address: '::1', key: 'aa' } });
    await bench.join('bob', { peer: { address: '::1', key: 'bb' } });
    await bench.join('eve', { peer: { address: '::1' } });
    expect(await host.ask('NAMES #chat')).toContain(':relay.test 353 ann = #chat :@ann bob eve');
  });

  test('takes a list: what is refused does not hold up the rest', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    const lines = await ann.ask('JOIN #a,nope,#b,#a');
    expect(lines.filter(line => / (JOIN|403) /.test(line))).toEqual([
      `:${source('ann')} JOIN #a`,
      ':relay.test 403 ann nope :No such channel',
      `:${source('ann')} JOIN #b`,
    ]);
  });

  test('takes a name of exactly the limit in bytes and refuses a longer one', async () => {
    const ann = await new TestRelay({ limits: { channelBytes: 5 } }).join('ann', { room: '' });
    expect((await ann.ask('JOIN #ãã'))[0]).toBe(`:${source('ann')} JOIN #ãã`);
    expect(await ann.ask('JOIN #ããa')).toEqual([':relay.test 403 ann #ããa :No such channel']);
  });

  test('refuses one channel more than a person may be in', async () => {
    const ann = await new TestRelay({ limits: { maxChannelsPerPerson: 2 } }).join('ann');
    expect(await ann.ask('JOIN #b')).toHaveLength(3);
    expect(await ann.ask('JOIN #c')).toEqual([':relay.test 405 ann #c :Too many channels']);
    await ann.ask('PART #b');
    expect(await ann.ask('JOIN #c')).toHaveLength(3);
  });

  test('refuses one channel more than there may be, though not an open one', async () => {
    const bench = new TestRelay({ limits: { maxChannels: 2 } });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    expect(await ann.ask('JOIN #b')).toHaveLength(3);
    expect(await bob.ask('JOIN #c')).toEqual([':relay.test 405 bob #c :Too many channels']);
    expect(await bob.ask('JOIN #b')).toHaveLength(3);
  });

  test('0 leaves every channel', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a,#b' });
    expect(await ann.ask('JOIN 0')).toEqual([`:${source('ann')} PART #a`, `:${source('ann')} PART #b`]);
  });
});

describe('PART and QUIT', () => {
  test('PART is told to all with its reason', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    expect(await bob.ask('PART #chat :até logo')).toEqual([`:${source('bob')} PART #chat :até logo`]);
    await ann.next('PART');
    expect(await bob.ask('PART #chat')).toEqual([':relay.test 442 bob #chat :You are not on that channel']);
    expect(await bob.ask('PART #nope')).toEqual([':relay.test 403 bob #nope :No such channel']);
  });

  test('a channel ends with its last member, and its topic with it; the main room keeps its topic', async () => {
    const ann = await new TestRelay().join('ann', { room: '#chat,#b' });
    await ann.ask('TOPIC #chat :main', 'TOPIC #b :other', 'JOIN 0');
    const lines = await ann.ask('JOIN #chat,#b');
    expect(lines.filter(line => line.includes(' 332 '))).toEqual([':relay.test 332 ann #chat main']);
  });

  test('QUIT is told once to everyone who shares a channel', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b' });
    const bob = await bench.join('bob', { room: '#a,#b' });
    const eve = await bench.join('eve', { room: '#c' });
    await bench.calm();
    bob.send('QUIT :bye');
    expect(await bob.rest()).toEqual(['ERROR :Closing link: Quit: bye']);
    expect(await ann.news()).toEqual([`:${source('bob')} QUIT :Quit: bye`]);
    expect(await eve.news()).toEqual([]);
    expect(bench.relay.people).toBe(2);
  });

  test('a connection that breaks is a QUIT too', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    bob.stream.destroy();
    expect((await ann.next('QUIT')).params).toEqual(['Connection closed']);
  });

  test('reasons are cut between characters', async () => {
    const bench = new TestRelay({ limits: { reasonBytes: 5 } });
    const ann = await bench.join('ann');
    expect(await ann.ask('PART #chat :ãããã')).toEqual([`:${source('ann')} PART #chat ãã`]);
  });
});

describe('TOPIC', () => {
  test('is given, set, cleared and told to all', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    expect(await bob.ask('TOPIC #chat')).toEqual([':relay.test 331 bob #chat :No topic is set']);
    expect(await bob.ask('TOPIC #chat :one two')).toEqual([`:${source('bob')} TOPIC #chat :one two`]);
    expect((await ann.next('TOPIC')).params).toEqual(['#chat', 'one two']);
    expect(await bob.ask('TOPIC #chat :')).toEqual([`:${source('bob')} TOPIC #chat :`]);
    expect(await bob.ask('TOPIC #chat')).toEqual([':relay.test 331 bob #chat :No topic is set']);
  });

  test('of exactly the limit is taken and a longer one refused', async () => {
    const ann = await new TestRelay({ limits: { topicBytes: 4 } }).join('ann');
    expect(await ann.ask('TOPIC #chat ãã')).toEqual([`:${source('ann')} TOPIC #chat ãã`]);
    expect(await ann.ask('TOPIC #chat ããa')).toEqual([':relay.test 417 ann :Input line was too long']);
  });

  test('is not for those outside', async () => {
    const bench = new TestRelay();
    await bench.join('ann');
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('TOPIC #chat :mine')).toEqual([
      ':relay.test 442 bob #chat :You are not on that channel',
    ]);
  });
});

describe('NAMES, WHO and MODE', () => {
  test('NAMES keeps to the length of a line', async () => {
    const bench = new TestRelay();
    const nicks = Array.from({ length: 40 }, (_, i) => `someone-of-long-name-${i}`);
    for (const nick of nicks) await bench.join(nick);
    const ann = await bench.join('ann');
    const lines = await ann.ask('NAMES #chat');
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    const names = lines.slice(0, -1).flatMap(line => parseMessage(line).params[3]!.split(' '));
    expect(names).toEqual([...nicks, 'ann']);
  });

  test('NAMES of nothing and of what is not there', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('NAMES')).toEqual([':relay.test 366 ann * :End of the list of names']);
    expect(await ann.ask('NAMES #no')).toEqual([':relay.test 366 ann #no :End of the list of names']);
    expect(await ann.ask('NAMES no')).toEqual([':relay.test 403 ann no :No such channel']);
  });

  test('WHO lists a channel, a person, and everyone one shares a channel with once', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#chat,#b' });
    await bench.join('bob', { room: '#b,#chat' });
    await bench.join('eve', { room: '', peer: { address: '::1' } });
    const bob = ':relay.test 352 ann #chat bob 192.0.2.1 relay.test bob H :0 bob Real';
    const end = (mask: string): string => `:relay.test 315 ann ${mask} :End of WHO`;
    await bench.calm();
    expect(await ann.ask('WHO #chat')).toEqual([
      ':relay.test 352 ann #chat ann 192.0.2.1 relay.test ann H :0 ann Real',
      bob,
      end('#chat'),
    ]);
    expect(await ann.ask('WHO eve')).toEqual([
      ':relay.test 352 ann * eve 0::1 relay.test eve H :0 eve Real',
      end('eve'),
    ]);
    expect(await ann.ask('WHO')).toHaveLength(3);
    expect(await ann.ask('WHO nobody')).toEqual([end('nobody')]);
    expect(await ann.ask('WHO :a b')).toEqual([end('*')]);
  });

  test('MODE answers what clients ask when they join', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('MODE #chat')).toEqual([':relay.test 324 ann #chat +n']);
    expect(await ann.ask('MODE #chat b')).toEqual([':relay.test 368 ann #chat :End of the list of bans']);
    expect(await ann.ask('MODE ann')).toEqual([':relay.test 221 ann +']);
    expect(await ann.ask('MODE ann +i')).toEqual([`:${source('ann')} MODE ann +i`]);
    expect(await ann.ask('MODE ann')).toEqual([':relay.test 221 ann +i']);
  });

  test('MODE refuses what is not its caller’s to change, and what cannot be changed', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#chat,#mine' });
    await bench.join('bob');
    await bench.calm();
    expect(await ann.ask('MODE #chat +k x')).toEqual([
      ':relay.test 482 ann #chat :You are not a channel operator',
    ]);
    expect(await ann.ask('MODE #mine +k x')).toEqual([':relay.test 472 ann k :Unknown mode']);
    expect(await ann.ask('MODE #none')).toEqual([':relay.test 403 ann #none :No such channel']);
    expect(await ann.ask('MODE bob +i')).toEqual([':relay.test 502 ann :Not your own modes']);
    expect(await ann.ask('MODE ann +Z')).toEqual([':relay.test 501 ann :Unknown user mode']);
    expect(await ann.ask('MODE zed')).toEqual([':relay.test 401 ann zed :No such nick']);
  });
});
