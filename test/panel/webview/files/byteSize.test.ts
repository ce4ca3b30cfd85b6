import { describe, expect, it } from 'vitest';
import { byteSize } from '../../../../src/panel/webview/files/byteSize.ts';

describe('a number of bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [12_345, '12.3 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [12_345_678, '12.3 MB'],
    [4e9, '4 GB'],
    [5e15, '5,000 TB'],
  ])('of %d reads %j', (bytes, words) => {
    expect(byteSize(bytes, 'en')).toBe(words);
  });

  it('reads as the language writes numbers', () => {
    expect(byteSize(12_345_678, 'pt-BR').replace('\u00a0', ' ')).toBe('12,3 MB');
  });
});
