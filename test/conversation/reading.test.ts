import { beforeEach, describe, expect, it } from 'vitest';
import { unseenMs } from '../../src/conversation/limits.ts';
import { base } from '../support/talkTime.ts';
import type { TalkServer } from '../support/talkServer.ts';
import { TalkWindow, usualSettings } from '../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

const at = (second: number): { at: number } => ({ at: base + second * 1_000 });

describe('what nobody has seen', () => {
  it('is counted, with a mark before the first of it, and what speaks to us by itself', () => {
    room.says('ana', 'one');
    room.says('ana', 'RUI: two');
    expect(window.marked()).toEqual(['=== new ===', 'ana: one', '! ana: RUI: two']);
    expect(window.tabs()).toEqual(['[#chat 2!1]']);
    expect([window.status.unread, window.status.mentions, window.badge]).toEqual([2, 1, 1]);
    window.see();
    expect(window.tabs()).toEqual(['[#chat]']);
    expect([window.status.unread, window.badge]).toEqual([0, 0]);
  });

  it('is counted also after a reload, in a private chat that nobody has opened', () => {
    room.says('bia', 'hello', { target: 'bia', msgid: 'm1' });
    expect(window.tabs()).toContain('bia 1!1');
    window = window.reload();
    room = window.enter('#chat');
    room.history([room.past(0, 'bia', 'hello', { target: 'bia', msgid: 'm1' })], { target: 'bia' });
    expect(window.tabs()).toContain('bia 1!1');
  });

  it('is not read in a tab that has left the front since it was in sight', () => {
    window.focus(false, true);
    const last = room.says('ana', 'one', at(1));
    window.ask({ type: 'seen', tab: window.page.active, id: last });
    window.enter('#dev', { server: 'other' });
    window.focus();
    expect(window.tabs()).toContain('#chat 1');
    expect(room.requests('markRead')).toEqual([]);
  });

  it('is counted in messages, however many notes stand between them', () => {
    room.says('ana', 'one', at(1));
    room.says('ana', 'two', at(2));
    for (const nick of ['x', 'y', 'z'])
      room.emit({ type: 'joined', target: '#chat', at: base + 3_000, nick, own: false });
    room.emit({ type: 'read', target: '#chat', upTo: base + 1_000 });
    expect(window.tabs()).toEqual(['[#chat 1]']);
    expect(window.marked()).toEqual(['ana: one', '=== new ===', 'ana: two']);
    room.emit({ type: 'read', target: '#chat', upTo: base + 500 });
    expect(window.tabs()).toEqual(['[#chat 1]']);
    room.emit({ type: 'read', target: '#chat', upTo: base + 2_000 });
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.marked()).toEqual(['ana: one', 'ana: two']);
  });

  it('counts all of a private chat as speaking to us', () => {
    room.says('bob', 'hello', { target: 'bob' });
    expect(window.tabs()).toEqual(['[#chat]', 'bob 1!1']);
  });

  it('is nothing of our own, and nothing once we have spoken ourselves', () => {
    room.says('ana', 'one');
    expect(window.marked()).toEqual(['=== new ===', 'ana: one']);
    window.see();
    window.type('hello');
    room.own('hello');
    expect(window.marked()).toEqual(['ana: one', 'rui: hello']);
    room.says('ana', 'two');
    expect(window.marked()).toEqual(['ana: one', 'rui: hello', '=== new ===', 'ana: two']);
  });

  it('is not what was deleted since, nor what was cleared away', () => {
    const id = room.says('ana', 'rui: oops');
    room.says('ana', 'two');
    room.emit({ type: 'redacted', target: '#chat', msgid: id, by: 'ana', reason: 'wrong room' });
    expect(window.said()).toEqual(['! ana: (deleted by ana)', 'ana: two']);
    expect(window.tabs()).toEqual(['[#chat 1]']);
    expect(window.inFile()).toEqual(['two']);
    window.type('/cls');
    expect(window.shown()).toEqual([]);
    expect(window.tabs()).toEqual(['[#chat]']);
  });
});

