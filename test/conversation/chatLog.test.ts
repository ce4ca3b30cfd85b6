import { describe, expect, it } from 'vitest';
import { ChatLog } from '../../src/conversation/chatLog.ts';
import { maxQuoteLength } from '../../src/conversation/quote.ts';
import type { Tab } from '../../src/conversation/tab.ts';
import { maxTabs, Tabs } from '../../src/conversation/tabs.ts';
import type { ChatEvent, MessageEvent } from '../../src/chat/event.ts';
import { noteLine } from '../../src/chat/line.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { FakeClock } from '../support/fakeClock.ts';

/** A window in `#chat`, with all that its log told, in order. */
function chatWindow(): { log: ChatLog; tabs: Tabs; told: string[]; texts: (tab?: Tab) => string[] } {
  const told: string[] = [];
  const tabs = new Tabs(new FakeClock(), { changed: () => undefined, typingChanged: () => undefined });
  tabs.main.target = '#chat';
  const tell = (what: string) => (tab: Tab, of?: unknown) =>
    void told.push([what, tab.target, ...(of === undefined ? [] : [idOf(of)])].join(' '));
  const log = new ChatLog(tabs, inEnglish, {
    added: tell('added'),
    putBefore: (tab, lines) => tell('before')(tab, lines.map(({ id }) => id).join(',')),
    changed: tell('changed'),
    heard: tell('heard'),
    kept: tell('kept'),
    redacted: tell('redacted'),
    readElsewhere: tell('read'),
    hasAllOlder: tell('all'),
    notKept: tell('notKept'),
    renamedUs: () => void told.push('renamed us'),
    isMention: text => text.includes('ana'),
    file: (_id, { name, size }) => ({ name, size, moved: 0, state: 'offered', note: '' }),
  });
  const texts = (tab = tabs.main): string[] => tab.scrollback.lines.map(({ text }) => text);
  return { log, tabs, told, texts };
}

function idOf(of: unknown): string {
  return typeof of === 'object' && of !== null && 'id' in of ? String(of.id) : String(of);
}

let time = 1_000;
function said(id: string, more: Partial<MessageEvent> = {}): MessageEvent {
  time += 1;
  const base = { type: 'message', id, at: time, nick: 'bob', text: id, form: 'say', own: false } as const;
  return { ...base, target: '#chat', ...more };
}

const settled = (): Promise<void> => Promise.resolve();

describe('what is said', () => {
  it('stands in the tab of its room, or of who said it to us alone', () => {
    const { log, tabs, told } = chatWindow();
    log.receive(said('m1'));
    log.receive(said('m2', { target: 'bob' }));
    expect(tabs.find('bob')?.kind).toBe('private');
    expect(tabs.active).toBe(tabs.main);
    expect(told).toEqual([
      ...['added #chat m1', 'kept #chat m1', 'heard #chat m1'],
      ...['added bob m2', 'kept bob m2', 'heard bob m2'],
    ]);
  });

  it('privately, when there are too many tabs or it is a notice, stands in the main one and says so', () => {
    const { log, tabs } = chatWindow();
    log.receive(said('n1', { target: 'NickServ', form: 'notice' }));
    for (let n = 1; n < maxTabs; n++) tabs.open('private', `nick${n}`);
    log.receive(said('m1', { target: 'mallory' }));
    expect(tabs.main.message('n1')?.privateWith).toBe('NickServ');
    expect(tabs.main.message('m1')?.privateWith).toBe('mallory');
  });

  it('is marked when it speaks to us, and not when we say it', () => {
    const { log, tabs } = chatWindow();
    log.receive(said('m1', { text: 'hello ana' }));
    log.receive(said('m2', { text: 'I am ana', own: true }));
    expect(tabs.main.message('m1')?.mention).toBe(true);
    expect(tabs.main.message('m2')?.mention).toBeUndefined();
  });

  it('is marked when it answers a line of ours, and not when it answers another', () => {
    const { log, tabs } = chatWindow();
    log.receive(said('m1', { own: true }));
    log.receive(said('m2', { replyTo: 'm1' }));
    log.receive(said('m3', { replyTo: 'm2' }));
    log.receive(said('m4', { replyTo: 'gone' }));
    const marked = ['m2', 'm3', 'm4'].map(id => tabs.main.message(id)?.mention);
    expect(marked).toEqual([true, undefined, undefined]);
  });

  it('ends the typing of who says it', () => {
    const { log, tabs } = chatWindow();
    log.receive({ type: 'typing', target: '#chat', nick: 'bob', state: 'active' });
    expect(tabs.main.typing.nicks).toEqual(['bob']);
    log.receive(said('m1'));
    expect(tabs.main.typing.nicks).toEqual([]);
  });

  it('of our own is known by the name that its echo brings', () => {
    const { log, tabs, told } = chatWindow();
    log.receive(said('own', { own: true, delivery: 'sent' }));
    log.receive({ type: 'delivery', target: '#chat', id: 'own', delivery: 'relayed', msgid: 'abc' });
    expect(tabs.main.message('own')?.delivery).toBe('relayed');
    log.receive(said('m2', { replyTo: 'abc' }));
    expect(tabs.main.message('m2')?.quote).toEqual({ id: 'own', nick: 'bob', text: 'own' });
    expect(told).toContain('changed #chat own');
    expect(told).not.toContain('heard #chat own');
  });

  it('and was not taken is told', () => {
    const { log, told } = chatWindow();
    log.receive({
      type: 'delivery',
      target: '#chat',
      id: 'x',
      delivery: 'failed',
      reason: 'outboxFull',
    });
    expect(told).toEqual(['notKept #chat']);
  });
});

