import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomFacts } from '../../../src/conversation/page/banner.ts';
import { maxOpenTabs } from '../../../src/conversation/limits.ts';
import { TalkWindow } from '../../support/talkWindow.ts';
import { base } from '../../support/talkTime.ts';

const [hostA, hostB] = ['a'.repeat(64), 'b'.repeat(64)];

let window: TalkWindow;
beforeEach(() => {
  window = new TalkWindow();
});

describe('entering', () => {
  it('shows that it goes on, and the room once the connection is up', () => {
    const room = window.connect('#chat');
    expect(window.shown()).toEqual([]);
    expect([window.page.banner.rows.at(-1), window.status.state.phase]).toEqual(['Joining…', 'joining']);
    room.registers();
    expect(room.requests('enterRoom')).toEqual([{ type: 'enterRoom', room: '#chat' }]);
    room.admits();
    expect(window.shown()).toEqual(['-- You are in #chat.']);
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.page.prompt).toBe('C:\\RUI\\#CHAT>');
    expect(window.status).toMatchObject({
      state: { phase: 'joined', people: 2, place: { address: '10.0.0.1', port: 6_697, room: '#chat' } },
      connection: room.id,
      isConnected: true,
      isHosting: false,
    });
  });

  it('shows why it takes a while when the server lets in new people one by one', () => {
    const room = window.connect('#chat');
    room.emit({ type: 'state', state: { phase: 'connecting', failure: { code: 'newcomers', detail: '' } } });
    window.settle();
    expect([window.page.banner.rows.at(-1), window.status.state.phase]).toEqual([
      'Many new people come from your network right now. PyChat tries again every minute.',
      'joining',
    ]);
    room.registers();
    room.admits();
    expect(window.shown()).toEqual(['-- You are in #chat.']);
  });

  it('goes on in the room with what was half typed and said before', () => {
    window.type('/ver');
    window.page.draft = 'hello ev';
    window.enter('#chat');
    expect(window.shown()).toEqual(['-- PyChat [Version 1.2.3]', '-- You are in #chat.']);
    expect(window.page.draft).toBe('hello ev');
  });

  it('goes on in the room also where the server has spoken first', () => {
    window.type('/ver');
    const room = window.connect('#chat');
    room.emit({ type: 'serverSaid', at: base, text: 'Looking up your host name' });
    room.registers();
    room.admits();
    expect(window.shown()).toEqual(['-- PyChat [Version 1.2.3]', '-- You are in #chat.']);
  });

  it('says at the top why it came to nothing, also while the last room’s tabs are there', () => {
    window.enter('#chat');
    window = window.reload();
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.status.state.phase).toBe('idle');
    expect(window.page.buttons).toEqual(['Back to #chat', 'Host Chat', 'Join Chat']);
    const again = window.connect('#chat');
    window.settle();
    expect([window.page.banner.rows.at(-1), window.status.state.phase]).toEqual(['Joining…', 'joining']);
    expect(window.status.connection).toBe(again.id);
    again.emit({ type: 'state', state: { phase: 'closed', failure: { code: 'refused', detail: '' } } });
    // Who enters it says it elsewhere as well: until then nothing ends.
    expect(window.done.filter(({ type }) => type === 'connectionDown')).toEqual([]);
    again.ends('refused');
    window.settle();
    expect(window.page.banner.rows.at(-1)).toMatch(/^Nobody hosts a room/);
    expect(window.status).toMatchObject({ state: { phase: 'failed' }, connection: '', isConnected: false });
    window.connect('#chat');
    window.take({ type: 'ended', connection: 'c2', sentence: '', remedies: [] });
    window.settle();
    expect(window.status.state.phase).toBe('idle');
  });

  it('of a hosted room shows how others join it', () => {
    const facts: RoomFacts = {
      ...{ room: '#chat', port: 6_698, addresses: ['192.168.0.5'], open: false },
      ...{ certificate: 'AB', key: 'CD', password: 'token' },
    };
    const room = window.connect('#chat', { hosting: true, facts, isFresh: true });
    expect(window.page.banner.rows.at(-1)).toBe('Opening the room…');
    room.registers();
    room.admits();
    window.settle();
    expect(window.page.banner.rows).toContain('Address:  192.168.0.5:6698');
    expect(window.page.hasOlder).toBe(false);
    expect(window.status).toMatchObject({ isHosting: true, invite: 'invite', state: { phase: 'hosting' } });
    expect(window.answersTo('/irc').join()).toContain('192.168.0.5, port 6698');
    window.take({ type: 'left', connection: room.id });
    expect(window.shown().at(-1)).toBe('-- The room is closed.');
    expect(window.page.buttons).toEqual(['Back to #chat', 'Host Chat', 'Join Chat']);
  });
});

