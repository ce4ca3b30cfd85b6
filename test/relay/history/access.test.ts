import { describe, expect, test } from 'vitest';
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

const withKey = (letter: string, room = ''): Parameters<TestRelay['join']>[1] => ({
  capabilities,
  room,
  peer: { address: '192.0.2.1', key: keyOf(letter) },
});

const refused = (target: string): string[] => [
  `@time=2026-11-22T12:48:05.000Z :relay.test FAIL CHATHISTORY INVALID_TARGET LATEST ${target} :Messages could not be retrieved`,
];

const ask = async (peer: TestPeer, target: string): Promise<string[]> =>
  inSeconds(await peer.ask(`CHATHISTORY LATEST ${target} * 9`));
const texts = (peer: TestPeer, target: string): Promise<string[]> =>
  askTexts(peer, `CHATHISTORY LATEST ${target} * 9`);

describe('the history of a channel', () => {
  test('is for its members, from before they came too', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await say(a, 'hi');
    expect(await texts(await bench.join('bob', { capabilities }), '#chat')).toEqual(['hi']);
  });

  test.each([
    ['never came', () => Promise.resolve([])],
    ['has left', async (_: TestPeer, b: TestPeer) => b.ask('JOIN #den', 'PART #den')],
    ['was kicked', async (a: TestPeer, b: TestPeer) => (await b.ask('JOIN #den'), a.ask('KICK #den bob'))],
    [
      'was banned and kicked',
      async (a: TestPeer, b: TestPeer) => (
        await b.ask('JOIN #den'),
        a.ask('MODE #den +b bob', 'KICK #den bob')
      ),
    ],
    [
      'was banned before',
      async (a: TestPeer, b: TestPeer) => (await a.ask('MODE #den +b bob'), b.ask('JOIN #den')),
    ],
    [
      'lacks the key',
      async (a: TestPeer, b: TestPeer) => (await a.ask('MODE #den +k x'), b.ask('JOIN #den')),
    ],
  ])('is nothing to who %s, and looks as if there were none', async (_, before) => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const b = await bench.join('bob', { capabilities, room: '' });
    const { msgid } = await say(a, 'secret', '#den');
    await before(a, b);
    await b.news();
    expect(await ask(b, '#den')).toEqual(refused('#den'));
    expect(await ask(b, '#none')).toEqual(refused('#none'));
    const around = await b.ask(`CHATHISTORY AROUND #den msgid=${msgid} 9`);
    expect(around.join()).toContain('INVALID_TARGET AROUND #den');
  });

  test('of a secret channel is not told from one that is not there', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    await a.ask('MODE #den +s', 'PRIVMSG #den hi');
    const b = await bench.join('bob', { capabilities, room: '' });
    expect(await ask(b, '#DEN')).toEqual(refused('#DEN'));
  });

  test('is gone with its last member: who makes the name anew finds nothing', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    await say(a, 'secret', '#den');
    await a.ask('PART #den');
    const b = await bench.join('bob', { capabilities, room: '#den' });
    expect(await texts(b, '#den')).toEqual([]);
  });

  test('does not hold what went to its operators alone', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    await a.ask('PRIVMSG @#den :for operators');
    await say(a, 'for all', '#den');
    const b = await bench.join('bob', { capabilities, room: '#den' });
    expect(await texts(b, '#den')).toEqual(['for all']);
    expect((await ask(b, '@#den')).join()).toContain('INVALID_TARGET');
  });

  test('does not take a message of another room for a point in it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const { msgid } = await say(a, 'hi');
    const b = await bench.join('bob', { capabilities, room: '#den' });
    const there = await b.ask(`CHATHISTORY BEFORE #den msgid=${msgid} 9`);
    const nowhere = await b.ask('CHATHISTORY BEFORE #den msgid=none 9');
    expect(there).toEqual(nowhere);
  });
});

describe('a private talk', () => {
  test('is for the two accounts, each under the nick of the other', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    await say(a, 'one', 'bob');
    await say(b, 'two', 'ann');
    expect(await texts(a, 'BOB')).toEqual(['one', 'two']);
    expect(await texts(b, 'ann')).toEqual(['one', 'two']);
    expect((await a.ask('CHATHISTORY LATEST BOB * 9'))[0]).toContain(' chathistory bob');
    expect(await texts(a, 'ann')).toEqual([]);
    await say(a, 'note', 'ann');
    expect(await texts(a, 'ann')).toEqual(['note']);
    expect(await texts(a, 'bob')).toEqual(['one', 'two']);
  });

  test('is nothing to a third one, in whatever way he asks', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a', '#chat'));
    const b = await bench.join('bob', withKey('b', '#chat'));
    const { msgid } = await say(a, 'secret', 'bob');
    const eve = await bench.join('eve', withKey('e', '#chat'));
    for (const nick of ['ann', 'bob', 'eve']) expect(await texts(eve, nick)).toEqual([]);
    for (const target of [keyOf('a'), '*', '$*', 'ann,bob'])
      expect((await ask(eve, target)).join()).toContain('INVALID_TARGET');
    for (const target of ['ann', 'bob', '#chat']) {
      const answer = await eve.ask(`CHATHISTORY AROUND ${target} msgid=${msgid} 9`);
      expect(answer.join()).not.toContain('secret');
    }
    expect(await texts(b, 'eve')).toEqual([]);
  });

  test('is not handed on with a nick: neither to its new holder nor about him', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    await say(a, 'for b', 'bob');
    await b.ask('NICK rob');
    const c = await bench.join('bob', withKey('c'));
    expect(await texts(c, 'ann')).toEqual([]);
    expect(await texts(a, 'bob')).toEqual([]);
    expect(await texts(a, 'rob')).toEqual(['for b']);
    expect(await texts(b, 'ann')).toEqual(['for b']);
  });

  test('is still there when the other has gone, and when he comes back under another nick', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    await say(a, 'hi', 'bob');
    b.send('QUIT');
    await b.rest();
    expect(await texts(a, 'BOB')).toEqual(['hi']);
    expect(await texts(await bench.join('rob', withKey('b')), 'ann')).toEqual(['hi']);
    expect(await texts(a, 'rob')).toEqual(['hi']);
    expect(await ask(a, 'zed')).toEqual(refused('zed'));
  });

  test('is kept only between accounts', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', { capabilities, room: '' });
    await say(a, 'hi', 'bob');
    await say(b, 'ho', 'ann');
    expect(await texts(a, 'bob')).toEqual([]);
    expect(await ask(b, 'ann')).toEqual(refused('ann'));
    const c = await bench.join('cid', { capabilities, room: '' });
    expect(await ask(c, 'bob')).toEqual(refused('bob'));
  });
});

