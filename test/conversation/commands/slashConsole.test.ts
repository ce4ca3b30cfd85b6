import { beforeEach, describe, expect, it } from 'vitest';
import { colourTable, readColours } from '../../../src/conversation/commands/consoleColours.ts';
import { maxShownPeople } from '../../../src/conversation/commands/directory.ts';
import { maxMuted } from '../../../src/conversation/limits.ts';
import { maxTitleLength } from '../../../src/conversation/commands/screenCommands.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { type CommandPlace, CommandWindow } from './commandWindow.ts';

let window: CommandWindow;
beforeEach(() => {
  window = new CommandWindow();
});

const answers = (text: string, place: CommandPlace = {}): string[] => new CommandWindow(place).type(text);

describe('/color', () => {
  it.each([
    ['0A', '0A'],
    ['0a', '0A'],
    ['fc', 'FC'],
    ['7', '07'],
    ['A', '0A'],
  ])('reads %s as cmd.exe does', (typed, colours) => {
    expect(readColours(typed)).toBe(colours);
    window.type(`/color ${typed}`);
    expect(window.window.page.appearance?.colours).toBe(colours);
  });

  it.each(['00', 'aA', '0', '77'])('refuses %s: nothing could be read', typed => {
    expect(window.type(`/color ${typed}`)).toEqual([
      'warning: Background and text may not have the same color.',
    ]);
    expect(window.window.page.appearance?.colours).toBe('');
  });

  it.each(['g', '0G', '123', 'red', '0 A', '-1', '١'])('does not know %s, and lists the sixteen', typed => {
    expect(window.type(`/color ${typed}`)[0]).toContain('    0 = Black       8 = Gray');
    expect(window.window.page.appearance?.colours).toBe('');
  });

  it('goes back to the theme’s with nothing', () => {
    window.type('/color 0a');
    window.type('/color');
    expect(window.window.page.appearance?.colours).toBe('');
  });

  it('has a name for each of the sixteen', () => {
    expect(colourTable(inEnglish).match(/[0-9A-F] = [A-Z]/g)).toHaveLength(16);
  });
});

describe('/dir', () => {
  it('shows rooms and private chats as directories, and the people of the room in them', () => {
    expect(window.type('/dir')[0]?.split('\n')).toEqual([
      'answer:  Volume in drive C is PYCHAT',
      ' Directory of C:\\ANA\\#CHAT',
      '',
      '<DIR>   #chat                2 people',
      '<DIR>   #dev                 1 person',
      '<DIR>   bruno',
      '        ana',
      '        bruno',
      '         3 room(s) and private chat(s)',
      '         2 person(s)',
    ]);
  });

  it('shows another room that we are in, and no other', () => {
    for (const name of ['#dev', 'DEV'])
      expect(window.type(`/dir ${name}`)[0]?.split('\n').slice(1)).toEqual([
        ' Directory of C:\\ANA\\#DEV',
        '',
        '        ana',
        '         1 person(s)',
      ]);
    expect(window.type('/dir #other')).toEqual(['answer: File Not Found']);
    expect(answers('/dir #dev', { connected: false })).toEqual(['answer: File Not Found']);
  });

  it('works at the start and without a connection', () => {
    for (const connected of [true, false])
      expect(answers('/dir', { target: '', connected })[0]).toContain(' 0 person(s)');
  });

  it('names so many people and counts the others', () => {
    const people = Array.from({ length: maxShownPeople }, (_, index) => `p${index}`);
    window.server!.view.people.set('#chat', people);
    expect(window.type('/dir')[0]).not.toContain('more');
    window.server!.view.people.set('#chat', [...people, 'last']);
    const [list = ''] = window.type('/dir');
    expect(list).toContain('… and 1 more');
    expect(list).not.toContain('last');
    expect(list).toContain(` ${maxShownPeople + 1} person(s)`);
  });
});

