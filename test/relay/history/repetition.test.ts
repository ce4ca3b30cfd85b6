import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { lineIdTag } from '../../../src/irc/pychatNames.ts';
import type { SavedEvent } from '../../../src/relay/data/relayStore.ts';
import { askTexts, historyCapabilities, inSeconds, keyOf } from '../../support/askHistory.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities = `${historyCapabilities} labeled-response draft/multiline draft/message-redaction`;
const id = 'A1b2C3d4E5f6G7h8._-x';
const tag = `${lineIdTag}=${id}`;
const latest = 'CHATHISTORY LATEST #chat * 50';

const somebody = (letter: string, more: object = {}): Parameters<TestRelay['join']>[1] => ({
  capabilities,
  peer: { address: '192.0.2.1', key: keyOf(letter) },
  ...more,
});

interface Bench {
  readonly bench: TestRelay;
  readonly a: TestPeer;
  readonly b: TestPeer;
}

async function withTwo(more: object = {}): Promise<Bench> {
  const bench = new TestRelay();
  const a = await bench.join('ann', somebody('a', more));
  const b = await bench.join('bob', somebody('b'));
  await bench.calm();
  await bench.calm();
  return { bench, a, b };
}

/** The connection breaks, and they come back. */
async function back({ bench, a, b }: Bench, nick = 'ann'): Promise<TestPeer> {
  a.send('QUIT');
  await a.rest();
  const again = await bench.join(nick, somebody('a'));
  await b.news();
  await again.news();
  return again;
}

/** Keeps the history as well. */
class HistoryStore extends MemoryStore {
  readonly appended: SavedEvent[] = [];
  override readonly events: readonly SavedEvent[];

  constructor(events: readonly SavedEvent[] = []) {
    super();
    this.events = events;
  }

  override readonly append = (event: SavedEvent): void => {
    this.appended.push(event);
  };
}

