import { beforeEach, describe, expect, it } from 'vitest';
import type { FileOffer } from '../../src/chat/event.ts';
import { maxQuoteLength } from '../../src/conversation/lines/quote.ts';
import { maxTabsByOthers } from '../../src/conversation/limits.ts';
import { typingExpiresMs } from '../../src/conversation/tabs/typingPeople.ts';
import { base } from '../support/talkTime.ts';
import type { TalkServer } from '../support/talkServer.ts';
import { TalkWindow } from '../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

const offer: FileOffer = { id: 'f1', secret: 's', name: 'a.zip', size: 10, hash: 'h' };

describe('what is typed', () => {
  it('is said in its tab, whichever is in front by then', () => {
    const tab = window.page.active;
    window.type('/msg bob');
    window.type('hello', { tab });
    window.type('psst');
    expect(room.requests('say')).toEqual([
      { type: 'say', target: '#chat', text: 'hello' },
      { type: 'say', target: 'bob', text: 'psst' },
    ]);
  });

  it('is said in the tab that took the place of the start', () => {
    window.type('hello', { tab: 'start' });
    expect(room.requests('say')).toEqual([{ type: 'say', target: '#chat', text: 'hello' }]);
    window.ask({ type: 'seen', tab: 'gone', id: 'x' });
  });

  it('with two slashes begins with one, and nothing is nothing', () => {
    window.type('//help');
    window.type(' \n ');
    expect(room.requests('say').map(({ text }) => text)).toEqual(['/help']);
  });

  it('answers a line by the server’s name for it, once that is known', () => {
    const id = room.own('which?');
    window.type('the second', { answers: id });
    room.echoes(id, 'm1', 1);
    window.type('the second', { answers: id });
    const asked = room.says('ana', 'sure?', { msgid: 'm2' });
    window.type('yes', { answers: asked });
    window.type('gone', { answers: 'gone' });
    expect(room.requests('say')).toEqual([
      { type: 'say', target: '#chat', text: 'the second' },
      { type: 'say', target: '#chat', text: 'the second', answers: 'm1' },
      { type: 'say', target: '#chat', text: 'ana: yes', answers: 'm2' },
      { type: 'say', target: '#chat', text: 'gone', answers: 'gone' },
    ]);
  });

  it('shows what it answers in one row, cut', () => {
    const text = `\n${'x'.repeat(maxQuoteLength)}y\nsecond`;
    const id = room.says('ana', text, { msgid: 'm1' });
    room.says('bia', 'yes', { replyTo: id });
    expect(window.said().at(-1)).toBe(`bia: yes (to ana: ${'x'.repeat(maxQuoteLength - 1)}…)`);
  });

  it('is not said in the tab of a server', () => {
    room.emit({ type: 'serverSaid', at: base, text: 'welcome' });
    window.open('10.0.0.1:6697');
    window.type('hello');
    window.ask({ type: 'typing', tab: window.page.active, state: 'active' });
    expect(window.shown().at(-1)).toMatch(/^-- This tab is for what the server says/);
    expect(room.asked.map(({ type }) => type)).toEqual(['enterRoom']);
  });

  it('and shared goes where it was meant to, whatever is in front, and can be taken back', () => {
    window.type('/join #other');
    room.admits('#other');
    const [front, chat] = window.conversation.places;
    expect(front).toMatchObject({
      target: '#other',
      title: '#other',
      kind: 'room',
      maxBytes: 4_096,
      isByLine: false,
    });
    expect(chat).toMatchObject({ target: '#chat', connection: room.id, canTakeBack: true });
    const tab = chat?.tab ?? '';
    window.take({ type: 'share', tab, text: 'a.ts:3', id: 'mine' });
    expect(room.requests('say')).toEqual([{ type: 'say', target: '#chat', text: 'a.ts:3', id: 'mine' }]);
    room.emit({
      ...{ type: 'message', id: 'mine', msgid: 'm7', at: base, nick: 'rui', text: 'a.ts:3' },
      ...{ form: 'say', target: '#chat', own: true, delivery: 'relayed' },
    });
    window.take({ type: 'unshare', tab, id: 'mine' });
    expect(room.requests('redact')).toEqual([{ type: 'redact', target: '#chat', msgid: 'm7' }]);
    window.take({ type: 'showTab', tab });
    expect(window.tabs()).toContain('[#chat]');
    expect(window.done.at(-1)).toEqual({ type: 'openPage' });
    window.take({ type: 'left', connection: room.id });
    expect(window.conversation.places).toEqual([]);
  });

  it('and shared is taken out of the queue where it still waits, and goes nowhere', () => {
    const [place] = window.conversation.places;
    const tab = place?.tab ?? '';
    room.breaks();
    window.take({ type: 'share', tab, text: 'a.ts:3', id: 'mine' });
    room.own('a.ts:3', { id: 'mine', delivery: 'queued' });
    expect(window.said()).toEqual(['rui: a.ts:3']);
    window.take({ type: 'unshare', tab, id: 'mine' });
    expect(room.requests('withdraw')).toEqual([{ type: 'withdraw', id: 'mine' }]);
    room.emit({ type: 'withdrawn', target: '#chat', id: 'mine' });
    expect(window.said()).toEqual([]);
    expect(window.shown().some(text => text.includes('Deleting works'))).toBe(false);
    window.settle();
    expect(new TalkWindow({ kept: window.kept }).enter('#chat').requests('resume')).toEqual([]);
  });

  it('and shared is taken back once it has arrived, where it is on its way already', () => {
    const [place] = window.conversation.places;
    const tab = place?.tab ?? '';
    window.take({ type: 'share', tab, text: 'a.ts:3', id: 'mine' });
    room.own('a.ts:3', { id: 'mine' });
    window.take({ type: 'unshare', tab, id: 'mine' });
    expect(room.requests('redact')).toEqual([]);
    room.echoes('mine', 'm7', 1);
    room.echoes('mine', 'm7', 1);
    expect(room.requests('redact')).toEqual([{ type: 'redact', target: '#chat', msgid: 'm7' }]);
  });

  it('and shared is gone where it came to nothing before it was taken back', () => {
    const [place] = window.conversation.places;
    const tab = place?.tab ?? '';
    window.take({ type: 'share', tab, text: 'a.ts:3', id: 'mine' });
    room.own('a.ts:3', { id: 'mine', delivery: 'failed' });
    window.take({ type: 'unshare', tab, id: 'mine' });
    expect(window.said()).toEqual([]);
    expect(window.shown().some(text => text.includes('Deleting works'))).toBe(false);
  });

  it('that too much waits for is said to be lost', () => {
    const id = room.own('hello');
    room.emit({ type: 'delivery', target: '#chat', id, delivery: 'failed', reason: 'outboxFull' });
    expect(window.shown().at(-1)).toMatch(/^-- Too many messages are waiting/);
    expect(window.lines().find(line => line.id === id)).toMatchObject({ delivery: 'failed' });
  });

  it('can be typed while it is not yet said, which others see', () => {
    window.ask({ type: 'typing', tab: window.page.active, state: 'active' });
    expect(room.requests('typing')).toEqual([{ type: 'typing', target: '#chat', state: 'active' }]);
    const typing = { type: 'typing', target: '#chat', state: 'active' } as const;
    room.emit(
      { ...typing, nick: 'ana' },
      { ...typing, nick: 'bia' },
      { ...typing, nick: 'x', target: '#none' },
    );
    window.settle();
    expect(window.page.typing).toEqual(['ana', 'bia']);
    room.says('ana', 'done');
    window.settle();
    expect(window.page.typing).toEqual(['bia']);
    window.clock.advance(typingExpiresMs.active);
    window.settle();
    expect(window.page.typing).toEqual([]);
  });
});

