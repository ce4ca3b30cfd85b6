import { describe, expect, it } from 'vitest';
import {
  bannerOf,
  maxNamedPeople,
  type RoomFacts,
  placeBanner,
} from '../../../src/conversation/page/banner.ts';
import { promptOf, promptPath } from '../../../src/conversation/page/promptState.ts';
import type { WindowState } from '../../../src/conversation/connections/status.ts';
import { inEnglish } from '../../../src/chat/translate.ts';

const facts: RoomFacts = {
  room: '#chat',
  port: 6698,
  addresses: ['192.168.0.5', 'fd00::5'],
  open: false,
  certificate: 'AB',
  key: 'CD',
  password: 'token',
};
const place = { address: '192.168.0.5', port: 6698, room: '#chat', since: 0 };
const hosting: WindowState = { phase: 'hosting', place, people: 1 };

const rowsOf = (
  state: WindowState,
  more: { facts?: RoomFacts; lastRoom?: string; keepsSeconds?: number } = {},
): string => bannerOf({ version: '1.2.3', state, ...more }, inEnglish).rows.join('\n');
const actionsOf = (state: WindowState, more: { facts?: RoomFacts; lastRoom?: string } = {}): string[] =>
  bannerOf({ version: '1.2.3', state, ...more }, inEnglish).actions.map(({ id }) => id);

/** What the prompt offers, by its labels. */
const offered = (state: WindowState, lastRoom?: string, isOut = false): string[] => {
  const place = { path: 'C:\\PYCHAT>', isOut, firstHint: '' };
  return promptOf(place, { version: '1.2.3', state, lastRoom }, inEnglish).actions.map(({ label }) => label);
};

