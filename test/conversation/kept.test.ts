import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomFacts } from '../../src/conversation/page/banner.ts';
import { keepTabsMs } from '../../src/conversation/limits.ts';
import { base } from '../support/talkTime.ts';
import { KeptMemory, TalkWindow } from '../support/talkWindow.ts';

const [hostA, hostB] = ['a'.repeat(64), 'b'.repeat(64)];

let window: TalkWindow;
beforeEach(() => {
  window = new TalkWindow();
});

describe('what is kept', () => {
  const enterAll = (): void => {
    const a = window.enter('#chat', { server: hostA });
    window.type('/join #x');
    a.admits('#x');
    window.type('/msg bob');
    window.take({ type: 'left', connection: a.id });
  };

  it('of one server is not opened on another', () => {
    enterAll();
    const b = window.enter('#chat', { server: hostB });
    expect(b.asked).toEqual([{ type: 'enterRoom', room: '#chat' }]);
    expect(window.tabs()).toEqual(['[#chat]']);
    b.says('bob', 'hello', { target: 'bob' });
    expect(window.tabs()).toEqual(['[#chat]', 'bob 1!1']);
    window.take({ type: 'left', connection: b.id });
    const a = window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat]', '#x', 'bob']);
    expect(a.requests('enterRoom').map(({ room }) => room)).toEqual(['#chat', '#x']);
  });

  it('says up to when all was shown, to the next client before it is asked for anything', () => {
    const a = window.enter('#chat', { server: hostA });
    a.view.known.set('#chat', base + 1_000);
    a.view.known.set('', base + 2_000);
    a.says('ana', 'hello');
    window.clock.advance(keepTabsMs);
    a.view.known.clear();
    for (let reloads = 0; reloads < 2; reloads++) {
      window = window.reload();
      const again = window.enter('#chat', { server: hostA });
      expect(again.asked.slice(0, 2)).toEqual([
        { type: 'keepKnown', target: '', upTo: base + 2_000 },
        { type: 'keepKnown', target: '#chat', upTo: base + 1_000 },
      ]);
    }
    expect(window.enter('#chat', { server: hostB }).requests('keepKnown')).toEqual([]);
  });

  it('says so of the last moment of a window', () => {
    const a = window.enter('#chat', { server: hostA });
    window.settle();
    a.view.known.set('#chat', base + 7_000);
    window = window.reload();
    const again = window.enter('#chat', { server: hostA });
    expect(again.requests('keepKnown')).toEqual([{ type: 'keepKnown', target: '#chat', upTo: base + 7_000 }]);
  });

  it('gives tabs names that are the same in the next window, and others on another server', () => {
    const idsAt = (server: string): string[] => {
      const next = new TalkWindow();
      next.enter('#chat', { server });
      next.type('/msg bob');
      next.settle();
      expect(next.page.tabs.map(({ server: of }) => of)).toEqual([server, server]);
      return next.page.tabs.map(({ id }) => id);
    };
    expect(idsAt(hostA)).toEqual(idsAt(hostA));
    expect(new Set([...idsAt(hostA), ...idsAt(hostB)]).size).toBe(4);
  });

  it('stands there again in the next window, with the tab that was in front, before anything is connected', () => {
    enterAll();
    expect(window.tabs()).toEqual(['#chat', '#x', '[bob]']);
    window = window.reload();
    expect(window.tabs()).toEqual(['#chat', '#x', '[bob]']);
    const a = window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat]', '#x', 'bob']);
    expect(a.requests('enterRoom').map(({ room }) => room)).toEqual(['#chat', '#x']);
  });

  it('is all there after attempts that came to nothing', () => {
    enterAll();
    window = new TalkWindow({ kept: { ...window.kept, workspace: withoutLastRoom(window.kept.workspace) } });
    const failed = window.connect('#chat', { server: hostA });
    failed.ends('timedOut');
    window.connect('#chat', { server: hostA });
    window.take({ type: 'ended', connection: 'c2', sentence: '', remedies: [] });
    window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat]', '#x', 'bob']);
  });

  it('is without the tabs that were closed, also after we had left', () => {
    enterAll();
    window.ask({ type: 'closeTab', tab: window.tab('#x') });
    window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat]', 'bob']);
    window = window.reload();
    window.ask({ type: 'closeTab', tab: window.tab('bob') });
    window = window.reload();
    expect(window.tabs()).toEqual(['[#chat]']);
  });

  it('is without the last of them, too', () => {
    enterAll();
    for (const title of ['#chat', 'bob', '#x']) window.ask({ type: 'closeTab', tab: window.tab(title) });
    window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat]']);
  });

  it('is right of both connections when one change is of both', () => {
    window.enter('#chat', { server: hostA });
    window.enter('#dev', { server: hostB });
    window.open('#chat');
    window.open('#dev');
    const kept = window.kept.workspace.get('pychat.tabs') as [string, { active: number }][];
    expect(kept.map(([server, { active }]) => [server, active])).toEqual([
      [hostA, -1],
      [hostB, 0],
    ]);
  });

  it('is how far a tab was read, so that only what is new counts after a reload', () => {
    const room = window.enter('#chat', { server: hostA });
    room.says('ana', 'read', { at: base + 1_000 });
    window.see();
    window = window.reload();
    const again = window.enter('#chat', { server: hostA });
    again.history([again.past(1, 'ana', 'read'), again.past(2, 'ana', 'new')]);
    expect(window.tabs()).toEqual(['[#chat 1]']);
  });

  it('is what is muted, by server, also for other workspaces', () => {
    window.enter('#chat', { server: hostA });
    window.type('/mute');
    window = window.reload({ workspace: new KeptMemory() });
    window.enter('#chat', { server: hostA });
    expect(window.tabs()).toEqual(['[#chat (muted)]']);
    window.enter('#chat', { server: hostB });
    expect(window.answersTo('/unmute rui')).toEqual(['rui is not muted.']);
    expect(window.tabs()).toEqual(['#chat (10.0.0.1:6697) (muted)', '[#chat (10.0.0.1:6698)]']);
  });

  it('is the room to go back to, with whose it is', () => {
    const facts: RoomFacts = {
      ...{ room: '#chat', port: 6_697, addresses: ['192.168.0.5'], open: false },
      ...{ certificate: 'AB', key: 'CD', password: 'token' },
    };
    window.enter('#chat', { server: hostA, hosting: true, facts });
    const { lastRoom } = window.reload().conversation;
    const address = { address: '10.0.0.1', port: 6_697 };
    expect(lastRoom).toEqual({ hosted: true, server: hostA, room: '#chat', ...address });
  });

  it.each([
    undefined,
    1,
    [],
    [1],
    [[hostA]],
    [[hostA, { tabs: 1, active: 0 }]],
    [[1, { tabs: [], active: 0 }]],
  ])('is nothing when %j was kept', value => {
    window.kept.workspace.set('pychat.tabs', value ?? null);
    window.kept.workspace.set('pychat.lastRoom', {
      hosted: false,
      server: hostA,
      room: '#chat',
      address: '',
      port: 0,
    });
    window = window.reload();
    expect(window.tabs()).toEqual(['[PyChat]']);
  });
});

/** What the workspace keeps, without the room it was in last. */
function withoutLastRoom(kept: KeptMemory): KeptMemory {
  kept.texts.delete('pychat.lastRoom');
  return kept;
}

it('tabs and mutes that can be read are there beside what cannot', () => {
  window.enter('#chat', { server: hostA });
  window.type('/msg bob');
  window.type('/mute eva');
  window.clock.advance(keepTabsMs);
  const { workspace, global } = window.kept;
  const bad = { kind: 'room', target: `#${'x'.repeat(200)}` };
  const [[server, tabs]] = workspace.get('pychat.tabs') as [[string, { tabs: unknown[] }]];
  workspace.set('pychat.tabs', [
    [server, { ...tabs, tabs: [...tabs.tabs, bad, { kind: 'room', target: '#x', readUpTo: null }] }],
  ]);
  const [[, muted]] = global.get('pychat.muted') as [[string, string[]]];
  global.set('pychat.muted', [[server, ['y'.repeat(200), ...muted]]]);
  window = window.reload();
  expect(window.tabs()).toEqual(['#chat', '[bob]']);
  const again = window.enter('#chat', { server: hostA });
  again.says('eva', 'hi', { target: 'eva' });
  expect(window.notifications).toEqual([]);
});
