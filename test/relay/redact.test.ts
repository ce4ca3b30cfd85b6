import { describe, expect, test } from 'vitest';
import { askHistory, askTexts, historyCapabilities, inSeconds, keyOf, say } from '../support/askHistory.ts';
import type { TestPeer } from '../support/peer.ts';
import { TestRelay } from '../support/testRelay.ts';

const capabilities = `${historyCapabilities} draft/message-redaction`;
const ann = ':ann!ann@192.0.2.1';
const time = 'time=2026-11-22T12:48:05.000Z';

const withKey = (letter: string, room = '#chat'): Parameters<TestRelay['join']>[1] => ({
  capabilities,
  room,
  peer: { address: '192.0.2.1', key: keyOf(letter) },
});

const latest = (peer: TestPeer, target = '#chat'): Promise<string[]> =>
  askTexts(peer, `CHATHISTORY LATEST ${target} * 9`);

/** The code and context of the one refusal that a line brings. */
async function refusal(peer: TestPeer, line: string): Promise<string> {
  await peer.news();
  const answer = await peer.ask(line);
  expect(answer).toHaveLength(1);
  return / FAIL REDACT (.*) :/.exec(answer[0] ?? '')?.[1] ?? answer.join();
}

describe('REDACT of one’s own message', () => {
  test('reaches those who know it, and takes the message out of history', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const b = await bench.join('bob', { capabilities });
    const old = await bench.join('old', { capabilities: historyCapabilities });
    await say(a, 'one');
    const { msgid } = await say(a, 'two');
    await bench.calm();
    await bench.calm();
    const news = `@${time};msgid=id3 ${ann} REDACT #chat ${msgid} :wrong room`;
    expect(inSeconds(await a.ask(`REDACT #CHAT ${msgid} :wrong room`))).toEqual([news]);
    expect(inSeconds(await b.news())).toEqual([news]);
    expect(await old.news()).toEqual([]);
    expect(await latest(b)).toEqual(['one']);
  });

  test('has no reason where none was given, and a short one where it was long', async () => {
    const bench = new TestRelay({ limits: { reasonBytes: 5 } });
    const a = await bench.join('ann', { capabilities: 'draft/message-redaction' });
    await a.ask('PRIVMSG #chat 1', 'PRIVMSG #chat 2');
    expect(await a.ask('REDACT #chat id1')).toEqual([`${ann} REDACT #chat id1`]);
    expect(await a.ask('REDACT #chat id2 :123456')).toEqual([`${ann} REDACT #chat id2 12345`]);
  });

  test('stays as an event of its own for those who look later', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: `${capabilities} draft/event-playback` });
    const first = await say(a, 'one');
    const { msgid } = await say(a, 'two');
    await a.ask(`REDACT #chat ${msgid}`);
    const events = await askHistory(a, `CHATHISTORY AFTER #chat msgid=${first.msgid} 9`);
    expect(events.map(line => [line.command, ...line.params])).toEqual([['REDACT', '#chat', msgid]]);
    const b = await bench.join('bob', { capabilities: `${historyCapabilities} draft/event-playback` });
    const seen = await askHistory(b, `CHATHISTORY AFTER #chat msgid=${first.msgid} 9`);
    expect(seen.map(line => line.command)).toEqual(['JOIN']);
  });

  test('leaves its place, for those who count from it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await say(a, 'one');
    const { msgid } = await say(a, 'two');
    await say(a, 'three');
    await a.ask(`REDACT #chat ${msgid}`);
    expect(await askTexts(a, `CHATHISTORY AFTER #chat msgid=${msgid} 9`)).toEqual(['three']);
    expect(await askTexts(a, `CHATHISTORY BEFORE #chat msgid=${msgid} 9`)).toEqual(['one']);
    expect(await askTexts(a, `CHATHISTORY AROUND #chat msgid=${msgid} 3`)).toEqual(['one', 'three']);
  });

  test('also of several lines, a reaction, and a notice', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', {
      capabilities: `${capabilities} draft/multiline draft/event-playback`,
    });
    await a.ask('BATCH +1 draft/multiline #chat', '@batch=1 PRIVMSG #chat hi', 'BATCH -1');
    await a.ask('@+draft/react=x TAGMSG #chat', 'NOTICE #chat hi');
    for (const id of ['id1', 'id3', 'id4'])
      expect((await a.ask(`REDACT #chat ${id}`))[0]).toContain(`REDACT #chat ${id}`);
    const left = await askHistory(a, 'CHATHISTORY LATEST #chat * 9');
    expect(left.map(line => line.command)).toEqual(['JOIN', 'REDACT', 'REDACT', 'REDACT']);
  });

  test('is possible within the window and not after it', async () => {
    const bench = new TestRelay({ limits: { redactWindowMs: 60_000 } });
    const host = await bench.join('host', { capabilities, room: '#den' });
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const first = await say(a, 'one', '#den');
    const second = await say(a, 'two', '#den');
    bench.clock.advance(59_990);
    await a.news();
    expect((await a.ask(`REDACT #den ${first.msgid}`))[0]).toContain(`REDACT #den ${first.msgid}`);
    bench.clock.advance(60);
    expect(await refusal(a, `REDACT #den ${second.msgid}`)).toBe(
      `REDACT_WINDOW_EXPIRED #den ${second.msgid} 60`,
    );
    await host.news();
    expect((await host.ask(`REDACT #den ${second.msgid}`))[0]).toContain(`REDACT #den ${second.msgid}`);
  });
});

