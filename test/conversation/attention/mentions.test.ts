import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, hasWord, namesNick } from '../../../src/conversation/attention/mentions.ts';
import { foldCase } from '../../../src/irc/names.ts';
import {
  maxKeywordLength,
  maxKeywords,
  noticeSettings,
} from '../../../src/conversation/attention/noticeSettings.ts';

describe('a word in a text', () => {
  it.each([
    'ana',
    'ana: hi',
    'hi, ana!',
    '@ana',
    '<ana>',
    'hi\nana',
    '(ana)',
    'ana’s',
    "ana's",
    '“ana”',
    'banana ana',
    'ana- look',
    'so—ana—yes',
    '你好 ana。',
    '🙂ana🙂',
    'https://example.org/ana',
  ])('stands in %j', text => {
    expect(hasWord(text, ['ana'])).toBe(true);
  });

  it.each([
    '',
    'an',
    'banana',
    'anaa',
    'ana1',
    'ana_',
    '_ana',
    'ana-maria',
    'x-ana',
    'ána',
    'ana\u0301',
    'anaы',
    '你ana',
  ])('does not stand in %j', text => {
    expect(hasWord(text, ['ana'])).toBe(false);
  });

  it('may itself begin and end with other characters', () => {
    expect(hasWord('so [ana]: hi', ['[ana]'])).toBe(true);
    expect(hasWord('c++ is it', ['c++'])).toBe(true);
    expect(hasWord('abc++ is it', ['c++'])).toBe(false);
  });

  it('is none when it is empty', () => {
    expect(hasWord('anything', [''])).toBe(false);
    expect(hasWord('anything', [])).toBe(false);
  });

  it('is found whatever the form of its accents', () => {
    expect(hasWord(foldText('AÇA\u0303O!'), [foldText('ação')])).toBe(true);
  });

  it('is found in time that grows with the text alone', () => {
    const text = 'ana'.repeat(50_000);
    const started = performance.now();
    expect(hasWord(text, ['ana'])).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('stands wherever blanks are around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        expect(hasWord(`${before} ana ${after}`, ['ana'])).toBe(true);
      }),
    );
  });

  it('does not stand where letters are around it', () => {
    const letter = fc.stringMatching(/^[\p{L}\p{N}]$/u);
    fc.assert(
      fc.property(letter, letter, (before, after) => {
        expect(hasWord(`${before}qqq${after}`, ['qqq'])).toBe(false);
      }),
    );
  });
});

describe('a nick in a text', () => {
  it.each([
    'rui',
    'rui: hi',
    'hi, rui!',
    '@rui',
    '<rui>',
    '(rui)',
    '[rui]',
    '[rui, ana]',
    '{rui}',
    '`rui`',
    '|rui|',
    'rui’s',
    'rui- look',
    'so\u2014rui\u2014yes',
    'rui...',
    'rui.',
    'rui|away and rui',
    'https://x.example/rui rui',
    'rui/ana: look',
    '@ana/@rui, look',
    'said\nana/rui: look',
    'rui:https://x.example/1',
    'and/or rui',
  ])('stands in %j', text => {
    expect(namesNick(text, 'rui')).toBe(true);
    expect(namesNick(foldCase(text), foldCase('rui'))).toBe(true);
  });

  it.each([
    'rui|away: hello',
    'rui[m]: hello',
    'rui^: hello',
    'rui` : hello',
    'rui\\off',
    '|rui: hello',
    ']rui',
    'rui_',
    'rui-2',
    'https://ci.example/rui/42',
    'https://ci.example/?u=rui',
    'https://rui.example/',
    'ftp://x/rui',
    'src/rui.ts',
    'src/rui',
    'rui/src',
    './rui',
    'rui.ts',
    'www.rui',
    'C:\\Users\\rui',
    'rui@x.example',
    '#rui',
    'see src/rui: it',
  ])('does not stand in %j', text => {
    expect(namesNick(text, 'rui')).toBe(false);
  });

  it('may itself have such signs at its ends', () => {
    expect(namesNick('so [bot]: hi', '[bot]')).toBe(true);
    expect(namesNick('rui|away: hi', 'rui|away')).toBe(true);
    expect(namesNick('rui`: hi', 'rui`')).toBe(true);
  });

  it.each(['rui/', 'rui ', 'rui|', '`rui', '/rui', 'rui.', '/@rui'])(
    'is found in time that grows with the text alone: %j',
    one => {
      const started = performance.now();
      namesNick(one.repeat(16_000), 'rui');
      namesNick(`rui${'/@a'.repeat(80)} ${one}`, 'rui');
      namesNick(`${'@a/'.repeat(80)}rui ${one}`, 'rui');
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});

describe('the settings of notices', () => {
  const read = (values: Record<string, unknown>): ReturnType<typeof noticeSettings> =>
    noticeSettings({ get: name => values[name] });

  it('have defaults, and those are quiet', () => {
    const quiet = { keywords: [], notifications: 'mentions', sound: false, system: 'off' };
    expect(read({})).toEqual(quiet);
    expect(read({ keywords: 'x', notifications: 'some', sound: 'yes', systemNotifications: true })).toEqual(
      quiet,
    );
    expect(read({ keywords: { 0: 'x' }, notifications: 1, sound: 1 })).toEqual(quiet);
  });

  it('are taken', () => {
    const set = { notifications: 'all', sound: true, systemNotifications: 'full' };
    expect(read({ keywords: [' Deploy ', 'AÇÃO'], ...set })).toEqual({
      keywords: ['deploy', 'ação'],
      notifications: 'all',
      sound: true,
      system: 'full',
    });
    expect(read({ notifications: 'none' }).notifications).toBe('none');
  });

  it('take so many keywords of such a length', () => {
    const words = Array.from({ length: maxKeywords + 1 }, (_, index) => `w${index}`);
    expect(read({ keywords: words }).keywords).toEqual(words.slice(0, maxKeywords));
    const longest = 'a'.repeat(maxKeywordLength);
    expect(read({ keywords: [longest, `${longest}a`, '', ' ', 7, null] }).keywords).toEqual([longest]);
  });
});
