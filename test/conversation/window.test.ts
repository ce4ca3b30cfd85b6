import { beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../src/chat/translate.ts';
import { Conversation } from '../../src/conversation/conversation.ts';
import { base } from '../support/talkTime.ts';
import type { TalkServer } from '../support/talkServer.ts';
import { TalkWindow, usualSettings } from '../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

describe('the page', () => {
  it('is whole again after it was hidden, with what was kept', () => {
    room.says('ana', 'one');
    window.page.draft = 'half';
    window.ask({
      type: 'kept',
      kept: { drafts: [[window.page.active, 'half']], typed: [], unstored: [], at: 1 },
    });
    window.take({ type: 'pageGone' });
    room.says('ana', 'two');
    expect(window.said()).toEqual(['ana: one']);
    window.page.drafts.clear();
    window.ask({ type: 'ready' });
    expect(window.said()).toEqual(['ana: one', 'ana: two']);
    expect(window.page.draft).toBe('half');
  });

  it('runs what its buttons are for', () => {
    window.ask({ type: 'action', action: 'copyInvite' });
    expect(window.done.at(-1)).toEqual({ type: 'command', command: 'pychat.copyInvite', args: [] });
  });

  it('moves tabs, and closes them down to the start', () => {
    window.type('/msg bob');
    window.ask({ type: 'moveTab', tab: window.page.active, to: 0 });
    expect(window.tabs()).toEqual(['[bob]', '#chat']);
    window.type('/close');
    window.type('/part bye');
    expect(window.tabs()).toEqual(['[PyChat]']);
    expect(room.requests('leaveRoom')).toEqual([{ type: 'leaveRoom', room: '#chat', reason: 'bye' }]);
    window.type('/join #chat');
    room.admits('#chat');
    room.says('ana', 'kept');
    expect(window.inFile()).toEqual(['kept']);
  });

  it('notes what the window says, and gives all of a tab as text', () => {
    room.says('ana', 'one', { at: base });
    window.take({ type: 'note', text: 'Something is wrong.', tone: 'warning' });
    expect(window.shown().at(-1)).toBe('-- Something is wrong.');
    const { text, lines } = window.conversation.transcript;
    expect(lines).toBe(1);
    expect(text).toContain('one');
  });

  it('gets the answer of a list in the tab where it was asked for', () => {
    const tab = window.page.active;
    window.type('/list');
    expect(room.requests('list')).toEqual([{ type: 'list', tab, shownAs: 'note' }]);
    window.type('/msg bob');
    window.take({ type: 'listed', shownAs: 'note', tab, rooms: [{ name: '#a', people: 1, topic: '' }] });
    window.take({ type: 'listed', shownAs: 'note', tab: 'gone', rooms: [] });
    expect(window.shown()).toEqual([]);
    window.open('#chat');
    expect(window.shown().at(-1)).toContain('Rooms on this server (1):');
  });
});

describe('a conversation', () => {
  it('does nothing before its first input: nobody is ready for it', () => {
    const { kept, clock } = window;
    const done: string[] = [];
    const options = { t: inEnglish, words: {}, version: '1', language: 'en', settings: usualSettings };
    const next = new Conversation({ ...options, clock, kept }, ({ type }) => done.push(type));
    expect(done).toEqual([]);
    next.take({ type: 'page', request: { type: 'ready' } });
    expect(done).toContain('post');
  });

  it('leaves no timer behind', () => {
    room.says('ana', 'one');
    room.emit({ type: 'typing', target: '#chat', nick: 'ana', state: 'active' });
    window.type('/dnd hour');
    window.conversation.dispose();
    expect(window.clock.waiting).toBe(0);
  });

  it('ignores what is told of a connection that is over', () => {
    window.take({ type: 'left', connection: room.id });
    const before = window.shown();
    room.says('ana', 'late');
    room.registers();
    expect(window.shown()).toEqual(before);
  });

  it('does what is decided in order, also what is decided meanwhile', () => {
    window.type('/msg bob');
    expect(room.asked.map(({ type }) => type)).toEqual(['enterRoom', 'older']);
  });
});