describe('REDACT of the message of somebody else', () => {
  test('is for the channel’s operators, as long as they are that', async () => {
    const bench = new TestRelay();
    const op = await bench.join('op', { capabilities, room: '#den' });
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const b = await bench.join('bob', { capabilities, room: '#den' });
    const { msgid } = await say(a, 'hi', '#den');
    expect(await refusal(b, `REDACT #den ${msgid}`)).toBe(`REDACT_FORBIDDEN #den ${msgid}`);
    await op.ask('MODE #den +v bob');
    expect(await refusal(b, `REDACT #den ${msgid}`)).toBe(`REDACT_FORBIDDEN #den ${msgid}`);
    const { msgid: other } = await say(a, 'ho', '#den');
    await op.news();
    expect((await op.ask(`REDACT #den ${msgid} spam`))[0]).toContain(
      `:op!op@192.0.2.1 REDACT #den ${msgid} spam`,
    );
    await op.ask('MODE #den +o bob');
    await b.ask('MODE #den -o op');
    expect(await refusal(op, `REDACT #den ${other}`)).toBe(`REDACT_FORBIDDEN #den ${other}`);
  });

  test('of another room is unknown, also to one who is operator in his own', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const { msgid } = await say(a, 'hi', '#den');
    const eve = await bench.join('eve', { capabilities, room: '#mine' });
    expect(await refusal(eve, `REDACT #mine ${msgid}`)).toBe(`UNKNOWN_MSGID #mine ${msgid}`);
    expect(await refusal(eve, `REDACT #mine none`)).toBe('UNKNOWN_MSGID #mine none');
    expect(await refusal(eve, `REDACT #den ${msgid}`)).toBe('INVALID_TARGET #den');
    expect(await refusal(eve, `REDACT #none ${msgid}`)).toBe('INVALID_TARGET #none');
    expect(await latest(a, '#den')).toEqual(['hi']);
  });

  test('is not for one who has the nick, user and address of him who sent it', async () => {
    const bench = new TestRelay();
    await bench.join('op', { room: '#den' });
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const { msgid } = await say(a, 'hi', '#den');
    const other = bench.connect();
    await other.ask('CAP LS 302', `CAP REQ :${capabilities}`, 'NICK zed', 'USER ann 0 * :x', 'CAP END');
    await other.ask('JOIN #den');
    await a.ask('NICK axe');
    await other.ask('NICK ann');
    expect(await refusal(other, `REDACT #den ${msgid}`)).toBe(`REDACT_FORBIDDEN #den ${msgid}`);
    await a.news();
    expect((await a.ask(`REDACT #den ${msgid}`))[0]).toContain(`:axe!ann@192.0.2.1 REDACT #den ${msgid}`);
  });

  test('is for the same account from another connection, and not without it', async () => {
    const bench = new TestRelay();
    await bench.join('op', { room: '#den' });
    const a = await bench.join('ann', withKey('a', '#den'));
    const { msgid } = await say(a, 'hi', '#den');
    a.send('QUIT');
    await a.rest();
    const thief = await bench.join('thief', withKey('c', '#den'));
    expect(await refusal(thief, `REDACT #den ${msgid}`)).toBe(`REDACT_FORBIDDEN #den ${msgid}`);
    const back = await bench.join('ann', withKey('a', '#den'));
    expect((await back.ask(`REDACT #den ${msgid}`))[0]).toContain(`REDACT #den ${msgid}`);
  });
});

