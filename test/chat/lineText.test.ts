import { describe, expect, it } from 'vitest';
import { lineText, screenLine, shownText, transcriptLine } from '../../src/chat/lineText.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { message, note } from '../panel/webview/log/lines.ts';

describe('a line as plain text', () => {
  it.each([
    [message('hello'), '<bruno> hello'],
    [message('waves', { form: 'action' }), '* bruno waves'],
    [message('careful', { form: 'notice' }), '-bruno- careful'],
    [message('psst', { privateWith: 'bruno' }), '<bruno> (to you only) psst'],
    [message('psst', { own: true, privateWith: 'carla' }), '<bruno> (to carla only) psst'],
    [message('', { redacted: { by: 'ana', reason: '' } }), '<bruno> Deleted by ana'],
    [note('ana joined.'), '-- ana joined.'],
    [note('Gone.', { tone: 'warning' }), '!! Gone.'],
    [note('Gone.', { tone: 'error' }), '!! Gone.'],
    [note('You are in #chat.', { voice: 'server' }), 'Server: You are in #chat.'],
    [note('Gone.', { tone: 'error', voice: 'server' }), 'Server: Gone.'],
    [message('hi', { isForeign: true }), '<bruno> (came with this folder) hi'],
  ])('says who and what: %j', (line, text) => {
    expect(lineText(line, inEnglish)).toBe(text);
  });

  it('has date and time in the transcript, the time on the screen', () => {
    expect(transcriptLine(message('a\nb'), inEnglish)).toBe('[2026-11-22 12:48] <bruno> a\n  b');
    expect(screenLine(message('a'), inEnglish)).toBe('12:48 <bruno> a');
    const early = message('a', { at: new Date(2026, 0, 2, 3, 4).getTime() });
    expect(transcriptLine(early, inEnglish)).toBe('[2026-01-02 03:04] <bruno> a');
  });

  it('has dashes for what is no time', () => {
    expect(transcriptLine(message('a', { at: NaN }), inEnglish)).toBe('[--:--] <bruno> a');
    expect(screenLine(message('a', { at: 9e15 }), inEnglish)).toBe('--:-- <bruno> a');
  });
});

describe('the text of an answer', () => {
  const quote = { id: 'q', nick: 'ana', text: 'shall we?' };

  it.each([
    ['ana: yes', 'yes'],
    ['ana:\n```js\nx\n```', '```js\nx\n```'],
    // This is not what was put in front.
    ['ana:yes', 'ana:yes'],
    ['ana: ', 'ana: '],
    ['ana:  yes', 'ana:  yes'],
    ['Ana: yes', 'Ana: yes'],
    ['@ana: yes', '@ana: yes'],
    ['rui: yes', 'rui: yes'],
    ['yes', 'yes'],
  ])('%j is shown below its quote as %j', (text, shown) => {
    const line = message(text, { quote });
    expect(shownText(line)).toBe(shown);
    expect(screenLine(line, inEnglish)).toBe(`12:48 <bruno> ${shown}`);
    // Where there is no quote, it says to whom one speaks.
    expect(transcriptLine(line, inEnglish)).toContain(text.split('\n')[0]);
    expect(shownText(message(text, { quote: { id: '', nick: '', text: '' } }))).toBe(text);
    expect(shownText(message(text))).toBe(text);
  });
});
