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
    expect(reactions.isOwn('m1', '👍')).toBe(true);
    expect(reactions.take('m1', given('👍', 'rui', { removed: true }))).toBeUndefined();
    expect(reactions.take('m1', given('👍', 'ana', { removed: true, own: true }))).toEqual([]);
    expect(reactions.isOwn('m1', '👍')).toBe(false);
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
    expect(reactions.isOwn('m0', '👍')).toBe(false);
    expect(reactions.isOwn('m1', '👍')).toBe(true);
  });
});
