import { beforeEach, describe, expect, it } from 'vitest';
import { TalkWindow } from '../../support/talkWindow.ts';
import type { TalkServer } from '../../support/talkServer.ts';

const day = 86_400;
const sentence = 'The host keeps what is said here for 1 day.';
const keeps = `-- ${sentence}`;
const keepsNothing = '-- The host does not keep what is said here.';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.connect('#chat');
});

const headers = (): string[] => window.page.banner.rows.filter(row => row.startsWith('History:'));
const notes = (): string[] => window.shown().filter(text => text.startsWith('-- The host'));
/** The server says in 005 for how long it keeps what is said. */
const says = (seconds: number | undefined): void => {
  room.view.keepsSeconds = seconds;
  room.emit({ type: 'keepingChanged' });
  window.settle();
};

describe('what the host keeps', () => {
  it('is told to a guest at the prompt and in the header, until they have said something', () => {
    room.view.keepsSeconds = day;
    room.registers();
    room.admits();
    expect([window.page.hint, ...headers()]).toEqual([sentence, `History:  ${sentence}`]);
    room.own('hello');
    window.settle();
    expect([window.page.hint, ...headers()]).toEqual(['', `History:  ${sentence}`]);
    expect(notes()).toEqual([]);
  });

  it('is told in a private chat, and not where nothing can be said', () => {
    room.view.keepsSeconds = day;
    room.registers();
    room.admits();
    room.emit({ type: 'serverSaid', at: 0, text: 'welcome' });
    room.says('bob', 'hi', { target: 'bob' });
    window.open('bob');
    expect([window.page.hint, ...headers()]).toEqual([sentence, `History:  ${sentence}`]);
    window.open('10.0.0.1:6697');
    expect([window.page.hint, ...headers()]).toEqual(['']);
  });

  it('is told when it changes, and not when it is the same after a break', () => {
    room.view.keepsSeconds = day;
    room.registers();
    room.admits();
    room.breaks();
    expect(headers()).toEqual([]);
    room.registers();
    expect(notes()).toEqual([]);
    says(0);
    expect(notes()).toEqual([keepsNothing]);
    expect([window.page.hint, ...headers()]).toEqual([
      '',
      'History:  The host does not keep what is said here.',
    ]);
    room.breaks();
    room.view.keepsSeconds = day;
    room.registers();
    expect(notes()).toEqual([keepsNothing, keeps]);
  });

  it('is told by the header also where the screen was cleared, and so is that the server does not answer', () => {
    room.view.keepsSeconds = day;
    room.registers();
    room.admits();
    window.settle();
    expect(window.page.banner.vital).toEqual(headers());
    window.type('/join #dev');
    room.admits('#dev');
    window.open('#dev');
    expect(window.page.banner.vital).toEqual(headers());
    const address = { address: '10.0.0.1', port: 6697 };
    const state = { phase: 'registered', address, since: 0, notAnswering: true } as const;
    room.emit({ type: 'state', state });
    const silence = window.page.banner.rows.filter(row => row.startsWith('The server is not answering'));
    expect(window.page.banner.vital).toEqual([...headers(), ...silence]);
    expect(silence).toHaveLength(1);
  });

  it.each([0, undefined])('is no news when it is nothing or unknown from the start: %s', seconds => {
    room.view.keepsSeconds = seconds;
    room.registers();
    room.admits();
    says(seconds);
    expect([window.page.hint, ...notes()]).toEqual(['']);
    expect(headers()).toHaveLength(seconds === 0 ? 1 : 0);
  });
});
