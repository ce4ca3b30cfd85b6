import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutForColours,
  maxColouredCharacters,
  maxColouredRow,
  maxColouredRows,
  maxColouredRun,
  maxPieceCharacters,
  maxPieceRows,
} from '../../../../src/panel/webview/code/cutForColours.ts';

const rows = (count: number): string => Array.from({ length: count }, () => 'a').join('\n');
const row = (length: number): string => 'a '.repeat(length).slice(0, length);

describe('code that is cut for its colours', () => {
  it('is one piece when it is short', () => {
    expect(cutForColours('a\nb')).toEqual(['a\nb']);
    expect(cutForColours(rows(maxPieceRows))).toHaveLength(1);
    expect(cutForColours(rows(maxPieceRows + 1))).toHaveLength(2);
  });

  it('stays plain past each bound', () => {
    const big = (characters: number) => `${row(999)}\n`.repeat(200).slice(0, characters);
    expect(cutForColours('')).toEqual([]);
    expect(cutForColours(rows(maxColouredRows))).not.toEqual([]);
    expect(cutForColours(rows(maxColouredRows + 1))).toEqual([]);
    expect(cutForColours(row(maxColouredRow))).not.toEqual([]);
    expect(cutForColours(row(maxColouredRow + 1))).toEqual([]);
    expect(cutForColours('a'.repeat(maxColouredRun))).not.toEqual([]);
    expect(cutForColours('a'.repeat(maxColouredRun + 1))).toEqual([]);
    expect(cutForColours(big(maxColouredCharacters))).not.toEqual([]);
    expect(cutForColours(big(maxColouredCharacters + 1))).toEqual([]);
  });

  it('is cut after an empty row where there is one', () => {
    const [first, second] = cutForColours(`${rows(maxPieceRows - 50)}\n\n${rows(100)}`);
    expect([first, second]).toEqual([`${rows(maxPieceRows - 50)}\n\n`, rows(100)]);
  });

  it('loses nothing, and no piece is long', () => {
    const texts = fc.array(fc.oneof(fc.constant(row(990)), fc.string()), { maxLength: 60 });
    fc.assert(
      fc.property(texts, all => {
        const text = all.join('\n');
        const pieces = cutForColours(text);
        expect(pieces.join('')).toBe(pieces.length > 0 ? text : '');
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(maxPieceCharacters);
      }),
    );
  });
});
