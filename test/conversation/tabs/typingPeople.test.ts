import { describe, expect, it } from 'vitest';
import {
  maxTypingPeople,
  TypingPeople,
  typingExpiresMs,
} from '../../../src/conversation/tabs/typingPeople.ts';
import { FakeClock } from '../../support/fakeClock.ts';

function people(): { clock: FakeClock; typing: TypingPeople; changes: () => number } {
  const clock = new FakeClock();
  let count = 0;
  const typing = new TypingPeople(clock, () => (count += 1));
  return { clock, typing, changes: () => count };
}

describe('who is typing', () => {
  it('is told from the first key until the message', () => {
    const { typing, changes } = people();
    typing.take('ana', 'active');
    typing.take('ana', 'active');
    typing.take('rui', 'paused');
    expect(typing.nicks).toEqual(['ana', 'rui']);
    typing.end('ana');
    typing.take('rui', 'done');
    expect(typing.nicks).toEqual([]);
    expect(changes()).toBe(4);
  });

  it('is forgotten after six seconds of silence, thirty when paused', () => {
    const { clock, typing } = people();
    typing.take('ana', 'active');
    typing.take('rui', 'paused');
    clock.advance(typingExpiresMs.active - 1);
    typing.take('eva', 'active');
    expect(typing.nicks).toEqual(['ana', 'rui', 'eva']);
    clock.advance(1);
    expect(typing.nicks).toEqual(['rui', 'eva']);
    clock.advance(typingExpiresMs.paused);
    expect(typing.nicks).toEqual([]);
  });

  it('has a bound', () => {
    const { typing } = people();
    for (let n = 0; n <= maxTypingPeople; n++) typing.take(`nick${n}`, 'active');
    expect(typing.nicks).toHaveLength(maxTypingPeople);
  });
});
