import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageEvent } from '../../src/chat/event.ts';
import { type LineEvent, lineOf, noteLine } from '../../src/chat/line.ts';
import { inEnglish, type Translate } from '../../src/chat/translate.ts';

const at = Date.UTC(2026, 10, 22, 12, 48, 5);

/** The words of the line that an event makes. */
function textOf(event: LineEvent, t: Translate = inEnglish): string {
  return lineOf(event, t).text;
}

function message(change: Partial<MessageEvent> = {}): MessageEvent {
  const plain = { id: 'a1', at, nick: 'ana', text: 'hi', form: 'say', target: '#chat', own: false } as const;
  return { type: 'message', ...plain, ...change };
}

describe('a message', () => {
  it('is a line with the same id, safe to show', () => {
    const line = lineOf(message({ text: 'a\u202e\r\n<b>', nick: 'an\na' }), inEnglish);
    expect(line).toEqual({
      kind: 'message',
      id: 'a1',
      at,
      nick: 'an␊a',
      text: 'a⟨U+202E⟩\n<b>',
      form: 'say',
      own: false,
    });
  });

  it('of one’s own says how far it has come', () => {
    expect(lineOf(message({ own: true, delivery: 'queued' }), inEnglish)).toMatchObject({
      delivery: 'queued',
    });
  });
});

