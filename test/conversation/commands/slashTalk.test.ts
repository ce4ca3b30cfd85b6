import { beforeEach, describe, expect, it } from 'vitest';
import { listText, maxShownRooms } from '../../../src/conversation/commands/roomList.ts';
import { maxOpenTabs } from '../../../src/conversation/limits.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { type CommandPlace, CommandWindow } from './commandWindow.ts';

let window: CommandWindow;
beforeEach(() => {
  window = new CommandWindow();
});

/** What a command does in the room #chat, or elsewhere. */
const does = (text: string, place: CommandPlace = {}): string[] => new CommandWindow(place).does(text);
const answers = (text: string, place: CommandPlace = {}): string[] => new CommandWindow(place).type(text);

function openTabs(upTo: number): void {
  for (let n = window.window.tabs().length; n < upTo; n++) window.type(`/msg nick${n}`);
}

describe('coming and going', () => {
  it('/host and /join alone run what the palette has', () => {
    expect(does('/host', { connected: false })).toEqual(['execute pychat.host']);
    expect(does('/join', { connected: false })).toEqual(['execute pychat.join']);
  });

  it('/join enters a room of this server, with a key if need be', () => {
    expect(window.does('/join #new')).toEqual(['enterRoom #new', 'shows #new']);
    expect(window.does('/join &local secret')).toEqual(['enterRoom &local secret', 'shows &local']);
    expect(answers('/join #new', { connected: false })[0]).toContain('Not connected');
  });

  it('/join puts the sign in front that is missing', () => {
    expect(does('/join new')).toEqual(['enterRoom #new', 'shows #new']);
  });

  it('/join of a room we are in brings its tab to the front', () => {
    expect(does('/join #DEV')).toEqual(['shows #dev']);
  });

  it('/join of a room that did not let us in asks again', () => {
    window.server!.refuses('#dev', '475');
    expect(window.does('/join #dev secret')).toEqual(['enterRoom #dev secret', 'shows #dev']);
  });

  it('/join takes no name that cannot be one, and no tab too many', () => {
    expect(answers('/join #a,b')).toEqual(['warning: There is no channel #a,b.']);
    openTabs(maxOpenTabs);
    expect(window.type('/join #late')).toEqual(['warning: Too many tabs are open. Close one first.']);
    expect(window.done).toEqual([]);
  });

  it('/part closes the tab, but the start stays', () => {
    expect(does('/part to lunch')).toEqual(['leaveRoom #chat to lunch', 'shows #dev']);
    expect(answers('/close', { target: '' })).toEqual(['warning: This tab stays. /quit leaves the chat.']);
  });

  it('/quit and /exit leave with what was given as the reason', () => {
    expect(does('/quit to lunch')).toEqual(['execute pychat.leave to lunch']);
    expect(does('/exit')).toEqual(['execute pychat.leave']);
  });

  it('/irc says whom to ask where this window cannot tell', () => {
    expect(answers('/irc')[0]).toContain('Ask the host');
  });
});

describe('talking', () => {
  it('/me does, in a room and in private', () => {
    expect(does('/me waves  twice')).toEqual(['act #chat waves  twice']);
    expect(does('/me waves', { target: 'bruno' })).toEqual(['act bruno waves']);
    expect(answers('/me')).toEqual(['warning: Usage: /me waves']);
  });

  it('/msg opens a private chat, and says something there', () => {
    expect(does('/query bruno')).toEqual(['shows bruno']);
    expect(does('/msg bruno hello there')).toEqual(['say bruno hello there', 'shows bruno']);
    expect(answers('/msg')).toEqual(['warning: Usage: /msg nick [text]']);
  });

  it('/msg says nothing where no tab shows it', () => {
    openTabs(maxOpenTabs);
    expect(window.type('/msg carla hi')).toEqual(['warning: Too many tabs are open. Close one first.']);
    expect(window.done).toEqual([]);
  });

  it('/msg to a room takes one we are in', () => {
    expect(does('/msg #dev hi')).toEqual(['say #dev hi', 'shows #dev']);
    expect(window.type('/msg #other hi')).toEqual(['warning: You are not in #other. /join enters it.']);
    expect(window.done).toEqual([]);
  });

  it('/msg takes nothing for a nick that is no word', () => {
    expect(answers('/msg :x hi')).toEqual(['warning: Nobody here is called :x.']);
    expect(does('/msg a,b hi')).toEqual([]);
  });

  it('/send and /copy have the window do it', () => {
    expect(does('/send')).toEqual(['sendFile']);
    expect(does('/copy')).toEqual(['execute pychat.copyTranscript']);
  });
});

describe('oneself and the others', () => {
  it('/nick takes what can be a nick', () => {
    expect(does('/nick bia')).toEqual(['setNick bia']);
    expect(does(`/nick ${'a'.repeat(30)}`)).toHaveLength(1);
    for (const nick of ['', '1a', 'a b', 'ação', 'a'.repeat(31)]) {
      expect(window.type(`/nick ${nick}`)[0]).toContain('A nick has 1 to 30 letters');
      expect(window.done).toEqual([]);
    }
  });

  it('/away tells, and takes it back', () => {
    expect(does('/away lunch')).toEqual(['away lunch']);
    expect(does('/away')).toEqual(['away']);
  });

  it('/who, /kick and /invite are about this room', () => {
    expect(answers('/who')).toEqual(['answer: Here now (2): ana, bruno']);
    expect(does('/kick bruno too loud')).toEqual(['kick #chat bruno too loud']);
    expect(does('/invite carla')).toEqual(['invite carla #chat']);
    expect(answers('/kick')).toEqual(['warning: Usage: /kick nick [reason]']);
  });

  it('/invite takes another room, and needs one in a private chat', () => {
    expect(does('/invite carla #dev', { target: 'bruno' })).toEqual(['invite carla #dev']);
    expect(answers('/invite carla', { target: 'bruno' })).toEqual(['warning: Usage: /invite nick [#room]']);
  });

  it('/topic shows and sets', () => {
    expect(window.type('/topic')).toEqual(['answer: No topic is set.']);
    window.server!.view.topics.set('#chat', 'a\u202eb');
    expect(window.type('/topic')).toEqual(['answer: Topic: “a⟨U+202E⟩b”']);
    expect(does('/topic new one')).toEqual(['setTopic #chat new one']);
  });
});

describe('/list', () => {
  const room = (
    name: string,
    people: number,
    topic = '',
  ): { name: string; people: number; topic: string } => ({
    name,
    people,
    topic,
  });

  it('shows the rooms with the most people first', () => {
    const rows = listText([room('#a', 1), room('#b', 20, 'On b')], inEnglish).split('\n');
    expect(rows).toEqual([
      'Rooms on this server (2):',
      '#b                      20  On b',
      '#a                       1',
    ]);
  });

  it('says when there are none', () => {
    expect(listText([], inEnglish)).toBe('The server lists no rooms.');
    expect(does('/list')).toEqual(['list  note']);
  });

  it('is bounded in rows and in topics, and safe', () => {
    const topic = '\u202e\n'.repeat(1_000);
    const rooms = Array.from({ length: maxShownRooms + 1 }, (_, index) => room(`#r${index}`, 1, topic));
    const rows = listText(rooms, inEnglish).split('\n');
    expect(rows).toHaveLength(maxShownRooms + 2);
    expect(rows.at(-1)).toBe('… and 1 more');
    expect(listText(rooms.slice(1), inEnglish)).not.toContain('more');
    expect(rows.every(row => row.length < 170 && !row.includes('\u202e'))).toBe(true);
  });
});