describe('what comes while somebody looks', () => {
  beforeEach(() => window.focus());

  it('is read when the page says that it is in sight, and then everywhere', () => {
    room.says('ana', 'one', at(1));
    window.see();
    expect(room.requests('markRead')).toEqual([{ type: 'markRead', target: '#chat', upTo: base + 1_000 }]);
    window.clock.advance(unseenMs);
    expect(window.marked()).toEqual(['ana: one']);
    expect(window.status.unread).toBe(0);
  });

  it('is read everywhere also when it was said before we came', () => {
    room.says('ana', 'an hour ago', at(-3_600));
    window.see();
    expect(room.requests('markRead')).toEqual([
      { type: 'markRead', target: '#chat', upTo: base - 3_600_000 },
    ]);
  });

  it('out of sight is not read: it is counted and marked after a moment, and nobody is told', () => {
    for (const second of [1, 2, 3]) room.says('ana', `${second}`, at(second));
    window.see('1');
    window.clock.advance(unseenMs);
    expect(window.marked()).toEqual(['ana: 1', '=== new ===', 'ana: 2', 'ana: 3']);
    expect(window.tabs()).toEqual(['[#chat 2]']);
    expect(room.requests('markRead')).toEqual([{ type: 'markRead', target: '#chat', upTo: base + 1_000 }]);
    window.see();
    expect(window.tabs()).toEqual(['[#chat]']);
    // The mark stays where it was until something else is new.
    expect(window.marked()).toEqual(['ana: 1', '=== new ===', 'ana: 2', 'ana: 3']);
    window.focus(false);
    room.says('ana', '4', at(4));
    expect(window.marked().slice(-2)).toEqual(['=== new ===', 'ana: 4']);
  });

  it('in a busy room is never marked or counted while it is in sight', () => {
    for (let count = 0; count < 100; count++) {
      room.says('ana', `${count}`);
      window.clock.advance(70);
      if (count % 5 === 4) window.see();
      expect([window.page.firstNew, window.status.unread]).toEqual([undefined, 0]);
    }
    window.clock.advance(unseenMs);
    window.settle();
    expect(window.clock.waiting).toBe(0);
  });

  it('is counted after all when nobody looks any more', () => {
    room.says('ana', 'one');
    window.focus(false);
    room.says('ana', 'two');
    expect(window.marked()).toEqual(['=== new ===', 'ana: one', 'ana: two']);
    expect(window.tabs()).toEqual(['[#chat 2]']);
  });

  it('in another tab is counted at once', () => {
    room.says('bob', 'hello', { target: 'bob' });
    window.clock.advance(0);
    expect(window.tabs()).toEqual(['[#chat]', 'bob 1!1']);
    expect(window.notifications).toEqual([]);
  });

  it('is read as soon as the window has the keyboard again, where the page still shows it', () => {
    window.focus(false, true);
    const last = room.says('ana', 'one', at(1));
    const see = (): void => window.ask({ type: 'seen', tab: window.page.active, id: last });
    see();
    expect(window.tabs()).toEqual(['[#chat 1]']);
    window.take({ type: 'pageGone' });
    window.focus(true);
    expect(window.status.unread).toBe(1);
    window.focus(false, true);
    window.ask({ type: 'ready' });
    see();
    window.focus(true);
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(room.requests('markRead')).toHaveLength(1);
  });

  it('is told once, forward only, and by nothing but the page', () => {
    room.says('ana', 'one', at(1));
    room.says('ana', 'two', at(2));
    window.see();
    window.see();
    window.see('one');
    window.ask({ type: 'seen', tab: window.page.active, id: 'gone' });
    window.focus(true);
    expect(room.requests('markRead')).toHaveLength(1);
  });

  it('is read up to the last message before a note that is in sight', () => {
    room.says('ana', 'one', at(1));
    room.emit({ type: 'topic', target: '#chat', at: base + 9_000, text: 'new', by: 'ana' });
    window.see();
    expect(room.requests('markRead')).toEqual([{ type: 'markRead', target: '#chat', upTo: base + 1_000 }]);
  });

  it('of a server itself is told nobody', () => {
    room.emit({ type: 'serverSaid', at: base, text: 'welcome' });
    room.says('NickServ', 'hello', { target: 'NickServ', form: 'notice' });
    window.open('10.0.0.1:6697');
    expect(window.said()).toEqual(['NickServ: hello (private with NickServ)']);
    window.see();
    expect(room.requests('markRead')).toEqual([]);
  });
});

describe('a notification', () => {
  it('comes of what speaks to us while nobody sees it, and leads there', () => {
    room.says('bob', 'hello', { target: 'bob' });
    room.says('ana', 'rui: you too');
    const [first] = window.notifications;
    expect(first).toMatchObject({ text: 'bob to you: hello', buttons: ['Show', 'Mute'] });
    window.take({ type: 'notified', notification: first!.id, answer: 'Show' });
    expect(window.tabs()).toEqual(['[#chat 1!1]', 'bob 1!1']);
    expect(window.done.at(-1)).toEqual({ type: 'openPage' });
  });

  it('can mute its tab', () => {
    room.says('bob', 'hello', { target: 'bob' });
    window.take({ type: 'notified', notification: window.notifications[0]!.id, answer: 'Mute' });
    room.says('bob', 'hello?', { target: 'bob' });
    expect(window.tabs()).toEqual(['[#chat]', 'bob (muted)']);
    expect(window.status.unread).toBe(0);
    expect(window.notifications).toHaveLength(1);
    window.take({ type: 'notified', notification: 99, answer: 'Show' });
    expect(window.tabs()[0]).toBe('[#chat]');
  });

  it('and the look follow the settings', () => {
    const notices = { keywords: ['deploy'], notifications: 'all', sound: true, system: 'off' } as const;
    const appearance = { ...usualSettings.appearance, theme: 'green' } as const;
    window.take({ type: 'settings', settings: { appearance, notices, nick: 'rui' } });
    expect(window.page.appearance?.theme).toBe('green');
    window.type('/color 0a');
    expect(window.page.appearance).toMatchObject({ theme: 'green', colours: '0A' });
    room.says('ana', 'Deploy now');
    expect(window.said()).toEqual(['! ana: Deploy now']);
    expect([window.notifications.length, window.page.sounds]).toEqual([1, 1]);
  });

  it('does not come for who is muted, whose lines are not counted either', () => {
    window.type('/mute ana');
    room.says('ana', 'rui: hello');
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.notifications).toEqual([]);
  });
});
