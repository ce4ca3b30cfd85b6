import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageLine } from '../../src/chat/line.ts';
import { visibleName, visibleText } from '../../src/chat/visible.ts';
import { parseHistory, serializeHistory } from '../../src/history/format.ts';

const at = Date.parse('2026-11-22T12:48:05Z');

function said(text: string, change: Partial<MessageLine> = {}): MessageLine {
  return { kind: 'message', id: '1', at, nick: 'ana', text, form: 'say', own: false, ...change };
}

const anything = fc.string({ unit: 'binary', maxLength: 60 });
const tricky = fc.constantFrom(
  '\\',
  '\\n',
  '\n',
  ' ',
  '<',
  '>',
  '-',
  '* ',
  '\t',
  '\u2028',
  '\u202e',
  '\ud800',
  '\0',
);
const hostile = fc.array(fc.oneof(anything, tricky), { maxLength: 6 }).map(parts => parts.join(''));
const form = fc.constantFrom<MessageLine['form']>('say', 'action', 'notice');
const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
const anyLine = fc
  .record({ text: hostile, nick: hostile, form, at: time.map(Number), own: fc.boolean() })
  .map(fields => said(fields.text, fields));
/** As `chat/line.ts` makes them. */
const safeLine = anyLine.map(line => ({
  ...line,
  nick: visibleName(line.nick),
  text: visibleText(line.text),
}));

/** What a line is when it comes back. */
function asEarlier(line: MessageLine, index: number): MessageLine {
  const seconds = Math.floor(line.at / 1000) * 1000;
  return { ...line, id: `earlier-${index}`, at: seconds, own: false, earlier: true, isFromFile: true };
}

describe('the history format', () => {
  it.each<[MessageLine, string]>([
    [said('Olá, tudo bem?'), '2026-11-22T12:48:05Z <ana> Olá, tudo bem?\n'],
    [said('acena', { form: 'action' }), '2026-11-22T12:48:05Z * ana acena\n'],
    [said('back soon', { form: 'notice' }), '2026-11-22T12:48:05Z -ana- back soon\n'],
    [said('one\ntwo'), '2026-11-22T12:48:05Z <ana> one\\ntwo\n'],
    [said('C:\\new'), '2026-11-22T12:48:05Z <ana> C:\\\\new\n'],
    [said('a\tb\u001b'), '2026-11-22T12:48:05Z <ana> a\\x09b\\x1B\n'],
    [said('\u202eabc\u2028'), '2026-11-22T12:48:05Z <ana> \\u{202E}abc\\u{2028}\n'],
    [said('\u0085'), '2026-11-22T12:48:05Z <ana> \\x85\n'],
    [said('a\ud800'), '2026-11-22T12:48:05Z <ana> a\ufffd\n'],
    [said('🏳️‍🌈 مرحبا'), '2026-11-22T12:48:05Z <ana> 🏳️‍🌈 مرحبا\n'],
    [said('x', { nick: 'a b' }), '2026-11-22T12:48:05Z <a\\x20b> x\n'],
    [said(''), '2026-11-22T12:48:05Z <ana> \n'],
    [said('x', { at: at + 999 }), '2026-11-22T12:48:05Z <ana> x\n'],
    [said('x', { at: NaN }), '1970-01-01T00:00:00Z <ana> x\n'],
    [said('x', { at: -1 }), '1970-01-01T00:00:00Z <ana> x\n'],
    [said('x', { at: 1e300 }), '9999-12-31T23:59:59Z <ana> x\n'],
  ])('writes %o', (line, written) => {
    expect(serializeHistory([line])).toBe(written);
  });

  it('is nothing for no lines', () => {
    expect(serializeHistory([])).toBe('');
    expect(parseHistory('')).toEqual({ lines: [], damaged: 0 });
  });

  it('gives back the lines that were written', () => {
    fc.assert(
      fc.property(fc.array(safeLine, { maxLength: 5 }), lines => {
        expect(parseHistory(serializeHistory(lines))).toEqual({ lines: lines.map(asEarlier), damaged: 0 });
      }),
    );
  });

  it('lets no message forge a line, whatever is in it', () => {
    fc.assert(
      fc.property(anyLine, line => {
        const written = serializeHistory([line]);
        expect(written).toMatch(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*\n$/u);
        const { lines, damaged } = parseHistory(written);
        expect({ count: lines.length, damaged }).toEqual({ count: 1, damaged: 0 });
        expect(lines[0]?.text).toBe(visibleText(line.text));
        expect(lines[0]?.nick).toBe(visibleName(line.nick));
        expect(lines[0]?.form).toBe(line.form);
      }),
    );
  });

  it('gives every line an id of its own', () => {
    const { lines } = parseHistory(serializeHistory([said('same'), said('same'), said('same')]));
    expect(new Set(lines.map(line => line.id)).size).toBe(3);
  });
});