describe('a private chat', () => {
  it('opens when somebody writes, with what was said there before, and is not in front', () => {
    room.says('bob', 'hello', { target: 'bob', at: base + 9_000, msgid: 'm9' });
    expect(window.tabs()).toEqual(['[#chat]', 'bob 1!1']);
    room.answersOlder([
      room.past(1, 'rui', 'before', { target: 'bob' }),
      room.past(9, 'bob', 'hello', { target: 'bob', msgid: 'm9' }),
    ]);
    window.open('bob');
    expect(window.said()).toEqual(['rui: before', 'bob: hello']);
    expect(window.page.banner.rows).toContain('Private chat with bob: the others do not see it.');
    expect(window.page.prompt).toBe('C:\\RUI\\BOB>');
  });

  it('opens for no notice and no further than there may be tabs: then the server’s tab shows it', () => {
    room.says('NickServ', 'hi', { target: 'NickServ', form: 'notice' });
    expect(window.tabs()).toEqual(['[#chat]', '10.0.0.1:6697 1']);
    for (let n = 1; n < maxTabsByOthers; n++) room.says(`nick${n}`, 'hi', { target: `nick${n}` });
    room.says('late', 'hi', { target: 'late' });
    room.says('x', 'hi', { target: '#elsewhere' });
    window.open('10.0.0.1:6697');
    expect(window.said()).toEqual([
      'NickServ: hi (private with NickServ)',
      'late: hi (private with late)',
      'x: hi',
    ]);
  });

  it('follows who takes another nick, in its tab, title and prompt', () => {
    window.type('/msg bob');
    room.emit({ type: 'renamed', at: base, nick: 'bob', to: 'rob', own: false, rooms: ['#chat'] });
    expect(window.tabs()).toEqual(['#chat', '[rob]']);
    expect([window.title, window.page.prompt]).toEqual(['rob', 'C:\\RUI\\ROB>']);
    expect(window.shown()).toEqual(['-- bob is now rob.']);
    window.type('hello');
    expect(room.requests('say')).toEqual([{ type: 'say', target: 'rob', text: 'hello' }]);
    expect(window.kept.workspace.texts.get('pychat.tabs')).toContain('"rob"');
    room.says('bob', 'it is me', { target: 'bob' });
    room.emit({ type: 'renamed', at: base, nick: 'bob', to: 'rob', own: false, rooms: [] });
    expect(window.tabs()).toEqual(['#chat', '[rob]', 'bob 1!1']);
  });
});

