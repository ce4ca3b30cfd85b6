import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line, MessageLine } from '../../../src/chat/line.ts';
import { mergePast, type PastLine, sameWithinMs } from '../../../src/conversation/lines/merge.ts';
import { Tab } from '../../../src/conversation/tabs/tab.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const tab = (): Tab =>
  new Tab({ id: 't', kind: 'room', target: '#a', connection: undefined }, new FakeClock(), () => undefined);

function said(id: string, at: number, more: Partial<MessageLine> = {}): MessageLine {
  return { kind: 'message', id, at, nick: 'ana', text: 'ok', form: 'say', own: false, ...more };
}

/** A message of a server that names its messages. */
const named = (id: string, at: number, more: Partial<MessageLine> = {}): PastLine => ({
  line: said(id, at, more),
  msgid: id,
});
/** One of a server that does not, or of the file. */
const nameless = (id: string, at: number, more: Partial<MessageLine> = {}): PastLine => ({
  line: said(id, at, more),
  msgid: '',
});

function add(to: Tab, { line, msgid }: PastLine): void {
  if (msgid === '') to.noteUnnamed(line.id);
  else to.name(msgid, line.id);
  to.scrollback.add(line);
}

function tabWith(...lines: readonly PastLine[]): Tab {
  const made = tab();
  for (const line of lines) add(made, line);
  return made;
}

const ids = (of: Tab): string[] => of.scrollback.lines.map(({ id }) => id);

