import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeMask, matchMask } from '../../src/irc/mask.ts';
import { MessageError, parseMessage, serializeMessage } from '../../src/irc/message.ts';
import { type ModeChange, packModes, parseModes, serializeModes } from '../../src/irc/modes.ts';
import { foldCase, sameName } from '../../src/irc/names.ts';

const numRuns = 1000;

describe('any line at all', () => {
  const piece = fc.constantFrom(
    ...['@', ':', ' ', ';', '=', '\\', 'a', 'PING', '001', '\r', '\n', '\0', 'é', '\ud800', '+'],
  );
  const line = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''));

  it('is read, or refused with a MessageError', () => {
    fc.assert(
      fc.property(line, text => {
        try {
          parseMessage(text);
        } catch (error) {
          expect(error).toBeInstanceOf(MessageError);
        }
      }),
      { numRuns },
    );
  });

  it('that can be read reads the same once it is written again', () => {
    const read = line
      .map(text => text.replace(/[\0\r\n]/g, ''))
      .map(text => `${text.startsWith('@') ? `${text.replace(/ /g, '')} ` : ''}PING ${text}`);
    fc.assert(
      fc.property(read, text => {
        const message = parseMessage(text);
        const written = serializeMessage(message);
        expect(parseMessage(written)).toEqual(message);
        expect(serializeMessage(parseMessage(written))).toBe(written);
      }),
      { numRuns },
    );
  });
});

describe('two names', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'A', 'b', 'É', 'é', '[', '{', 'K', '\u212a'),
    maxLength: 4,
  });

  it('are the same one way round and the other, and through a third', () => {
    fc.assert(
      fc.property(name, name, name, (one, other, third) => {
        expect(sameName(one, one)).toBe(true);
        expect(sameName(one, other)).toBe(sameName(other, one));
        if (sameName(one, other) && sameName(other, third)) expect(sameName(one, third)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('are the same exactly when they fold to the same', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(sameName(one, other)).toBe(foldCase(one) === foldCase(other));
        expect(foldCase(one)).toHaveLength(one.length);
        expect(foldCase(one + other)).toBe(foldCase(one) + foldCase(other));
      }),
      { numRuns },
    );
  });
});

/** What a mask means, as plainly as it can be said; exponential, so for short ones only. */
function matchesPlainly([wanted, ...mask]: readonly string[], text: readonly string[]): boolean {
  if (wanted === undefined) return text.length === 0;
  if (wanted === '*')
    return (
      matchesPlainly(mask, text) || (text.length > 0 && matchesPlainly([wanted, ...mask], text.slice(1)))
    );
  const [first, ...rest] = text;
  if (first === undefined) return false;
  return (wanted === '?' || foldCase(wanted) === foldCase(first)) && matchesPlainly(mask, rest);
}

