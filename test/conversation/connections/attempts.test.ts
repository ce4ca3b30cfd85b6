import { beforeEach, describe, expect, it } from 'vitest';
import { base } from '../../support/talkTime.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

const [hostA, hostB] = ['a'.repeat(64), 'b'.repeat(64)];

let window: TalkWindow;
beforeEach(() => {
  window = new TalkWindow();
});

describe('guests', () => {
  const guests = (): number => {
    window.settle();
    return window.status.guests;
  };

  it('are the others in the rooms of a host, each counted once', () => {
    const room = window.enter('#chat', { hosting: true, admits: ['#chat', '#dev'] });
    room.view.people.set('#dev', ['ANA', 'rui', 'bia']);
    room.emit({ type: 'joined', target: '#dev', at: base, nick: 'bia', own: false });
    expect(guests()).toBe(2);
  });

  it('are nobody while the host is alone, for who joined, and when the room is closed', () => {
    const room = window.connect('#chat', { hosting: true });
    expect(guests()).toBe(0);
    room.view.people.set('#chat', ['rui']);
    room.registers();
    room.admits();
    expect(guests()).toBe(0);
    window.take({ type: 'left', connection: room.id });
    expect(guests()).toBe(0);
    window.enter('#chat', { server: hostB });
    expect(guests()).toBe(0);
  });

  it('are those of the connection in front', () => {
    window.enter('#chat', { hosting: true });
    window.enter('#other', { server: hostB });
    expect(guests()).toBe(0);
    window.open('#chat');
    expect(guests()).toBe(1);
  });
});

describe('what came to nothing', () => {
  const told = (): unknown[] => window.done.filter(({ type }) => type === 'tellFailure');

  it('stands in the page with what can be done about it, and nowhere else while the page is in sight', () => {
    window.focus();
    window.connect('#chat').ends('inviteNeeded');
    window.settle();
    expect(window.page.banner.rows.at(-1)).toMatch(/is entered by invite/);
    expect(window.page.buttons).toEqual(['Paste Invite', 'Host Chat', 'Join Chat']);
    window.ask({ type: 'action', action: 'pasteInvite' });
    expect(window.done.at(-1)).toEqual({ type: 'command', command: 'pychat.pasteInvite', args: [] });
    expect(told()).toEqual([]);
  });

  it('is told by the editor where nobody sees the page', () => {
    window.focus(true, false);
    window.connect('#chat').ends('refused');
    expect(told()).toMatchObject([{ remedies: ['tryAgain'] }]);
  });

  it('is no longer shown by the editor once something else is entered, or the page says it', () => {
    const over = (): number => window.done.filter(({ type }) => type === 'failureOver').length;
    window.focus(true, false);
    window.connect('#chat').ends('refused');
    expect(over()).toBe(0);
    window.connect('#chat').ends('refused');
    expect(over()).toBe(1);
    window.focus(false, false);
    expect(over()).toBe(1);
    for (const isFocused of [false, true]) window.focus(isFocused, true);
    expect(over()).toBe(2);
    const room = window.connect('#chat');
    expect(over()).toBe(2);
    room.registers();
    room.admits();
    window.focus(true, false);
    window.connect('#other', { server: hostB }).ends('refused');
    // The page shows a chat that knows nothing of it.
    window.focus(true, true);
    expect(over()).toBe(2);
  });

  it('is told in a line where the page shows another chat', () => {
    window.focus();
    window.enter('#other', { server: hostB });
    window.connect('#chat').ends('refused');
    window.settle();
    expect(window.page.texts.at(-1)).toMatch(/^-- Nobody hosts a room/);
    expect(told()).toEqual([]);
  });

  it('is told nowhere when the user cancelled it', () => {
    window.connect('#chat').ends('cancelled');
    expect(told()).toEqual([]);
    expect(window.status.state.phase).toBe('idle');
  });

  it('does not offer to try again what was in once: the way back stands there', () => {
    window.enter('#chat').ends('wrongKey');
    window.settle();
    expect(window.page.buttons).toEqual(['Paste Invite', 'Back to #chat', 'Host Chat', 'Join Chat']);
  });
});

describe('coming back by itself', () => {
  it('leaves in front what is there', () => {
    window.enter('#here', { server: hostA });
    window.enter('#chat', { server: hostB, byItself: true });
    expect(window.tabs()).toEqual(['[#here]', '#chat']);
  });

  it('leaves in front the tab that was there before, of the same server', () => {
    window.enter('#chat', { admits: ['#chat'] });
    window.type('/join #dev');
    expect(window.tabs()).toEqual(['#chat', '[#dev]']);
    window = window.reload();
    window.enter('#chat', { byItself: true });
    expect(window.tabs()).toEqual(['#chat', '[#dev]']);
  });

  it('is said to have failed in the page alone', () => {
    window.focus(true, false);
    window.connect('#chat', { byItself: true }).ends('refused');
    window.settle();
    expect(window.page.banner.rows.at(-1)).toMatch(/^Nobody hosts a room/);
    expect(window.done.filter(({ type }) => type === 'tellFailure')).toEqual([]);
  });

  it('knows the rooms that are open, whatever is in front', () => {
    const here = window.enter('#chat', { server: hostA });
    window.enter('#other', { server: hostB });
    const rooms = (): string[] => window.conversation.openRooms.map(({ room }) => room);
    expect(rooms()).toEqual(['#chat', '#other']);
    here.breaks();
    expect(rooms()).toEqual(['#chat', '#other']);
    window.take({ type: 'left', connection: here.id });
    expect(rooms()).toEqual(['#other']);
  });
});
