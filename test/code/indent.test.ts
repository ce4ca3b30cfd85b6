import { describe, expect, it } from 'vitest';
import { indented } from '../../src/code/indent.ts';

describe('code at a place', () => {
  it('takes the place’s indentation for its own, but for the first line, which stands behind it already', () => {
    expect(indented('    if (x) {\n      y();\n    }\n', '\t')).toBe('if (x) {\n\t  y();\n\t}');
  });

  it('keeps what its lines do not have in common', () => {
    expect(indented('a\n  b', '  ')).toBe('a\n    b');
    expect(indented('\ta\n  b', '')).toBe('\ta\n  b');
    expect(indented('    a\n  b', '')).toBe('  a\nb');
  });

  it('leaves empty lines empty', () => {
    expect(indented('  a\n\n   \n  b\r\n', '  ')).toBe('a\n\n\n  b');
    expect(indented('', '  ')).toBe('');
    expect(indented('\n', '  ')).toBe('');
  });
});