describe('a break', () => {
  it('is told once, in a sentence that ends, and so is its end', () => {
    const room = window.enter('#chat');
    room.breaks('hostClosed', 'The window was closed');
    room.breaks('refused');
    room.breaks('refused');
    expect(window.shown().slice(1)).toEqual([
      '-- The host closed the room: “The window was closed”. ' +
        'PyChat keeps trying to come back; Leave Chat ends that.',
    ]);
    expect(window.page.buttons).toEqual(['Try Now', 'Leave Chat']);
    expect(window.status.state.phase).toBe('reconnecting');
    window.ask({ type: 'action', action: 'retry' });
    expect(room.requests('retryNow')).toHaveLength(1);
    room.registers();
    room.registers();
    expect(window.shown().slice(2)).toEqual(['-- Connected again.']);
  });

  it('that is for good says why, and leaves the lines to be read', () => {
    const room = window.enter('#chat');
    room.ends('banned');
    room.ends('banned');
    expect(window.shown().slice(1)).toEqual(['-- You are banned from the host.']);
    expect(window.page.buttons).toEqual(['Back to #chat', 'Host Chat', 'Join Chat']);
    expect(window.status).toMatchObject({ state: { phase: 'failed' }, isConnected: false });
    window.ask({ type: 'action', action: 'retry' });
    expect(window.done.at(-1)).toEqual({ type: 'command', command: 'pychat.back', args: [] });
    window.type('hello');
    expect(window.shown().at(-1)).toBe('-- Not connected. Use /host or /join first.');
  });

  it('that is for good shows in the tabs, and no other does', () => {
    const isOver = (): (boolean | undefined)[] => {
      window.settle();
      return window.page.tabs.map(({ over }) => over);
    };
    const room = window.enter('#chat');
    expect(isOver()).toEqual([false]);
    room.breaks('hostClosed');
    expect(isOver()).toEqual([false]);
    room.ends('banned');
    expect(isOver()).toEqual([true]);
    window = window.reload();
    expect(isOver()).toEqual([true]);
    window.enter('#chat');
    expect(isOver()).toEqual([false]);
  });

  it('says nothing where it was we who left', () => {
    const room = window.enter('#chat');
    room.emit({ type: 'state', state: { phase: 'closed' } });
    window.take({ type: 'left', connection: room.id });
    window.take({ type: 'left', connection: room.id });
    expect(window.shown().slice(1)).toEqual(['-- You left.']);
  });
});

