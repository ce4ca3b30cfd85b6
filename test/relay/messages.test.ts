import { describe, expect, test } from 'vitest';
import { inSeconds } from '../support/askHistory.ts';
import { TestRelay } from '../support/testRelay.ts';

const ann = ':ann!ann@192.0.2.1';
const time = 'time=2026-11-22T12:48:05.000Z';

describe('PRIVMSG and NOTICE', () => {
  test('reach every other member, and not who sent them', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann');
    const others = [await bench.join('bob'), await bench.join('eve')];
    await bench.calm();
    await bench.calm();
    expect(await a.ask('PRIVMSG #CHAT :Olá, 😀 <b>', 'NOTICE #chat :psst')).toEqual([]);
    for (const other of others)
      expect(await other.news()).toEqual([`${ann} PRIVMSG #chat :Olá, 😀 <b>`, `${ann} NOTICE #chat psst`]);
  });

  test('reach one person', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann');
    const bob = await bench.join('Bob');
    const eve = await bench.join('eve');
    await bench.calm();
    await a.ask('PRIVMSG bob hi');
    expect(await bob.news()).toEqual([`${ann} PRIVMSG Bob hi`]);
    expect(await eve.news()).toEqual([]);
  });

  test('refuse a receiver that is not there and a channel one is not in, the others get theirs', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { room: '' });
    const bob = await bench.join('bob');
    expect(await a.ask('PRIVMSG zed,#none,#chat,bob hi')).toEqual([
      ':relay.test 401 ann zed :No such nick',
      ':relay.test 403 ann #none :No such channel',
      ':relay.test 404 ann #chat :You cannot write to this channel',
    ]);
    expect(await bob.news()).toEqual([`${ann} PRIVMSG bob hi`]);
  });

  test('go to as many receivers as allowed, and to none when there is one more', async () => {
    const bench = new TestRelay({ limits: { maxTargets: 2 } });
    const a = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    expect(await a.ask('PRIVMSG #chat,bob,bob hi')).toEqual([]);
    expect(await bob.news()).toHaveLength(2);
    expect(await a.ask('PRIVMSG #chat,bob,ann hi')).toEqual([
      ':relay.test 407 ann #chat,bob,ann :Too many receivers',
    ]);
    expect(await bob.news()).toEqual([]);
  });

  test('fill a line to the byte with the sender in front, and are refused past it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    const most = 510 - `${ann} PRIVMSG #chat :`.length;
    expect(await a.ask(`PRIVMSG #chat : ${'x'.repeat(most - 1)}`)).toEqual([]);
    const [line = ''] = await bob.news();
    expect(Buffer.byteLength(line)).toBe(510);
    expect(await a.ask(`PRIVMSG #chat : ${'x'.repeat(most)}`)).toEqual([
      ':relay.test 417 ann :Input line was too long',
    ]);
    expect(await bob.news()).toEqual([]);
  });

  test('a NOTICE is refused in silence, and aloud when it has a label', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'batch labeled-response' });
    expect(await a.ask('NOTICE zed hi', 'NOTICE zed')).toEqual([]);
    expect(await a.ask('@label=x NOTICE zed hi')).toEqual(['@label=x :relay.test 401 ann zed :No such nick']);
  });
});

describe('tags', () => {
  test('each receiver gets those it asked for', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'message-tags' });
    const plain = await bench.join('bob');
    const timed = await bench.join('cid', { capabilities: 'server-time' });
    const full = await bench.join('dot', { capabilities: 'server-time message-tags' });
    await bench.calm();
    await a.ask('@+typing=active;secret=1;label=x;+a/b=c\\sd PRIVMSG #chat hi');
    expect(await plain.news()).toEqual([`${ann} PRIVMSG #chat hi`]);
    expect(inSeconds(await timed.news())).toEqual([`@${time} ${ann} PRIVMSG #chat hi`]);
    expect(inSeconds(await full.news())).toEqual([
      `@${time};msgid=id1;+typing=active;+a/b=c\\sd ${ann} PRIVMSG #chat hi`,
    ]);
  });

  test('of who did not ask for message-tags are dropped', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann');
    const bob = await bench.join('bob', { capabilities: 'message-tags' });
    await bench.calm();
    await a.ask('@+typing=active PRIVMSG #chat hi');
    expect(await bob.news()).toEqual([`@msgid=id1 ${ann} PRIVMSG #chat hi`]);
  });

  test('TAGMSG reaches those who know tags only', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'message-tags echo-message' });
    const bob = await bench.join('bob', { capabilities: 'message-tags' });
    const plain = await bench.join('eve');
    await bench.calm();
    const line = `@msgid=id1;+typing=active ${ann} TAGMSG #chat`;
    expect(await a.ask('@+typing=active TAGMSG #chat')).toEqual([line]);
    expect(await bob.news()).toEqual([line]);
    expect(await plain.news()).toEqual([]);
  });

  test('may fill their 4096 bytes and not one more', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'message-tags' });
    const bob = await bench.join('bob', { capabilities: 'message-tags' });
    await bench.calm();
    const tags = (bytes: number): string => `@+a=${'x'.repeat(bytes - '@+a= '.length)} `;
    expect(await a.ask(`${tags(4096)}PRIVMSG #chat hi`)).toEqual([]);
    expect(await bob.news()).toHaveLength(1);
    expect(await a.ask(`${tags(4097)}PRIVMSG #chat hi`)).toEqual([
      ':relay.test 417 ann :Input line was too long',
    ]);
  });
});

describe('echo-message and labeled-response', () => {
  const capabilities = 'batch echo-message labeled-response';

  test('a message is echoed with its label', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    expect(await a.ask('@label=l1 PRIVMSG #chat hi')).toEqual([`@label=l1 ${ann} PRIVMSG #chat hi`]);
  });

  test('a message to oneself comes twice, with the label once', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    expect(await a.ask('@label=l1 PRIVMSG ann hi')).toEqual([
      `${ann} PRIVMSG ann hi`,
      `@label=l1 ${ann} PRIVMSG ann hi`,
    ]);
  });

  test('no answer is an ACK, one carries the label, more are a batch', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'batch labeled-response' });
    expect(await a.ask('@label=a PONG x')).toEqual(['@label=a :relay.test ACK']);
    expect(await a.ask('@label=b MODE ann')).toEqual(['@label=b :relay.test 221 ann +']);
    expect(await a.ask('@label=c WHO ann')).toEqual([
      '@label=c :relay.test BATCH +r3 labeled-response',
      '@batch=r3 :relay.test 352 ann #chat ann 192.0.2.1 relay.test ann H :0 ann Real',
      '@batch=r3 :relay.test 315 ann ann :End of WHO',
      ':relay.test BATCH -r3',
    ]);
    expect(await a.ask('@label=d FROB')).toEqual(['@label=d :relay.test 421 ann FROB :Unknown command']);
  });

  test('a label of 64 bytes counts, a longer one does not', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const label = 'x'.repeat(64);
    expect(await a.ask(`@label=${label} PONG`)).toEqual([`@label=${label} :relay.test ACK`]);
    expect(await a.ask(`@label=${label}x PONG`)).toEqual([]);
  });

  test('labels mean nothing to a connection without both capabilities', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'labeled-response' });
    expect(await a.ask('@label=a PONG')).toEqual([]);
  });
});
