import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
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

  it('does no harm where its form is another one: its tabs named no server', () => {
    window.enter('#chat', { server: host });
    expect(window.tabs()).toEqual(['[#chat]']);
    window = window.reload();
    window.enter('#chat', { server: host });
    expect(window.tabs()).toEqual(['[#chat]']);
  });
});