describe('/cd', () => {
  it('says where we are', () => {
    expect(window.type('/cd')).toEqual(['answer: C:\\ANA\\#CHAT']);
    expect(window.type('/cd .')).toEqual(['answer: C:\\ANA\\#CHAT']);
  });

  it.each(['/cd ..', '/cd..', '/cd\\', '/cd /', '/CD ..\\', '/chdir..'])('%s goes to the first tab', text => {
    window = new CommandWindow({ target: 'bruno' });
    expect(window.does(text)).toEqual(['shows #chat']);
  });

  it.each([
    ['/cd #dev', '#dev'],
    ['/cd dev', '#dev'],
    ['/cd "#dev"', '#dev'],
    ['/cd #dev\\', '#dev'],
    ['/cd bruno', 'bruno'],
  ])('%s goes to a tab', (text, tab) => {
    expect(window.does(text)).toEqual([`shows ${tab}`]);
  });

  it('does not find what is not open, and says how to get there', () => {
    expect(window.type('/cd #other')).toEqual([
      'warning: The system cannot find the path specified.\n/join enters a room, /msg opens a private chat.',
    ]);
  });
});

describe('the rest of cmd.exe', () => {
  it('/title is cut and one line', () => {
    window.type(`/title a\tb${'c'.repeat(200)}`);
    const { title } = window.window;
    expect(title).toHaveLength(maxTitleLength);
    expect(title).toMatch(/^a bc+…$/);
    expect(window.window.tabs()[0]).toBe(`[${title}]`);
    window.type('/title');
    expect(window.window.title).toBe('#chat');
  });

  it('/ver, /date and /time answer in the user’s way', () => {
    expect(window.type('/ver')).toEqual(['answer: PyChat [Version 1.2.3]']);
    expect(window.type('/date')).toEqual(['answer: The current date is: Sun, 11/22/2026']);
    const inBrazil = new CommandWindow({}, 'pt-br');
    expect(inBrazil.type('/date')[0]).toContain('22/11/2026');
    expect(inBrazil.type('/time')[0]).toMatch(/^answer: The current time is: \d\d:00:\d\d$/);
  });

  it('/echo says it to oneself alone', () => {
    expect(window.type('/echo hi  there')).toEqual(['answer: hi  there']);
    expect(window.type('/echo')).toEqual(['answer: ECHO is on.']);
    expect(window.done).toEqual([]);
  });
});

describe('being left alone', () => {
  const tabs = (): string[] => window.window.tabs();

  it('/mute and /unmute take this tab or another name', () => {
    expect(window.type('/mute')).toEqual(['answer: #chat is muted.']);
    expect(window.type('/mute bruno')).toEqual(['answer: bruno is muted.']);
    expect(tabs()).toEqual(['[#chat (muted)]', '#dev', 'bruno (muted)']);
    expect(window.type('/unmute bruno x')).toEqual(['answer: bruno is not muted.']);
    expect(tabs()).toEqual(['[#chat (muted)]', '#dev', 'bruno']);
  });

  it('/mute at the start lists what is muted', () => {
    window = new CommandWindow({ target: '' });
    expect(window.type('/mute')).toEqual(['answer: Nobody is muted.']);
    window.type('/mute #dev');
    window.type('/mute rui');
    expect(window.type('/mute')).toEqual(['answer: Muted: #dev, rui']);
  });

  it('/mute says when no more can be, and when it is not known whose they would be', () => {
    for (let n = 0; n < maxMuted; n++) window.type(`/mute p${n}`);
    expect(window.type('/mute rui')[0]).toContain('which is the limit');
    expect(answers('/mute rui', { target: '', connected: false })[0]).toContain('Not connected');
  });

  it('/dnd switches, or takes how', () => {
    expect(window.type('/dnd')).toEqual(['answer: Do not disturb is on until /dnd off.']);
    expect(window.window.status.doNotDisturb).toBe(true);
    expect(window.type('/dnd')).toEqual(['answer: Do not disturb is off.']);
    expect(window.type('/dnd HOUR')).toEqual(['answer: Do not disturb is on for an hour.']);
    expect(window.type('/dnd forever')).toEqual(['warning: Usage: /dnd [on | off | hour]']);
    expect(window.window.status.doNotDisturb).toBe(true);
  });
});
