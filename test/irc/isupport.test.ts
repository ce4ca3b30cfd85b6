import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addIsupport, type Isupport, isupportNumber } from '../../src/irc/isupport.ts';

const nothing: Isupport = new Map();

describe('ISUPPORT', () => {
  it('takes keys with and without values, and passes the nick and the text over', () => {
    const params = ['ana', 'NICKLEN=30', 'UTF8ONLY', 'PREFIX=(ov)@+', 'EMPTY=', 'are supported'];
    expect(addIsupport(nothing, params)).toEqual(
      new Map([
        ['NICKLEN', '30'],
        ['UTF8ONLY', ''],
        ['PREFIX', '(ov)@+'],
        ['EMPTY', ''],
      ]),
    );
  });

  it('adds line to line, changes, and takes back', () => {
    const first = addIsupport(nothing, ['ana', 'A=1', 'B=2', 'x']);
    const second = addIsupport(first, ['ana', 'A=3', '-B', '-C', 'x']);
    expect(second).toEqual(new Map([['A', '3']]));
    expect(first.get('B')).toBe('2');
  });

  it('reads escapes in values', () => {
    const read = addIsupport(nothing, ['ana', 'NETWORK=Py\\x20Chat\\x5C\\x3d\\xZZ', 'x']);
    expect(read.get('NETWORK')).toBe('Py Chat\\=\\xZZ');
  });

  it('takes any parameters a server may send', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), params => {
        expect(addIsupport(nothing, params).size).toBeLessThanOrEqual(Math.max(0, params.length - 2));
      }),
    );
  });

  it.each([
    ['1', 1],
    ['30', 30],
    ['999999999', 999_999_999],
    ['1000000000', 9],
    ['0', 9],
    ['', 9],
    ['-1', 9],
    ['1.5', 9],
    ['0x10', 9],
    [' 5', 9],
    ['Infinity', 9],
  ])('has the number %j as %d', (value, number) => {
    expect(isupportNumber(new Map([['NICKLEN', value]]), 'NICKLEN', 9)).toBe(number);
    expect(isupportNumber(nothing, 'NICKLEN', 9)).toBe(9);
  });
});