describe('lines of an earlier time', () => {
  it('with ids are the same by their ids alone', () => {
    const there = tabWith(named('m1', 1), named('m2', 2));
    mergePast(there, [named('m2', 2), named('m3', 2)]);
    expect(ids(there)).toEqual(['m1', 'm2', 'm3']);
  });

  it.each([
    [sameWithinMs, ['f1']],
    [sameWithinMs + 1, ['f1', 'm1']],
  ])('are the same as one without an id up to %d ms apart', (apart, left) => {
    const there = tabWith(nameless('f1', 0));
    mergePast(there, [named('m1', apart)]);
    expect(ids(there)).toEqual(left);
    mergePast(there, [named('m1', apart)]);
    expect(ids(there)).toEqual(left);
  });

  it('are each found once, and never by how they read where both have ids', () => {
    const there = tabWith(nameless('f1', 0));
    mergePast(there, [nameless('x', 1), nameless('y', 2)]);
    expect(ids(there)).toEqual(['f1', 'y']);
    const other = tabWith(named('m1', 1));
    mergePast(other, [nameless('x', 1), named('m2', 2)]);
    expect(ids(other)).toEqual(['m1', 'm2']);
  });

  it('are others by another nick or text', () => {
    const there = tabWith(nameless('f1', 0));
    mergePast(there, [named('m1', 0, { nick: 'bob' }), named('m2', 0, { text: 'no' })]);
    expect(ids(there)).toHaveLength(3);
  });

  const gap: Line = {
    kind: 'note',
    id: 'gap',
    at: 0,
    text: 'gap',
    tone: 'warning',
    upTo: 5.5,
  };

  const note = (id: string, at: number): Line => ({ kind: 'note', id, at, text: id, tone: 'info' });

  it('stand by their time among what was there', () => {
    const there = tabWith(named('m1', 10), named('m2', 20));
    there.scrollback.add(note('n', 22));
    const merged = mergePast(there, [named('a', 5), named('b', 15), named('c', 25)]);
    expect(ids(there)).toEqual(['a', 'm1', 'b', 'm2', 'n', 'c']);
    expect([merged.before, merged.between, merged.after].map(list => list.map(({ id }) => id))).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
  });

  it('stand between the notes of what happened before and after them, but never out of the order of what was said', () => {
    const there = tabWith(named('m1', 10));
    for (const line of [note('lost', 20), note('back', 40)]) there.scrollback.add(line);
    mergePast(there, [named('a', 15), named('b', 30), { line: { ...gap, upTo: 35 }, msgid: '' }]);
    expect(ids(there)).toEqual(['m1', 'a', 'lost', 'b', 'gap', 'back']);
    add(there, named('m5', 50));
    mergePast(there, [named('c', 36), named('d', 45)]);
    expect(ids(there)).toEqual(['m1', 'a', 'lost', 'b', 'gap', 'c', 'back', 'd', 'm5']);
    const ahead = tabWith(named('m1', 10));
    for (const line of [note('late', 999), note('early', 1)]) ahead.scrollback.add(line);
    add(ahead, named('m5', 50));
    mergePast(ahead, [named('a', 9), named('b', 30)]);
    expect(ids(ahead)).toEqual(['a', 'm1', 'late', 'early', 'b', 'm5']);
  });

  it('keep the order of their piece, whatever their times', () => {
    const there = tabWith(named('m1', 10), named('m2', 20));
    mergePast(there, [named('m1', 10), named('a', 900), named('b', 1), named('m2', 20)]);
    expect(ids(there)).toEqual(['m1', 'a', 'b', 'm2']);
  });

  it('keep the order of their piece also where what was there is in another', () => {
    const there = tabWith(named('a', 1), named('b', 2));
    mergePast(there, [named('y', 2), named('b', 2), named('x', 2), named('a', 1)]);
    expect(ids(there)).toEqual(['y', 'x', 'a', 'b']);
  });

  it('stand before what we have on its way, whatever its time', () => {
    const there = tabWith(named('m1', 1));
    add(there, { line: said('own', 5, { own: true, delivery: 'sent' }), msgid: '' });
    mergePast(there, [named('m2', 10, { text: 'no' })]);
    expect(ids(there)).toEqual(['m1', 'm2', 'own']);
  });

  it('stand after the last restart of the server, which comes after all but what is on its way', () => {
    const there = tabWith(named('m8', 8), named('m9', 9));
    add(there, { line: said('own', 20, { text: 'mine', own: true, delivery: 'sent' }), msgid: '' });
    const restart = (id: string): PastLine => ({ line: { ...gap, id, isRestart: true }, msgid: '' });
    mergePast(there, [restart('first')]);
    mergePast(there, [named('m3', 3)]);
    mergePast(there, [named('m2', 2), named('m4', 4)]);
    mergePast(there, [restart('second')]);
    mergePast(there, [named('m1', 1)]);
    expect(ids(there)).toEqual(['m8', 'm9', 'first', 'm2', 'm3', 'm4', 'second', 'm1', 'own']);
  });

  it('have a gap where it ends, whatever of them is there already', () => {
    const there = tabWith(named('m1', 1), named('m5', 5));
    mergePast(there, [{ line: gap, msgid: '' }, named('m6', 6)]);
    expect(ids(there)).toEqual(['m1', 'm5', 'gap', 'm6']);
    const later = tabWith(named('m1', 1), named('m6', 6));
    mergePast(later, [{ line: gap, msgid: '' }, named('m7', 7)]);
    expect(ids(later)).toEqual(['m1', 'gap', 'm6', 'm7']);
    const last = tabWith(named('m1', 1), named('m5', 5.5));
    mergePast(last, [{ line: gap, msgid: '' }]);
    expect(ids(last)).toEqual(['m1', 'gap', 'm5']);
  });

  it('come after a gap that ends before them, where nothing else was said', () => {
    const there = tabWith();
    mergePast(there, [{ line: gap, msgid: '' }]);
    mergePast(there, [named('m6', 6)]);
    mergePast(there, [named('m2', 2)]);
    expect(ids(there)).toEqual(['m2', 'gap', 'm6']);
  });

  it('stand by their time among the notes also where nothing was said', () => {
    const there = tab();
    for (const line of [note('n', 1), note('o', 999)]) there.scrollback.add(line);
    mergePast(there, [named('a', 1), named('b', 2)]);
    mergePast(there, [named('z', 0)]);
    expect(ids(there)).toEqual(['z', 'n', 'a', 'b', 'o']);
  });

  it('in thousands are put between others in no time', () => {
    const there = tabWith(...Array.from({ length: 50_000 }, (_, n) => named(`m${n}`, n * 2)));
    add(there, { line: said('own', 1e9, { own: true, delivery: 'queued' }), msgid: '' });
    const started = performance.now();
    mergePast(
      there,
      Array.from({ length: 5_000 }, (_, n) => named(`p${n}`, 200_000 + n)),
    );
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(ids(there).at(-1)).toBe('own');
  });
});

/** What a room's server has: some of it is in the tab already, some of it comes as a piece. */
const talk = fc.array(
  fc.record({
    nick: fc.constantFrom('ana', 'bia'),
    text: fc.constantFrom('ok', 'no'),
    /** Milliseconds since the one before. */
    after: fc.constantFrom(0, 1, 500, 10_000, 40_000),
    /** In the tab: not, by its name, or as a line of the file. */
    there: fc.constantFrom('not', 'named', 'file'),
    isTold: fc.boolean(),
  }),
  { maxLength: 40 },
);