describe('a history that people or machines have had their hands on', () => {
  const good = '2026-11-22T12:48:05Z <ana> one\n';

  it('may have CR LF, blank lines and no spaces at line ends', () => {
    const text = `${good.replace('\n', '\r\n')}\r\n\n2026-11-22T12:48:06Z <ana>\n`;
    const { lines, damaged } = parseHistory(text);
    expect(lines.map(line => line.text)).toEqual(['one', '']);
    expect(damaged).toBe(0);
  });

  it.each([
    'hello',
    '2026-11-22T12:48:05Z',
    '2026-11-22T12:48:05Z ana: one',
    '2026-11-22T12:48:05Z <ana one',
    '2026-11-22T12:48:05Z  <ana> one',
    ' 2026-11-22T12:48:05Z <ana> one',
    '2026-11-22 12:48:05 <ana> one',
    '2026-11-22T12:48:05+01:00 <ana> one',
    '2026-02-30T12:48:05Z <ana> one',
    '2026-11-22T25:48:05Z <ana> one',
    '2026-11-22T12:48:60Z <ana> one',
    '+012026-11-22T12:48:05Z <ana> one',
    '2026-11-22T12:48:05Z <ana> C:\\temp',
    '2026-11-22T12:48:05Z <ana> end\\',
    '2026-11-22T12:48:05Z <ana> \\N',
    '2026-11-22T12:48:05Z <ana> \\x9',
    '2026-11-22T12:48:05Z <ana> \\u{110000}',
    '2026-11-22T12:48:05Z <a\\q> one',
    '<<<<<<< HEAD',
    '\0\0\0\0',
  ])('has lines that are counted and left out: %j', row => {
    expect(parseHistory(`${row}\n`)).toEqual({ lines: [], damaged: 1 });
    const { lines, damaged } = parseHistory(`${good}${row}\n${good}`);
    expect({ texts: lines.map(line => line.text), damaged }).toEqual({ texts: ['one', 'one'], damaged: 1 });
  });

  it('is damaged once when it was cut off, in a line that can still be read or in one that cannot', () => {
    expect(parseHistory(good + good.slice(0, -2))).toMatchObject({
      lines: [{ text: 'one' }, { text: 'on' }],
      damaged: 1,
    });
    expect(parseHistory(good + good.slice(0, 10))).toMatchObject({ lines: [{ text: 'one' }], damaged: 1 });
  });

  it('shows nothing unsafe, however it is spelled', () => {
    const text = '2026-11-22T12:48:05Z <\\u{202E}ana\\n> \\x1b[31m\u202e\\u{202e}\\u{D800}\\x0D\r\n';
    const line = parseHistory(text).lines[0];
    expect(line?.nick).toBe('⟨U+202E⟩ana␊');
    expect(line?.text).toBe('␛[31m⟨U+202E +1⟩\ufffd\n');
  });

  it('is never a reason to fail', () => {
    const row = fc.oneof(anything, tricky, fc.constantFrom(good, '2026-11-22T12:48:05Z <', '\r\n'));
    fc.assert(
      fc.property(fc.array(row), parts => {
        const text = parts.join('');
        const { lines, damaged } = parseHistory(text);
        expect(lines.length + damaged).toBeLessThanOrEqual(text.split('\n').length + 1);
        for (const line of lines) {
          expect(visibleText(line.text)).toBe(line.text);
          expect(visibleName(line.nick)).toBe(line.nick);
        }
      }),
    );
  });

  it('is read in no time, however it is made to be slow', () => {
    const started = performance.now();
    parseHistory(`2026-11-22T12:48:05Z <${'>'.repeat(500_000)}`);
    parseHistory(`2026-11-22T12:48:05Z -${'-'.repeat(500_000)}`);
    parseHistory(`2026-11-22T12:48:05Z <ana> ${'\\'.repeat(500_001)}\n`);
    parseHistory('\n'.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
