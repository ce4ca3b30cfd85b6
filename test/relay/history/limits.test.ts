import { describe, expect, test, vi } from 'vitest';
import { Channels } from '../../../src/relay/channels/channels.ts';
import { messageRedaction, messageTags } from '../../../src/relay/core/capabilities.ts';
import type { SavedEvent } from '../../../src/relay/data/relayStore.ts';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import { type Entry, sizeOf } from '../../../src/relay/history/entry.ts';
import { Histories } from '../../../src/relay/history/histories.ts';
import type { Limits } from '../../../src/relay/core/limits.ts';
import { type OutgoingFields, OutgoingMessage } from '../../../src/relay/core/outgoing.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import { askTexts, historyCapabilities, keyOf, say } from '../../support/askHistory.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testHolders } from '../../support/holders.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities = historyCapabilities;
const latest = 'CHATHISTORY LATEST #chat * 100';

interface Bench {
  readonly clock: FakeClock;
  readonly histories: Histories;
  readonly channels: Channels;
  readonly appended: SavedEvent[];
  readonly done: string[];
}

function make(changes: Partial<Limits> = {}, keepMs?: number): Bench {
  const holders = testHolders(changes);
  const clock = new FakeClock(1);
  const options = { fanOut: new FanOut(), clock, ...holders, keepsChannels: false };
  const channels = new Channels('#chat', options);
  let ids = 0;
  const histories = new Histories({
    ...holders,
    channels,
    newId: () => `r${++ids}`,
    clock,
    time: clock,
    keepMs,
    mayHaveLostUntil: 0,
    earlierLosses: [],
  });
  const appended: SavedEvent[] = [];
  const done: string[] = [];
  histories.store = {
    append: event => appended.push(event),
    redact: (target, msgid) => done.push(`redact ${target} ${msgid}`),
    rename: (from, to) => done.push(`rename ${from} ${to}`),
    changed: () => undefined,
    forget: target => done.push(`forget ${target}`),
  };
  return { clock, histories, channels, appended, done };
}

const entry = (msgid: string, target = '#chat'): Entry => ({
  source: 'ann!ann@h',
  command: 'PRIVMSG',
  params: [target, 'hi'],
  time: 1,
  msgid,
  needs: 0,
});
const person = (nick: string, account?: string): Session => ({ nick, account }) as unknown as Session;
const idsIn = (histories: Histories, channels: Channels, name: string): string => {
  const { ring } = histories.ofChannel(channels.find(name)!);
  return Array.from({ length: ring.size }, (_, index) => ring.at(index)?.msgid).join('');
};

describe('what is kept for some time', () => {
  test('is looked at as long as there is something, and not after the end', () => {
    const { clock, histories, channels } = make({}, 100_000);
    expect(clock.waiting).toBe(0);
    for (const id of 'ab') histories.happened(channels.main, entry(id));
    clock.advance(60_000);
    expect([idsIn(histories, channels, '#chat'), clock.waiting]).toEqual(['ab', 1]);
    clock.advance(60_000);
    expect([idsIn(histories, channels, '#chat'), clock.waiting]).toEqual(['', 0]);
    histories.happened(channels.main, entry('c'));
    histories.dispose();
    expect(clock.waiting).toBe(0);
  });
});