describe('CHATHISTORY TARGETS', () => {
  const all = 'CHATHISTORY TARGETS timestamp=2026-11-22T00:00:00.000Z timestamp=2026-11-23T00:00:00.000Z 50';
  const targets = async (peer: TestPeer, request = all): Promise<string[]> =>
    inSeconds((await askHistory(peer, request)).map(line => line.params.slice(1).join(' ')));

  test('lists channels one is in and talks one has, by when something was said last', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a', '#chat'));
    const b = await bench.join('bob', withKey('b', '#chat'));
    await a.ask('JOIN #den,#hid');
    await say(a, '1', '#den');
    bench.clock.advance(1000);
    await say(b, '2', 'ann');
    bench.clock.advance(1000);
    await say(a, '3', '#chat');
    expect(inSeconds(await a.ask(all))).toEqual([
      '@time=2026-11-22T12:48:07.000Z;pychat.invalid/kept-since=2026-11-22T12:48:05.000Z :relay.test BATCH +id4 draft/chathistory-targets',
      '@batch=id4;time=2026-11-22T12:48:05.000Z :relay.test CHATHISTORY TARGETS #den 2026-11-22T12:48:05.000Z',
      '@batch=id4;time=2026-11-22T12:48:06.000Z :relay.test CHATHISTORY TARGETS bob 2026-11-22T12:48:06.000Z',
      '@batch=id4;time=2026-11-22T12:48:07.000Z :relay.test CHATHISTORY TARGETS #chat 2026-11-22T12:48:07.000Z',
      '@time=2026-11-22T12:48:07.000Z :relay.test BATCH -id4',
    ]);
    expect(await targets(b)).toEqual(['ann 2026-11-22T12:48:06.000Z', '#chat 2026-11-22T12:48:07.000Z']);
  });

  test('counts from the first of the two times, and neither of them is between them', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a', '#a'));
    await a.ask('JOIN #b,#c,#d');
    const times: string[] = [];
    for (const room of ['#a', '#b', '#c', '#d']) times.push((await say(a, 'x', room)).time);
    const [first, last] = [`timestamp=${times[0]}`, `timestamp=${times[3]}`];
    const names = async (request: string): Promise<string> =>
      (await targets(a, `CHATHISTORY TARGETS ${request}`)).map(line => line.split(' ')[0]).join('');
    expect(await names(`${first} ${last} 9`)).toBe('#b#c');
    expect(await names(`${last} ${first} 9`)).toBe('#b#c');
    expect(await names(`${first} ${last} 1`)).toBe('#b');
    expect(await names(`${last} ${first} 1`)).toBe('#c');
  });

  test('names a talk only if asking for that name would give it', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a'));
    const b = await bench.join('bob', withKey('b'));
    await say(a, 'for b', 'bob');
    await b.ask('NICK rob');
    b.send('QUIT');
    await b.rest();
    const c = await bench.join('bob', withKey('c'));
    expect(await targets(a)).toEqual([]);
    await say(a, 'for c', 'bob');
    expect(await targets(a)).toEqual(['bob 2026-11-22T12:48:05.000Z']);
    await bench.join('bib', withKey('b'));
    expect((await targets(a)).sort()).toEqual([
      'bib 2026-11-22T12:48:05.000Z',
      'bob 2026-11-22T12:48:05.000Z',
    ]);
    expect(await targets(c)).toEqual(['ann 2026-11-22T12:48:05.000Z']);
  });

  test('says nothing of channels one has left and of the talks of others', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', withKey('a', '#den'));
    const b = await bench.join('bob', withKey('b', '#den'));
    await say(a, 'x', 'bob');
    await say(a, 'y', '#den');
    await b.ask('PART #den');
    const eve = await bench.join('eve', withKey('e'));
    expect(await targets(eve)).toEqual([]);
    expect(await targets(b)).toEqual(['ann 2026-11-22T12:48:05.000Z']);
    expect(await targets(await bench.join('cid', { capabilities, room: '' }))).toEqual([]);
  });
});
