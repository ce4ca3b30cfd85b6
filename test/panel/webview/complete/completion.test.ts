import { describe, expect, it } from 'vitest';
import { completionAt } from '../../../../src/panel/webview/complete/completion.ts';

const vocabulary = {
  nicks: ['ana', 'Bruno', 'bruna', 'joão', 'שלומי', 'c++', 'İpek'],
  rooms: ['#chat', '#code', '&local'],
  commands: [
    { name: 'me', args: [] },
    { name: 'msg', args: ['nick'] },
    { name: 'kick', args: ['nick', []] },
    { name: 'help', args: ['command'] },
    { name: 'go', args: ['room'] },
    { name: 'theme', args: [['green', 'amber', 'dos']] },
    { name: 'dnd', args: [] },
  ],
} as const;

/** What the text becomes with each completion; `|` is the caret. */
function completed(marked: string): string[] {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completionAt(text, caret, vocabulary);
  return (found?.texts ?? []).map(
    one => `${text.slice(0, found?.start)}${one}|${text.slice(found?.end ?? caret)}`,
  );
}

describe('a nick', () => {
  it.each([
    ['a|', ['ana: |']],
    ['AN|', ['ana: |']],
    ['ana|', ['ana: |']],
    ['br|', ['Bruno: |', 'bruna: |']],
    ['first\nan|', ['first\nana: |']],
    ['olá an|', ['olá ana |']],
    ['olá an| tudo bem?', ['olá ana| tudo bem?']],
    ['an| tudo bem?', ['ana:| tudo bem?']],
    ['olá an|tudo', ['olá ana |tudo']],
    ['@an|', ['@ana |']],
    ['jo|', ['joão: |']],
    ['של|', ['שלומי: |']],
    ['שלום של|', ['שלום שלומי |']],
    ['c+|', ['c++: |']],
    ['i|', []],
    ['İ|', ['İpek: |']],
    ['x|', []],
    ['|', []],
    ['ana |', []],
    ['olá |', []],
  ])('completes %j to %j', (text, expected) => {
    expect(completed(text)).toEqual(expected);
  });
});

describe('a room', () => {
  it.each([
    ['#|', ['#chat |', '#code |']],
    ['see #CO|', ['see #code |']],
    ['&|', ['&local |']],
  ])('completes %j to %j', (text, expected) => {
    expect(completed(text)).toEqual(expected);
  });
});

describe('a command', () => {
  it.each([
    ['/m|', ['/me|', '/msg |']],
    ['/HE|', ['/help |']],
    ['/me|', []],
    ['/dnd|', []],
    ['//m|', []],
    ['olá /m|', []],
    ['olá\n/m|', []],
    [' /m|', []],
  ])('completes %j to %j', (text, expected) => {
    expect(completed(text)).toEqual(expected);
  });
});

describe('an argument', () => {
  it.each([
    ['/msg br|', ['/msg Bruno|', '/msg bruna|']],
    ['/MSG  an|', ['/MSG  ana|']],
    ['/kick an|', ['/kick ana |']],
    ['/kick ana |', []],
    ['/go #co|', ['/go #code|']],
    ['/go |', ['/go #chat|', '/go #code|', '/go &local|']],
    ['/help ms|', ['/help msg|']],
    ['/help /ms|', ['/help /msg|']],
    ['/theme |', ['/theme green|', '/theme amber|', '/theme dos|']],
    ['/theme A|', ['/theme amber|']],
    ['/theme amber|', []],
    ['/msg ana br|', ['/msg ana Bruno |', '/msg ana bruna |']],
    ['/me hugs an|', ['/me hugs ana |']],
    ['/me |', []],
    ['/unknown an|', ['/unknown ana |']],
    ['/msg ana\nan|', ['/msg ana\nana: |']],
    ['//msg an|', ['//msg ana |']],
  ])('completes %j to %j', (text, expected) => {
    expect(completed(text)).toEqual(expected);
  });
});

it('what is long takes no long time', () => {
  const started = performance.now();
  expect(completed(`${'x'.repeat(65_000)} |`)).toEqual([]);
  expect(completed(`${'x '.repeat(32_000)}|`)).toEqual([]);
  expect(completed(`${'x'.repeat(65_000)}|`)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(1_000);
});