describe('a room that does not let us in', () => {
  it.each([
    ['471', '#chat is full.'],
    ['473', '#chat is entered by invitation only.'],
    ['474', 'You are banned from #chat.'],
    ['477', '#chat is for registered nicks only.'],
    ['470', '#chat leads to #other.'],
    ['FAIL', '#chat cannot be entered: “No.”'],
  ])('with %s is a tab that says so, and can be entered again', (numeric, sentence) => {
    const room = window.enter('#chat', { admits: [] });
    room.refuses('#chat', numeric, numeric === '470' ? '#other' : undefined);
    expect(window.shown()).toEqual([`-- ${sentence}`]);
    expect(window.page.banner.rows).toContain(sentence);
    expect(window.page.buttons).toEqual(['Join Again']);
    expect(window.page.hasOlder).toBe(false);
    expect(window.status.state.phase).toBe('joined');
    window.ask({ type: 'action', action: 'joinAgain' });
    expect(room.requests('enterRoom')).toHaveLength(2);
    room.admits();
    window.settle();
    expect(window.page.buttons).toEqual(['Leave Chat']);
    expect(window.page.hasOlder).toBe(true);
    expect(window.page.banner.rows).not.toContain(sentence);
  });

  it('after a break leaves the others as they are', () => {
    const room = window.enter('#chat');
    window.type('/join #dev');
    room.admits('#dev');
    room.breaks();
    room.registers();
    room.refuses('#dev', '471');
    expect(window.shown().at(-1)).toBe('-- #dev is full.');
    expect(window.tabs()).toEqual(['#chat', '[#dev]']);
    window.open('#chat');
    window.type('hello');
    expect(room.requests('say')).toEqual([{ type: 'say', target: '#chat', text: 'hello' }]);
  });

  it('opens a tab that does not come to the front, and none when there are too many', () => {
    const room = window.enter('#chat');
    room.refuses('#dev', '473');
    expect(window.tabs()).toEqual(['[#chat]', '#dev']);
    for (let n = 2; n < maxOpenTabs; n++) room.refuses(`#r${n}`, '473');
    room.refuses('#late', '473');
    expect(window.tabs()).toHaveLength(maxOpenTabs + 1);
    window.open('10.0.0.1:6697');
    expect(window.shown()).toEqual(['-- #late is entered by invitation only.']);
  });

  it('is left without a word to the server', () => {
    const room = window.enter('#chat');
    room.refuses('#dev', '473');
    window.ask({ type: 'closeTab', tab: window.tab('#dev') });
    expect(room.requests('leaveRoom')).toEqual([]);
    window.ask({ type: 'closeTab', tab: window.tab('#chat') });
    expect(room.requests('leaveRoom')).toEqual([{ type: 'leaveRoom', room: '#chat', reason: '' }]);
  });

  it('once we are out of it by somebody else’s doing, can be entered again', () => {
    const room = window.enter('#chat', { hosting: true });
    const left = { type: 'left', target: '#chat', at: base, nick: 'rui', how: 'kick', reason: '' } as const;
    room.emit({ ...left, by: 'ana', own: true });
    expect(window.shown().at(-1)).toBe('-- You were removed by ana.');
    expect(window.page.buttons).toEqual(['Join Again']);
    expect(window.page.hint).toBe('You are not in this room.');
    window.ask({ type: 'action', action: 'joinAgain' });
    room.admits();
    window.settle();
    expect(window.page.hint).toBe('');
  });

  it('shows in its tab that we are not in it, also while another one is open', () => {
    const room = window.enter('#chat');
    room.admits('#dev');
    const outOf = (): string[] => {
      window.settle();
      return window.page.tabs.filter(({ out }) => out).map(({ title }) => title);
    };
    expect(outOf()).toEqual([]);
    const left = { type: 'left', target: '#dev', at: base, nick: 'rui', reason: '' } as const;
    room.emit({ ...left, how: 'kick', by: 'ana', own: true });
    expect(outOf()).toEqual(['#dev']);
    room.admits('#dev');
    expect(outOf()).toEqual([]);
    room.refuses('#dev', '474');
    room.refuses('#late', '473');
    expect(outOf()).toEqual(['#dev', '#late']);
    // Without its server, that is not what matters.
    room.breaks();
    expect(outOf()).toEqual([]);
  });
});

