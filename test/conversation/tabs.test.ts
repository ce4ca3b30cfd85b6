import { describe, expect, it } from 'vitest';
import { maxTabs, parseSavedTabs, Tabs } from '../../src/conversation/tabs.ts';
import { FakeClock } from '../support/fakeClock.ts';

function tabs(): { tabs: Tabs; changes: () => number } {
  let count = 0;
  const listener = { changed: () => (count += 1), typingChanged: () => undefined };
  return { tabs: new Tabs(new FakeClock(), listener), changes: () => count };
}

const targets = (all: Tabs): string[] => all.list.map(({ target }) => target);

describe('the tabs of a window', () => {
  it('begin with the main one, which cannot be closed', () => {
    const { tabs: all } = tabs();
    expect(all.list).toEqual([all.main]);
    all.close(all.main);
    expect(all.active).toBe(all.main);
  });

  it('open once for each room or nick, whatever its case, and not in front', () => {
    const { tabs: all } = tabs();
    const room = all.open('room', '#Dev');
    expect(all.open('room', '#dev')).toBe(room);
    expect(all.find('#DEV')).toBe(room);
    expect(all.active).toBe(all.main);
    expect(all.find('')).toBeUndefined();
  });

  it('give the front to their neighbour when they close', () => {
    const { tabs: all } = tabs();
    all.open('room', '#a');
    const b = all.open('private', 'bob')!;
    all.show(b);
    all.close(b);
    expect(all.active.target).toBe('#a');
    expect(targets(all)).toEqual(['', '#a']);
    all.show(b);
    expect(all.active.target).toBe('#a');
  });

  it('can be put in another order, as far as there are places', () => {
    const { tabs: all } = tabs();
    const [a, b] = [all.open('room', '#a')!, all.open('room', '#b')!];
    all.move(b, 0);
    expect(targets(all)).toEqual(['#b', '', '#a']);
    all.move(b, 99);
    expect(targets(all)).toEqual(['', '#a', '#b']);
    all.close(a);
    all.move(a, 0);
    expect(targets(all)).toEqual(['', '#b']);
  });

  it('have the same names in the next window, whatever their order, and each its own', () => {
    const { tabs: all } = tabs();
    const [a, bob] = [all.open('room', '#A')!, all.open('private', 'bob')!];
    all.move(bob, 0);
    const next = tabs().tabs;
    next.restore(all.saved());
    expect(next.list.map(({ id }) => id)).toEqual([bob.id, all.main.id, a.id]);
    bob.target = 'rob';
    expect(all.open('private', 'bob')?.id).not.toBe(bob.id);
  });

  it('are no more than a stranger may open', () => {
    const { tabs: all } = tabs();
    for (let n = 1; n < maxTabs; n++) expect(all.open('private', `nick${n}`)).toBeDefined();
    expect(all.open('private', 'one-more')).toBeUndefined();
    expect(all.open('private', 'nick1')).toBeDefined();
  });

  it('come back as they were kept', () => {
    const { tabs: before } = tabs();
    before.open('room', '#a');
    before.show(before.open('private', 'bob')!);
    before.move(before.main, 1);
    const saved = parseSavedTabs(JSON.parse(JSON.stringify(before.saved())));
    const { tabs: after } = tabs();
    after.restore(saved!);
    expect(targets(after)).toEqual(['#a', '', 'bob']);
    expect(after.active.target).toBe('bob');
  });

  it('tell of each change', () => {
    const { tabs: all, changes } = tabs();
    const tab = all.open('room', '#a')!;
    all.open('room', '#a');
    all.show(tab);
    all.move(tab, 0);
    all.close(tab);
    expect(changes()).toBe(4);
  });

  it.each([undefined, 1, {}, { tabs: 1, main: 0, active: 0 }, { tabs: [], main: 'x', active: 0 }])(
    'do not come back from %j',
    value => expect(parseSavedTabs(value)).toBeUndefined(),
  );

  it('leave out what cannot be one', () => {
    const kept = [null, { kind: 'main', target: 'x' }, { kind: 'room', target: '' }, { kind: 'room' }];
    const saved = { tabs: [...kept, { kind: 'room', target: '#a' }], main: 0, active: 7 };
    expect(parseSavedTabs(saved)?.tabs).toEqual([{ kind: 'room', target: '#a' }]);
    const { tabs: all } = tabs();
    all.restore(parseSavedTabs(saved)!);
    expect(all.active).toBe(all.main);
  });
});
