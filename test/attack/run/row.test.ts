import { describe, expect, test } from 'vitest';
import { faultsOf, lineFigures, type Row } from './row.ts';

const good: Row = {
  ...{ attack: 'keys', form: 'thread', seconds: 60, behind: 'own' },
  ...{ sent: 900, arrived: 900, medianMs: 1, p99Ms: 100, worstMs: 1000, backMs: 5000 },
  ...{ heldBytes: 384 * 1024 * 1024, residentBytes: 1e9, hostile: 10, members: 1, keptOut: [], lost: [] },
};

describe('a row', () => {
  test('passes at its bounds', () => expect(faultsOf(good, undefined)).toEqual([]));

  test.each([
    [{ arrived: 899 }, '1 lines lost'],
    [{ p99Ms: 100.5 }, '99 % within 101 ms, not 100'],
    [{ worstMs: 1001 }, 'one took 1.0 s'],
    [{ heldBytes: 385 * 1024 * 1024 }, '385 MiB'],
    [{ lost: ['nick of a', 'nick of b: 433', 'room of a'] }, 'lost: 2 nick, 1 room'],
    [{ attack: 'all', keptOut: ['keys', 'rooms'] }, 'nobody was let in for keys, rooms'],
    [{ attack: 'half-open', hostile: 0, members: 0 }, 'nobody attacked'],
    [{ died: 'out of memory' }, 'the relay died: out of memory'],
  ])('fails past each of them: %j', (past, words) => {
    expect(faultsOf({ ...good, ...past }, undefined)).toEqual([words]);
  });

  test('needs no attackers where there are none, and no members where strangers attack', () => {
    expect(faultsOf({ ...good, attack: 'calm', hostile: 0, members: 0 }, undefined)).toEqual([]);
    expect(faultsOf({ ...good, attack: 'half-open', members: 0 }, undefined)).toEqual([]);
  });

  test('may be three times as slow as the calm relay, where that is slow', () => {
    const calm = { ...good, p99Ms: 50 };
    expect(faultsOf({ ...good, p99Ms: 150 }, calm)).toEqual([]);
    expect(faultsOf({ ...good, p99Ms: 151 }, calm)).toEqual(['99 % within 151 ms, not 150']);
  });

  test('counts each line once for everyone who was to hear it, in all crowds', () => {
    const one = { said: { a: 3 }, heard: { a: { a: 3, b: 1 } }, delays: [1, 2], backMs: [5], lost: [] };
    const other = { said: { b: 2 }, heard: { b: { a: 3, b: 2 } }, delays: [3], backMs: [], lost: [] };
    expect(lineFigures([one, other])).toEqual({
      ...{ sent: 10, arrived: 9, medianMs: 2, p99Ms: 3, worstMs: 3, backMs: 5 },
    });
  });
});