describe('what is kept of a channel', () => {
  test('is the last messages, as many as allowed', async () => {
    const bench = new TestRelay({ limits: { historyMessages: 4 } });
    const a = await bench.join('ann', { capabilities });
    for (const text of ['1', '2', '3']) await say(a, text);
    // The JOIN is one of the four.
    expect(await askTexts(a, latest)).toEqual(['1', '2', '3']);
    for (const text of ['4', '5']) await say(a, text);
    expect(await askTexts(a, latest)).toEqual(['2', '3', '4', '5']);
  });

  test('is nothing where history is off', async () => {
    const bench = new TestRelay({ limits: { historyMessages: 0 } });
    const a = await bench.join('ann', { capabilities });
    const { msgid } = await say(a, '1');
    expect(await askTexts(a, latest)).toEqual([]);
    expect((await a.ask(`CHATHISTORY AFTER #chat msgid=${msgid} 5`)).join()).toContain('MESSAGE_ERROR');
  });

  test('takes no more memory than allowed', () => {
    const { histories, channels } = make({ historyBytes: 3 * sizeOf(entry('a')) });
    for (const id of 'abc') histories.happened(channels.main, entry(id));
    expect(idsIn(histories, channels, '#chat')).toBe('abc');
    histories.happened(channels.main, entry('d'));
    expect(idsIn(histories, channels, '#chat')).toBe('bcd');
  });

  test('of who never came back gives way when all together take more than allowed, the main room last', () => {
    const one = sizeOf(entry('a'));
    const { histories, channels } = make({ historyBytesAll: 12 * one });
    const den = channels.create('#den', { address: '192.0.2.1' })!;
    for (const id of 'abcdefgh') histories.happened(channels.main, entry(id));
    for (const id of 'xyzw') histories.happened(den, entry(id));
    expect(histories.bytes).toBe(12 * one);
    expect(idsIn(histories, channels, '#chat')).toBe('abcdefgh');
    histories.happened(den, entry('v'));
    expect(idsIn(histories, channels, '#chat')).toBe('abcdefgh');
    expect(idsIn(histories, channels, '#den')).toBe('zwv');
    expect(histories.bytes).toBe(11 * one);
  });

  test('is looked through once for many messages when all is full', () => {
    const rooms = 40;
    const each = 160;
    const { histories, channels } = make({ historyBytesAll: rooms * each * sizeOf(entry('a')) });
    const made = Array.from({ length: rooms }, (_, at) =>
      channels.create(`#r${at}`, { address: `192.0.2.${at}` })!,
    );
    for (let at = 0; at < each; at++) for (const room of made) histories.happened(room, entry('a'));
    const looks = vi.spyOn(channels, 'holderOf');
    for (let at = 0; at < 4 * rooms; at++) histories.happened(made[at % rooms]!, entry('a'));
    // One in 32 goes at a time: 200 messages have room then.
    expect(looks.mock.calls.length).toBeLessThanOrEqual(2 * (rooms + 1));
    expect(histories.bytes).toBeGreaterThan(rooms * each * sizeOf(entry('a')) * (30 / 32));
  });

  test('is forgotten with the channel', () => {
    const { histories, channels, done } = make();
    const den = channels.create('#den', { address: '192.0.2.1' })!;
    const ann = { nick: 'ann' } as unknown as Session;
    channels.join(den, ann, true);
    histories.happened(den, entry('a'));
    channels.leave(den, ann);
    expect(histories.bytes).toBe(0);
    expect(done).toEqual(['forget #den']);
  });
});

describe('what is kept of private talks', () => {
  test('is as many of one key as allowed, those last gone on with', () => {
    const { histories, done } = make({ privateTalksPerNewKey: 2 });
    const [ann, bob, cid, dot] = ['ann', 'bob', 'cid', 'dot'].map(nick => person(nick, nick));
    histories.said(ann!, bob!, entry('1', 'bob'));
    histories.said(ann!, cid!, entry('2', 'cid'));
    histories.said(bob!, ann!, entry('3', 'ann'));
    expect(histories.talks.find('ann', 'cid')?.ring.size).toBe(1);
    const before = histories.bytes;
    histories.said(ann!, dot!, entry('4', 'dot'));
    expect(histories.talks.find('cid', 'ann')).toBeUndefined();
    expect(histories.talks.find('bob', 'ann')?.ring.size).toBe(2);
    expect(histories.bytes).toBe(before);
    expect(done).toEqual(['forget ann cid']);
  });

  test('is as many messages of one as allowed', () => {
    const { histories } = make({ privateTalkMessages: 2 });
    for (const id of ['1', '2', '3'])
      histories.said(person('ann', 'a'), person('bob', 'b'), entry(id, 'bob'));
    const ring = histories.talks.find('a', 'b')!.ring;
    expect([ring.size, ring.at(0)?.msgid]).toEqual([2, '2']);
  });

  test('counts towards what all together may take', () => {
    const { histories, channels } = make({ historyBytesAll: 4.2 * sizeOf(entry('a')) });
    for (const id of 'abcd') histories.said(person('ann', 'a'), person('bob', 'b'), entry(id));
    histories.happened(channels.main, entry('e'));
    expect(histories.talks.find('a', 'b')!.ring.size).toBe(3);
  });
});

describe('an answer', () => {
  test('has as many messages as allowed, however many are asked for', async () => {
    const bench = new TestRelay({ limits: { chathistoryMessages: 2 } });
    const a = await bench.join('ann', { capabilities });
    for (const text of ['1', '2', '3']) await say(a, text);
    expect(await askTexts(a, 'CHATHISTORY LATEST #chat * 2')).toEqual(['2', '3']);
    expect(await askTexts(a, 'CHATHISTORY LATEST #chat * 3')).toEqual(['2', '3']);
    expect(await askTexts(a, 'CHATHISTORY LATEST #chat * 999999999')).toEqual(['2', '3']);
  });

  test('does not overrun its reader, however big the messages are', async () => {
    const bench = new TestRelay({ limits: { maxQueuedBytes: 512 * 1024 } });
    const a = await bench.join('ann', { capabilities: `${capabilities} draft/multiline` });
    for (let message = 0; message < 20; message++) {
      const lines = Array.from({ length: 150 }, () => `@batch=1 PRIVMSG #chat :${'x'.repeat(400)}`);
      await a.ask('BATCH +1 draft/multiline #chat', ...lines, 'BATCH -1');
    }
    const answer = await a.ask(latest);
    expect(answer.length).toBeGreaterThan(150);
    expect(Buffer.byteLength(answer.join('\r\n'))).toBeLessThan(512 * 1024);
  });
});