describe('an answer', () => {
  it('quotes the first row of what it answers, cut', () => {
    const { log, tabs } = chatWindow();
    log.receive(said('m1', { text: `\n${'x'.repeat(500)}\nmore` }));
    log.receive(said('m2', { replyTo: 'm1' }));
    expect(tabs.main.message('m2')?.quote?.text).toBe(`${'x'.repeat(maxQuoteLength)}…`);
  });

  it('to what is not here says so', () => {
    const { log, tabs } = chatWindow();
    log.receive(said('m2', { replyTo: 'gone' }));
    expect(tabs.main.message('m2')?.quote).toEqual({ id: '', nick: '', text: '' });
  });
});

describe('a message', () => {
  it('gathers reactions', () => {
    const { log, tabs, told } = chatWindow();
    const reaction = { type: 'reaction', target: '#chat', reaction: '👍', removed: false } as const;
    log.receive(said('m1'));
    log.receive({ ...reaction, msgid: 'm1', nick: 'eva', own: false });
    log.receive({ ...reaction, msgid: 'gone', nick: 'eva', own: false });
    expect(tabs.main.message('m1')?.reactions).toEqual([
      { reaction: '👍', count: 1, own: false, nicks: ['eva'] },
    ]);
    expect(told.filter(one => one.startsWith('changed'))).toEqual(['changed #chat m1']);
  });

  it('loses its text when it is taken back', () => {
    const { log, tabs, told } = chatWindow();
    log.receive(said('m1', { text: 'secret' }));
    log.receive({ type: 'redacted', target: '#chat', msgid: 'm1', by: 'op', reason: 'no' });
    expect(tabs.main.message('m1')).toMatchObject({ text: '', redacted: { by: 'op', reason: 'no' } });
    expect(told).toContain('redacted #chat m1');
  });
});