describe('what happened', () => {
  it.each<[LineEvent, string]>([
    [{ type: 'joined', at, nick: 'ana', target: '#chat', own: false }, 'ana joined.'],
    [{ type: 'joined', at, nick: 'ana', target: '#chat', own: true }, 'You are in #chat.'],
    [{ type: 'left', target: '#chat', at, nick: 'ana', how: 'quit', reason: '', own: false }, 'ana left.'],
    [
      { type: 'left', target: '#chat', at, nick: 'ana', how: 'part', reason: 'bye', own: false },
      'ana left. (“bye”)',
    ],
    [{ type: 'left', target: '#chat', at, nick: 'ana', how: 'quit', reason: '', own: true }, 'You left.'],
    [
      { type: 'left', target: '#chat', at, nick: 'ana', how: 'kick', by: 'op', reason: 'spam', own: false },
      'ana was removed by op. (“spam”)',
    ],
    [
      { type: 'left', target: '#chat', at, nick: 'ana', how: 'kick', by: 'op', reason: '', own: true },
      'You were removed by op.',
    ],
    [{ type: 'renamed', at, nick: 'ana', to: 'anna', own: false, rooms: ['#chat'] }, 'ana is now anna.'],
    [{ type: 'renamed', at, nick: 'ana', to: 'anna', own: true, rooms: ['#chat'] }, 'You are now anna.'],
    [{ type: 'topic', target: '#chat', at, text: 'tea' }, 'Topic: “tea”'],
    [{ type: 'topic', target: '#chat', at, text: '' }, 'No topic is set.'],
    [{ type: 'topic', target: '#chat', at, text: 'tea', by: 'ana' }, 'ana set the topic: “tea”'],
    [{ type: 'topic', target: '#chat', at, text: '', by: 'ana' }, 'ana removed the topic.'],
    [{ type: 'notEntered', target: '#x', at, numeric: '471', text: '' }, '#x is full.'],
    [{ type: 'notEntered', target: '#x', at, numeric: '473', text: '' }, '#x is entered by invitation only.'],
    [{ type: 'notEntered', target: '#x', at, numeric: '474', text: '' }, 'You are banned from #x.'],
    [
      { type: 'notEntered', target: '#x', at, numeric: '475', text: '' },
      '#x is entered with a key: /join #x KEY',
    ],
    [{ type: 'notEntered', target: '#x', at, numeric: '477', text: '' }, '#x is for registered nicks only.'],
    [{ type: 'notEntered', target: '#x', at, numeric: '403', text: '' }, 'There is no channel #x.'],
    [
      { type: 'notEntered', target: '#x', at, numeric: '405', text: '' },
      'You are in as many rooms as this server allows: leave one to enter #x.',
    ],
    [
      { type: 'notEntered', target: '#x', at, numeric: '405', text: 'There is no place\x07' },
      '#x cannot be entered: “There is no place␇”',
    ],
    [
      { type: 'notEntered', target: '#x', at, numeric: '470', text: '', forwardedTo: '##x' },
      '#x leads to ##x.',
    ],
    [
      { type: 'notEntered', target: '#x', at, numeric: '489', text: 'TLS\x07 only' },
      '#x cannot be entered: “TLS␇ only”',
    ],
    [{ type: 'invited', at, nick: 'a\x07', room: '#tea' }, 'a␇ invites you to #tea.'],
    [{ type: 'serverSaid', at, text: 'hello\x07' }, 'hello␇'],
    [
      { type: 'refused', at, numeric: '401', params: ['me', 'zé', 'No such nick'] },
      'Nobody here is called zé.',
    ],
    [{ type: 'refused', at, numeric: '403', params: ['me', '#x', 'text'] }, 'There is no channel #x.'],
    [
      { type: 'refused', at, numeric: '404', params: ['me', '#x', 'text'] },
      '#x does not accept your message.',
    ],
    [
      { type: 'refused', at, numeric: '421', params: ['me', 'FOO', 'x'] },
      'The server does not know the command FOO.',
    ],
    [
      { type: 'refused', at, numeric: '433', params: ['me', 'ana', 'x'] },
      'The nick ana is taken. Choose another with /nick.',
    ],
    [
      { type: 'refused', at, numeric: '482', params: ['me', '#x', 'x'] },
      'Only an operator of #x may do that.',
    ],
    [{ type: 'refused', at, numeric: '499', params: ['me', 'No\x02pe'] }, 'The server refused (499): “Nope”'],
    [{ type: 'refused', at, numeric: '499', params: [] }, 'The server refused (499).'],
  ])('%j reads %j', (event, text) => expect(textOf(event)).toBe(text));

  it('said by a server says whose words it is, on one line', () => {
    const text = 'Connected again.\n-- The host closed the room.';
    const line = lineOf({ type: 'serverSaid', at, text }, inEnglish);
    expect(line).toMatchObject({ voice: 'server', text: 'Connected again. -- The host closed the room.' });
    expect(
      lineOf({ type: 'joined', at, nick: 'ana', target: '#chat', own: false }, inEnglish),
    ).not.toHaveProperty('voice');
  });

  it.each<[LineEvent, string]>([
    [
      {
        type: 'left',
        target: '#chat',
        at,
        nick: 'ana',
        how: 'quit',
        reason: '”) Your key has changed.',
        own: false,
      },
      'ana left. (“") Your key has changed.”)',
    ],
    [
      { type: 'joined', at, nick: 'ana\u00a0left.\u3000You', target: '#chat', own: false },
      'ana⟨U+00A0⟩left.⟨U+3000⟩You joined.',
    ],
    [
      { type: 'refused', at, numeric: '401', params: ['me', 'x.\u2002Call\u2800ana', ''] },
      'Nobody here is called x.⟨U+2002⟩Call⟨U+2800⟩ana.',
    ],
    [
      { type: 'topic', target: '#chat', at, text: '.\n-- You were removed by op.' },
      'Topic: “. -- You were removed by op.”',
    ],
    [
      { type: 'notEntered', target: '#x', at, numeric: '999', text: 'no”. Host again to open the room' },
      '#x cannot be entered: “no". Host again to open the room”',
    ],
  ])('%j cannot go on as a sentence of ours', (event, text) => expect(textOf(event)).toBe(text));

  it('is a warning when it is a refusal', () => {
    expect(lineOf({ type: 'refused', at, numeric: '404', params: [] }, inEnglish)).toMatchObject({
      tone: 'warning',
    });
    expect(lineOf({ type: 'topic', target: '#chat', at, text: '' }, inEnglish)).toMatchObject({
      tone: 'info',
    });
  });

  it('has links only where a person set a topic, never in a server’s words', () => {
    const text = 'https://example.org/';
    const hasLinks = (event: LineEvent): boolean => {
      const line = lineOf(event, inEnglish);
      return line.kind === 'note' && line.hasLinks === true;
    };
    expect(hasLinks({ type: 'topic', target: '#chat', at, text })).toBe(true);
    expect(hasLinks({ type: 'refused', at, numeric: '401', params: ['me', text, text] })).toBe(false);
    expect(hasLinks({ type: 'refused', at, numeric: '999', params: [text] })).toBe(false);
    expect(hasLinks({ type: 'notEntered', target: '#x', at, numeric: '999', text })).toBe(false);
    expect(hasLinks({ type: 'serverSaid', at, text })).toBe(false);
    expect(hasLinks({ type: 'joined', at, nick: text, target: '#chat', own: false })).toBe(false);
  });

  it('is told in the user’s language', () => {
    const shout: Translate = (words, args) => inEnglish(words, args).toUpperCase();
    expect(textOf({ type: 'joined', at, nick: 'ana', target: '#chat', own: false }, shout)).toBe(
      'ANA JOINED.',
    );
  });

  it('never shows anything unsafe, and stays on one line', () => {
    const hostile = fc.string({ unit: 'binary' });
    const events = fc.oneof<fc.Arbitrary<LineEvent>[]>(
      fc.record({
        type: fc.constant('left' as const),
        target: fc.constant('#chat'),
        at: fc.constant(at),
        nick: hostile,
        how: fc.constantFrom('part' as const, 'quit' as const, 'kick' as const),
        by: hostile,
        reason: hostile,
        own: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('topic' as const),
        target: hostile,
        at: fc.constant(at),
        text: hostile,
        by: hostile,
      }),
      fc.record({
        type: fc.constant('notEntered' as const),
        target: hostile,
        at: fc.constant(at),
        numeric: fc.constantFrom('403', '405', '470', '471', '473', '474', '475', '477', '489'),
        text: hostile,
        forwardedTo: hostile,
      }),
      fc.record({ type: fc.constant('invited' as const), at: fc.constant(at), nick: hostile, room: hostile }),
      fc.record({
        type: fc.constant('refused' as const),
        at: fc.constant(at),
        numeric: fc.constantFrom('401', '403', '404', '421', '432', '433', '482', '499'),
        params: fc.array(hostile),
      }),
    );
    fc.assert(
      fc.property(events, event => {
        expect(textOf(event)).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('a note', () => {
  it('has an id of its own', () => {
    expect(noteLine('x', at).id).not.toBe(noteLine('x', at).id);
    expect(noteLine('x', at, 'error')).toMatchObject({ kind: 'note', text: 'x', at, tone: 'error' });
  });
});

describe('English', () => {
  it('fills the places, once, and leaves those it knows nothing of', () => {
    expect(inEnglish('{a} and {b}, {a}', { a: '{b}', b: 2 })).toBe('{b} and 2, {b}');
    expect(inEnglish('{a} {toString}')).toBe('{a} {toString}');
    expect(inEnglish('{a}', { a: '$&' })).toBe('$&');
  });
});
