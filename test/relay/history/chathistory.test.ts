import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { moreTag } from '../../../src/irc/pychatNames.ts';
import { sizeOf } from '../../../src/relay/history/entry.ts';
import {
  askHistory,
  askTexts,
  historyCapabilities,
  inSeconds,
  keyOf,
  say,
} from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities = historyCapabilities;
const ann = ':ann!ann@192.0.2.1';
/** When the relay started. */
const keptSince = 'pychat.invalid/kept-since=2026-11-22T12:48:05.000Z';

interface Said {
  readonly bench: TestRelay;
  readonly ann: TestPeer;
  readonly ids: string[];
  readonly times: string[];
}

/** `ann` has said 0 to 9, ten milliseconds one after the other. */
async function tenLines(limits = {}): Promise<Said> {
  const bench = new TestRelay({ limits });
  const peer = await bench.join('ann', { capabilities });
  const said: Said = { bench, ann: peer, ids: [], times: [] };
  for (let number = 0; number < 10; number++) {
    bench.clock.advance(10);
    const { msgid, time } = await say(peer, String(number));
    said.ids.push(msgid);
    said.times.push(time);
  }
  return said;
}

describe('CHATHISTORY gives what was said in a channel', () => {
  test.each([
    ['LATEST #chat * 3', '789'],
    ['LATEST #chat * 100', '0123456789'],
    ['LATEST #chat @6 100', '789'],
    ['LATEST #chat @6 2', '89'],
    ['LATEST #chat @9 2', ''],
    ['BEFORE #chat @6 100', '012345'],
    ['BEFORE #chat @6 2', '45'],
    ['BEFORE #chat @0 2', ''],
    ['AFTER #chat @3 100', '456789'],
    ['AFTER #chat @3 2', '45'],
    ['AFTER #chat @9 2', ''],
    ['BETWEEN #chat @0 @9 100', '12345678'],
    ['BETWEEN #chat @9 @0 100', '12345678'],
    ['BETWEEN #chat @0 @9 3', '123'],
    ['BETWEEN #chat @9 @0 3', '678'],
    ['BETWEEN #chat @4 @5 3', ''],
    ['BETWEEN #chat @4 @4 3', ''],
    ['AROUND #chat @7 1', '7'],
    ['AROUND #chat @7 2', '78'],
    ['AROUND #chat @7 3', '678'],
    ['AROUND #chat @7 4', '6789'],
    ['AROUND #chat @0 3', '012'],
    ['AROUND #chat @9 3', '789'],
    ['AROUND #chat @5 100', '0123456789'],
  ])('%s', async (request, expected) => {
    const { ann: peer, ids, times } = await tenLines();
    for (const of of [(n: number) => `msgid=${ids[n]}`, (n: number) => `timestamp=${times[n]}`]) {
      const filled = request.replace(/@(\d)/g, (_, number: string) => of(Number(number)));
      expect((await askTexts(peer, `CHATHISTORY ${filled}`)).join('')).toBe(expected);
    }
  });

  test('from a time at which nothing was said, and from both kinds of reference at once', async () => {
    const { ann: peer, ids, times } = await tenLines();
    const between = new Date(Date.parse(times[4] ?? '') + 5).toISOString();
    expect(await askTexts(peer, `CHATHISTORY BEFORE #chat timestamp=${between} 2`)).toEqual(['3', '4']);
    expect(await askTexts(peer, `CHATHISTORY AFTER #chat timestamp=${between} 2`)).toEqual(['5', '6']);
    expect(await askTexts(peer, `CHATHISTORY AROUND #chat timestamp=${between} 3`)).toEqual(['4', '5', '6']);
    const both = `CHATHISTORY BETWEEN #chat timestamp=${times[2]} msgid=${ids[5]} 9`;
    expect(await askTexts(peer, both)).toEqual(['3', '4']);
  });

  test('page by page, each message once, also where many came within one millisecond', async () => {
    const bench = new TestRelay();
    const peer = await bench.join('ann', { capabilities });
    for (let number = 0; number < 10; number++) await say(peer, String(number));
    const seen: string[] = [];
    let page = await askHistory(peer, 'CHATHISTORY LATEST #chat * 3');
    while (page.length > 0) {
      seen.unshift(...page.map(line => line.params[1] ?? ''));
      page = await askHistory(peer, `CHATHISTORY BEFORE #chat msgid=${page[0]?.tags.get('msgid')} 3`);
    }
    expect(seen.join('')).toBe('0123456789');
  });

  test('as it was sent: time, id, account, bot, client tags, whoever asks for it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, peer: { address: '192.0.2.1', key: keyOf('a') } });
    await a.ask('MODE ann +B');
    const [echo] = await a.ask('@+draft/reply=x;secret=1 PRIVMSG #CHAT :Olá,  x');
    bench.clock.advance(5000);
    const b = await bench.join('bob', { capabilities: `${capabilities} account-tag` });
    expect(inSeconds(await b.ask('CHATHISTORY LATEST #CHAT * 5'))).toEqual([
      `@time=2026-11-22T12:48:10.000Z;${keptSince} :relay.test BATCH +id2 chathistory #chat`,
      `@batch=id2;time=2026-11-22T12:48:05.000Z;account=${keyOf('a')};msgid=id1;bot;+draft/reply=x ${ann} PRIVMSG #chat :Olá,  x`,
      `@time=2026-11-22T12:48:10.000Z :relay.test BATCH -id2`,
    ]);
    expect(inSeconds([echo ?? ''])[0]).toBe(
      `@time=2026-11-22T12:48:05.000Z;msgid=id1;bot;+draft/reply=x ${ann} PRIVMSG #chat :Olá,  x`,
    );
  });

  test('as an empty batch when there is nothing', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'batch draft/chathistory' });
    expect(await a.ask('CHATHISTORY LATEST #chat * 5')).toEqual([
      ':relay.test BATCH +id1 chathistory #chat',
      ':relay.test BATCH -id1',
    ]);
  });

  test('with the label on the batch alone', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'batch draft/chathistory labeled-response' });
    await a.ask('PRIVMSG #chat hi');
    expect(await a.ask('@label=x CHATHISTORY LATEST #chat * 5')).toEqual([
      '@label=x :relay.test BATCH +id2 chathistory #chat',
      `@batch=id2 ${ann} PRIVMSG #chat hi`,
      ':relay.test BATCH -id2',
    ]);
  });

  test('as bare lines to who knows no batches', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'draft/chathistory' });
    await a.ask('PRIVMSG #chat hi', 'NOTICE #chat ho');
    expect(await a.ask('CHATHISTORY LATEST #chat * 5')).toEqual([
      `${ann} PRIVMSG #chat hi`,
      `${ann} NOTICE #chat ho`,
    ]);
  });

  test('under the name that the channel has now', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'batch draft/chathistory', room: '#old' });
    await a.ask('PRIVMSG #old hi', 'RENAME #old #new');
    const [line] = await askHistory(a, 'CHATHISTORY LATEST #new * 5');
    expect(line?.params).toEqual(['#new', 'hi']);
  });

  test('a multiline message is one: nested to who knows it, lines of the batch to who does not', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: `${capabilities} draft/multiline` });
    await a.ask(
      'BATCH +1 draft/multiline #chat',
      '@batch=1 PRIVMSG #chat one',
      '@batch=1 PRIVMSG #chat :',
      '@batch=1;draft/multiline-concat PRIVMSG #chat two',
      'BATCH -1',
      'PRIVMSG #chat three',
    );
    const time = 'time=2026-11-22T12:48:05.000Z';
    expect(inSeconds(await a.ask('CHATHISTORY LATEST #chat * 2'))).toEqual([
      `@${time};${keptSince} :relay.test BATCH +id4 chathistory #chat`,
      `@batch=id4;${time};msgid=id1 ${ann} BATCH +id2 draft/multiline #chat`,
      `@batch=id2 ${ann} PRIVMSG #chat one`,
      `@batch=id2 ${ann} PRIVMSG #chat :`,
      `@batch=id2;draft/multiline-concat ${ann} PRIVMSG #chat two`,
      `@batch=id4;${time} ${ann} BATCH -id2`,
      `@batch=id4;${time};msgid=id3 ${ann} PRIVMSG #chat three`,
      `@${time} :relay.test BATCH -id4`,
    ]);
    const b = await bench.join('bob', { capabilities });
    expect(await askTexts(b, 'CHATHISTORY LATEST #chat * 2')).toEqual(['one', 'two', 'three']);
    expect(await askTexts(b, 'CHATHISTORY AFTER #chat msgid=id1 2')).toEqual(['three']);
  });
});

