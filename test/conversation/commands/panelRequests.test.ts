import { beforeEach, describe, expect, it } from 'vitest';
import { maxChoosablePeople } from '../../../src/conversation/commands/panelRequests.ts';
import { maxShownRooms } from '../../../src/conversation/commands/roomList.ts';
import { TalkWindow } from '../../support/talkWindow.ts';
import { base } from '../../support/talkTime.ts';
import type { TalkServer } from '../../support/talkServer.ts';

let window: TalkWindow;
let room: TalkServer;
let tab: string;

beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
  room.view.people.set('#chat', ['ana', 'b\u200bob', 'rui']);
  tab = window.tab('#chat');
});

const notes = () => window.shown().filter(text => text.startsWith('-- '));

describe('the places that the page can choose from', () => {
  it('are the people of all rooms at once, and the rooms when the server has listed them', () => {
    room.admits('#dev');
    room.view.people.set('#dev', ['carla', 'ana', 'rui']);
    window.ask({ type: 'wantPlaces', tab });
    const people = ['ana', 'b\u200bob', 'carla'];
    expect(window.page.places).toEqual({ type: 'places', tab, rooms: [], people });
    expect(room.requests('list')).toEqual([{ type: 'list', tab, shownAs: 'choice' }]);
    const rooms = [
      { name: '#a', people: 1, topic: '' },
      { name: '#b', people: 9, topic: 'cables' },
    ];
    window.take({ type: 'listed', tab, shownAs: 'choice', rooms });
    expect(window.page.places?.rooms.map(({ name }) => name)).toEqual(['#b', '#a']);
    window.take({ type: 'listed', tab: 'gone', shownAs: 'choice', rooms: [] });
    expect(notes().some(text => text.includes('#a'))).toBe(false);
  });

  it.each([maxChoosablePeople, maxChoosablePeople + 1])('are as many people as may be: %i', count => {
    room.view.people.set('#chat', [...Array.from({ length: count }, (_, at) => `p${at}`), 'rui']);
    window.ask({ type: 'wantPlaces', tab });
    expect(window.page.places?.people).toHaveLength(maxChoosablePeople);
  });

  it.each([maxShownRooms, maxShownRooms + 1])('are as many rooms as are shown: %i', count => {
    const rooms = Array.from({ length: count }, (_, at) => ({ name: `#r${at}`, people: at, topic: '' }));
    window.take({ type: 'listed', tab, shownAs: 'choice', rooms });
    expect(window.page.places?.rooms).toHaveLength(maxShownRooms);
  });

  it('are none while there is no connection', () => {
    room.breaks();
    window.ask({ type: 'wantPlaces', tab });
    expect([window.page.places, room.requests('list')]).toEqual([undefined, []]);
  });
});

describe('what lists and menus ask for', () => {
  it('is to enter a room, whose tab comes to the front', () => {
    window.ask({ type: 'joinRoom', tab, room: '#dev' });
    expect(room.requests('enterRoom').at(-1)).toMatchObject({ room: '#dev' });
    expect(window.tabs()).toEqual(['#chat', '[#dev]']);
    window.ask({ type: 'joinRoom', tab, room: '#chat' });
    expect(window.tabs()).toEqual(['[#chat]', '#dev']);
    window.ask({ type: 'joinRoom', tab, room: 'two,words' });
    expect(window.shown().at(-1)).toBe('-- There is no channel #two,words.');
  });

  it('is to talk with somebody in private, also with one whose nick is shown otherwise', () => {
    window.ask({ type: 'openChat', tab, nick: 'ana' });
    expect(window.tabs()).toEqual(['#chat', '[ana]']);
    window.ask({ type: 'openChat', tab, nick: 'b⟨U+200B⟩ob' });
    expect(window.tabs().at(-1)).toBe('[b⟨U+200B⟩ob]');
    window.type('hello');
    expect(room.requests('say').at(-1)).toMatchObject({ target: 'b\u200bob' });
    window.ask({ type: 'openChat', tab, nick: 'a b' });
    window.open('#chat');
    expect(window.shown().at(-1)).toBe('-- Nobody here is called a⟨U+0020⟩b.');
  });

  it('is to mute somebody, and to end that: the page knows it at once', () => {
    window.ask({ type: 'mute', tab, nick: 'ana', on: true });
    window.settle();
    expect(window.page.vocabulary).toMatchObject({ own: 'rui', muted: ['ana'] });
    expect(window.shown().at(-1)).toBe('-- ana is muted.');
    window.ask({ type: 'mute', tab, nick: 'ana', on: false });
    window.settle();
    expect(window.page.vocabulary.muted).toEqual([]);
  });

  it('is to end that also for somebody who has left, from any tab of the server', () => {
    window.ask({ type: 'mute', tab, nick: 'b⟨U+200B⟩ob', on: true });
    window.type('/mute Ana');
    window.type('/mute #dev');
    room.view.people.set('#chat', ['rui']);
    window.ask({ type: 'openChat', tab, nick: 'carla' });
    window.settle();
    expect(window.page.vocabulary.muted).toEqual(['b\u200bob', 'Ana']);
    window.ask({ type: 'mute', tab, nick: 'b⟨U+200B⟩ob', on: false });
    window.ask({ type: 'mute', tab, nick: 'ana', on: false });
    window.settle();
    expect(window.page.vocabulary.muted).toEqual([]);
  });

  it('is to send a file to the tab that is open', () => {
    window.ask({ type: 'action', action: 'sendFile' });
    expect(window.done.at(-1)).toMatchObject({ type: 'sendFile', place: { tab, target: '#chat' } });
  });

  it('shows no command: none was typed', () => {
    window.ask({ type: 'mute', tab, nick: 'ana', on: true });
    expect(window.lines().some(line => line.kind === 'note' && line.voice === 'typed')).toBe(false);
  });

  it('without a connection says so', () => {
    room.ends('lost');
    window.ask({ type: 'joinRoom', tab, room: '#dev' });
    expect(window.shown().at(-1)).toContain('Not connected');
    window.ask({ type: 'openChat', tab, nick: 'ana' });
    expect(window.shown().at(-1)).toContain('Not connected');
    expect(window.tabs()).toEqual(['[#chat]']);
  });
});

describe('an invitation', () => {
  it('names its room, for the page to enter', () => {
    room.emit({ type: 'invited', at: base, nick: 'ana', room: '#dev' });
    expect(window.lines().at(-1)).toMatchObject({ text: 'ana invites you to #dev.', invitation: '#dev' });
  });
});

describe('the banner of a room', () => {
  it('follows who is there and the topic', () => {
    window.settle();
    room.view.people.set('#chat', ['ana', 'carla', 'rui']);
    room.emit({ type: 'membersChanged', target: '#chat' });
    room.view.topics.set('#chat', 'ships');
    room.emit({ type: 'topic', target: '#chat', at: base, text: 'ships', by: 'ana' });
    window.settle();
    expect(window.page.banner.rows).toContain('People:   ana, carla and you');
    expect(window.page.banner.rows).toContain('Topic:    ships');
  });
});

describe('do not disturb', () => {
  it('is switched by the menu', () => {
    window.take({ type: 'doNotDisturb', on: true });
    window.settle();
    expect(window.status.doNotDisturb).toBe(true);
    window.take({ type: 'doNotDisturb', on: false });
    window.settle();
    expect(window.status.doNotDisturb).toBe(false);
  });
});