describe('what was said earlier', () => {
  it('is all here when the server says so', () => {
    const { log, tabs, told } = chatWindow();
    log.receive({ type: 'wholeHistory', target: '#chat' });
    expect(tabs.main.hasAllOlder).toBe(true);
    expect(told).toEqual(['all #chat']);
  });

  it('comes before and after what stands there, and is what it was when it stands there already', async () => {
    const { log, texts, tabs, told } = chatWindow();
    log.add(tabs.main, {
      kind: 'message',
      id: 'file',
      at: 5_000,
      nick: 'bob',
      text: 'two',
      form: 'say',
      own: false,
      earlier: true,
    });
    for (const [id, at] of Object.entries({ one: 4_000, two: 5_001, three: 6_000 }))
      log.receive(said(id, { at, text: id, earlier: true }));
    log.receive({
      type: 'reaction',
      target: '#chat',
      msgid: 'two',
      nick: 'eva',
      reaction: '👍',
      removed: false,
      own: false,
    });
    expect(texts()).toEqual(['two']);
    await settled();
    expect(texts()).toEqual(['one', 'two', 'three']);
    expect(tabs.main.message('file')?.reactions).toHaveLength(1);
    expect(told).toContain('before #chat one');
    expect(told).not.toContain('heard #chat three');
  });

  it('stands before what is said in the same turn', () => {
    const { log, texts } = chatWindow();
    log.receive(said('past', { earlier: true }));
    log.receive(said('now'));
    expect(texts()).toEqual(['past', 'now']);
  });

  it('is news when it came after what we read last', async () => {
    const { log, told } = chatWindow();
    log.receive({ type: 'read', target: '#chat', upTo: 5_000 });
    log.receive(said('old', { at: 4_999, earlier: true }));
    log.receive(said('new', { at: 5_001, earlier: true }));
    log.receive(said('own', { at: 5_002, earlier: true, own: true }));
    await settled();
    expect(told.filter(one => one.startsWith('heard'))).toEqual(['heard #chat new']);
  });

  it('and was asked for goes before all others, once', () => {
    const { log, tabs, texts } = chatWindow();
    log.receive(said('m1'));
    const reaction: ChatEvent = {
      type: 'reaction',
      target: '#chat',
      msgid: 'o1',
      nick: 'eva',
      reaction: '👍',
      removed: false,
      own: false,
    };
    const taken = log.prepend(tabs.main, [said('o1'), said('m1'), reaction]);
    expect(taken).toMatchObject([{ id: 'o1', reactions: [{ reaction: '👍' }] }]);
    expect(texts()).toEqual(['o1', 'm1']);
  });
});

describe('who comes, goes and changes name', () => {
  const presence = { at: 1, target: '#chat', own: false } as const;

  it('is told in the room it happened in, and nowhere else', () => {
    const { log, texts, tabs } = chatWindow();
    const dev = tabs.open('room', '#dev')!;
    log.receive({ type: 'joined', nick: 'eva', ...presence });
    log.receive({ type: 'left', nick: 'eva', how: 'part', reason: '', ...presence, target: '#dev' });
    log.receive({ type: 'joined', nick: 'eva', ...presence, target: '#nowhere' });
    expect(texts()).toEqual(['eva joined.']);
    expect(texts(dev)).toEqual(['eva left.']);
  });

  it('opens the tab of a room that we enter, in front', () => {
    const { log, tabs } = chatWindow();
    log.receive({ type: 'joined', nick: 'ana', ...presence, target: '#dev', own: true });
    expect(tabs.active.target).toBe('#dev');
  });

  it('takes a private chat along to the new nick, unless there is one already', () => {
    const { log, tabs } = chatWindow();
    const talk = tabs.open('private', 'bob')!;
    const renamed = { type: 'renamed', at: 1, own: false, rooms: ['#chat'] } as const;
    log.receive({ ...renamed, nick: 'bob', to: 'rob' });
    expect(talk.target).toBe('rob');
    tabs.open('private', 'eva');
    log.receive({ ...renamed, nick: 'rob', to: 'eva' });
    expect(talk.target).toBe('rob');
  });

  it('tells us in every room that it is we who have a new nick', () => {
    const { log, tabs, texts, told } = chatWindow();
    const dev = tabs.open('room', '#dev')!;
    log.receive({ type: 'renamed', at: 1, nick: 'ana', to: 'anna', own: true, rooms: [] });
    expect([texts(), texts(dev)]).toEqual([['You are now anna.'], ['You are now anna.']]);
    expect(told).toContain('renamed us');
  });
});

describe('what a server says', () => {
  it('stands where it belongs, else in the tab that is open', () => {
    const { log, tabs, texts } = chatWindow();
    const dev = tabs.open('room', '#dev')!;
    const talk = tabs.open('private', 'bob')!;
    tabs.show(dev);
    log.receive({ type: 'serverSaid', at: 1, text: 'welcome' });
    log.receive({ type: 'refused', at: 1, numeric: '433', params: ['ana', 'x', 'taken'] });
    log.receive({ type: 'refused', at: 1, numeric: '401', params: ['bob', 'gone'], target: 'bob' });
    expect(texts()).toEqual(['welcome']);
    expect(texts(dev)).toHaveLength(1);
    expect(texts(talk)).toHaveLength(1);
  });

  it('of reading elsewhere changes the tab', () => {
    const { log, tabs, told } = chatWindow();
    log.add(tabs.main, noteLine('a note', 1));
    log.receive({ type: 'read', target: '#chat', upTo: 7 });
    expect(tabs.main.readUpTo).toBe(7);
    expect(told).toContain('read #chat');
  });
});
