import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { PasswordGuard } from '../../../src/relay/guards/passwordGuard.ts';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const limits = { maxWrongPasswords: 2, passwordWindowMs: 1000, maxGuessingAddresses: 3 };
const firstCommand = (lines: string[]): string => parseMessage(lines[0] ?? '').command;

describe('several passwords', () => {
  test('each let people in', () => {
    const guard = new PasswordGuard(['one', 'two'], limits);
    expect(['one', 'two', 'three', '', 'onetwo'].map(given => guard.admits(given, 'a', 0))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('that are empty are none', () => {
    expect(new PasswordGuard(['', ''], limits).admits('anything', 'a', 0)).toBe(true);
    const guard = new PasswordGuard(['', 'two'], limits);
    expect(guard.admits('', 'a', 0)).toBe(false);
    expect(guard.admits('two', 'a', 0)).toBe(true);
  });

  test('are the token of an invite and a word that can be told, for a relay', async () => {
    const bench = new TestRelay({ token: 'token', password: 'word' });
    expect(firstCommand(await register(bench.connect(), 'ann', { password: 'token' }))).toBe('001');
    expect(firstCommand(await register(bench.connect(), 'bob', { password: 'word' }))).toBe('001');
    const eve = bench.connect();
    eve.send('PASS wrong', 'NICK eve', 'USER eve 0 * :Eve');
    expect(firstCommand(await eve.rest())).toBe('464');
  });

  test('may be the word alone', async () => {
    const bench = new TestRelay({ token: '', password: 'word' });
    const eve = bench.connect();
    eve.send('NICK eve', 'USER eve 0 * :Eve');
    expect(firstCommand(await eve.rest())).toBe('464');
    expect(firstCommand(await register(bench.connect(), 'bob', { password: 'word' }))).toBe('001');
  });
});

describe('wrong passwords', () => {
  test('turn an address away from the last one allowed on, for as long as its window lasts', () => {
    const guard = new PasswordGuard(['right'], limits);
    guard.admits('wrong', 'a', 0);
    expect(guard.isTurnedAway('a', 0)).toBe(false);
    guard.admits('wrong', 'a', 500);
    expect(guard.isTurnedAway('a', 999)).toBe(true);
    expect(guard.isTurnedAway('b', 999)).toBe(false);
    expect(guard.isTurnedAway('a', 1000)).toBe(false);
  });

  test('begin a new window when the last has passed', () => {
    const guard = new PasswordGuard(['right'], limits);
    guard.admits('wrong', 'a', 0);
    guard.admits('wrong', 'a', 1000);
    expect(guard.isTurnedAway('a', 1000)).toBe(false);
    guard.admits('wrong', 'a', 1999);
    expect(guard.isTurnedAway('a', 1999)).toBe(true);
  });

  test('of as many addresses as the limit are remembered; one more and the oldest is forgotten', () => {
    const guard = new PasswordGuard(['right'], limits);
    const guess = (address: string, now: number): void => {
      for (let n = 0; n < 2; n++) guard.admits('wrong', address, now);
    };
    guess('a', 0);
    guess('b', 1);
    guess('c', 2);
    expect(['a', 'b', 'c'].map(address => guard.isTurnedAway(address, 3))).toEqual([true, true, true]);
    guess('d', 3);
    expect(['a', 'b', 'c', 'd'].map(address => guard.isTurnedAway(address, 4))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(defaultLimits.maxGuessingAddresses).toBeGreaterThan(defaultLimits.maxConnections);
  });
});
