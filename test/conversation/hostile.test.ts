import { beforeEach, describe, expect, it } from 'vitest';
import { maxOpenTabs } from '../../src/conversation/limits.ts';
import { base } from '../support/talkTime.ts';
import type { TalkServer } from '../support/talkServer.ts';
import { TalkWindow } from '../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

describe('a server and its people', () => {
  it('take no line of another room out of the file', () => {
    room.says('boss', 'monday', { msgid: 'abc' });
    const other = window.enter('#evil', { server: 'other' });
    const redaction = { type: 'redacted', msgid: 'abc', by: 'm', reason: '' } as const;
    other.emit({ ...redaction, target: '#evil' });
    expect(window.inFile()).toHaveLength(1);
    room.emit({ ...redaction, target: '#chat' });
    expect(window.inFile()).toEqual([]);
  });

  it('cannot make old what is said from now on', () => {
    room.emit({ type: 'read', target: '#chat', upTo: Date.parse('9999-12-31T23:59:59.999Z') });
    room.breaks();
    room.registers();
    room.admits();
    room.history([room.past(2 * 86_400, 'ana', 'rui: are you there?')]);
    expect(window.tabs()).toEqual(['[#chat 1!1]']);
  });

  it('fill all tabs, and what they say after that stands with their server', () => {
    for (let person = 0; person < maxOpenTabs; person++)
      room.says(`n${person}`, 'hi', { target: `n${person}` });
    room.history([room.past(9, 'zoe', 'rui: important', { target: 'zoe' })], { target: 'zoe' });
    window.open('10.0.0.1:6697');
    expect(window.said().at(-1)).toContain('important');
    window.enter('#b', { server: 'other' });
    expect(window.shown().join()).toContain('Too many tabs are open');
  });

  it('do not change how a name is muted from one window to the next', () => {
    room.admits('#ÉQUIPE');
    window.open('#ÉQUIPE');
    window.type('/mute');
    window = window.reload();
    // Drawn before there is a connection.
    window.ask({ type: 'ready' });
    window.tabs();
    room = window.enter('#chat');
    room.admits('#ÉQUIPE');
    room.says('ana', 'rui: hello', { target: '#ÉQUIPE' });
    window.settle();
    expect(window.status.mentions).toBe(0);
  });
});

describe('what is typed for a tab that is gone', () => {
  it('is said to nobody else', () => {
    room.says('bob', 'hi', { target: 'bob' });
    const tab = window.tab('bob');
    window.ask({ type: 'closeTab', tab });
    window.type('for bob alone', { tab });
    expect(room.requests('say')).toEqual([]);
    expect(window.shown().at(-1)).toContain('for bob alone');
  });
});

describe('a message to somebody whose nick another person takes', () => {
  it('shows in its own tab what has become of it', () => {
    window.type('/msg bob');
    const id = room.own('hello', { target: 'bob' });
    room.emit({ type: 'renamed', at: base, nick: 'bob', to: 'rob', own: false, rooms: [] });
    room.says('bob', 'I am new', { target: 'bob' });
    room.emit({ type: 'delivery', target: 'bob', id, delivery: 'failed' });
    expect(window.lines().find(line => line.id === id)).toMatchObject({ delivery: 'failed' });
  });
});

describe('what another window has read', () => {
  it('is read here, also when it came late with an earlier time', () => {
    room.says('ana', 'one', { at: base + 5_000 });
    window.see();
    room.says('ana', 'two', { at: base + 4_000 });
    room.emit({ type: 'read', target: '#chat', upTo: base + 5_000 });
    expect(window.tabs()).toEqual(['[#chat]']);
  });
});
