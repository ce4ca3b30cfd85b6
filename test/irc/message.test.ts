import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxParams } from '../../src/irc/limits.ts';
import {
  type Message,
  message,
  MessageError,
  parseMessage,
  serializeMessage,
} from '../../src/irc/message.ts';
import { noTags } from '../../src/irc/tags.ts';

const text = fc.string({ unit: 'binary' }).map(value => value.replace(/[\0\r\n]/g, ''));
const word = text.map(value => value.replace(/ /g, '')).filter(value => value !== '');
const middle = word.filter(value => !value.startsWith(':'));
const command = fc.oneof(
  fc.stringMatching(/^[A-Z]{1,12}$/),
  fc.stringMatching(/^[0-9]{3}$/),
  fc.constantFrom('PRIVMSG', 'TAGMSG'),
);
const tagKey = fc.stringMatching(/^\+?(?:[a-z.]{1,8}\/)?[a-zA-Z0-9-]{1,12}$/);
const tagValue = fc.string({ unit: 'binary' }).map(value => value.replaceAll('\0', ''));
const tags = fc.array(fc.tuple(tagKey, tagValue), { maxLength: 4 }).map(items => new Map(items));
const params = fc
  .tuple(fc.array(middle, { maxLength: maxParams - 1 }), fc.option(text, { nil: undefined }))
  .map(([middles, last]) => (last === undefined ? middles : [...middles, last]));
const messages: fc.Arbitrary<Message> = fc
  .record({ tags, command, params, source: fc.option(word, { nil: undefined }) })
  .map(({ source, ...rest }) => (source === undefined ? rest : { ...rest, source }));

describe('a message', () => {
  it('reads back as it was written', () => {
    fc.assert(
      fc.property(messages, given => {
        expect(parseMessage(serializeMessage(given))).toEqual(given);
      }),
    );
  });

  it('is written as one line, whatever is in it', () => {
    fc.assert(
      fc.property(messages, given => {
        expect(serializeMessage(given)).not.toMatch(/[\0\r\n]/);
      }),
    );
  });

  it('is read from any line, or refused with a MessageError', () => {
    const line = fc
      .array(fc.oneof(text, fc.constantFrom(' ', ':', '@', '  ', 'PRIVMSG', '@a=b;c', ':src')))
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(line, given => {
        try {
          const read = parseMessage(given);
          expect(read.command).toMatch(/^(?:[A-Z]+|\d{3})$/);
          expect(read.params.length).toBeLessThanOrEqual(maxParams);
          for (const param of read.params.slice(0, -1)) expect(param).toMatch(/^[^ :][^ ]*$/);
          if (read.source !== '') expect(parseMessage(serializeMessage(read))).toEqual(read);
        } catch (error) {
          expect(error).toBeInstanceOf(MessageError);
        }
      }),
    );
  });

  it.each<[string, Message]>([
    ['PING', message('PING')],
    ['ping :a', message('PING', 'a')],
    ['PRIVMSG #chat :hello there', message('PRIVMSG', '#chat', 'hello there')],
    ['PRIVMSG #chat :', message('PRIVMSG', '#chat', '')],
    ['PRIVMSG #chat ::)', message('PRIVMSG', '#chat', ':)')],
    ['PRIVMSG #chat a:b', message('PRIVMSG', '#chat', 'a:b')],
    ['  PING   a   b  ', message('PING', 'a', 'b')],
    ['PING :  a  ', message('PING', '  a  ')],
    [':ana!u@h JOIN #chat', { ...message('JOIN', '#chat'), source: 'ana!u@h' }],
    [':srv 001 ana :Hi', { ...message('001', 'ana', 'Hi'), source: 'srv' }],
    [':srv   001', { ...message('001'), source: 'srv' }],
    [
      '@a=b;+c;x/y=\\s PING',
      {
        ...message('PING'),
        tags: new Map([
          ['a', 'b'],
          ['+c', ''],
          ['x/y', ' '],
        ]),
      },
    ],
    ['@ PING', message('PING')],
    ['@a=b  :srv  PING', { ...message('PING'), source: 'srv', tags: new Map([['a', 'b']]) }],
    ['PING tab\there', message('PING', 'tab\there')],
  ])('is read from %j', (line, read) => expect(parseMessage(line)).toEqual(read));

  it.each([
    '',
    ' ',
    ':',
    '@',
    ':srv',
    '@a=b',
    '@a=b :srv',
    '12',
    '1234',
    'PRIV-MSG',
    'é',
    ':a :b',
    '@a@b',
    'PING\r',
    'A\0',
    'A\n',
  ])('is not read from %j', line => expect(() => parseMessage(line)).toThrow(MessageError));

  it(`has at most ${maxParams} parameters: what follows belongs to the last`, () => {
    const words = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}`);
    expect(parseMessage(`X ${words(15).join(' ')}`).params).toEqual(words(15));
    expect(parseMessage(`X ${words(16).join(' ')}`).params).toEqual([...words(14), 'p14 p15']);
    expect(parseMessage(`X ${words(14).join(' ')} :p14 p15`).params).toEqual([...words(14), 'p14 p15']);
    expect(parseMessage(serializeMessage(message('X', ...words(15)))).params).toEqual(words(15));
    expect(() => serializeMessage(message('X', ...words(16)))).toThrow(MessageError);
  });
});

describe('writing a message', () => {
  it.each<[string, Message]>([
    ['a line feed in a parameter', message('PRIVMSG', '#chat', 'one\nQUIT')],
    ['a carriage return', message('PRIVMSG', '#chat', 'one\rQUIT')],
    ['NUL', message('PRIVMSG', '#chat', '\0')],
    ['a space in a middle parameter', message('PRIVMSG', '#a b', 'text')],
    ['an empty middle parameter', message('PRIVMSG', '', 'text')],
    ['a colon before a middle parameter', message('PRIVMSG', ':a', 'text')],
    ['no command', message('')],
    ['a space in the command', message('PRIVMSG #chat')],
    ['a line end in the command', message('PING\n')],
    ['an empty source', { ...message('PING'), source: '' }],
    ['a space in the source', { ...message('PING'), source: 'a b' }],
    ['a line end in the source', { ...message('PING'), source: 'a\nb' }],
    ['NUL in a tag', { ...message('PING'), tags: new Map([['a', '\0']]) }],
  ])('refuses %s', (_, given) => expect(() => serializeMessage(given)).toThrow(MessageError));

  it('refuses a key that is none', () => {
    expect(() => serializeMessage({ ...message('PING'), tags: new Map([['a b', '']]) })).toThrow(RangeError);
  });

  it('writes no @ when there are no tags', () => {
    expect(serializeMessage({ tags: noTags, command: 'PING', params: ['a'] })).toBe('PING a');
  });
});