describe('the banner', () => {
  it('gives product and version', () => {
    expect(bannerOf({ version: '1.2.3', state: { phase: 'idle' } }, inEnglish).title).toBe(
      'PyChat [Version 1.2.3]',
    );
  });

  it('gives the host addresses, port, room and how to invite', () => {
    const rows = rowsOf(hosting, { facts });
    expect(rows).toContain('192.168.0.5:6698  [fd00::5]:6698');
    expect(rows).toContain('#chat');
    expect(rows).toContain('Copy Invite');
    expect(actionsOf(hosting, { facts })).toEqual(['copyInvite', 'leave']);
  });

  it('lets the host’s second window invite, too', () => {
    const joined: WindowState = { phase: 'joined', place, people: 2 };
    expect(actionsOf(joined, { facts })).toEqual(['copyInvite', 'leave']);
    expect(actionsOf(joined)).toEqual(['leave']);
  });

  it('says when the wanted port was taken', () => {
    expect(rowsOf(hosting, { facts: { ...facts, wantedPort: 6697 } })).toContain('6697');
    expect(rowsOf(hosting, { facts })).not.toContain('6697');
  });

  it('labels an open room as one, and offers no invite for it', () => {
    const open = { facts: { ...facts, open: true, password: '' } };
    expect(rowsOf(hosting, open)).toContain('OPEN ROOM');
    expect(actionsOf(hosting, open)).toEqual(['leave']);
  });

  it.each([
    [undefined, undefined, undefined],
    [0, 'Not kept.', 'The host does not keep what is said here.'],
    [1, 'Kept on this computer for 1 day.', 'The host keeps what is said here for 1 day.'],
    [86_400, 'Kept on this computer for 1 day.', 'The host keeps what is said here for 1 day.'],
    [86_401, 'Kept on this computer for 2 days.', 'The host keeps what is said here for 2 days.'],
    [604_800, 'Kept on this computer for 7 days.', 'The host keeps what is said here for 7 days.'],
  ])(
    'says to host and guests what becomes of what is said, when it is kept for %s s',
    (keepsSeconds, ...said) => {
      const joined: WindowState = { phase: 'joined', place, people: 2 };
      const keeping = keepsSeconds === undefined ? {} : { keepsSeconds };
      const shown = [rowsOf(hosting, { facts, ...keeping }), rowsOf(joined, keeping)];
      expect(shown.map(rows => /^History: {2}(.*)$/m.exec(rows)?.[1])).toEqual(said);
    },
  );

  it('says nothing of what is kept while there is no connection', () => {
    const reconnecting: WindowState = { phase: 'reconnecting', place, hosting: false, retryAt: 0 };
    for (const state of [reconnecting, { phase: 'joining' }, { phase: 'idle' }] as const)
      expect(rowsOf(state, { keepsSeconds: 86_400 })).not.toContain('History');
  });

  it('never shows the token', () => {
    expect(rowsOf(hosting, { facts })).not.toContain('token');
  });

  it('offers nothing while there is no room: that is at the prompt', () => {
    const states: readonly WindowState[] = [
      { phase: 'idle' },
      { phase: 'failed', sentence: 'Why.', remedies: [] },
      { phase: 'reconnecting', place, hosting: false, retryAt: 0 },
    ];
    for (const state of states) expect(actionsOf(state, { lastRoom: '#chat' })).toEqual([]);
    expect(rowsOf({ phase: 'failed', sentence: 'Why.', remedies: [] })).toContain('Why.');
  });

  describe('of somebody who has joined', () => {
    const joined: WindowState = { phase: 'joined', place, people: 2 };
    const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `p${at + 1}`);
    const peopleOf = (others: readonly string[]): string | undefined =>
      bannerOf({ version: '1', state: joined, others }, inEnglish).rows.find(row => row.startsWith('People'));

    it('says who is there, the topic, and what can be done', () => {
      const input = { version: '1', state: joined, others: ['bruno', 'rui'], topic: 'ships\non Friday' };
      expect(bannerOf({ ...input, keepsSeconds: 0 }, inEnglish).rows.slice(2)).toEqual([
        'Room:     #chat at 192.168.0.5:6698',
        'People:   bruno, rui and you',
        'Topic:    ships on Friday',
        'History:  The host does not keep what is said here.',
        '',
        'Drop a file here, select code and right-click it, or type / for the commands.',
      ]);
    });

    it('names a few people, and counts the others', () => {
      expect(peopleOf([])).toBeUndefined();
      expect(peopleOf(['b\u202eb'])).toBe('People:   b⟨U+202E⟩b and you');
      const most = names(maxNamedPeople).join(', ');
      expect(peopleOf(names(maxNamedPeople))).toBe(`People:   ${most} and you`);
      expect(peopleOf(names(maxNamedPeople + 1))).toBe(`People:   ${most}, 1 more and you`);
    });
  });

  it('marks what cannot be seen in the room and the address that an invite has named', () => {
    const hostile = { ...place, room: '#a\u200b\u00a0b', address: 'h\u202eost' };
    const { rows } = bannerOf(
      { version: '1', state: { phase: 'joined', place: hostile, people: 1 }, lastRoom: '#x\u2060' },
      inEnglish,
    );
    expect(rows[2]).toContain('#a⟨U+200B⟩⟨U+00A0⟩b at h⟨U+202E⟩ost:');
    expect(offered({ phase: 'idle' }, '#x\u2060')[0]).toBe('Back to #x⟨U+2060⟩');
  });
});

