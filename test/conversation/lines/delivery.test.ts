import { beforeEach, describe, expect, it } from 'vitest';
import type { TalkServer } from '../../support/talkServer.ts';
import { base } from '../../support/talkTime.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

const again = (id: string): void => window.ask({ type: 'sendAgain', tab: window.page.active, id });

describe('a line of ours that did not arrive for certain', () => {
  it.each([
    ['notConfirmed', 'lost', /broke before the server had confirmed it/],
    ['notConfirmed', 'noEcho', /has not confirmed it/],
    ['failed', 'closed', /connection has ended/],
    ['failed', 'tooLong', /too long/],
    ['failed', 'notInRoom', /no longer in the room/],
    ['failed', 'badTarget', /can have this name/],
    ['failed', 'No \u202eway', /^No .+way$/],
  ] as const)('says why: %s, %s', (delivery, reason, words) => {
    const id = room.own('hello');
    room.emit({ type: 'delivery', target: '#chat', id, delivery, reason });
    const line = window.lines().find(one => one.id === id);
    expect(line).toMatchObject({ delivery, reason: expect.stringMatching(words) as string });
    expect(JSON.stringify(line)).not.toContain('\u202e');
  });

  it('can be sent again, as a new line, and no other can', () => {
    const answered = room.says('ana', 'which one?');
    const id = room.own('ana: the second', { replyTo: answered });
    again(id);
    expect(room.requests('say')).toEqual([]);
    room.emit({ type: 'delivery', target: '#chat', id, delivery: 'notConfirmed', reason: 'lost' });
    again(id);
    expect(room.requests('say')).toEqual([
      { type: 'say', target: '#chat', text: 'ana: the second', answers: answered },
    ]);
    const action = room.own('waves', { form: 'action' });
    room.emit({ type: 'delivery', target: '#chat', id: action, delivery: 'failed', reason: 'closed' });
    again(action);
    expect(room.requests('act')).toEqual([{ type: 'act', target: '#chat', text: 'waves' }]);
    again('gone');
    expect(room.requests('say')).toHaveLength(1);
  });
});

describe('a line of ours that is still under way', () => {
  const states = (): string[] =>
    window.lines().flatMap(line => (line.kind === 'message' ? [`${line.text}: ${line.delivery ?? ''}`] : []));
  const fails = (id: string, target = '#chat'): void =>
    room.emit({ type: 'delivery', target, id, delivery: 'failed', reason: 'closed' });

  it('stays where the screen is cleared', () => {
    const done = room.own('done');
    room.echoes(done, 'm1', 3);
    const [waits, sent] = [room.own('waits', { delivery: 'queued' }), room.own('sent')];
    window.type('/cls');
    expect(states()).toEqual(['waits: queued', 'sent: sent']);
    room.echoes(sent, 'm2', 4);
    fails(waits);
    expect(states()).toEqual(['waits: failed', 'sent: relayed']);
    window.take({ type: 'pageGone' });
    window.ask({ type: 'ready' });
    expect(states()).toEqual(['waits: failed', 'sent: relayed']);
    window.type('/cls');
    expect(window.shown()).toEqual([]);
  });

  it('is told of with its text when it fails once its tab is closed, and only then', () => {
    room.says('bob', 'hi', { target: 'bob' });
    const [one, two, three] = ['one', 'two', 'password: hunter2secret9'].map(text =>
      room.own(text, { target: 'bob', delivery: 'queued' }),
    );
    window.ask({ type: 'closeTab', tab: window.tab('bob') });
    room.echoes(one!, 'm1', 3, 'bob');
    fails(two!, 'bob');
    room.emit({ type: 'delivery', target: 'bob', id: three!, delivery: 'notConfirmed', reason: 'lost' });
    expect(window.shown().slice(-2)).toEqual([
      '-- Not delivered to bob: two — The connection has ended.',
      '-- Not confirmed, to bob: password: hunter2secret9 — The connection broke before the server had confirmed it. It may have arrived.',
    ]);
  });

  it('is told of when the room is left with its tab', () => {
    window.type('/join #dev');
    room.admits('#dev');
    const id = room.own('waits', { target: '#dev', delivery: 'queued' });
    window.ask({ type: 'closeTab', tab: window.tab('#dev') });
    room.emit({ type: 'delivery', target: '#dev', id, delivery: 'failed', reason: 'notInRoom' });
    expect(window.shown().at(-1)).toBe('-- Not delivered to #dev: waits — You are no longer in the room.');
  });
});

