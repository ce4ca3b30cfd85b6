import { describe, expect, it } from 'vitest';
import { maxNamedLines, maxOffers, Tab, type TabKind } from '../../src/conversation/tab.ts';
import type { MessageLine } from '../../src/chat/line.ts';
import { FakeClock } from '../support/fakeClock.ts';

const tabOf = (kind: TabKind): Tab =>
  new Tab({ id: 'tab-1', kind, target: '#a' }, new FakeClock(), () => undefined);

function said(id: string, at: number, more: Partial<MessageLine> = {}): MessageLine {
  return { kind: 'message', id, at, nick: 'ana', text: id, form: 'say', own: false, ...more };
}

/** Adds a line that nobody looks at. */
function hear(tab: Tab, line: MessageLine): boolean {
  tab.scrollback.add(line);
  return tab.addUnread(line);
}

describe('a tab', () => {
  it('counts what nobody has looked at, and marks the first of it', () => {
    const tab = tabOf('room');
    expect(hear(tab, said('m1', 1))).toBe(true);
    expect(hear(tab, said('m2', 2, { mention: true }))).toBe(false);
    expect([tab.unread, tab.mentions, tab.firstNew]).toEqual([2, 1, 'm1']);
  });

  it('counts each line of a private chat as one that speaks to us', () => {
    const tab = tabOf('private');
    hear(tab, said('m1', 1));
    expect(tab.mentions).toBe(1);
  });

  it('keeps the mark when it is looked at, until something else is new', () => {
    const tab = tabOf('room');
    hear(tab, said('m1', 1));
    expect(tab.look()).toBe(1);
    expect([tab.unread, tab.firstNew]).toEqual([0, 'm1']);
    expect(tab.look()).toBeUndefined();
    expect(hear(tab, said('m2', 2))).toBe(true);
    expect(tab.firstNew).toBe('m2');
  });

  it('has nothing new once one has spoken oneself', () => {
    const tab = tabOf('room');
    hear(tab, said('m1', 1));
    tab.forgetNew();
    expect(tab.firstNew).toBeUndefined();
    expect(hear(tab, said('m2', 2))).toBe(true);
  });

  it('follows what was read in another window', () => {
    const tab = tabOf('room');
    for (const at of [1, 2, 3]) hear(tab, said(`m${at}`, at, { mention: at === 3 }));
    tab.readElsewhere(2);
    expect([tab.unread, tab.mentions, tab.firstNew]).toEqual([1, 1, 'm3']);
    tab.readElsewhere(1);
    expect(tab.unread).toBe(1);
    tab.readElsewhere(3);
    expect([tab.unread, tab.mentions, tab.firstNew]).toEqual([0, 0, undefined]);
  });

  it('tells nobody that nothing was read', () => {
    const tab = tabOf('room');
    expect(tab.look()).toBeUndefined();
    tab.readElsewhere(5);
    hear(tab, said('m1', 5));
    expect(tab.look()).toBeUndefined();
  });

  it('knows a line by the name the server gave it', () => {
    const tab = tabOf('room');
    tab.name('server1', 'own1');
    tab.name('same', 'same');
    expect([tab.lineIdOf('server1'), tab.msgidOf('own1')]).toEqual(['own1', 'server1']);
    expect([tab.lineIdOf('other'), tab.msgidOf('same')]).toEqual(['other', 'same']);
    for (let n = 0; n < maxNamedLines; n++) tab.name(`s${n}`, `l${n}`);
    expect(tab.lineIdOf('server1')).toBe('server1');
    expect(tab.lineIdOf('s0')).toBe('l0');
  });

  it('remembers so many files and no more', () => {
    const tab = tabOf('room');
    const offer = { id: 'i', secret: 's', name: 'n', size: 1, hash: 'h' };
    for (let n = 0; n <= maxOffers; n++) tab.keepOffer(`l${n}`, offer);
    expect(tab.offerOf('l0')).toBeUndefined();
    expect(tab.offerOf('l1')).toBe(offer);
  });

  it('is empty after clear', () => {
    const tab = tabOf('room');
    hear(tab, said('m1', 1));
    tab.clear();
    expect(tab.message('m1')).toBeUndefined();
    expect(tab.firstNew).toBeUndefined();
  });
});