describe('what was done', () => {
  const events = `${capabilities} draft/event-playback`;

  test('comes with event-playback, and only with it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: events, room: '#den' });
    const b = await bench.join('bob', { capabilities: events, room: '#den' });
    await a.ask('TOPIC #den :news', 'MODE #den +v bob', 'PRIVMSG #den :hi');
    await b.ask(
      'NICK rob',
      '@+draft/react=x;+draft/reply=id1 TAGMSG #den',
      '@+typing=active TAGMSG #den',
      'TAGMSG #den',
    );
    await a.ask('KICK #den rob :out');
    b.send('JOIN #den', 'PART #den :bye', 'JOIN #den', 'QUIT :gone');
    await b.rest();
    const line = ({ command, params }: { command: string; params: readonly string[] }): string =>
      [command, ...params].join(' ');
    const all = (await askHistory(a, 'CHATHISTORY LATEST #den * 50')).map(line);
    expect(all).toEqual([
      'JOIN #den',
      'JOIN #den',
      'TOPIC #den news',
      'MODE #den +v bob',
      'PRIVMSG #den hi',
      'NICK rob',
      'TAGMSG #den',
      'KICK #den rob out',
      'JOIN #den',
      'PART #den bye',
      'JOIN #den',
      'QUIT Quit: gone',
    ]);
    const plain = await bench.join('cid', { capabilities, room: '#den' });
    expect((await askHistory(plain, 'CHATHISTORY LATEST #den * 50')).map(line)).toEqual(['PRIVMSG #den hi']);
    expect((await askHistory(plain, 'CHATHISTORY LATEST #den * 1')).map(line)).toEqual(['PRIVMSG #den hi']);
  });

  test('has the ids that it had when it happened, and can be referred to by them', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: events });
    const [echo = ''] = await a.ask('TOPIC #chat :news');
    await say(a, 'hi');
    const msgid = /msgid=([^; ]+)/.exec(echo)?.[1] ?? '';
    const [topic] = (await askHistory(a, 'CHATHISTORY LATEST #chat * 2')).slice(0, 1);
    expect(topic?.tags.get('msgid')).toBe(msgid);
    expect(await askTexts(a, `CHATHISTORY AFTER #chat msgid=${msgid} 9`)).toEqual(['hi']);
    const plain = await bench.join('bob', { capabilities });
    expect(await askTexts(plain, `CHATHISTORY AFTER #chat msgid=${msgid} 9`)).toEqual(['hi']);
  });

  test('a reaction needs message-tags too', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: events });
    await a.ask('@+draft/react=x TAGMSG #chat');
    const b = await bench.join('bob', { capabilities: 'batch draft/chathistory draft/event-playback' });
    const commands = (await askHistory(b, 'CHATHISTORY LATEST #chat * 9')).map(line => line.command);
    expect(commands).toEqual(['JOIN', 'JOIN']);
  });

  test('a CTCP request is not kept, an action is', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await a.ask('PRIVMSG #chat :\u{1}VERSION\u{1}', 'PRIVMSG #chat :\u{1}ACTION waves\u{1}');
    expect(await askTexts(a, 'CHATHISTORY LATEST #chat * 9')).toEqual(['\u{1}ACTION waves\u{1}']);
  });
});

