import { describe, expect, it } from 'vitest';
import { SeenIds } from '../../../src/client/reading/seenIds.ts';

describe('ids that were seen', () => {
  it('are remembered so many at a time', () => {
    const seen = new SeenIds(2);
    expect([seen.add('a'), seen.add('b'), seen.add('a')]).toEqual([true, true, false]);
    expect([seen.add('c'), seen.add('b'), seen.add('a')]).toEqual([true, false, true]);
  });

  it('takes lines that go on with a message as part of it, and drops them with it', () => {
    const seen = new SeenIds(10);
    expect([seen.addMessage('m1', 'a'), seen.addMessage('', 'a'), seen.addMessage('', 'a')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([seen.addMessage('m2', 'a'), seen.addMessage('', 'a')]).toEqual([false, false]);
    // A server that gives no ids.
    expect([seen.addMessage('', 'b'), seen.addMessage('', 'b'), seen.addMessage('', '')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
