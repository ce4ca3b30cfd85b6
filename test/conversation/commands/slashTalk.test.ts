import { beforeEach, describe, expect, it } from 'vitest';
import { listText, maxShownRooms } from '../../../src/conversation/commands/roomList.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { FakeWindow } from './fakeTarget.ts';

let window: FakeWindow;
beforeEach(() => {
  window = new FakeWindow();
});

/** What a command does in the room #chat. */
function does(text: string, place: Parameters<FakeWindow['type']>[1] = {}): string[] {
  window.type(text, place);
  return window.done;
}

describe('coming and going', () => {
  it('/host and /join alone run what the palette has', () => {
    expect(does('/host', { connected: false })).toEqual(['execute pychat.host']);
    expect(does('/join', { connected: false })).toEqual(['execute pychat.join']);
  });

  it('/join enters a room of this server, with a key if need be', () => {
    expect(does('/join #new')).toEqual(['enterRoom #new']);
    expect(does('/join &local secret')).toEqual(['enterRoom &local secret']);
    expect(window.type('/join #new', { connected: false })[0]).toContain('Not connected');
  });

  it('/join puts the sign in front that is missing', () => {
    expect(does('/join new')).toEqual(['enterRoom #new']);
  });

  it('/join of a room we are in brings its tab to the front, and enters it when it has none', () => {
    expect(does('/join #DEV')).toEqual(['openTab #DEV']);
    window.open = [];
    expect(does('/join #dev')).toEqual(['enterRoom #dev']);
  });

  it('/part closes the tab, but the first one stays', () => {
    expect(does('/part to lunch')).toEqual(['closeTab to lunch']);
    expect(window.type('/close', { target: '' })).toEqual([
      'warning: This tab stays. /quit leaves the chat.',
    ]);
  });

  it('/quit and /exit leave with what was given as the reason', () => {
    expect(does('/quit to lunch')).toEqual(['execute pychat.leave to lunch']);
    expect(does('/exit')).toEqual(['execute pychat.leave']);
  });

  it('/irc says whom to ask where this window cannot tell', () => {
    expect(window.type('/irc')[0]).toContain('Ask the host');
  });
});

describe('talking', () => {
  it('/me does, in a room and in private', () => {
    expect(does('/me waves  twice')).toEqual(['act #chat waves  twice']);
    expect(does('/me waves', { target: 'bruno' })).toEqual(['act bruno waves']);
    expect(window.type('/me')).toEqual(['warning: Type it so: /me waves']);
  });

  it('/msg opens a private chat, and says something there', () => {
    expect(does('/query bruno')).toEqual(['openPrivate bruno']);
    expect(does('/msg bruno hello\nthere')).toEqual(['openPrivate bruno', 'say bruno hello\nthere']);
    expect(window.type('/msg')).toEqual(['warning: Type it so: /msg nick [text]']);
  });

  it('/msg says nothing where no tab shows it', () => {
    window.isFull = true;
    expect(window.type('/msg carla hi')).toEqual(['warning: Too many tabs are open. Close one first.']);
    expect(window.done).toEqual(['openPrivate carla']);
  });

  it('/msg to a room takes one we are in', () => {
    expect(does('/msg #dev hi')).toEqual(['openTab #dev', 'say #dev hi']);
    expect(window.type('/msg #other hi')).toEqual(['warning: You are not in #other. /join enters it.']);
    expect(window.done).toEqual([]);
  });

  it('/msg takes nothing for a nick that is no word', () => {
    expect(window.type('/msg :x hi')).toEqual(['warning: Nobody here is called :x.']);
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
    expect(does('/who')).toEqual(['who #chat']);
    expect(does('/kick bruno too loud')).toEqual(['kick #chat bruno too loud']);
    expect(does('/invite carla')).toEqual(['invite carla #chat']);
    expect(window.type('/kick')).toEqual(['warning: Type it so: /kick nick [reason]']);
  });

  it('/invite takes another room, and needs one in a private chat', () => {
    expect(does('/invite carla #dev', { target: 'bruno' })).toEqual(['invite carla #dev']);
    expect(window.type('/invite carla', { target: 'bruno' })).toEqual([
      'warning: Type it so: /invite nick [#room]',
    ]);
  });

  it('/topic shows and sets', () => {
    expect(window.type('/topic')).toEqual(['answer: No topic is set.']);
    window.topics.set('#chat', 'a\u202eb');
    expect(window.type('/topic')).toEqual(['answer: Topic: a⟨U+202E⟩b']);
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

  it('says when there are none', async () => {
    window.type('/list');
    await Promise.resolve();
    expect(window.notes).toEqual(['answer: The server tells of no rooms.']);
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