describe('what is saved', () => {
  const tagged: Entry = {
    source: 'ann!ann@h',
    command: 'PRIVMSG',
    params: ['#chat', 'hi'],
    time: 5,
    msgid: 'a',
    account: keyOf('a'),
    clientTags: new Map([['+draft/reply', 'x']]),
    needs: 0,
  };
  const multiline: Entry = {
    source: 'ann!ann@h',
    target: '#chat',
    parts: [
      { text: 'one', concat: false },
      { text: 'two', concat: true },
    ],
    reference: 'old',
    time: 6,
    msgid: 'b',
  };

  test('comes back as it was', () => {
    const { histories, channels, appended } = make();
    histories.happened(channels.main, tagged);
    histories.happened(channels.main, multiline);
    histories.said(person('ann', 'a'), person('bob', 'b'), entry('c', 'bob'));
    expect(appended.map(event => event.target)).toEqual(['#chat', '#chat', 'a b']);
    const saved = JSON.parse(JSON.stringify(appended)) as SavedEvent[];
    const again = make();
    again.histories.restore(saved);
    const { ring } = again.histories.ofChannel(again.channels.main);
    expect(ring.at(0)).toEqual(tagged);
    expect(ring.at(1)).toEqual({ ...multiline, reference: 'r2' });
    expect(again.histories.talks.find('b', 'a')?.ring.at(0)).toEqual(entry('c', 'bob'));
    expect(again.appended).toEqual([]);
  });

  test('goes to nobody after a restart to whom it could not have gone before', () => {
    const { histories, channels } = make();
    const common = { target: '#chat', time: 1, source: 's!u@h', clientTags: { '+draft/react': 'x' } };
    histories.restore([
      { ...common, msgid: 'a', command: 'TAGMSG', params: ['#chat'] },
      { ...common, msgid: 'b', command: 'REDACT', params: ['#chat', 'x'] },
    ]);
    const { ring } = histories.ofChannel(channels.main);
    const seenWith = (capabilities: number): string[] =>
      [0, 1].map(at => new OutgoingMessage(ring.at(at) as OutgoingFields).text(capabilities).trim());
    expect(seenWith(0)).toEqual(['', '']);
    expect(seenWith(messageTags | messageRedaction)).toEqual([
      '@msgid=a;+draft/react=x :s!u@h TAGMSG #chat',
      '@msgid=b;+draft/react=x :s!u@h REDACT #chat x',
    ]);
  });

  test('of a channel that is no more does not come back', () => {
    const { histories } = make();
    histories.restore([
      { target: '#gone', time: 1, msgid: 'a', source: 's', command: 'PRIVMSG', params: ['#gone', 'x'] },
    ]);
    expect(histories.bytes).toBe(0);
  });

  test('is kept within the limits when it comes back', () => {
    const { histories, channels } = make({ historyMessages: 2, privateTalks: 1 });
    const event = (target: string, msgid: string): SavedEvent => ({
      ...{ target, time: 1, msgid, source: 's!u@h', command: 'PRIVMSG', params: [target, 'x'] },
    });
    histories.restore(['a', 'b', 'c'].map(id => event('#chat', id)));
    histories.restore([event('a b', 'd'), event('a c', 'e')]);
    expect(idsIn(histories, channels, '#chat')).toBe('bc');
    expect(histories.talks.find('a', 'b')?.ring.size).toBe(1);
    expect(histories.talks.find('c', 'a')).toBeUndefined();
  });

  test('is taken back and renamed with what is kept here', () => {
    const { histories, channels, done } = make();
    const den = channels.create('#den', { address: '192.0.2.1' })!;
    histories.happened(den, entry('a'));
    histories.redact(histories.ofChannel(den), 0);
    histories.redact(histories.ofChannel(den), 5);
    channels.rename(den, '#lair');
    expect(done).toEqual(['redact #den a', 'rename #den #lair']);
  });

  test('is asked for by nick after a restart, too', () => {
    const { histories, appended } = make();
    histories.said(person('ann', 'a'), person('bob', 'b'), { ...entry('c', 'bob'), account: 'a' });
    const again = make().histories;
    again.restore(appended);
    const talk = again.talks.find('a', 'b');
    expect(talk).toBeDefined();
    expect(again.talks.findByNick('a', 'BOB')).toBe(talk);
    expect(again.talks.findByNick('b', 'ann')).toBe(talk);
  });
});
