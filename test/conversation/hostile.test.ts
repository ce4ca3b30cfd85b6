import { beforeEach, describe, expect, it } from 'vitest';
import { connectionBudget } from '../../src/common/connectionBudget.ts';
import { maxTabsByOthers } from '../../src/conversation/limits.ts';
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

  it('fill so many tabs, and what they say after that stands with their server, which is said once', () => {
    for (let person = 0; person < maxTabsByOthers; person++)
      room.says(`n${person}`, 'hi', { target: `n${person}` });
    room.says('one', 'one more', { target: 'one' });
    room.admits('#forced');
    room.says('ana', 'in a room', { target: '#forced' });
    room.history([room.past(9, 'zoe', 'rui: important', { target: 'zoe' })], { target: 'zoe' });
    expect(window.tabs()).toHaveLength(1 + maxTabsByOthers + 2);
    expect(window.tabs()[0]).toMatch(/^\[#chat/);
    window.open('10.0.0.1:6697');
    expect(window.said().at(-1)).toContain('important');
    expect(
      window
        .shown()
        .join()
        .match(/as many tabs as they may/g),
    ).toHaveLength(1);
    window.enter('#b', { server: 'other' });
    expect(window.tabs().some(tab => tab.includes('[#b'))).toBe(true);
  });

  it('open nothing in front of the start, where somebody may be typing', () => {
    window.ask({ type: 'closeTab', tab: window.tab('#chat') });
    window.ask({ type: 'closeTab', tab: window.page.active });
    room.says('mallory', 'hi', { target: 'mallory' });
    room.admits('#forced');
    room.emit({ type: 'serverSaid', at: base, text: 'hello' });
    window.settle();
    expect(window.page.active).toBe('start');
    window.type('for nobody else');
    expect(room.requests('say')).toEqual([]);
    expect(window.done.filter(({ type }) => type === 'openPage')).toEqual([]);
  });

  it('do not move tabs that they rename, open or fill', () => {
    for (const nick of ['bob', 'eve']) room.says(nick, 'hi', { target: nick });
    room.admits('#forced');
    room.emit({ type: 'renamed', at: base, nick: 'bob', to: 'zed', own: false, rooms: [] });
    room.says('eve', 'again', { target: 'eve' });
    const names = window.tabs().map(tab => tab.replace(/[[\]\d! ]/g, ''));
    expect(names).toEqual(['#chat', 'zed', 'eve', '#forced']);
  });

  it('make us keep no more than the budget, and the oldest of the largest tab goes', () => {
    const long = 'x'.repeat(60_000);
    room.says('eve', 'short and old', { target: 'eve' });
    for (let line = 0; line < 300; line++) room.says('bob', `${line} ${long}`, { msgid: `m${line}` });
    const { lines, text } = window.conversation.transcript;
    expect(lines * 2 * long.length).toBeLessThan(connectionBudget.conversation);
    expect(lines * 2 * long.length).toBeGreaterThan(connectionBudget.conversation * 0.8);
    expect([text.includes('> 299 x'), text.includes('> 0 x')]).toEqual([true, false]);
    window.open('eve');
    expect(window.said()).toEqual(['eve: short and old']);
  });

  it('make us keep no more by reactions, answers to what is not there, and offers of files', () => {
    const file = { id: 'i', secret: 's', name: 'n'.repeat(255), size: 1, hash: 'a'.repeat(64) };
    const more = (n: number) => ({ msgid: `m${n}`, replyTo: `${n}${'r'.repeat(120)}`, file });
    const linesOfBob = (): number => {
      window.open('bob');
      const { lines } = window.conversation.transcript;
      window.open('#chat');
      return lines;
    };
    for (let n = 0; n < 20_000; n++) room.says('bob', 'hi', { target: 'bob', ...more(n) });
    const lines = linesOfBob();
    // With the texts alone there would be room for all.
    expect(lines).toBeLessThan(20_000);
    for (let n = 0; n < 12_000; n++) {
      const nick = `${n}${'n'.repeat(120)}`;
      const to = { target: 'bob', msgid: `m${19_999 - (n % 12)}`, removed: false, own: false };
      room.emit({ type: 'reaction', nick, reaction: '+', ...to });
    }
    expect(linesOfBob()).toBeLessThan(lines);
  });

  it('change the status, the title and the banner no more often than every 50 ms', () => {
    room.says('n0', 'hi', { target: 'n0' });
    window.open('n0');
    window.settle();
    const before = window.told;
    for (let n = 0; n < 500; n++) {
      room.emit({ type: 'renamed', at: base, nick: `n${n}`, to: `n${n + 1}`, own: false, rooms: [] });
      room.emit({ type: 'renamed', at: base, nick: `r${n}`, to: `r${n + 1}`, own: true, rooms: ['#chat'] });
    }
    window.settle();
    expect(window.told - before).toBeLessThanOrEqual(6);
    expect(window.title).toBe('n500');
  });

  it('have the tabs of their server stored no more often than every second', () => {
    const before = window.kept.workspace.writes;
    room.says('n0', 'hi', { target: 'n0' });
    for (let n = 0; n < 500; n++)
      room.emit({ type: 'renamed', at: base, nick: `n${n}`, to: `n${n + 1}`, own: false, rooms: [] });
    expect(window.kept.workspace.writes - before).toBeLessThanOrEqual(2);
    window = window.reload();
    expect(window.tabs()).toEqual(['[#chat]', 'n500']);
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