describe('two connections', () => {
  it('have tabs of equal names side by side, which show the server', () => {
    const a = window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat]']);
    const b = window.enter('#chat', { server: hostB });
    expect(window.tabs()).toEqual(['#chat (10.0.0.1:6697)', '[#chat (10.0.0.1:6698)]']);
    a.says('ana', 'in a');
    b.says('bia', 'in b');
    expect(window.said()).toEqual(['bia: in b']);
    window.type('to b');
    window.open('#chat (10.0.0.1:6697)');
    expect(window.said()).toEqual(['ana: in a']);
    window.type('to a');
    expect([a, b].map(({ asked }) => asked.at(-1))).toEqual([
      { type: 'say', target: '#chat', text: 'to a' },
      { type: 'say', target: '#chat', text: 'to b' },
    ]);
    a.breaks();
    expect(window.tabs()[0]).toBe('[#chat (10.0.0.1:6697) 1]');
  });

  it('show the server in the title for as long as two are called alike', () => {
    window.enter('#chat', { server: hostA });
    const b = window.enter('#dev', { server: hostB });
    window.open('#chat');
    b.admits('#CHAT');
    window.settle();
    expect(window.title).toBe('#chat (10.0.0.1:6697)');
    window.ask({ type: 'closeTab', tab: window.tab('#CHAT (10.0.0.1:6698)') });
    window.settle();
    expect(window.title).toBe('#chat');
  });

  it('name the room that is hosted here by where it is', () => {
    window.enter('#chat', { server: hostA, hosting: true });
    window.enter('#chat', { server: hostB });
    expect(window.tabs()).toEqual(['#chat (at c1)', '[#chat (10.0.0.1:6698)]']);
  });

  it('leave the next window with the first of them, whose lines the file has', () => {
    window.enter('#a', { server: hostA });
    window.enter('#b', { server: hostB });
    window = window.reload();
    expect(window.tabs()).toEqual(['[#a]']);
    expect(window.page.buttons[0]).toBe('Back to #a');
  });

  it('each have a way back of their own', () => {
    const a = window.enter('#a', { server: hostA });
    window.enter('#b', { server: hostB });
    window.take({ type: 'left', connection: a.id });
    window.open('#a');
    expect(window.page.buttons).toEqual(['Back to #a', 'Host Chat', 'Join Chat']);
    expect(window.conversation.lastRoom).toMatchObject({ room: '#a', port: 6_697 });
    window.open('#b');
    expect(window.conversation.lastRoom).toMatchObject({ room: '#b', port: 6_698 });
  });

  it('are left one by one, and the other goes on', () => {
    const a = window.enter('#chat', { server: hostA });
    const b = window.enter('#chat', { server: hostB });
    a.says('bob', 'hello', { target: 'bob' });
    const before = window.page.lines;
    window.take({ type: 'left', connection: a.id });
    expect(window.page.lines).toEqual(before);
    expect(b.asked).toEqual([{ type: 'enterRoom', room: '#chat' }]);
    expect(window.status).toMatchObject({ state: { phase: 'joined' }, connection: b.id, isConnected: true });
    b.says('bia', 'still here');
    expect(window.said()).toEqual(['bia: still here']);
    window.open('bob');
    expect(window.said()).toEqual(['bob: hello']);
    expect(window.status).toMatchObject({ state: { phase: 'idle' }, connection: '', isConnected: true });
    window.type('are you there?');
    expect(b.requests('say')).toEqual([]);
  });

  it('each answer for their own tab: what the banner does goes to the one in front', () => {
    const a = window.enter('#chat', { server: hostA });
    const b = window.enter('#dev', { server: hostB });
    a.breaks();
    expect(window.status.state.phase).toBe('joined');
    window.open('#chat');
    window.settle();
    expect(window.status).toMatchObject({ state: { phase: 'reconnecting' }, connection: a.id });
    window.ask({ type: 'action', action: 'retry' });
    expect([a.requests('retryNow').length, b.requests('retryNow').length]).toEqual([1, 0]);
  });

  it('have nothing of what others do come to the front', () => {
    const a = window.enter('#chat', { server: hostA });
    const b = window.enter('#dev', { server: hostB });
    a.says('mallory', 'hi', { target: 'mallory' });
    a.admits('#forced');
    a.refuses('#never', '473');
    a.emit({ type: 'serverSaid', at: base, text: 'hello' });
    a.emit({ type: 'invited', at: base, nick: 'ana', room: '#x' });
    a.emit({ type: 'refused', at: base, numeric: '421', params: ['rui', 'X', 'no'] });
    a.history([a.past(1, 'bob', 'hi', { target: 'bob' })], { target: 'bob' });
    b.breaks();
    b.registers();
    expect(window.tabs().filter(tab => tab.startsWith('['))).toEqual(['[#dev]']);
  });

  it('keep apart what is muted', () => {
    const a = window.enter('#chat', { server: hostA });
    const b = window.enter('#chat', { server: hostB });
    window.type('/mute bob');
    a.says('bob', 'rui: hi');
    b.says('bob', 'rui: hi');
    expect(window.tabs()).toEqual(['#chat (10.0.0.1:6697) 1!1', '[#chat (10.0.0.1:6698)]']);
  });
});