describe('the place of a line of ours', () => {
  it('is behind what the server told before its echo, as for everybody else', () => {
    room.says('ana', 'one', { at: base + 1_000 });
    const id = room.own('mine', { at: base + 900_000 });
    room.says('ana', 'two', { at: base + 2_000 });
    room.own('later');
    expect(window.said()).toEqual(['ana: one', 'rui: mine', 'ana: two', 'rui: later']);
    room.echoes(id, 'm1', 3);
    room.says('ana', 'three', { at: base + 4_000 });
    expect(window.said()).toEqual(['ana: one', 'ana: two', 'rui: mine', 'rui: later', 'ana: three']);
  });

  it('is by its time when it was found in what was missed', () => {
    room.says('ana', 'one', { at: base + 1_000 });
    room.says('ana', 'three', { at: base + 3_000 });
    const id = room.own('mine', { at: base });
    const relayed = { type: 'delivery', target: '#chat', id, delivery: 'relayed', msgid: 'm1' } as const;
    room.emit({ ...relayed, at: base + 2_000, earlier: true });
    room.history([room.past(1.5, 'ana', 'before'), room.past(2, 'rui', 'mine', { id, msgid: 'm1' })]);
    expect(window.said()).toEqual(['ana: one', 'ana: before', 'rui: mine', 'ana: three']);
  });

  it('is known by the names of all its parts, and answers to the first', () => {
    const id = room.own('mine\nlonger');
    const relayed = { type: 'delivery', target: '#chat', id, delivery: 'relayed', msgid: 'm1' } as const;
    room.emit({ ...relayed, at: base, parts: ['m2', 'm3'] });
    const parts = ['mine', 'long', 'er'].map((text, at) =>
      room.past(at / 10, 'rui', text, { msgid: `m${at + 1}` }),
    );
    room.history([...parts, room.past(1, 'ana', 'after')]);
    expect(window.said()).toEqual(['rui: mine\nlonger', 'ana: after']);
    window.ask({ type: 'react', tab: window.page.active, id, reaction: '+' });
    expect(room.requests('react')).toMatchObject([{ msgid: 'm1' }]);
  });

  it('is where the server has told it already, when the line of an earlier window comes after that', () => {
    room.says('ana', 'one', { at: base + 1_000 });
    room.history([room.past(2, 'rui', 'mine', { msgid: 'm1' })]);
    const id = room.own('mine', { at: base });
    room.says('ana', 'three', { at: base + 3_000 });
    const relayed = { type: 'delivery', target: '#chat', id, delivery: 'relayed', msgid: 'm1' } as const;
    room.emit({ ...relayed, at: base + 2_000, earlier: true });
    room.emit({
      type: 'reaction',
      target: '#chat',
      msgid: 'm1',
      nick: 'ana',
      reaction: '+',
      removed: false,
      own: false,
    });
    expect(window.said()).toEqual(['ana: one', 'rui: mine', 'ana: three']);
    expect(
      window.lines().filter(line => line.kind === 'message' && line.reactions !== undefined),
    ).toHaveLength(1);
  });
});

describe('the file of the workspace', () => {
  it('gets a line of ours once a server has taken it, at its time there, echoed or not', () => {
    const ids = ['echoed', 'taken', 'failed', 'lost'].map(text => room.own(text, { at: base + 90_000 }));
    expect(window.inFile()).toEqual([]);
    room.echoes(ids[0]!, 'm1', 3);
    const states = ['relayed', 'failed', 'notConfirmed'] as const;
    for (const [index, delivery] of states.entries())
      room.emit({ type: 'delivery', target: '#chat', id: ids[index + 1]!, delivery });
    expect(window.inFile()).toEqual(['echoed', 'taken']);
    expect(window.file.get('m1')).toMatchObject({ at: base + 3_000 });
  });
});

it.each([
  ['a server that keeps a history', true, []],
  ['one that keeps none', false, ['mine']],
])('the file gets no line that went out in parts to %s', (_, keeps, inFile) => {
  if (!keeps) room.view.supported.delete('history');
  const id = room.own('mine');
  const relayed = { type: 'delivery', target: '#chat', id, delivery: 'relayed', msgid: 'm1' } as const;
  room.emit({ ...relayed, at: base, parts: [] });
  expect(window.inFile()).toEqual(inFile);
});

describe('a gap in private chats of nobody knows whom', () => {
  it('is said in the room of the connection, with its times', () => {
    room.emit({ type: 'gap', target: '', at: base, from: base, to: base + 60_000 });
    expect(window.shown().at(-1)).toMatch(
      /^-- Private messages to you between \S+ .*and .+ may be missing\.$/,
    );
  });

  const gap = (from: number, to: number, target = '') =>
    ({ type: 'gap', target, at: base + from, from: base + from, to: base + to }) as const;
  const notes = (): number => window.shown().filter(text => text.includes('Private messages to you')).length;

  it('is said in the tab of the server where that of the room is closed', () => {
    window.ask({ type: 'closeTab', tab: window.tab('#chat') });
    room.emit(gap(0, 60_000));
    window.settle();
    window.ask({ type: 'openTab', tab: window.page.tabs.at(-1)!.id });
    expect(notes()).toBe(1);
  });

  it('is said as well of a chat that has no tab, and not again for the same time', () => {
    room.history([gap(0, 60_000, 'bob')], { target: 'bob' });
    expect([notes(), window.tabs()]).toEqual([1, ['[#chat]']]);
    room.emit(gap(0, 60_000));
    room.history([gap(1, 50_000, 'eva')], { target: 'eva' });
    expect(notes()).toBe(1);
    room.history([gap(1, 70_000, 'eva')], { target: 'eva' });
    room.history([gap(90_000, 99_000, '#gone')], { target: '#gone' });
    expect(notes()).toBe(2);
  });

  it('is said in the tab of a chat that has one', () => {
    room.says('bob', 'hi', { target: 'bob' });
    room.history([gap(30_000, 60_000, 'bob')], { target: 'bob' });
    expect(notes()).toBe(0);
    window.open('bob');
    expect(window.shown().at(-1)).toContain('What was said here between');
  });

  it('has its days where it is long ago', () => {
    room.emit({ type: 'gap', target: '', at: 0, from: 0, to: 60_000 });
    expect(window.shown().at(-1)).toMatch(/\/70/);
  });
});

describe('a server that does not answer', () => {
  it('is shown in the banner, and files do not begin again when it does', () => {
    const ups = (): number => window.done.filter(({ type }) => type === 'connectionUp').length;
    const before = ups();
    const state = { phase: 'registered', address: { address: 'a', port: 1 }, since: base } as const;
    room.emit({ type: 'state', state: { ...state, notAnswering: true } });
    expect(window.page.banner.rows.join()).toContain('not answering');
    room.emit({ type: 'state', state });
    expect(window.page.banner.rows.join()).not.toContain('not answering');
    expect(ups()).toBe(before);
  });
});
