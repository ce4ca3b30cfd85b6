import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { PasswordGuard } from '../../../src/relay/guards/passwordGuard.ts';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const firstCommand = (lines: string[]): string => parseMessage(lines[0] ?? '').command;

describe('several passwords', () => {
  test('each let people in', () => {
    const guard = new PasswordGuard(['one', 'two']);
    expect(['one', 'two', 'three', '', 'onetwo'].map(given => guard.admits(given))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('that are empty are none', () => {
    expect(new PasswordGuard(['', '']).admits('anything')).toBe(true);
    const guard = new PasswordGuard(['', 'two']);
    expect(guard.admits('')).toBe(false);
    expect(guard.admits('two')).toBe(true);
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