describe('a line that is sent again with the same id', () => {
  test('is said once, and the sender has the echo of the first one', async () => {
    const room = await withTwo();
    const [first] = await room.a.ask(`@${tag};+draft/reply=x PRIVMSG #chat :hi`);
    expect(await room.b.news()).toHaveLength(1);
    const a = await back(room);
    room.bench.clock.advance(5000);
    expect(await a.ask(`@${tag} PRIVMSG #chat :hi`)).toEqual([first]);
    expect(await room.b.news()).toEqual([]);
    expect(await askTexts(a, latest)).toEqual(['hi']);
  });

  test('has the label of the new request', async () => {
    const { a } = await withTwo();
    const [first = ''] = await a.ask(`@${tag};label=1 PRIVMSG #chat :hi`);
    expect(await a.ask(`@${tag};label=2 PRIVMSG #chat :hi`)).toEqual([first.replace('label=1', 'label=2')]);
  });

  test('has no answer where there are no echoes, or one that says nothing to a label', async () => {
    const { a, b } = await withTwo({ capabilities: capabilities.replace('echo-message', '') });
    await a.ask(`@${tag} PRIVMSG #chat :hi`);
    expect(await b.news()).toHaveLength(1);
    expect(await a.ask(`@${tag} PRIVMSG #chat :hi`)).toEqual([]);
    expect((await a.ask(`@${tag};label=x PRIVMSG #chat :hi`)).join()).toContain('ACK');
    expect(await b.news()).toEqual([]);
  });

  test('may be a notice, or a message of several lines, which counts as one', async () => {
    const { a, b } = await withTwo();
    await a.ask(`@${tag} NOTICE #chat :hi`, `@${tag} NOTICE #chat :hi`);
    const several = [
      `@${lineIdTag}=${id}.1;label=m BATCH +1 draft/multiline #chat`,
      '@batch=1 PRIVMSG #chat one',
      '@batch=1 PRIVMSG #chat two',
      'BATCH -1',
    ];
    const first = await a.ask(...several);
    expect(await a.ask(...several)).toEqual(first);
    const texts = await askTexts(b, latest);
    expect(texts.filter(text => /^[a-z]/.test(text))).toEqual(['hi', 'one', 'two']);
  });

  test('may be a reaction', async () => {
    const { a, b } = await withTwo();
    const line = `@${tag};+draft/react=x;+draft/reply=y TAGMSG #chat`;
    expect(await a.ask(line)).toEqual(await a.ask(line));
    expect(await b.news()).toHaveLength(1);
  });

  test('is another one in another target, and from somebody else', async () => {
    const { a, b } = await withTwo();
    await a.ask('JOIN #den', `@${tag} PRIVMSG #chat,#den,bob :hi`);
    expect((await b.news()).map(line => parseMessage(line).params[0])).toEqual(['#chat', 'bob']);
    await b.ask(`@${tag} PRIVMSG #chat :hi`);
    expect(await a.news()).toHaveLength(1);
  });

  test('is known in private too, also when the other one has gone or has another nick', async () => {
    const room = await withTwo();
    const [first] = await room.a.ask(`@${tag} PRIVMSG bob :hi`);
    await room.b.ask('NICK rob');
    const a = await back(room);
    expect(await a.ask(`@${tag} PRIVMSG bob :hi`)).toEqual([first]);
    room.b.send('QUIT');
    await room.b.rest();
    await a.news();
    expect(await a.ask(`@${tag} PRIVMSG bob :hi`)).toEqual([first]);
    // Somebody else has the nick: it was not said to them, and is not now.
    const c = await room.bench.join('rob', somebody('c'));
    await a.news();
    expect(await a.ask(`@${tag} PRIVMSG bob :hi`)).toEqual([first]);
    expect(await c.news()).toEqual([]);
  });

  test('is answered to somebody who may not speak any more', async () => {
    const { a, b } = await withTwo({ room: '#den' });
    await b.ask('JOIN #den');
    await a.ask('MODE #den +v bob');
    await b.news();
    const [first] = await b.ask(`@${tag} PRIVMSG #den :hi`);
    await a.ask('MODE #den +m-v bob');
    await b.news();
    expect(await b.ask(`@${tag} PRIVMSG #den :hi`)).toEqual([first]);
    expect((await b.ask('PRIVMSG #den :ho')).join()).toContain(' 404 ');
  });

  test('is not said again when it was taken back: the echo is empty, and says so', async () => {
    const { a, b } = await withTwo();
    const [first = ''] = await a.ask(`@${tag} PRIVMSG #chat :oops`);
    const msgid = parseMessage(first).tags.get('msgid') ?? '';
    await a.ask(`REDACT #chat ${msgid}`);
    await b.news();
    const answer = (await a.ask(`@${tag} PRIVMSG #chat :oops`)).map(line => parseMessage(line));
    expect(answer.map(({ command, params }) => [command, ...params])).toEqual([
      ['PRIVMSG', '#chat', ''],
      ['REDACT', '#chat', msgid],
    ]);
    expect(answer[0]?.tags.get('msgid')).toBe(msgid);
    expect(answer[0]?.tags.get(lineIdTag)).toBe(id);
    expect(await b.news()).toEqual([]);
  });

  test('is as new once the first one is no longer in the history', async () => {
    const bench = new TestRelay({ limits: { historyMessages: 2 } });
    const a = await bench.join('ann', somebody('a'));
    const line = `@${tag} PRIVMSG #chat :hi`;
    const [first = ''] = await a.ask(line);
    await a.ask('PRIVMSG #chat 1');
    expect(await a.ask(line)).toEqual([first]);
    await a.ask('PRIVMSG #chat 2');
    const [second = ''] = await a.ask(line);
    expect(parseMessage(second).tags.get('msgid')).not.toBe(parseMessage(first).tags.get('msgid'));
    expect(await a.ask(line)).toEqual([second]);
  });

  test.each([
    ['without an account', { peer: { address: '192.0.2.1' } }, tag],
    ['with an id that can be guessed', {}, `${lineIdTag}=${'x'.repeat(15)}`],
    ['with an id that is too long', {}, `${lineIdTag}=${'x'.repeat(65)}`],
    ['with an id of other characters', {}, `${lineIdTag}=${'x'.repeat(20)}/`],
  ])('is another one %s', async (_, more, tags) => {
    const { a, b } = await withTwo(more);
    await a.ask(`@${tags} PRIVMSG #chat :hi`, `@${tags} PRIVMSG #chat :hi`);
    expect(await b.news()).toHaveLength(2);
  });

  test.each([16, 64])('is known by an id of %i characters', async length => {
    const { a, b } = await withTwo();
    const line = `@${lineIdTag}=${'x'.repeat(length)} PRIVMSG #chat :hi`;
    await a.ask(line, line);
    expect(await b.news()).toHaveLength(1);
  });

  test('is known after a restart of the relay', async () => {
    const store = new HistoryStore();
    const before = await new TestRelay({ store }).join('ann', somebody('a'));
    const [first] = await before.ask(`@${tag} PRIVMSG #chat :hi`);
    const after = await new TestRelay({ store: new HistoryStore(store.appended) }).join('ann', somebody('a'));
    await after.news();
    expect(await after.ask(`@${tag} PRIVMSG #chat :hi`)).toEqual([first]);
  });

  test('to the operators of a channel is another one: that is in no history', async () => {
    const { a, b } = await withTwo({ room: '#den' });
    await b.ask('JOIN #den');
    await a.ask('MODE #den +v bob');
    await b.news();
    const line = `@${tag} PRIVMSG +#den :hi`;
    expect(inSeconds(await a.ask(line, line))).toHaveLength(2);
    expect(await b.news()).toHaveLength(2);
  });
});
