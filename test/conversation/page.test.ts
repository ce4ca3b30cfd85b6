import { describe, expect, it } from 'vitest';
import { appearanceFrom } from '../../src/conversation/appearanceValues.ts';
import { firstLines, olderLines, Page } from '../../src/conversation/page.ts';
import { Tabs } from '../../src/conversation/tabs.ts';
import type { Line } from '../../src/chat/line.ts';
import { Emitter } from '../../src/common/emitter.ts';
import type { PageHost, PageRequest, ToPage } from '../../src/panel/pageHost.ts';
import { FakeClock } from '../support/fakeClock.ts';

const appearance = appearanceFrom(() => undefined);

/** A place for the page that only writes down what it is told. */
class RecordingHost implements PageHost {
  readonly posts: (ToPage | { type: 'append'; lines: readonly Line[] })[] = [];
  readonly onMessage = new Emitter<PageRequest>().event;
  readonly onShown = new Emitter<void>().event;
  readonly onClosed = new Emitter<void>().event;
  isVisible = true;
  title = '';
  show(): void {
    this.isVisible = true;
  }
  setTitle(title: string): void {
    this.title = title;
  }
  setBadge(): void {
    this.posts.push({ type: 'focus' });
  }
  append(lines: readonly Line[]): void {
    this.posts.push({ type: 'append', lines });
  }
  post(message: ToPage): void {
    this.posts.push(message);
  }
  dispose(): void {
    this.isVisible = false;
  }
  /** The messages of one kind so far. */
  of<Type extends ToPage['type']>(type: Type): Extract<ToPage, { type: Type }>[] {
    return this.posts.filter((post): post is Extract<ToPage, { type: Type }> => post.type === type);
  }
}

function window(remembers = false): { tabs: Tabs; page: Page; host: RecordingHost; clock: FakeClock } {
  const clock = new FakeClock();
  const tabs: Tabs = new Tabs(clock, {
    changed: () => page.tabsChanged(),
    typingChanged: () => page.changed('typing'),
  });
  const page: Page = new Page(tabs, {
    clock,
    words: () => ({}),
    appearance: () => appearance,
    banner: () => ({ title: '', rows: [], actions: [] }),
    prompt: tab => ({ path: tab.target, hint: '' }),
    title: tab => tab.target,
    vocabulary: () => ({ nicks: [], rooms: [], commands: [] }),
    isMuted: () => false,
    canAskForOlder: () => remembers,
  });
  tabs.main.target = '#chat';
  const host = new RecordingHost();
  page.host = host;
  return { tabs, page, host, clock };
}

function line(id: string): Line {
  return { kind: 'message', id, at: 1, nick: 'bob', text: id, form: 'say', own: false };
}

function fill({ tabs }: { tabs: Tabs }, count: number): void {
  for (let n = 0; n < count; n++) tabs.main.scrollback.add(line(`m${n}`));
}

describe('the page', () => {
  it('gets the newest lines of the tab that is open, and is told that there are older ones', () => {
    const chat = window();
    fill(chat, firstLines + 1);
    const { screen } = chat.page.snapshot();
    expect(screen.lines).toHaveLength(firstLines);
    expect(screen.lines.at(-1)?.id).toBe(`m${firstLines}`);
    expect(screen.hasOlder).toBe(true);
  });

  it('gets older lines in pieces until it has all that are kept', () => {
    const chat = window();
    fill(chat, firstLines + olderLines + 1);
    chat.page.snapshot();
    expect(chat.page.showOlder()).toBe(true);
    expect(chat.page.showOlder()).toBe(true);
    expect(chat.page.showOlder()).toBe(false);
    const pieces = chat.host.of('older');
    expect(pieces.map(({ lines }) => lines.length)).toEqual([olderLines, 1]);
    expect(pieces.map(({ hasOlder }) => hasOlder)).toEqual([true, false]);
    expect(pieces[1]?.lines[0]?.id).toBe('m0');
  });

  it('gets lines and changes of the tab that is open only', () => {
    const { tabs, page, host } = window();
    const other = tabs.open('room', '#dev')!;
    page.added(other, line('m1'));
    page.changedLine(other, 'm1', { delivery: 'relayed' });
    page.firstNewMoved(other);
    expect(host.posts).toEqual([]);
    page.added(tabs.main, line('m2'));
    page.changedLine(tabs.main, 'm2', { delivery: 'relayed' });
    expect(host.posts.map(({ type }) => type)).toEqual(['append', 'change']);
  });

  it('gets another tab whole when that is opened', () => {
    const { tabs, host } = window();
    const other = tabs.open('room', '#dev')!;
    other.scrollback.add(line('m1'));
    tabs.show(other);
    const [shown] = host.of('screen');
    expect(shown?.active).toBe(other.id);
    expect(shown?.screen.lines.map(({ id }) => id)).toEqual(['m1']);
    expect(host.title).toBe('#dev');
  });

  it('is told of counts and names once for all that change together', () => {
    const { tabs, page, host, clock } = window();
    for (let n = 0; n < 20; n++) page.changed('tabs');
    tabs.main.typing.take('bob', 'active');
    tabs.main.typing.take('eva', 'active');
    expect(host.posts).toEqual([]);
    clock.advance(50);
    expect(host.of('tabs')).toHaveLength(1);
    expect(host.of('typing')).toEqual([{ type: 'typing', nicks: ['bob', 'eva'] }]);
  });

  it('gets what was put before its first line, and nothing that it would put in the wrong place', () => {
    const chat = window();
    const { tabs, page, host } = chat;
    fill(chat, 2);
    page.snapshot();
    page.putBefore(tabs.main, tabs.main.scrollback.prepend([line('o1')]), 'm0');
    expect(host.of('older').map(({ lines }) => lines[0]?.id)).toEqual(['o1']);
    fill(chat, firstLines);
    page.snapshot();
    page.putBefore(tabs.main, tabs.main.scrollback.prepend([line('o2')]), 'o1');
    expect(host.of('older')).toHaveLength(1);
  });

  it('asks no further when nothing is left', () => {
    const { page, host } = window();
    expect(page.showOlder()).toBe(false);
    page.noOlder();
    expect(host.of('older')).toEqual([{ type: 'older', lines: [], hasOlder: false }]);
  });

  it('is told that there is no more, of the tab that is open', () => {
    const { page, host, tabs } = window(true);
    page.snapshot();
    tabs.main.hasAllOlder = true;
    page.olderChanged(tabs.open('room', '#other')!);
    expect(host.of('older')).toEqual([]);
    page.olderChanged(tabs.main);
    expect(host.of('older')).toEqual([{ type: 'older', lines: [], hasOlder: false }]);
  });

  it('says that there is more as soon as the server is one that remembers', () => {
    const { page, host } = window(true);
    page.stateChanged();
    expect(host.of('older')).toEqual([{ type: 'older', lines: [], hasOlder: true }]);
  });

  it('shows the first lines after a clear', () => {
    const chat = window();
    fill(chat, 2);
    chat.page.snapshot();
    chat.tabs.main.clear();
    chat.page.cleared(chat.tabs.main);
    expect(chat.host.posts.at(-1)).toEqual({ type: 'clear' });
    chat.page.added(chat.tabs.main, line('m9'));
    expect(chat.page.showOlder()).toBe(false);
  });

  it('is visible only where its tab is the open one', () => {
    const { tabs, page, host } = window();
    const other = tabs.open('room', '#dev')!;
    expect([page.isVisible(tabs.main), page.isVisible(other)]).toEqual([true, false]);
    host.isVisible = false;
    expect(page.isVisible(tabs.main)).toBe(false);
  });
});