describe('REDACT is refused', () => {
  test('the second time', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const { msgid } = await say(a, 'hi');
    await a.ask(`REDACT #chat ${msgid}`);
    expect(await refusal(a, `REDACT #chat ${msgid}`)).toBe(`UNKNOWN_MSGID #chat ${msgid}`);
  });

  test.each([
    ['has left', 'PART #den', undefined],
    ['was kicked', undefined, 'KICK #den ann'],
  ])('of one who %s, for his own message', async (_, own, ops) => {
    const bench = new TestRelay();
    const op = await bench.join('op', { capabilities, room: '#den' });
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const { msgid } = await say(a, 'hi', '#den');
    if (own !== undefined) await a.ask(own);
    if (ops !== undefined) await op.ask(ops);
    expect(await refusal(a, `REDACT #den ${msgid}`)).toBe('INVALID_TARGET #den');
    expect(await latest(op, '#den')).toEqual(['hi']);
  });

  test('for what was done, and for another redaction', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const [topic = ''] = await a.ask('TOPIC #chat :news');
    const id = /msgid=([^; ]+)/.exec(topic)?.[1] ?? '';
    expect(await refusal(a, `REDACT #chat ${id}`)).toBe(`UNKNOWN_MSGID #chat ${id}`);
    const { msgid } = await say(a, 'hi');
    const [news = ''] = await a.ask(`REDACT #chat ${msgid}`);
    const redaction = /msgid=([^; ]+)/.exec(news)?.[1] ?? '';
    expect(await refusal(a, `REDACT #chat ${redaction}`)).toBe(`UNKNOWN_MSGID #chat ${redaction}`);
  });

  test('without the capability', async () => {
    const a = await new TestRelay().join('ann', { capabilities: 'message-tags' });
    await a.ask('PRIVMSG #chat hi');
    expect(await a.ask('REDACT #chat id1')).toEqual([':relay.test 421 ann REDACT :Unknown command']);
  });
});

describe('in a private talk', () => {
  test('one takes back one’s own, and nobody else’s', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    const eve = await bench.join('eve', withKey('e'));
    const mine = await say(a, 'one', 'bob');
    const his = await say(b, 'two', 'ann');
    expect(await refusal(a, `REDACT bob ${his.msgid}`)).toBe(`REDACT_FORBIDDEN bob ${his.msgid}`);
    for (const target of ['ann', 'bob', '#chat'])
      expect(await refusal(eve, `REDACT ${target} ${mine.msgid}`)).toBe(
        `UNKNOWN_MSGID ${target} ${mine.msgid}`,
      );
    await b.news();
    expect((await a.ask(`REDACT BOB ${mine.msgid} :oops`))[0]).toContain(`REDACT bob ${mine.msgid} oops`);
    expect((await b.news())[0]).toContain(`${ann} REDACT bob ${mine.msgid} oops`);
    expect(await eve.news()).toEqual([]);
    expect(await latest(b, 'ann')).toEqual(['two']);
  });

  test('also when the other has gone; he finds it gone', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    const { msgid } = await say(a, 'one', 'bob');
    b.send('QUIT');
    await b.rest();
    await a.news();
    expect((await a.ask(`REDACT bob ${msgid}`))[0]).toContain(`REDACT bob ${msgid}`);
    expect(await latest(await bench.join('bob', withKey('b')), 'ann')).toEqual([]);
    expect(await refusal(a, `REDACT zed ${msgid}`)).toBe('INVALID_TARGET zed');
  });

  test('a note to oneself is taken back once', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const { msgid } = await say(a, 'note', 'ann');
    await a.news();
    expect(await a.ask(`REDACT ann ${msgid}`)).toHaveLength(1);
    expect(await latest(a, 'ann')).toEqual([]);
  });

  test('nothing is kept of those without accounts, so nothing can be taken back', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await bench.join('bob', { capabilities });
    const { msgid } = await say(a, 'hi', 'bob');
    expect(await refusal(a, `REDACT bob ${msgid}`)).toBe('INVALID_TARGET bob');
  });
});
