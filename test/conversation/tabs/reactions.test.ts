import { describe, expect, it } from 'vitest';
import {
  maxReactedLines,
  maxReactionKinds,
  maxReactionNicks,
  maxReactionPeople,
  Reactions,
} from '../../../src/conversation/tabs/reactions.ts';
import { maxReactionLength } from '../../../src/chat/line.ts';

const given = (reaction: string, nick = 'ana', more: { removed?: boolean; own?: boolean } = {}) => ({
  reaction,
  nick,
  removed: false,
  own: false,
  ...more,
});

describe('reactions to a line', () => {
  it('count each person once for each sign', () => {
    const reactions = new Reactions();
    reactions.take('m1', given('👍'));
    expect(reactions.take('m1', given('👍'))).toBeUndefined();
    expect(reactions.take('m1', given('👍', 'rui', { own: true }))).toEqual([
      { reaction: '👍', count: 2, own: true, nicks: ['ana', 'rui'] },
    ]);
    expect(reactions.take('m1', given('🎉'))?.map(({ reaction }) => reaction)).toEqual(['👍', '🎉']);
  });

  it('can be taken back, by who gave them', () => {
    const reactions = new Reactions();
    reactions.take('m1', given('👍', 'ana', { own: true }));
    expect(reactions.own('m1', '👍')).toBe('👍');
    expect(reactions.take('m1', given('👍', 'rui', { removed: true }))).toBeUndefined();
    expect(reactions.take('m1', given('👍', 'ana', { removed: true, own: true }))).toEqual([]);
    expect(reactions.own('m1', '👍')).toBeUndefined();
  });

  it.each([
    ['\u2764', '\u2764\ufe0f'],
    ['\u2764\ufe0f', '\u2764'],
    ['\u2714\ufe0e', '\u2714\ufe0f'],
    ['1\ufe0f\u20e3', '1\u20e3'],
    ['\u2764\ufe0f\u200d\u{1f525}', '\u2764\u200d\u{1f525}'],
  ])('are the same with and without what says how a sign is drawn: %j, %j', (one, other) => {
    const reactions = new Reactions();
    reactions.take('m1', given(one));
    expect(reactions.take('m1', given(other))).toBeUndefined();
    expect(reactions.take('m1', given(other, 'rui', { own: true }))).toEqual([
      { reaction: one, count: 2, own: true, nicks: ['ana', 'rui'] },
    ]);
    // To others it is taken back as it was given.
    expect(reactions.own('m1', one)).toBe(other);
    expect(reactions.take('m1', given(one, 'ana', { removed: true }))).toHaveLength(1);
    expect(reactions.take('m1', given(one, 'rui', { removed: true, own: true }))).toEqual([]);
  });

  it('of other colours of skin are others', () => {
    const reactions = new Reactions();
    reactions.take('m1', given('\u{1f44d}'));
    expect(reactions.take('m1', given('\u{1f44d}\u{1f3fd}'))).toHaveLength(2);
  });

  it('are made safe to show, and those that say nothing or too much are left out', () => {
    const reactions = new Reactions();
    expect(reactions.take('m1', given('a\u202eb\n'))?.[0]?.reaction).toBe('a⟨U+202E⟩b');
    expect(reactions.take('m1', given(' \n '))).toBeUndefined();
    expect(reactions.take('m2', given('x'.repeat(maxReactionLength)))).toHaveLength(1);
    expect(reactions.take('m3', given('x'.repeat(maxReactionLength + 1)))).toBeUndefined();
  });

  it('of ten thousand people and kinds stay within their bounds', () => {
    const reactions = new Reactions();
    for (let n = 0; n < 10_000; n++) {
      reactions.take('m1', given('👍', `nick${n}`));
      reactions.take('m1', given(`sign${n}`, `nick${n}`));
    }
    expect(reactions.take('m1', given('one more', 'last'))).toBeUndefined();
    const views = reactions.take('m1', given('👍', 'us', { own: true }));
    expect(views).toHaveLength(maxReactionKinds);
    expect(views?.reduce((sum, { count }) => sum + count, 0)).toBe(maxReactionPeople + 1);
    expect(views?.[0]?.own).toBe(true);
    expect(reactions.bytes).toBeLessThan(1_000_000);
    expect(views?.[0]?.nicks).toHaveLength(maxReactionNicks);
  });

  it('take no bytes once their line is gone', () => {
    const reactions = new Reactions();
    for (let n = 0; n < 100; n++) reactions.take(`m${n % 3}`, given('👍', `nick${n}`));
    reactions.take('m0', given('👍', 'nick0', { removed: true }));
    for (const line of ['m0', 'm1', 'm2', 'none']) reactions.forget(line);
    expect(reactions.bytes).toBe(0);
  });

  it('are forgotten for the line that was touched longest ago', () => {
    const reactions = new Reactions();
    for (let n = 0; n <= maxReactedLines; n++) reactions.take(`m${n}`, given('👍', 'us', { own: true }));
    expect(reactions.own('m0', '👍')).toBeUndefined();
    expect(reactions.own('m1', '👍')).toBe('👍');
  });
});
