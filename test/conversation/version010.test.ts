import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomFacts } from '../../src/conversation/page/banner.ts';
import { KnownHosts } from '../../src/trust/knownHosts.ts';
import { KeptMemory, TalkWindow } from '../support/talkWindow.ts';

/** What 0.1.0 keeps in the editor's two stores, in its own form. */
const stored = (name: 'workspace' | 'global'): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../fixtures/0.1.0/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

function memoryOf(name: 'workspace' | 'global'): KeptMemory {
  const memory = new KeptMemory();
  for (const [key, value] of Object.entries(stored(name))) memory.set(key, value);
  return memory;
}

/** Whose room it was. */
const host = 'ab'.repeat(32);

describe('what 0.1.0 has kept', () => {
  let window: TalkWindow;
  beforeEach(() => {
    window = new TalkWindow({ kept: { workspace: memoryOf('workspace'), global: memoryOf('global') } });
  });

  it('leads back to the room that the window was in', () => {
    expect(window.conversation.lastRoom).toEqual({
      ...{ hosted: false, room: '#chat', address: '192.0.2.7', port: 6_697 },
    });
    window.settle();
    expect(window.page.buttons).toContain('Back to #chat');
  });

  it('keeps Do Not Disturb, and who is muted there', () => {
    const room = window.enter('#chat', { server: host });
    window.settle();
    expect(window.status.doNotDisturb).toBe(true);
    window.focus(false);
    room.says('eva', 'rui: look');
    room.says('ana', 'rui: look');
    window.settle();
    expect(window.status).toMatchObject({ mentions: 1 });
  });

  it('has its hosts, which are still known by their keys', () => {
    const global = memoryOf('global');
    const hosts = new KnownHosts({ get: key => global.get(key), update: () => Promise.resolve() });
    expect(hosts.check('192.0.2.7', 6_697, host)).toBe('known');
    expect(hosts.all()).toHaveLength(1);
  });

  /** The window is in a room, reached at an address. */
  const comesTo = (room: string, at: string, hosted?: RoomFacts): void => {
    const talk = window.connect(room, { server: host, ...(hosted && { hosting: true, facts: hosted }) });
    talk.registers(at);
    for (const one of [room, '#redes']) talk.admits(one);
  };
  const facts: RoomFacts = {
    ...{ room: '#chat', port: 6_697, addresses: ['192.0.2.1'], open: false },
    ...{ certificate: '', key: '', password: '' },
  };

  it('has its tabs, in the room that the window was in', () => {
    comesTo('#chat', '192.0.2.7');
    expect(window.tabs()).toEqual(['[#chat]', '#redes (muted)', 'bia']);
    window = window.reload();
    expect(window.tabs()).toEqual(['[#chat]', '#redes (muted)', 'bia']);
  });

  it('has the tabs of a room that was hosted, wherever that is reached', () => {
    const workspace = memoryOf('workspace');
    workspace.set('pychat.lastRoom', { hosted: true, room: '#chat', address: '127.0.0.1', port: 6_698 });
    window = new TalkWindow({ kept: { workspace, global: memoryOf('global') } });
    comesTo('#chat', '::1', facts);
    expect(window.tabs()).toEqual(['[#chat]', '#redes (muted)', 'bia']);
  });

  it.each([
    ['another address', '#chat', '192.0.2.8', undefined],
    ['another room', '#other', '192.0.2.7', undefined],
    ['a room of our own', '#chat', '192.0.2.7', facts],
  ])('does not have its tabs, which named no server, at %s', (_, room, at, hosted) => {
    const talk = window.connect(room, { server: host, ...(hosted && { hosting: true, facts: hosted }) });
    talk.registers(at);
    talk.admits(room);
    expect(window.tabs()).toEqual([`[${room}]`]);
    window = window.reload();
    expect(window.tabs()).toEqual([`[${room}]`]);
  });
});
