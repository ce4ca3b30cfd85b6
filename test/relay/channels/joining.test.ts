import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

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
    expect(await bob.ask('JOIN #c')).toEqual([
      ':relay.test 405 bob #c :There is no place for one more channel of yours; you can join one that is there',
    ]);
    expect(await bob.ask('JOIN #b')).toHaveLength(3);
  });

  test('0 leaves every channel', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a,#b' });
    expect(await ann.ask('JOIN 0')).toEqual([`:${source('ann')} PART #a`, `:${source('ann')} PART #b`]);
  });

  test('with keys gives each channel its own, and of a channel named twice tries the first', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b,#c' });
    await ann.ask('MODE #a +k one', 'MODE #c +k três');
    const bob = await bench.join('bob', { room: '' });
    const lines = await bob.ask('JOIN #a,#b,#c one,,três', 'PART #a', 'JOIN #a,#A wrong,one');
    expect(lines.filter(line => / (JOIN|475) /.test(line))).toEqual([
      `:${source('bob')} JOIN #a`,
      `:${source('bob')} JOIN #b`,
      `:${source('bob')} JOIN #c`,
      ':relay.test 475 bob #a :The channel has another key',
    ]);
  });

  test('passes over what is empty in a list', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    expect(await ann.ask('JOIN ,,')).toEqual([]);
    expect((await ann.ask('JOIN ,#a,'))[0]).toBe(`:${source('ann')} JOIN #a`);
  });

  test('tells account and real name to those who asked to hear them', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: 'extended-join' });
    const bob = await bench.join('bob', { capabilities: 'extended-join' });
    expect(await ann.news()).toEqual([`:${source('bob')} JOIN #chat * :bob Real`]);
    expect((await bob.ask('PART #chat', 'JOIN #chat'))[1]).toBe(`:${source('bob')} JOIN #chat * :bob Real`);
  });

  test('of somebody who is away is followed by the reason, for those who asked', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: 'away-notify' });
    const bob = await bench.join('bob');
    const eve = await bench.join('eve', { room: '' });
    await bench.calm();
    await eve.ask('AWAY :na praia', 'JOIN #chat');
    expect(await ann.news()).toEqual([`:${source('eve')} JOIN #chat`, `:${source('eve')} AWAY :na praia`]);
    expect(await bob.news()).toEqual([`:${source('eve')} JOIN #chat`]);
  });

  test('is answered in one batch when it has a label', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities: 'batch labeled-response' });
    const lines = await ann.ask('@label=x JOIN #a');
    expect(lines[0]).toMatch(/^@label=x :relay\.test BATCH \+\S+ labeled-response$/);
    expect(lines.slice(1, -1).map(line => line.split(' ')[2])).toEqual(['JOIN', '353', '366']);
    expect(lines.at(-1)).toMatch(/^:relay\.test BATCH -/);
  });
});

describe('somebody who goes in the middle of a JOIN', () => {
  test('is in no channel afterwards, and leaves none behind', async () => {
    const bench = new TestRelay({ limits: { maxQueuedBytesAll: 4000 } });
    const bob = await bench.join('bob');
    const ann = await bench.join('ann', { room: '#a' });
    const names = Array.from({ length: 45 }, (_, i) => `#room${i}`);
    ann.send(`JOIN #chat,${names.join(',')}`);
    await ann.rest();
    expect(await bob.news()).toEqual([
      `:${source('ann')} JOIN #chat`,
      `:${source('ann')} QUIT :Reads too slowly`,
    ]);
    expect(await bob.ask('LIST', 'NAMES #chat')).toEqual([
      ':relay.test 322 bob #chat 1 :',
      ':relay.test 323 bob :End of LIST',
      ':relay.test 353 bob = #chat bob',
      ':relay.test 366 bob #chat :End of the list of names',
    ]);
    expect(bench.relay.people).toBe(1);
  });
});

describe('a channel that does not let everyone in', () => {
  const setUp = async (modes: string): Promise<[TestRelay, Awaited<ReturnType<TestRelay['join']>>]> => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask(`MODE #a ${modes}`);
    return [bench, await bench.join('bob', { room: '' })];
  };

  test.each([
    ['+k sesame', '475', 'The channel has another key'],
    ['+i', '473', 'The channel is for those who are invited'],
    ['+l 1', '471', 'The channel is full'],
    ['+b bob', '474', 'You are banned from the channel'],
  ])('refuses with %s, and takes nobody in', async (modes, numeric, text) => {
    const [bench, bob] = await setUp(modes);
    expect(await bob.ask('JOIN #a')).toEqual([`:relay.test ${numeric} bob #a :${text}`]);
    expect(await bob.ask('PRIVMSG #a :hi')).toEqual([
      ':relay.test 404 bob #a :You cannot write to this channel',
    ]);
    expect(bench.log).toEqual([]);
  });

  test('takes the key as it is, not in another case', async () => {
    const [, bob] = await setUp('+k Sesame');
    expect(await bob.ask('JOIN #a sesame')).toHaveLength(1);
    expect(await bob.ask('JOIN #a Sesame')).toHaveLength(3);
  });

  test('is full at its limit and not before', async () => {
    const [bench, bob] = await setUp('+l 2');
    expect(await bob.ask('JOIN #a')).toHaveLength(3);
    const eve = await bench.join('eve', { room: '' });
    expect(await eve.ask('JOIN #a')).toEqual([':relay.test 471 eve #a :The channel is full']);
    await bob.ask('PART #a');
    expect(await eve.ask('JOIN #a')).toHaveLength(3);
  });

  test('says that somebody is banned before it says anything of key and invitation', async () => {
    const [, bob] = await setUp('+bki bob sesame');
    expect(await bob.ask('JOIN #a')).toEqual([':relay.test 474 bob #a :You are banned from the channel']);
  });

  test('lets the host in whatever its modes, as operator, and says so to the others', async () => {
    const bench = new TestRelay({ hostKey: 'aa' });
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask('MODE #a +iklb sesame 1 *!*@*');
    const host = await bench.join('hst', { room: '', peer: { address: '::1', key: 'aa' } });
    await bench.calm();
    expect(await host.ask('JOIN #a')).toEqual([
      ':hst!hst@0::1 JOIN #a',
      ':relay.test MODE #a +o hst',
      ':relay.test 353 hst = #a :@ann @hst',
      ':relay.test 366 hst #a :End of the list of names',
    ]);
    expect(await ann.news()).toEqual([':hst!hst@0::1 JOIN #a', ':relay.test MODE #a +o hst']);
  });
});
