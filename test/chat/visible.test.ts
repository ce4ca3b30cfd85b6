import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unlinked, visibleText, visibleWord } from '../../src/chat/visible.ts';

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
        'olá',
      ),
    )
    .map(parts => parts.join('')),
);

/** Every character that could move the cursor, turn the reading direction round, or end a line, but tab and LF. */
const unsafe = /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/u;

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
        fc.pre(!unsafe.test(given));
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
    ['\u2028\u2029', '⟨U+2028⟩⟨U+2029⟩'],
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

  it('stays on one line for a word', () => {
    expect(visibleWord('a\r\nb\tc')).toBe('a b c');
  });
});

describe('what goes into a message of the editor', () => {
  it('holds no link that would run a command', () => {
    expect(unlinked('see [this](command:x) and [that](command:y)')).toBe(
      'see [this] (command:x) and [that] (command:y)',
    );
  });
});