describe('what is said to somebody who takes another nick', () => {
  it('shows in their tab what has become of it', () => {
    window.type('/msg bob');
    const id = room.own('hello', { target: 'bob' });
    room.emit({ type: 'renamed', at: base, nick: 'bob', to: 'rob', own: false, rooms: ['#chat'] });
    room.emit({ type: 'delivery', target: 'bob', id, delivery: 'failed' });
    expect(window.lines().at(-2)).toMatchObject({ text: 'hello', delivery: 'failed' });
    expect(window.tabs()).toEqual(['#chat', '[rob]']);
  });
});

describe('people and rooms', () => {
  it('come and go in lines, and their names can be completed', () => {
    room.view.people.set('#chat', ['ana', 'bia', 'rui']);
    const there = { target: '#chat', at: base, nick: 'bia', own: false } as const;
    room.emit({ ...there, type: 'joined' }, { type: 'membersChanged', target: '#chat' });
    room.says('bia', 'hi');
    window.settle();
    expect(window.page.vocabulary).toMatchObject({ nicks: ['bia', 'ana'], rooms: ['#chat'] });
    room.emit({ ...there, type: 'left', how: 'quit', reason: 'Quit: bye' });
    expect(window.shown().slice(1)).toEqual([
      '-- bia joined.',
      '=== new ===',
      'bia: hi',
      '-- bia left. (“bye”)',
    ]);
    room.emit({ ...there, type: 'joined', target: '#none' });
    expect(window.tabs()).toHaveLength(1);
  });

  it('are told of our own nick in every room, and of it in the prompt', () => {
    room.view.nick = 'eva';
    window.type('/msg bob');
    room.emit({ type: 'renamed', at: base, nick: 'rui', to: 'eva', own: true, rooms: ['#chat'] });
    expect(window.shown()).toEqual([]);
    expect(window.page.prompt).toBe('C:\\EVA\\BOB>');
    window.open('#chat');
    expect(window.shown().at(-1)).toBe('-- You are now eva.');
  });

  it('have a topic, in the log and at the top of a further room', () => {
    window.type('/join #dev');
    room.view.topics.set('#dev', 'ships');
    room.admits('#dev');
    room.emit({ type: 'topic', target: '#dev', at: base, text: 'ships' });
    expect(window.shown().slice(-1)).toEqual(['-- Topic: “ships”']);
    expect(window.page.banner.rows).toContain('Topic:    ships');
  });

  it('are answered where one looks, or in the tab that it is about', () => {
    window.type('/msg bob');
    room.emit({ type: 'refused', at: base, numeric: '404', params: ['rui', '#chat', 'no'], target: '#chat' });
    room.emit({ type: 'invited', at: base, nick: 'ana', room: '#x' });
    expect(window.shown()).toEqual(['-- ana invites you to #x.']);
    window.open('#chat');
    expect(window.shown().at(-1)).toBe('-- #chat does not accept your message.');
  });
});

