import { describe, expect, test } from 'vitest';
import { GuessCounter } from '../../../src/relay/guards/guessCounter.ts';

const limits = { maxWrongPasswords: 2, passwordWindowMs: 1000, maxGuessingAddresses: 3 };

describe('counting guesses', () => {
  test('turns an address away from exactly the limit on, until its window has passed', () => {
    const guesses = new GuessCounter(limits);
    guesses.count('a', 0);
    expect(guesses.isTurnedAway('a', 0)).toBe(false);
    guesses.count('a', 500);
    expect(guesses.isTurnedAway('a', 999)).toBe(true);
    expect(guesses.isTurnedAway('b', 999)).toBe(false);
    expect(guesses.isTurnedAway('a', 1000)).toBe(false);
    guesses.count('a', 1000);
    expect(guesses.isTurnedAway('a', 1000)).toBe(false);
  });

  test('remembers as many addresses as the limit, and forgets the oldest of more', () => {
    const guesses = new GuessCounter(limits);
    for (const address of ['a', 'a', 'b', 'b', 'c', 'c']) guesses.count(address, 0);
    expect(guesses.isTurnedAway('a', 0)).toBe(true);
    guesses.count('d', 1);
    expect(guesses.size).toBe(3);
    expect(guesses.isTurnedAway('a', 1)).toBe(false);
    expect(guesses.isTurnedAway('b', 1)).toBe(true);
  });

  test('forgets those whose window has passed', () => {
    const guesses = new GuessCounter(limits);
    guesses.count('a', 0);
    guesses.count('b', 999);
    guesses.count('c', 1000);
    expect(guesses.size).toBe(2);
  });
});
