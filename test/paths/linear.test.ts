import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../../src/chat/codeBlocks.ts';
import type { MessageLine } from '../../src/chat/line.ts';
import { lineOf } from '../../src/chat/line.ts';
import { cutLocations } from '../../src/chat/locations.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { visibleText } from '../../src/chat/visible.ts';
import { composeSay, sayable } from '../../src/client/saying/compose.ts';
import { findLines } from '../../src/code/findLines.ts';
import { nearestOccurrence } from '../../src/code/occurrences.ts';
import { findSecrets } from '../../src/code/secrets.ts';
import { foldText, hasWord, namesNick } from '../../src/conversation/attention/mentions.ts';
import { mergePast } from '../../src/conversation/lines/merge.ts';
import { Tab } from '../../src/conversation/tabs/tab.ts';
import { splitByBytes } from '../../src/irc/utf8.ts';
import { cutLinks } from '../../src/panel/webview/line/links.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { countSteps } from '../support/stepCounter.ts';

/** What is repeated to make texts that are long in a bad way. */
const pieces: readonly (readonly [string, string])[] = [
  ['lone surrogates', '\ud800'],
  ['letters', 'a'],
  ['letters under many marks', `a${'\u0301'.repeat(40)}`],
  ['families', '👨‍👩‍👧 '],
  ['spaces', ' '],
  ['nicks', 'ana_'],
  ['control characters', '\u0085\u202e\x03'],
  ['open fences', '```\na\n'],
  ['backticks', '`````````\n'],
  ['places', 'src/a.ts:1:2 ((( ['],
  ['links', 'https://a.b/((( '],
  ['half a link', 'https://'],
  ['secrets', 'token: "ghp_abcdefghijklmnopqrstuvwxyz0123456789" '],
  ['words of secrets', 'password password= '],
  ['half a key', '-----BEGIN PRIVATE KEY-----'],
  ['half an address', 'a://b:'],
  ['line ends', '\r\n'],
];

/** Everything that reads a text of ours or of others'. */
const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['splitByBytes', text => splitByBytes(text, 350)],
  ['composeSay', text => composeSay(sayable(text), 350, { maxBytes: 65_536, maxLines: 1_000 })],
  ['visibleText', visibleText],
  ['codeBlocks', codeBlocks],
  ['cutLocations', cutLocations],
  ['cutLinks', cutLinks],
  ['findSecrets', text => findSecrets(text, ['ana-maria'])],
  ['hasWord', text => hasWord(foldText(text), ['ana', 'a'])],
  ['namesNick', text => namesNick(foldText(text), 'a')],
  ['findLines', text => findLines(text.split('\n'), text.slice(-200), 0)],
];

describe('the steps that it takes to read a text grow with its length alone', () => {
  describe.each(readers)('in %s', (_, read) => {
    it.each(pieces)('for %s', (__, piece) => {
      const once = piece.repeat(Math.ceil(8_000 / piece.length));
      read(once);
      const [one, two] = [once, once + once].map(text => countSteps(() => void read(text)));
      expect(two).toBeLessThanOrEqual(2.5 * one! + 1_000);
    });
  });
});

describe('the steps that it takes to find lines in a file', () => {
  /** All rows look like the start of what is looked for, whose last but one is nowhere. */
  const search = (count: number): void => {
    const rows = Array.from({ length: count }, () => 'ax');
    const middle = Array.from({ length: count / 4 }, () => 'ax');
    expect(findLines(rows, ['x', ...middle, 'other', 'a'].join('\n'), 0)).toBeUndefined();
  };

  it('grow with the file and with what is looked for alone', () => {
    const [one, two] = [1_000, 2_000].map(count => countSteps(() => search(count)));
    expect(two).toBeLessThanOrEqual(2.5 * one!);
  });

  it('end where nothing nearer can come, so that a patch of many hunks reads its file once', () => {
    let looks = 0;
    const rows = new Proxy(
      Array.from({ length: 10_000 }, (_, n) => `${n}`),
      {
        get: (of, key, self) => {
          looks += 1;
          return Reflect.get(of, key, self) as unknown;
        },
      },
    );
    expect(nearestOccurrence(rows, ['102', '103'], { at: 100, from: 90 })).toBe(102);
    expect(looks).toBeLessThan(100);
  });
});

/** A tab with many lines, and how many of them are looked at when a piece of history is put among them. */
function looks(
  line: (n: number) => MessageLine | 'note',
  count: number,
  past: readonly MessageLine[],
): number {
  const place = { id: 't', kind: 'room', target: '#a', connection: undefined } as const;
  const tab = new Tab(place, new FakeClock(), () => undefined);
  for (let n = 0; n < count; n++) {
    const made = line(n);
    tab.scrollback.add(made === 'note' ? lineOf({ type: 'serverSaid', at: n, text: 'x' }, inEnglish) : made);
  }
  let steps = 0;
  const { lines } = tab.scrollback;
  const counted = new Proxy(lines, {
    get: (of, key, self) => {
      steps += 1;
      return Reflect.get(of, key, self) as unknown;
    },
  });
  Object.defineProperty(tab.scrollback, 'lines', { get: () => counted });
  steps += countSteps(() =>
    mergePast(
      tab,
      past.map(one => ({ line: one, msgid: '' })),
    ),
  );
  return steps;
}

function said(n: number, at: number, text = `${n}`): MessageLine {
  return { kind: 'message', id: `m${n}`, at, nick: 'ana', text, form: 'say', own: false };
}

describe('the steps that it takes to put history among the lines of a tab', () => {
  const many = (count: number, at: (n: number) => number, text?: string): MessageLine[] =>
    Array.from({ length: count }, (_, n) => said(1_000_000 + n, at(n), text));

  it.each<[string, (n: number) => MessageLine | 'note', (count: number) => MessageLine[]]>([
    ['behind as many notes', n => (n === 0 ? said(n, 0) : 'note'), count => many(count, () => 5)],
    ['that reads as all of them', n => said(n, 0, 'ok'), count => many(count, () => 0, 'ok')],
    [
      'that reads as all of them, at other times',
      n => said(n, n * 1e6, 'ok'),
      count => many(count, n => n * 1e6 + 5e5, 'ok'),
    ],
    ['between them', n => said(n, n * 10), count => many(count, n => n * 10 + 5)],
  ])('grow with both alone: %s', (_, line, past) => {
    const [one, two] = [500, 1_000].map(count => looks(line, count, past(count)));
    expect(two).toBeLessThanOrEqual(2.5 * one!);
  });
});
