import type { Memento } from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { comeBackMs, noteEveryMs, OpenRooms } from '../../../src/app/connections/openRooms.ts';
import type { LastRoom } from '../../../src/conversation/kept.ts';
import { FakeClock } from '../../support/fakeClock.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

const hosted: LastRoom = { hosted: true, server: 'a', room: '#chat', address: '127.0.0.1', port: 6_697 };
const joined: LastRoom = { hosted: false, server: 'b', room: '#dev', address: '10.0.0.7', port: 6_700 };

let clock: FakeClock;
let values: Map<string, string>;
let network: string;
let rooms: LastRoom[];
beforeEach(() => {
  clock = new FakeClock(Date.UTC(2026, 4, 4));
  values = new Map();
  network = '192.168.0.5';
  rooms = [];
});

/** As the editor's: what is kept is JSON. */
const memento = {
  get: (key: string) => (values.has(key) ? (JSON.parse(values.get(key) ?? '') as unknown) : undefined),
  update: (key: string, value: unknown) => {
    if (value === undefined) values.delete(key);
    else values.set(key, JSON.stringify(value));
    return Promise.resolve();
  },
} as unknown as Memento;

const openWindow = (): OpenRooms => new OpenRooms(memento, () => rooms, { clock, network: () => network });

/** A window that has these rooms open, and ends. */
function useWindow(...open: LastRoom[]): void {
  const window = openWindow();
  window.begin();
  rooms = open;
  window.changed();
  window.dispose();
  rooms = [];
}

describe('the rooms that a window had open', () => {
  it('are known to the next one, in their order', () => {
    useWindow(hosted, joined);
    expect(openWindow().left).toEqual([hosted, joined]);
  });

  it('are so for ten minutes', () => {
    useWindow(joined);
    clock.advance(comeBackMs);
    expect(openWindow().left).toEqual([joined]);
    clock.advance(1);
    expect(openWindow().left).toEqual([]);
  });

  it('are so on the same network', () => {
    useWindow(hosted);
    network = '10.1.2.3';
    expect(openWindow().left).toEqual([]);
    network = '192.168.0.5';
    expect(openWindow().left).toEqual([hosted]);
  });

  it('are not, where the clock was set back', () => {
    useWindow(hosted);
    const earlier = new FakeClock(Date.UTC(2026, 4, 3));
    expect(new OpenRooms(memento, () => [], { clock: earlier, network: () => network }).left).toEqual([]);
  });

  it('are known also after a window that was killed in the midst of an afternoon', () => {
    const killed = openWindow();
    killed.begin();
    rooms = [hosted];
    killed.changed();
    clock.advance(4 * 3_600_000);
    rooms = [];
    expect(openWindow().left).toEqual([hosted]);
    expect(noteEveryMs).toBeLessThan(comeBackMs / 2);
  });

  it('are none once they were left', () => {
    const window = openWindow();
    window.begin();
    rooms = [joined];
    window.changed();
    rooms = [];
    window.changed();
    window.dispose();
    expect(values.size).toBe(0);
    expect(openWindow().left).toEqual([]);
  });

  it('stay known while the next window comes back into them, also when that one ends meanwhile', () => {
    useWindow(hosted, joined);
    const next = openWindow();
    expect(next.left).toEqual([hosted, joined]);
    rooms = [hosted];
    next.changed();
    next.dispose();
    next.begin();
    expect(openWindow().left).toEqual([hosted, joined]);
  });

  it('stay known when the next window could not come back into them, for ten minutes', () => {
    useWindow(hosted, joined);
    // The host reloads at the same time: nobody answers yet.
    clock.advance(60_000);
    const refused = openWindow();
    refused.begin();
    rooms = [hosted];
    refused.changed();
    clock.advance(60_000);
    refused.dispose();
    rooms = [];
    expect(openWindow().left).toEqual([hosted, joined]);
    clock.advance(comeBackMs - 120_000);
    expect(openWindow().left).toEqual([hosted, joined]);
    clock.advance(1);
    expect(openWindow().left).toEqual([hosted]);
  });

  it('are left for good also by a window that came into them later', () => {
    useWindow(joined);
    const window = openWindow();
    window.begin();
    rooms = [{ ...joined, address: '10.0.0.8' }];
    window.changed();
    rooms = [];
    window.changed();
    expect(openWindow().left).toEqual([]);
  });

  it('are none when the user stopped entering them', () => {
    useWindow(joined);
    const window = openWindow();
    window.giveUp();
    window.begin();
    expect(openWindow().left).toEqual([]);
  });

  it('close with the window, which is nobody’s wish', () => {
    const window = openWindow();
    window.begin();
    rooms = [hosted];
    window.changed();
    window.dispose();
    rooms = [];
    window.changed();
    expect(openWindow().left).toEqual([hosted]);
  });

  it.each(['nonsense', { at: 'now', network: '', rooms: [] }, { at: 1, network: 'x', rooms: [{ room: 1 }] }])(
    'are none where something else is kept: %j',
    value => {
      values.set('pychat.openRooms', JSON.stringify(value));
      expect(openWindow().left).toEqual([]);
    },
  );

  it('are eight at most', () => {
    useWindow(...Array.from({ length: 9 }, (_, port) => ({ ...joined, port })));
    expect(openWindow().left.map(({ port }) => port)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
