import { beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '../../../src/conversation/connections/connection.ts';
import { readTabs } from '../../../src/conversation/kept.ts';
import { maxKeptServers, maxOpenTabs, maxTabsByOthers } from '../../../src/conversation/limits.ts';
import type { Tab } from '../../../src/conversation/tabs/tab.ts';
import { Tabs } from '../../../src/conversation/tabs/tabs.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const server = 'a'.repeat(64);
const connectionTo = (of: string): Connection =>
  new Connection({ id: of, hosting: false, room: '#a', name: of, server: of });
const connection = connectionTo(server);

let changes: number;
let all: Tabs;
beforeEach(() => {
  changes = 0;
  all = newTabs();
});

function newTabs(): Tabs {
  return new Tabs(
    new FakeClock(),
    () => (changes += 1),
    () => undefined,
  );
}

const room = (target: string, to = connection, tabs = all): Tab =>
  tabs.open({ kind: 'room', connection: to, target })!;
const talk = (target: string): Tab | undefined => all.open({ kind: 'private', connection, target });
const targets = (tabs = all): string[] => tabs.list.map(({ target }) => target);

describe('the tabs of a window', () => {
  it('begin with the start, which cannot be closed and gives way to the first', () => {
    expect([all.list, all.active]).toEqual([[all.start], all.start]);
    all.close(all.start);
    expect(all.active).toBe(all.start);
    const first = room('#a');
    expect([all.list, all.active]).toEqual([[first], first]);
    all.show(all.start);
    expect(all.active).toBe(first);
    all.close(first);
    expect([all.list, all.active]).toEqual([[all.start], all.start]);
  });

  it('open once for each room or nick of a connection, whatever its case, and not in front', () => {
    const first = room('#first');
    const dev = room('#Dev');
    expect(room('#dev')).toBe(dev);
    expect(all.find(connection, '#DEV')).toBe(dev);
    expect(all.active).toBe(first);
    expect(all.find(connection, '')).toBeUndefined();
    const other = connectionTo('b');
    expect(all.find(other, '#dev')).toBeUndefined();
    expect(room('#dev', other)).not.toBe(dev);
    expect(all.of(other)).toHaveLength(1);
  });

  it('have one for what a server itself says, which is nobody’s room', () => {
    room('#a');
    const own = all.server(connection);
    expect(all.server(connection)).toBe(own);
    expect(all.find(connection, '')).toBeUndefined();
    expect(all.saved(connection).tabs).toEqual([{ kind: 'room', target: '#a' }]);
    all.show(own);
    expect(all.saved(connection).active).toBe(-1);
    const b = room('#b');
    all.show(b);
    expect(all.saved(connection).active).toBe(1);
  });

  it('give the front to their neighbour when they close', () => {
    room('#0');
    const a = room('#a');
    const b = talk('bob')!;
    all.show(b);
    all.close(b);
    expect(all.active).toBe(a);
    expect(targets()).toEqual(['#0', '#a']);
    all.show(b);
    expect(all.active).toBe(a);
    all.home = a;
    all.close(a);
    expect(all.home).toBeUndefined();
  });

  it('can be put in another order, as far as there are places', () => {
    const [a, b] = [room('#a'), room('#b')];
    room('#c');
    all.move(b, 0);
    expect(targets()).toEqual(['#b', '#a', '#c']);
    all.move(b, 99);
    expect(targets()).toEqual(['#a', '#c', '#b']);
    all.close(a);
    all.move(a, 0);
    expect(targets()).toEqual(['#c', '#b']);
  });

  it('have the same names in the next window, whatever their order, and each its own', () => {
    const [a, bob] = [room('#A'), talk('bob')!];
    const next = newTabs();
    const again = [next.open({ kind: 'private', connection, target: 'BOB' })!, room('#a', connection, next)];
    expect(again.map(({ id }) => id)).toEqual([bob.id, a.id]);
    expect(room('#a', connectionTo('b'), next).id).not.toBe(a.id);
    all.rename(bob, 'rob');
    expect(talk('bob')?.id).not.toBe(bob.id);
  });

  it('are opened by others behind all, never in front, and so many and no more', () => {
    const unasked = (target: string): Tab | undefined =>
      all.openByOthers({ kind: 'private', connection, target });
    const first = unasked('n0')!;
    expect([all.list, all.active]).toEqual([[all.start, first], all.start]);
    const home = room('#a');
    expect([targets(), all.active]).toEqual([['n0', '#a'], home]);
    for (let n = 1; n < maxTabsByOthers; n++) expect(unasked(`n${n}`)).toBeDefined();
    expect(unasked('one-more')).toBeUndefined();
    expect(unasked('n0')).toBe(first);
    expect(talk('by us')).toBeDefined();
    all.show(first);
    expect(unasked('one-more')).toBeDefined();
  });

  it('are opened behind all for each room that a bouncer puts us into, as far as there is space', () => {
    const put = (target: string): Tab | undefined => all.openByOthers({ kind: 'room', connection, target });
    for (let n = 0; n < maxTabsByOthers + 5; n++) expect(put(`#r${n}`)).toBeDefined();
    expect(all.active).toBe(all.start);
    const chat = all.openByOthers({ kind: 'private', connection, target: 'bob' });
    expect(chat).toBeDefined();
    for (let n = all.list.length; n <= maxOpenTabs; n++) expect(put(`#s${n}`)).toBeDefined();
    expect(put('#one-more')).toBeUndefined();
  });

  it('are no more than a window may hold', () => {
    for (let n = 0; n < maxOpenTabs; n++) expect(talk(`nick${n}`)).toBeDefined();
    expect(talk('one-more')).toBeUndefined();
    expect(talk('nick1')).toBeDefined();
  });

  it('tell of each change, and once of several together', () => {
    const tab = room('#a');
    room('#a');
    all.show(tab);
    all.move(tab, 0);
    all.rename(tab, '#b');
    all.close(tab);
    expect(changes).toBe(5);
    all.together(() => all.show(room('#c')));
    expect(changes).toBe(6);
  });
});

describe('what is kept of tabs', () => {
  it('is read as it was written, with how far each was read', () => {
    room('#a').unread.readUpTo = 5;
    all.show(talk('bob')!);
    const saved = all.saved(connection);
    expect(readTabs(JSON.parse(JSON.stringify([[server, saved]]))).get(server)).toEqual({
      tabs: [
        { kind: 'room', target: '#a', readUpTo: 5 },
        { kind: 'private', target: 'bob' },
      ],
      active: 1,
    });
  });

  it.each([
    undefined,
    1,
    {},
    [1],
    [['x', 1]],
    [['x', { tabs: 1, active: 0 }]],
    [['', { tabs: [], active: 0 }]],
  ])('is nothing where %j was kept', value => expect(readTabs(value).size).toBe(0));

  it('is of the servers that were used last', () => {
    const none = { tabs: [], active: -1 };
    const many = Array.from({ length: maxKeptServers + 1 }, (_, n) => [`s${n}`, none]);
    expect([...readTabs(many).keys()].slice(0, 1)).toEqual(['s1']);
  });
});