describe('the prompt', () => {
  it('stands in the room or private chat, one folder below the nick', () => {
    expect(promptPath('ana', '#chat')).toBe('C:\\ANA\\#CHAT>');
    expect(promptPath('ana', 'bob\u202e')).toBe('C:\\ANA\\BOB⟨U+202E⟩>');
    expect(promptPath('ana', '')).toBe('C:\\PYCHAT\\ANA>');
    expect(promptPath('', '')).toBe('C:\\PYCHAT>');
  });

  const path = 'C:\\PYCHAT>';
  const hintIn = (state: WindowState, isOut = false): string =>
    promptOf({ path, isOut, firstHint: 'Kept.' }, { version: '1', state }, inEnglish).hint;

  it('says nothing more while there is a room but what has to be known', () => {
    const place = { path, isOut: false, firstHint: 'Kept.' };
    const input = { version: '1', state: hosting };
    expect(promptOf(place, input, inEnglish)).toEqual({ path, hint: 'Kept.', actions: [] });
  });

  it('hints at what Enter would do when nothing can be said', () => {
    expect(hintIn({ phase: 'idle' })).toContain('Not connected');
    expect(hintIn({ phase: 'reconnecting', place, hosting: false, retryAt: 0 })).toContain('is sent when');
    expect(hintIn(hosting, true)).toBe('You are not in this room.');
  });

  it.each<[WindowState, string[]]>([
    [{ phase: 'idle' }, ['Back to #chat', 'Host Chat', 'Join Chat']],
    [{ phase: 'failed', sentence: 'No.', remedies: [] }, ['Back to #chat', 'Host Chat', 'Join Chat']],
    [{ phase: 'reconnecting', place, hosting: false, retryAt: 0 }, ['Try Now', 'Leave Chat']],
    [{ phase: 'joining' }, []],
    [{ phase: 'joining', sentence: 'Many.' }, ['Leave Chat']],
    [hosting, []],
  ])('has the ways on while there is no connection: %o', (state, labels) => {
    expect(offered(state, '#chat')).toEqual(labels);
  });

  it('offers to join a room again that we are not in', () => {
    expect(offered(hosting, '#chat', true)).toEqual(['Join Again']);
    expect(offered({ phase: 'idle' })).toEqual(['Host Chat', 'Join Chat']);
  });
});

describe('the banner of a further tab', () => {
  const dev = { kind: 'room', target: '#dev', entry: 'in', refusal: '', server: 'a:1' } as const;
  const talk = { ...dev, kind: 'private', target: 'bob' } as const;
  const version = '1.2.3';
  const ways = ['', 'Drop a file here, select code and right-click it, or type / for the commands.'];

  it('shows the room with its topic, with whom one talks, or the server', () => {
    const about = { others: ['bob'], topic: 'ships\non Friday' };
    expect(placeBanner(dev, { version, state: hosting, ...about }, inEnglish)).toEqual({
      title: 'PyChat [Version 1.2.3]',
      rows: ['', 'Room:     #dev', 'People:   bob and you', 'Topic:    ships on Friday', ...ways],
      vital: [],
      actions: [],
    });
    const rowsOfPlace = (place: Parameters<typeof placeBanner>[0]): readonly string[] =>
      placeBanner(place, { version, state: hosting }, inEnglish).rows;
    expect(rowsOfPlace(talk)).toEqual(['', 'Private chat with bob: the others do not see it.', ...ways]);
    expect(rowsOfPlace({ ...dev, kind: 'server', target: '' })).toEqual(['', 'Server:   a:1']);
  });

  it('says what is kept of a room that we are in and of a private chat, and not of a server', () => {
    const input = { version, state: hosting, keepsSeconds: 86_400 };
    const kept = (place: Partial<Parameters<typeof placeBanner>[0]>): boolean =>
      placeBanner({ ...dev, ...place }, input, inEnglish).rows.some(row => row.startsWith('History:'));
    expect([{}, { entry: 'entering' } as const, talk].map(kept)).toEqual([true, true, true]);
    const others = [{ entry: 'out' }, { entry: 'refused' }, { kind: 'server', entry: 'out' }] as const;
    expect(others.map(kept)).toEqual([false, false, false]);
    expect(placeBanner(talk, { ...input, state: { phase: 'idle' } }, inEnglish).rows).toEqual([
      '',
      'Private chat with bob: the others do not see it.',
    ]);
  });

  it('says why a room does not let us in', () => {
    const refused = { ...dev, entry: 'refused', refusal: '#dev is full.' } as const;
    const { rows, actions } = placeBanner(refused, { version, state: hosting }, inEnglish);
    expect(rows).toEqual(['', 'Room:     #dev', '#dev is full.']);
    expect(actions).toEqual([]);
  });
});
