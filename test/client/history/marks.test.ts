import { beforeEach, describe, expect, it } from 'vitest';
import { knownUpTo, Marks } from '../../../src/client/history/marks.ts';

let marks: Marks;
beforeEach(() => {
  marks = new Marks(name => name.toLowerCase());
});

const known = (target: string): number => knownUpTo(marks.get(target)!);

describe('what is known of a place', () => {
  it('stays known when a message is noted that is older', () => {
    marks.heardUpTo('#chat', 50);
    marks.set('#chat', { msgid: 'm', at: 40 });
    expect([marks.get('#chat'), known('#chat')]).toMatchObject([{ kind: 'message', msgid: 'm', at: 40 }, 50]);
    marks.set('#chat', { msgid: 'n', at: 60 });
    expect(known('#chat')).toBe(60);
  });

  it('goes along when somebody has another nick', () => {
    marks.set('bob', { msgid: 'm', at: 40 });
    marks.heardUpTo('bob', 50);
    marks.rename('bob', 'bobby');
    expect([marks.get('bob'), known('bobby')]).toEqual([undefined, 50]);
    marks.keep('dan', 30);
    marks.rename('dan', 'Dana');
    expect(marks.get('dana')).toMatchObject({ target: 'Dana', kind: 'kept', at: 30 });
  });

  it('to an earlier client is known still when lines are shown, and asked for from the earlier of the two on', () => {
    for (const [shown, at] of [
      [20, 20],
      [40, 30],
    ] as const) {
      marks = new Marks(name => name);
      marks.keep('#chat', 30);
      marks.shownUpTo('#chat', shown);
      expect([marks.get('#chat'), known('#chat')]).toMatchObject([{ kind: 'message', at }, 30]);
    }
  });

  it('from this client itself is not changed by lines that are shown', () => {
    marks.shownUpTo('#new', 20);
    expect(marks.get('#new')).toMatchObject({ kind: 'message', msgid: '', at: 20 });
    marks.set('#chat', { msgid: 'm', at: 40 });
    marks.heardUpTo('#tea', 40);
    for (const target of ['#chat', '#tea']) {
      const before = marks.get(target);
      marks.shownUpTo(target, 20);
      marks.keep(target, 90);
      expect(marks.get(target)).toBe(before);
    }
  });
});
