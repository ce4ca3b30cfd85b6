import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ModeChange, packModes, parseModes, serializeModes } from '../../src/irc/modes.ts';
import { utf8Length } from '../../src/irc/utf8.ts';

/** As for a channel: b and o with an argument, l only when it is set. */
const takesArgument = (letter: string, adds: boolean): boolean =>
  letter === 'b' || letter === 'o' || (letter === 'l' && adds);

const argument = fc.stringMatching(/^[^\s:][^\s]{0,20}$/);
const change: fc.Arbitrary<ModeChange> = fc.record({
  adds: fc.boolean(),
  letter: fc.constantFrom('b', 'o', 'l', 'n', 't', 'é', '😀'),
  argument,
});
const fitting = change.map(({ adds, letter, argument: given }) =>
  takesArgument(letter, adds) ? { adds, letter, argument: given ?? '' } : { adds, letter },
);
const changes = fc.array(fitting);

describe('a mode string', () => {
  it('is read in order, each argument going to the next letter that takes one', () => {
    expect(parseModes('+no-lb+l', ['ann', '*!*@x', '5', 'left'], takesArgument)).toEqual([
      { adds: true, letter: 'n' },
      { adds: true, letter: 'o', argument: 'ann' },
      { adds: false, letter: 'l' },
      { adds: false, letter: 'b', argument: '*!*@x' },
      { adds: true, letter: 'l', argument: '5' },
    ]);
  });

  it('adds without a sign, and goes by the last of several', () => {
    expect(parseModes('n', [], takesArgument)).toEqual([{ adds: true, letter: 'n' }]);
    expect(parseModes('+-+-n', [], takesArgument)).toEqual([{ adds: false, letter: 'n' }]);
    expect(parseModes('+-', ['x'], takesArgument)).toEqual([]);
  });

  it('leaves out the argument when there is none left, though not an empty one', () => {
    expect(parseModes('+bb', ['x'], takesArgument)).toEqual([
      { adds: true, letter: 'b', argument: 'x' },
      { adds: true, letter: 'b' },
    ]);
    expect(parseModes('+b', [''], takesArgument)).toEqual([{ adds: true, letter: 'b', argument: '' }]);
  });

  it('takes any character for a letter, whole', () => {
    expect(parseModes('😀:', [], takesArgument).map(one => one.letter)).toEqual(['😀', ':']);
  });

  it('never throws and never makes more changes than there are characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (modes, given) => {
        const parsed = parseModes(modes, given, takesArgument);
        expect(parsed.length).toBeLessThanOrEqual(modes.length);
        for (const one of parsed) if (one.argument !== undefined) expect(given).toContain(one.argument);
      }),
    );
  });
});

describe('writing changes', () => {
  it('puts a sign only where it changes', () => {
    const parsed = parseModes('+n+t-o+b-b', ['ann', 'x', 'y'], takesArgument);
    expect(serializeModes(parsed)).toEqual(['+nt-o+b-b', 'ann', 'x', 'y']);
    expect(serializeModes([])).toEqual(['+']);
  });

  it('is the inverse of reading', () => {
    fc.assert(
      fc.property(changes, all => {
        const [modes = '', ...given] = serializeModes(all);
        expect(parseModes(modes, given, takesArgument)).toEqual(all);
      }),
    );
  });

  it('packs every change once and in order, within the limits, into no more groups than it must', () => {
    const limits = fc.record({
      maxBytes: fc.integer({ min: 30, max: 200 }),
      maxArguments: fc.integer({ min: 1, max: 5 }),
    });
    const size = (group: readonly ModeChange[]): number => utf8Length(serializeModes(group).join(' '));
    fc.assert(
      fc.property(changes, limits, (all, max) => {
        const groups = packModes(all, max);
        expect(groups.flat()).toEqual(all);
        groups.forEach((group, index) => {
          const next = groups[index + 1]?.[0];
          const given = group.filter(one => one.argument !== undefined);
          expect(group.length).toBeGreaterThan(0);
          if (group.length > 1) expect(size(group)).toBeLessThanOrEqual(max.maxBytes);
          expect(given.length).toBeLessThanOrEqual(max.maxArguments);
          if (next === undefined) return;
          const isFull = next.argument !== undefined && given.length === max.maxArguments;
          expect(isFull || size([...group, next]) > max.maxBytes).toBe(true);
        });
      }),
    );
  });

  it('makes no group of nothing', () => {
    expect(packModes([], { maxBytes: 10, maxArguments: 1 })).toEqual([]);
  });
});