describe('CHATHISTORY is refused', () => {
  test.each([
    ['FROB #chat * 5', 'INVALID_PARAMS FROB'],
    ['LATEST', 'INVALID_PARAMS LATEST'],
    ['LATEST #chat *', 'INVALID_PARAMS LATEST'],
    ['LATEST #chat * 5 6', 'INVALID_PARAMS LATEST'],
    ['BETWEEN #chat msgid=x 5', 'INVALID_PARAMS BETWEEN'],
    ['latest #chat * 0', 'INVALID_PARAMS LATEST 0'],
    ['LATEST #chat * -1', 'INVALID_PARAMS LATEST -1'],
    ['LATEST #chat * many', 'INVALID_PARAMS LATEST many'],
    ['BEFORE #chat * 5', 'INVALID_PARAMS BEFORE #chat'],
    ['BEFORE #chat msgid= 5', 'INVALID_PARAMS BEFORE #chat'],
    ['BEFORE #chat timestamp=2026-11-22 5', 'INVALID_PARAMS BEFORE #chat timestamp=2026-11-22'],
    [
      'BEFORE #chat timestamp=2026-13-22T12:48:05.000Z 5',
      'INVALID_PARAMS BEFORE #chat timestamp=2026-13-22T12:48:05.000Z',
    ],
    ['BEFORE #chat server=x 5', 'INVALID_MSGREFTYPE BEFORE #chat'],
    ['BEFORE #chat msgid=none 5', 'MESSAGE_ERROR BEFORE #chat'],
    ['LATEST #none * 5', 'INVALID_TARGET LATEST #none'],
    ['LATEST bob * 5', 'INVALID_TARGET LATEST bob'],
    ['TARGETS * * 5', 'INVALID_PARAMS TARGETS *'],
    ['TARGETS msgid=a msgid=b 5', 'INVALID_PARAMS TARGETS msgid=a'],
    ['TARGETS timestamp=2026-11-22T12:48:05.000Z 5', 'INVALID_PARAMS TARGETS'],
  ])('for %s', async (request, expected) => {
    const { ann: peer } = await tenLines();
    const answer = await peer.ask(`CHATHISTORY ${request}`);
    expect(answer).toHaveLength(1);
    expect(answer[0]).toContain(`:relay.test FAIL CHATHISTORY ${expected} :`);
  });

  test('without the capability, as if there were no such command', async () => {
    const a = await new TestRelay().join('ann', { capabilities: 'batch' });
    expect(await a.ask('CHATHISTORY LATEST #chat * 5')).toEqual([
      ':relay.test 421 ann CHATHISTORY :Unknown command',
    ]);
  });

  test('005 says how much can be asked for, and how', async () => {
    const bench = new TestRelay({ limits: { chathistoryMessages: 7 } });
    const peer = bench.connect();
    const lines = await peer.ask('NICK ann', 'USER ann 0 * :Ann');
    const tokens = lines
      .filter(line => line.includes(' 005 '))
      .join(' ')
      .split(' ');
    expect(tokens).toEqual(expect.arrayContaining(['CHATHISTORY=7', 'MSGREFTYPES=msgid,timestamp']));
  });
});