interface Case {
  readonly tab: Tab;
  readonly before: readonly string[];
  readonly piece: readonly PastLine[];
}

function caseOf(messages: typeof talk extends fc.Arbitrary<infer T> ? T : never): Case {
  let at = 0;
  const made = tab();
  const piece: PastLine[] = [];
  messages.forEach(({ nick, text, after, there, isTold }, index) => {
    at += after;
    if (there === 'named') add(made, named(`m${index}`, at, { nick, text }));
    if (there === 'file')
      add(made, nameless(`f${index}`, Math.floor(at / 1_000) * 1_000, { nick, text, isFromFile: true }));
    if (isTold) piece.push(named(`m${index}`, at, { nick, text }));
  });
  return { tab: made, before: ids(made), piece };
}

/** Each of `some` stands in `all` in this order. */
function isInOrder(some: readonly string[], all: readonly string[]): boolean {
  let from = 0;
  return some.every(id => {
    const at = all.indexOf(id, from);
    from = at + 1;
    return at >= 0;
  });
}

describe('whatever is merged into whatever tab', () => {
  const check = (property: (one: Case) => void): void =>
    fc.assert(
      fc.property(talk, messages => property(caseOf(messages))),
      { numRuns: 500 },
    );

  it('leaves what was there, in its order', () => {
    check(({ tab: made, before, piece }) => {
      mergePast(made, piece);
      expect(isInOrder(before, ids(made))).toBe(true);
    });
  });

  it('has each line that was told once: as itself, or as a line that never had a name', () => {
    check(({ tab: made, before, piece }) => {
      const { before: early, between, after } = mergePast(made, piece);
      const lines = piece.map(({ msgid }) => made.lineIdOf(msgid));
      expect(new Set(lines).size).toBe(piece.length);
      expect(lines.every(id => made.scrollback.indexOf(id) >= 0)).toBe(true);
      expect(new Set(ids(made)).size).toBe(ids(made).length);
      const added = [...early, ...between, ...after].map(({ id }) => id);
      expect(new Set([...before, ...added])).toEqual(new Set(ids(made)));
      for (const { line, msgid } of piece) {
        const shown = made.message(made.lineIdOf(msgid));
        expect(shown).toMatchObject({ nick: line.kind === 'message' && line.nick, text: line.text });
        expect(Math.abs((shown?.at ?? 0) - line.at)).toBeLessThanOrEqual(sameWithinMs);
      }
    });
  });

  it('takes no line of the file for one that is told unless they read the same, and leaves none over', () => {
    check(({ tab: made, piece }) => {
      const { before, between, after } = mergePast(made, piece);
      const added = [...before, ...between, ...after].filter(line => line.kind === 'message');
      const left = made.unnamed;
      // A line is new only where nothing without a name was left that reads like it.
      for (const { nick, text, at } of added)
        expect(
          left.filter(one => one.nick === nick && one.text === text && Math.abs(one.at - at) <= sameWithinMs),
        ).toEqual([]);
    });
  });

  it('has the new lines in the order in which they were told', () => {
    check(({ tab: made, before, piece }) => {
      mergePast(made, piece);
      const added = piece.map(({ msgid }) => msgid).filter(id => !before.includes(made.lineIdOf(id)));
      expect(isInOrder(added, ids(made))).toBe(true);
    });
  });

  it('has all that was told in the order in which it was told, where what was there is in that order', () => {
    check(({ tab: made, before, piece }) => {
      mergePast(made, piece);
      const lines = piece.map(({ msgid }) => made.lineIdOf(msgid));
      const known = lines.filter(id => before.includes(id));
      if (isInOrder(known, before)) expect(isInOrder(lines, ids(made))).toBe(true);
    });
  });

  it('changes nothing when it is told again', () => {
    check(({ tab: made, piece }) => {
      mergePast(made, piece);
      const once = ids(made);
      mergePast(made, piece);
      expect(ids(made)).toEqual(once);
    });
  });

  it('has the same lines in whatever pieces it is told', () => {
    fc.assert(
      fc.property(talk, fc.integer({ min: 0, max: 40 }), (messages, cut) => {
        const [whole, cuts] = [caseOf(messages), caseOf(messages)];
        mergePast(whole.tab, whole.piece);
        mergePast(cuts.tab, cuts.piece.slice(cut));
        mergePast(cuts.tab, cuts.piece.slice(0, cut));
        expect(ids(cuts.tab).length).toBe(ids(whole.tab).length);
      }),
    );
  });
});