describe('a line', () => {
  it('is reacted to and that taken back, by its name on the server', () => {
    const id = room.says('ana', 'done', { msgid: 'm1' });
    const tab = window.page.active;
    window.ask({ type: 'react', tab, id, reaction: '👍' });
    const given = { type: 'reaction', target: '#chat', msgid: 'm1', reaction: '👍' } as const;
    room.emit({ ...given, nick: 'rui', removed: false, own: true });
    room.emit({ ...given, nick: 'x', removed: false, own: false, msgid: 'gone' });
    expect(window.lines().at(-1)).toMatchObject({ reactions: [{ reaction: '👍', count: 1, own: true }] });
    window.ask({ type: 'react', tab, id, reaction: '👍' });
    expect(room.requests('react').map(({ removed }) => removed)).toEqual([false, true]);
    window.ask({ type: 'react', tab, id: 'gone', reaction: '👍' });
    expect(room.requests('react')).toHaveLength(2);
  });

  it('is neither reacted to nor deleted where the server cannot name it or pass that on', () => {
    const own = room.own('hello');
    const tab = window.page.active;
    window.ask({ type: 'react', tab, id: own, reaction: '👍' });
    window.ask({ type: 'redact', tab, id: own });
    room.emit({ type: 'delivery', target: '#chat', id: own, delivery: 'relayed' });
    const id = room.says('ana', 'done');
    room.view.supported.clear();
    window.ask({ type: 'react', tab, id, reaction: '👍' });
    window.ask({ type: 'redact', tab, id });
    expect(room.asked.map(({ type }) => type)).toEqual(['enterRoom']);
    const [reactions, deleting] = [/^-- Reactions work on servers/, /^-- Deleting works on servers/];
    const notes = window.shown().filter(text => reactions.test(text) || deleting.test(text));
    expect(notes).toHaveLength(4);
  });

  it('is deleted by its name on the server', () => {
    const id = room.says('rui', 'oops', { own: true, msgid: 'm1' });
    window.ask({ type: 'redact', tab: window.page.active, id });
    expect(room.requests('redact')).toEqual([{ type: 'redact', target: '#chat', msgid: 'm1' }]);
  });

  it('gives its code to the editor', () => {
    const id = room.says('ana', 'see\n```ts\na\n```');
    const tab = window.page.active;
    window.ask({ type: 'code', tab, id, block: 0, action: 'copy' });
    window.ask({ type: 'code', tab, id: 'gone', block: 0, action: 'copy' });
    expect(window.done.slice(-1)).toEqual([
      { type: 'code', text: 'see\n```ts\na\n```', block: 0, action: 'copy', from: 'ana' },
    ]);
  });

  it('shows how its file stands, wherever it is offered', () => {
    const id = room.says('ana', '[file]', { file: offer });
    expect(window.lines().at(-1)).toMatchObject({ file: { name: 'a.zip', state: 'offered' } });
    const view = { name: 'a.zip', size: 10, moved: 5, state: 'moving', note: '' } as const;
    window.take({ type: 'fileChanged', offer: 'f1', view });
    expect(window.lines().find(line => line.id === id)).toMatchObject({ file: view });
    room.says('ana', '[file]', { file: offer, target: 'ana' });
    window.open('ana');
    expect(window.lines().at(-1)).toMatchObject({ file: view });
    window.open('#chat');
    window.ask({ type: 'file', tab: window.page.active, id, action: 'save' });
    window.ask({ type: 'file', tab: window.page.active, id: 'gone', action: 'save' });
    expect(window.done.at(-1)).toEqual({ type: 'file', connection: room.id, offer, action: 'save' });
  });

  it('offers a file of ours, and takes files that are dropped', () => {
    const tab = window.page.active;
    window.take({ type: 'fileOffered', tab, offer, text: '[file] a.zip' });
    expect(room.requests('say')).toEqual([
      { type: 'say', target: '#chat', text: '[file] a.zip', file: offer },
    ]);
    window.ask({ type: 'dropped', tab, files: [], folders: 1, uris: ['file:///a'] });
    const place = { tab, connection: room.id, target: '#chat' };
    expect(window.done.at(-1)).toEqual({
      ...{ type: 'dropped', place, files: [], folders: 1 },
      uris: ['file:///a'],
    });
  });
});