describe('an answer says that there is more', () => {
  const saysMore = async (peer: TestPeer, request: string): Promise<boolean> => {
    await peer.news();
    const [open = ''] = await peer.ask(`CHATHISTORY ${request}`);
    return parseMessage(open).tags.has(moreTag);
  };

  test.each([
    ['LATEST #chat * 9', true],
    ['LATEST #chat * 10', false],
    ['LATEST #chat * 11', false],
    ['AFTER #chat @3 5', true],
    ['AFTER #chat @3 6', false],
    ['BEFORE #chat @3 2', true],
    ['BEFORE #chat @3 3', false],
    ['BETWEEN #chat @3 @6 1', true],
    ['BETWEEN #chat @3 @6 2', false],
    ['AROUND #chat @3 9', true],
    ['AROUND #chat @3 10', false],
  ])('%s: %s', async (request, hasMore) => {
    const { ann: peer, ids } = await tenLines();
    const filled = request.replace(/@(\d)/g, (_, number: string) => `msgid=${ids[Number(number)]}`);
    expect(await saysMore(peer, filled)).toBe(hasMore);
  });

  test('also where it is their size that leaves no room, and of private chats that went on', async () => {
    const { ann: peer, bench } = await tenLines({ chathistoryBytes: 1_000 });
    expect(await saysMore(peer, 'LATEST #chat * 10')).toBe(true);
    const person = (letter: string): object => ({
      capabilities,
      room: '',
      peer: { address: '192.0.2.1', key: keyOf(letter) },
    });
    const a = await bench.join('amy', person('a'));
    for (const [nick, letter] of [
      ['bob', 'b'],
      ['cid', 'c'],
    ] as const) {
      await bench.join(nick, person(letter));
      await say(a, 'hi', nick);
    }
    const targets = 'TARGETS timestamp=2026-11-22T00:00:00.000Z timestamp=2026-11-23T00:00:00.000Z';
    expect(await saysMore(a, `${targets} 1`)).toBe(true);
    expect(await saysMore(a, `${targets} 2`)).toBe(false);
  });

  test('and nothing to who has no tags', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities: 'batch draft/chathistory' });
    await a.ask('PRIVMSG #chat 1', 'PRIVMSG #chat 2');
    expect((await a.ask('CHATHISTORY LATEST #chat * 1'))[0]).toBe(':relay.test BATCH +id3 chathistory #chat');
  });
});

test('a piece of history has so many bytes and no more, though one message in any case', async () => {
  const each = sizeOf({ source: 'ann!ann@192.0.2.1', command: 'PRIVMSG', params: ['#chat', 'a'], time: 0 });
  for (const [bytes, texts] of [
    [2 * each, ['b', 'c']],
    [2 * each - 1, ['c']],
    [0, ['c']],
  ] as const) {
    const bench = new TestRelay({ limits: { chathistoryBytes: bytes } });
    const ann = await bench.join('ann', { capabilities: historyCapabilities });
    for (const text of ['a', 'b', 'c']) await ann.ask(`PRIVMSG #chat ${text}`);
    expect(await askTexts(ann, 'CHATHISTORY LATEST #chat * 10')).toEqual(texts);
  }
});
