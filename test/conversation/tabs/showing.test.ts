import { beforeEach, describe, expect, it } from 'vitest';
import type { TalkServer } from '../../support/talkServer.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat', { admits: ['#chat', '#b', '#c'] });
  window.open('#chat');
});

const openPage = { type: 'openPage' };

describe('what nobody has read', () => {
  const showUnread = (): string | undefined => {
    window.take({ type: 'showUnread' });
    expect(window.done.at(-1)).toEqual(openPage);
    return window.tabs().find(tab => tab.startsWith('['));
  };

  it('is shown with the page, where the user was spoken to first', () => {
    room.says('ana', 'hello', { target: '#b' });
    room.says('ana', 'rui: hello', { target: '#c' });
    expect(showUnread()).toMatch(/^\[#c/);
    window.see();
    expect(showUnread()).toMatch(/^\[#b/);
  });

  it('is in the tab in front where that has some, too', () => {
    room.says('ana', 'hello');
    room.says('ana', 'hello', { target: '#b' });
    expect(showUnread()).toMatch(/^\[#chat/);
  });

  it('is nothing of what is muted, and without any the tab in front stays', () => {
    window.type('/mute #b');
    room.says('ana', 'rui: hello', { target: '#b' });
    expect(showUnread()).toMatch(/^\[#chat/);
    expect(window.conversation.places.map(({ unread, mentions }) => unread + mentions)).toEqual([0, 0, 0]);
  });

  it('is elsewhere when the tab in front is muted', () => {
    window.type('/mute');
    room.says('ana', 'rui: hello');
    room.says('ana', 'hello', { target: '#b' });
    expect(showUnread()).toMatch(/^\[#b/);
  });
});

describe('the places where something can be said', () => {
  it('have the tab in front first, with who and how much is new there', () => {
    room.says('ana', 'rui: hello', { target: '#b' });
    room.says('bia', 'psst', { target: 'bia' });
    const shown = window.conversation.places.map(({ title, kind, people, unread, mentions }) =>
      [title, kind, people, unread, mentions].join(' '),
    );
    expect(shown).toEqual(['#chat room 2 0 0', '#b room 2 1 1', '#c room 2 0 0', 'bia private 0 1 1']);
  });

  it('are no rooms that we are not in, and nothing without a connection', () => {
    room.emit({ type: 'left', target: '#b', at: 0, nick: 'rui', how: 'kick', reason: '', own: true });
    room.refuses('#c', '474');
    const titles = (): string[] => window.conversation.places.map(({ title }) => title);
    expect(titles()).toEqual(['#chat']);
    // What is said while it breaks waits.
    room.breaks();
    expect(titles()).toEqual(['#chat']);
    room.ends('lost');
    expect(titles()).toEqual([]);
  });

  it('have people, of whom one can be talked to in private', () => {
    const tab = window.tab('#b');
    expect(window.conversation.peopleIn(tab)).toEqual(['ana']);
    window.take({ type: 'showPrivate', tab, nick: 'ana' });
    expect(window.tabs()).toContain('[ana]');
    expect(window.done.at(-1)).toEqual(openPage);
    expect(window.conversation.peopleIn(window.tab('ana'))).toEqual([]);
    expect(window.conversation.peopleIn('gone')).toEqual([]);
  });
});

it('the user can be left alone, and no longer', () => {
  window.take({ type: 'doNotDisturb', on: true });
  window.settle();
  expect(window.status.doNotDisturb).toBe(true);
  window.take({ type: 'doNotDisturb', on: false });
  window.settle();
  expect(window.status.doNotDisturb).toBe(false);
});
