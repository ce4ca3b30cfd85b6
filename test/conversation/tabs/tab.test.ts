import { describe, expect, it } from 'vitest';
import type { MessageLine } from '../../../src/chat/line.ts';
import { maxNamedLines, maxOffers, Tab } from '../../../src/conversation/tabs/tab.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const tabOf = (kind: 'room' | 'private'): Tab =>
  new Tab({ id: 'tab-1', kind, target: '#a', connection: undefined }, new FakeClock(), () => undefined);

function said(id: string, at: number, more: Partial<MessageLine> = {}): MessageLine {
  return { kind: 'message', id, at, nick: 'ana', text: id, form: 'say', own: false, ...more };
}

/** Adds a line that nobody looks at. @returns whether the mark has moved */
function hear(tab: Tab, line: MessageLine): boolean {
  tab.scrollback.add(line);
  tab.unread.add(line, 0, false);
  return tab.unread.moveMark();
}

describe('what is unread in a tab', () => {
  it('is counted from the first that nobody has seen, where the mark is', () => {
    const tab = tabOf('room');
    expect(hear(tab, said('m1', 1))).toBe(true);
    expect(hear(tab, said('m2', 2, { mention: true }))).toBe(false);
    expect([tab.unread.count, tab.unread.mentions, tab.unread.mark]).toEqual([2, 1, 'm1']);
  });

  it('all speaks to us in a private chat', () => {
    const tab = tabOf('private');
    hear(tab, said('m1', 1));
    expect(tab.unread.mentions).toBe(1);
  });

  it('keeps its mark when it is seen, until something else is new', () => {
    const tab = tabOf('room');
    const { unread } = tab;
    hear(tab, said('m1', 1));
    expect(unread.seen('m1')).toBe(1);
    expect([unread.count, unread.mark]).toEqual([0, 'm1']);
    expect(unread.seen('m1')).toBeUndefined();
    expect(unread.seen('gone')).toBeUndefined();
    expect(hear(tab, said('m2', 2))).toBe(true);
    expect(unread.mark).toBe('m2');
  });

  it('is marked again after one has spoken oneself', () => {
    const tab = tabOf('room');
    hear(tab, said('m1', 1));
    tab.unread.seen('m1');
    expect(tab.unread.forgetMark()).toBe(true);
    expect([tab.unread.mark, tab.unread.forgetMark()]).toEqual([undefined, false]);
    expect(hear(tab, said('m2', 2))).toBe(true);
  });

  it('follows what was read in another window', () => {
    const tab = tabOf('room');
    const { unread } = tab;
    for (const at of [1, 2, 3]) hear(tab, said(`m${at}`, at, { mention: at === 3 }));
    expect(unread.seenElsewhere(2)).toBe(true);
    expect([unread.count, unread.mentions, unread.mark]).toEqual([1, 1, 'm3']);
    expect(unread.seenElsewhere(1)).toBe(false);
    expect(unread.count).toBe(1);
    unread.seenElsewhere(3);
    expect([unread.count, unread.mentions, unread.mark]).toEqual([0, 0, undefined]);
  });

  it('says nothing of what is on its way to the server or did not get there', () => {
    const tab = tabOf('room');
    tab.scrollback.add(said('m1', 1));
    for (const delivery of ['queued', 'sent', 'failed'] as const)
      tab.scrollback.add(said(delivery, 900, { own: true, delivery }));
    expect(tab.unread.seen('failed')).toBe(1);
    tab.scrollback.add(said('relayed', 5, { own: true, delivery: 'relayed' }));
    expect(tab.unread.seen('relayed')).toBe(5);
  });
});

describe('a tab', () => {
  it('knows a line by the name the server gave it', () => {
    const tab = tabOf('room');
    tab.noteUnnamed('own1');
    expect(tab.isUnnamed('own1')).toBe(true);
    tab.name('server1', 'own1');
    tab.name('same', 'same');
    expect(tab.isUnnamed('own1')).toBe(false);
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
    expect([tab.lineOfOffer('i'), tab.lineOfOffer('other')]).toEqual(['l1', undefined]);
  });

  it('is empty after clear', () => {
    const tab = tabOf('room');
    hear(tab, said('m1', 1));
    tab.clear();
    expect(tab.message('m1')).toBeUndefined();
    expect([tab.unread.mark, tab.unread.count]).toEqual([undefined, 0]);
  });
});