describe('a mask', () => {
  const letters = ['a', 'A', 'b', '!', '@', 'é', '👍'] as const;
  const text = fc.array(fc.constantFrom(...letters), { maxLength: 10 });
  const mask = fc.array(fc.constantFrom(...letters, '*', '*', '?'), { maxLength: 8 });

  it('matches what it means', () => {
    fc.assert(
      fc.property(mask, text, (wanted, given) => {
        expect(matchMask(wanted.join(''), given.join(''))).toBe(matchesPlainly(wanted, given));
      }),
      { numRuns: 5000 },
    );
  });

  it('matches the text it was made of by putting in stars and question marks', () => {
    const holes = fc.array(fc.tuple(fc.constantFrom(...letters), fc.constantFrom('keep', '?', '*')), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(holes, made => {
        const wanted = made.map(([letter, how]) => (how === 'keep' ? letter : how)).join('');
        expect(matchMask(wanted, made.map(([letter]) => letter).join(''))).toBe(true);
      }),
      { numRuns },
    );
  });

  it('costs little, however many stars a stranger puts in it', () => {
    const hostile = [
      '*a'.repeat(200),
      '*?a'.repeat(150),
      `${'*'.repeat(300)}b`,
      `${'a*'.repeat(200)}b`,
      '*aab'.repeat(100),
    ];
    const started = performance.now();
    for (const wanted of hostile) {
      expect(matchMask(wanted, `${'a'.repeat(1000)}c`)).toBe(false);
      expect(matchMask(`${wanted}*c`, 'ab'.repeat(500))).toBe(false);
    }
    // 400 by 1000 steps each; an exponential one would not end in our time.
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('is whole once it was completed, and completing it again changes nothing', () => {
    fc.assert(
      fc.property(mask, wanted => {
        const whole = completeMask(wanted.join(''));
        expect(whole).toMatch(/^[^!]*!.*@[^@]*$/s);
        expect(completeMask(whole)).toBe(whole);
      }),
      { numRuns },
    );
  });

  it('still matches all it matched when only written in full', () => {
    const word = fc
      .array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 5 })
      .map(parts => parts.join(''));
    const source = fc.tuple(
      fc.stringMatching(/^[ab]{1,4}$/),
      fc.stringMatching(/^[ab]{1,4}$/),
      fc.stringMatching(/^[ab]{1,4}$/),
    );
    fc.assert(
      fc.property(fc.tuple(word, word, word), source, ([nick, user, host], [n, u, h]) => {
        const given = `${n}!${u}@${h}`;
        const full = `${nick}!${user}@${host}`;
        expect(matchMask(completeMask(full), given)).toBe(matchMask(full, given));
        expect(matchMask(completeMask(nick), given)).toBe(matchMask(nick, n));
        expect(matchMask(completeMask(`${user}@${host}`), given)).toBe(
          matchMask(user, u) && matchMask(host, h),
        );
      }),
      { numRuns },
    );
  });
});

describe('mode changes', () => {
  const takesArgument = (letter: string, adds: boolean): boolean =>
    'obk'.includes(letter) || (letter === 'l' && adds);
  const change: fc.Arbitrary<ModeChange> = fc
    .tuple(fc.boolean(), fc.constantFrom(...Array.from('obklimnst')), fc.stringMatching(/^[a-z!*@é]{1,9}$/))
    .map(([adds, letter, argument]) =>
      takesArgument(letter, adds) ? { adds, letter, argument } : { adds, letter },
    );
  const changes = fc.array(change, { maxLength: 20 });

  it('are read as they were written', () => {
    fc.assert(
      fc.property(changes, made => {
        const [modes = '', ...given] = serializeModes(made);
        expect(parseModes(modes, given, takesArgument)).toEqual(made);
      }),
      { numRuns },
    );
  });

  it('are read from anything: nothing is lost or made up', () => {
    const modes = fc.string({ unit: fc.constantFrom(...Array.from('+-obklimx👍')), maxLength: 20 });
    fc.assert(
      fc.property(modes, fc.array(fc.string(), { maxLength: 5 }), (text, given) => {
        const read = parseModes(text, given, takesArgument);
        expect(read.map(({ letter }) => letter).join('')).toBe(text.replace(/[+-]/g, ''));
        const used = read.flatMap(({ argument }) => (argument === undefined ? [] : [argument]));
        expect(given.slice(0, used.length)).toEqual(used);
        for (const { letter, adds, argument } of read)
          if (argument !== undefined) expect(takesArgument(letter, adds)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('are packed without loss, in order, and within both bounds', () => {
    const bounds = fc.record({
      maxBytes: fc.integer({ min: 16, max: 60 }),
      maxArguments: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(changes, bounds, (made, limits) => {
        const groups = packModes(made, limits);
        expect(groups.flat()).toEqual(made);
        for (const group of groups) {
          const words = serializeModes(group);
          expect(group.length).toBeGreaterThan(0);
          if (group.length === 1) continue;
          expect(words.length - 1).toBeLessThanOrEqual(limits.maxArguments);
          expect(Buffer.byteLength(words.join(' '))).toBeLessThanOrEqual(limits.maxBytes);
        }
      }),
      { numRuns },
    );
  });
});
