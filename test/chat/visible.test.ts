import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxNumberedMarks,
  quoted,
  unlinked,
  visibleName,
  visibleText,
  visibleWord,
} from '../../src/chat/visible.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\x03',
        '4',
        ',',
        '12',
        '\x04',
        'ff0000',
        '\x02',
        '\u202e',
        '\r',
        '\n',
        '\ud83d',
        '\ude00',
        '\u2028',
        '\u200b',
        '\u200c',
        '\u200d',
        '\ufe0f',
        '👩',
        '🏽',
        'م',
        'क्',
        '\u0600',
        '1',
        '葛',
        '\u{e0100}',
        '🏴',
        '\u{e0067}',
        'olá',
      ),
    )
    .map(parts => parts.join('')),
);

/** Every character that could move the cursor, turn the reading direction round, end a line or not be seen, but tab and LF. */
const unsafe =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]/u;

describe('visible text', () => {
  it('holds no control characters, bidirectional overrides or lone surrogates', () => {
    fc.assert(
      fc.property(text, given => {
        expect(visibleText(given)).not.toMatch(unsafe);
        expect(visibleWord(given)).not.toMatch(unsafe);
        expect(visibleWord(given)).not.toMatch(/[\t\n]/);
      }),
      { numRuns: 500 },
    );
  });

  it('is left as it is when it is made visible again', () => {
    fc.assert(
      fc.property(text, given => {
        expect(visibleText(visibleText(given))).toBe(visibleText(given));
        expect(visibleWord(visibleText(given))).toBe(visibleWord(given));
      }),
      { numRuns: 500 },
    );
  });

  it('is what was written, when that was safe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), given => {
        fc.pre(!unsafe.test(given) && !/[\p{DI}\p{Cf}]/u.test(given));
        expect(visibleText(given)).toBe(given);
      }),
    );
  });

  it('has a mark for each character alone that is unsafe', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      expect(visibleText(`a${character}b`)).not.toMatch(unsafe);
    }
  });

  it.each([
    ['one\r\ntwo\rthree\nfour', 'one\ntwo\nthree\nfour'],
    ['a\tb', 'a\tb'],
    ['\u001b[2J', '␛[2J'],
    ['\0\x07\x7f', '␀␇␡'],
    ['\u009b', '⟨U+009B⟩'],
    ['abc\u202etxt.exe', 'abc⟨U+202E⟩txt.exe'],
    ['\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
    ['\u2028\u2029', '⟨U+2028 +1⟩'],
    ['\x02bold\x0f \x1ditalic\x1d', 'bold italic'],
    ['\x034red\x03 \x0304,12both\x03', 'red both'],
    ['\x03,5 \x031,', ',5 ,'],
    ['\x03123', '3'],
    ['\x04ff0000red\x04', 'red'],
    ['a\ud800b', 'a\ufffdb'],
    ['\ud83d\x02\ude00', '\ufffd\ufffd'],
    ['<b>&amp;</b>', '<b>&amp;</b>'],
    ['مرحبا', 'مرحبا'],
    ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
  ])('of %j is %j', (given, visible) => expect(visibleText(given)).toBe(visible));

  it.each([
    'می‌خواهم',
    'لا‍ه',
    'ক্‌ষ',
    'क्‍ष क्‍ अवन्‍',
    'അവന്‍ വന്നു',
    '❤️‍🔥 ❤‍🔥 👩🏽‍💻 🏳️‍🌈 ☺︎',
    '1️⃣ #️⃣ *️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿',
    '葛󠄀城',
    'ᠮ᠋',
    '؀١٢ ۝٢',
    'ភាសា\u200bខ្មែរ ไทย\u200bไทย',
    'שלום\u200f! (\u200fשלום\u200e)',
  ])('is what was written, where a script or an emoji needs what cannot be seen: %s', text => {
    expect(visibleText(text)).toBe(text);
  });

  it.each([
    ['b\u200bob', 'b⟨U+200B⟩ob'],
    ['b\u00adob', 'b⟨U+00AD⟩ob'],
    ['bob\u2060', 'bob⟨U+2060⟩'],
    ['\u3164', '⟨U+3164⟩'],
    ['bob\u{e0001}', 'bob⟨U+E0001⟩'],
    ['bob\u{e0068}\u{e0069}', 'bob⟨U+E0068 +1⟩'],
    ['b\u200cob', 'b⟨U+200C⟩ob'],
    ['b\u200dob', 'b⟨U+200D⟩ob'],
    ['bob\ufe0f', 'bob⟨U+FE0F⟩'],
    ['bob\u{e0100}', 'bob⟨U+E0100⟩'],
    ['❤\ufe0f\ufe0f', '❤\ufe0f⟨U+FE0F⟩'],
    ['👩\u200d\u200d💻', '👩⟨U+200D +1⟩💻'],
    ['م\u200c\u200cم', 'م⟨U+200C +1⟩م'],
    ['\u200f\u200fم\u200e\u200e', '⟨U+200F⟩\u200fم\u200e⟨U+200E⟩'],
    ['a\u200e \u200fb', 'a⟨U+200E⟩ ⟨U+200F⟩b'],
    ['ไทย\u200b\u200ba', 'ไทย⟨U+200B +1⟩a'],
    ['a\u0600 b', 'a⟨U+0600⟩ b'],
    ['\u115f\uffa0\u17b4\u180e\u034f', '⟨U+115F +4⟩'],
    ['1\ufe0f', '1⟨U+FE0F⟩'],
  ])('has a mark for what cannot be seen elsewhere: of %j is %j', (given, visible) => {
    expect(visibleText(given)).toBe(visible);
  });

  it('has one mark for a run, and pictures where there are some', () => {
    expect(visibleText('a\u0085\u202e\u202eb')).toBe('a⟨U+0085 +2⟩b');
    expect(visibleText('\u0085\x07\x07\u0085\n\u0085')).toBe('⟨U+0085⟩␇␇⟨U+0085⟩\n⟨U+0085⟩');
  });

  it('says of so many marks what they stand for, and of no more', () => {
    const upTo = (count: number): string => visibleText('\u202ea'.repeat(count));
    expect(upTo(maxNumberedMarks)).toBe('⟨U+202E⟩a'.repeat(maxNumberedMarks));
    expect(upTo(maxNumberedMarks + 2)).toBe(`${'⟨U+202E⟩a'.repeat(maxNumberedMarks)}⟨…⟩a⟨…⟩a`);
  });

  it('is little longer than what was written, whatever that was', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 400 }), (given, times) => {
        const long = given.repeat(times);
        expect(visibleText(long).length).toBeLessThanOrEqual(3 * long.length + 20 * maxNumberedMarks);
      }),
    );
  });

  it('of names has a mark for each: no two look the same', () => {
    expect(visibleName('bob\u200b\u200c')).toBe('bob⟨U+200B⟩⟨U+200C⟩');
    expect(visibleName('\u202e'.repeat(200))).toBe('⟨U+202E⟩'.repeat(200));
  });

  it('of what the engine calls default-ignorable or a format character holds nothing by itself', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (/[\p{DI}\p{Cf}]/u.test(character))
        expect(visibleName(`a${character} `)).toMatch(/^a⟨U\+[0-9A-F]+⟩/);
    }
  });

  it('of a name is one word, whatever space is in it', () => {
    expect(visibleName('bob\u00a0joined.\t\u3000x\u2800')).toBe('bob⟨U+00A0⟩joined.␉⟨U+3000⟩x⟨U+2800⟩');
  });

  it('in quotes cannot end them', () => {
    expect(quoted('a” b\n“c\u200b')).toBe('“a" b "c⟨U+200B⟩”');
  });

  it('stays on one line for a word', () => {
    expect(visibleWord('a\r\nb\tc')).toBe('a b c');
  });
});

describe('what goes into a message of the editor', () => {
  it('holds no icon', () => {
    expect(unlinked('$(verified) #chat')).toBe('$ (verified) #chat');
  });

  it('holds no link that would run a command', () => {
    expect(unlinked('see [this](command:x) and [that](command:y)')).toBe(
      'see [this] (command:x) and [that] (command:y)',
    );
  });
});
