import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTerminalOutput } from '../../src/code/limits.ts';
import { terminalText } from '../../src/code/terminalText.ts';
import { countSteps } from '../support/stepCounter.ts';

const esc = '\x1b';

describe('what a program has written in a terminal', () => {
  it.each([
    ['colours', `${esc}[1;31mred${esc}[0m and ${esc}[38;2;1;2;3mpink${esc}[m`, 'red and pink'],
    ['carriage returns', 'one\r\ntwo\r\n', 'one\ntwo'],
    ['a progress bar', '10 %\r20 %\r100 %\r\ndone', '100 %\ndone'],
    ['a shorter line over a longer one', 'a long line\rshort\n', 'shortg line'],
    ['the same, erased first', `a long line\r${esc}[Kshort`, 'short'],
    ['a whole line erased', `a long line${esc}[2K${esc}[1Gshort`, 'short'],
    ['the beginning of a line erased', `abcdef${esc}[3D${esc}[1K`, '    ef'],
    ['rows written over, as docker does', `one\ntwo\n${esc}[2A${esc}[2KONE\r\n${esc}[1B`, 'ONE\ntwo'],
    ['what is below erased', `one\ntwo\nthree${esc}[2A\r${esc}[J1`, '1'],
    ['a screen cleared', `before${esc}[H${esc}[2J${esc}[3Jafter`, 'after'],
    ['backspaces', 'abd\b\bcd', 'acd'],
    ['a title', `${esc}]0;title\x07text`, 'text'],
    ['a link', `${esc}]8;;https://x.example${esc}\\text${esc}]8;;${esc}\\`, 'text'],
    ['marks of the shell', `${esc}]633;C\x07text${esc}]633;D;0\x07`, 'text'],
    ['a picture', `${esc}Pq#0;2;0;0;0~~${esc}\\text`, 'text'],
    ['character sets and keypads', `${esc}(B${esc}=text${esc}>`, 'text'],
    ['an editor that came and went', `before\n${esc}[?1049hvi${esc}[?1049lafter`, 'before\nafter'],
    ['bells and other controls', 'a\x07b\x00c\x7fd\x9b31me', 'abcde'],
    ['columns moved over', `a${esc}[3Cb${esc}[2Dc`, 'a  cb'],
    ['characters of two units', '👍👍\r👎', '👎👍'],
    ['tabs', 'a\tb', 'a\tb'],
    ['spaces at the end, empty rows around', '\r\n\r\ntext   \r\n\r\n', 'text'],
    ['a sequence that was cut off', `text${esc}[31`, 'text'],
    ['a title that was cut off', `text${esc}]0;tit`, 'text'],
  ])('is read without its control sequences: %s', (_, written, text) => {
    expect(terminalText(written)).toBe(text);
  });

  it('has no control characters left, whatever it is', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(esc, `${esc}[`, `${esc}]`, '\x9b', '\x07', '999C', '5B', '1A', '2J', 'K', '\r', '\b'),
    );
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        // eslint-disable-next-line no-control-regex -- control characters are what it is about
        expect(terminalText(pieces.join(''))).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      }),
    );
  });

  it('moves no further right than a terminal is wide, whatever the row above held', () => {
    const row = '.'.repeat(65_000);
    const started = performance.now();
    expect(terminalText(row + `${esc}[1K`.repeat(30_000)).length).toBe(65_000);
    expect(terminalText(row + `${esc}[2Kx`.repeat(30_000))).toMatch(/^ {400}x+$/);
    expect(terminalText(`${row}\n${`${esc}[A${esc}[By`.repeat(9)}`)).toMatch(/y{9}$/);
    expect(terminalText('\x9d'.repeat(200_000) + `${esc}[m.`)).toBe('.');
    expect(terminalText(`${esc}P`.repeat(100_000) + '.')).toBe('');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    ['columns', `${esc}[999C.\n`],
    ['rows', `${esc}[999B.`],
    ['cut titles', `${esc}]`],
    ['other screens', `${esc}[?47h`],
  ])('takes steps by its length alone: %s', (_, piece) => {
    const [one = 0, two] = [8, 4].map(part => {
      const text = piece.repeat(maxTerminalOutput / part / piece.length);
      return countSteps(() => void terminalText(text));
    });
    expect(two).toBeLessThanOrEqual(2.5 * one + 1_000);
  });
});
