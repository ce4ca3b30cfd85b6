import { beforeEach, describe, expect, it } from 'vitest';
import { firstLines, gatherLinesMs, olderLines } from '../../../src/conversation/page/page.ts';
import { base } from '../../support/talkTime.ts';
import type { TalkServer } from '../../support/talkServer.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat', { isFresh: true });
  window.type('/cls');
});

/** Lines of the file, as many as the page gets or more. */
function fill(count: number): void {
  const line = { kind: 'message', nick: 'bob', form: 'say', own: false } as const;
  const lines = Array.from({ length: count }, (_, n) => ({
    ...line,
    id: `m${n}`,
    at: base + n,
    text: `m${n}`,
  }));
  window.take({ type: 'earlier', lines });
}

const scrollUp = (): void => window.ask({ type: 'older', tab: window.page.active });
/** A page that has been loaded again. */
function load(): void {
  window.take({ type: 'pageGone' });
  window.ask({ type: 'ready' });
}

describe('the page', () => {
  it('gets the newest lines of the tab that is open, and is told that there are older ones', () => {
    fill(firstLines + 1);
    load();
    expect(window.page.lines).toHaveLength(firstLines);
    expect(window.page.lines.at(-1)?.id).toBe(`m${firstLines}`);
    expect(window.page.hasOlder).toBe(true);
  });

  it('gets older lines in pieces until it has all that are kept', () => {
    window.ask({ type: 'closeTab', tab: window.page.active });
    room = window.enter('#chat', { isFresh: true, server: 'b'.repeat(64) });
    fill(firstLines + olderLines + 1);
    load();
    scrollUp();
    expect(window.page.lines).toHaveLength(firstLines + olderLines);
    expect(window.page.hasOlder).toBe(true);
    scrollUp();
    scrollUp();
    expect(window.page.lines).toHaveLength(firstLines + olderLines + 2);
    expect(window.page.lines.slice(0, 2).map(({ text }) => text)).toEqual(['You are in #chat.', 'm0']);
    expect(window.page.hasOlder).toBe(false);
    expect(room.requests('older')).toEqual([]);
  });

  it('is told how long a line may be where a server takes single lines, while it is connected', () => {
    expect(window.page.lineBytes).toBeUndefined();
    const irc = window.connect('#irc', { server: 'c'.repeat(64) });
    irc.view.supported.delete('multiline');
    expect(window.page.lineBytes).toBeUndefined();
    irc.registers();
    irc.admits();
    window.settle();
    expect(window.page.lineBytes).toBe(irc.view.limits.multilineBytes);
    irc.breaks();
    window.settle();
    expect(window.page.lineBytes).toBeUndefined();
    irc.registers();
    window.settle();
    expect(window.page.lineBytes).toBe(irc.view.limits.multilineBytes);
    window.open('#chat');
    expect(window.page.lineBytes).toBeUndefined();
  });

  it('gets lines, changes and marks of the tab that is open only', () => {
    room.says('bob', 'hello', { target: 'bob' });
    room.emit({ type: 'read', target: 'bob', upTo: base + 1 });
    expect(window.said()).toEqual([]);
    window.open('bob');
    expect(window.said()).toEqual(['bob: hello']);
    expect(window.title).toBe('bob');
    room.says('ana', 'in the room');
    expect(window.said()).toEqual(['bob: hello']);
  });

  it('gets the first line at once and those that follow it together, before anything that is said after them', () => {
    const id = room.own('one');
    expect(window.page.lines).toHaveLength(1);
    room.own('two');
    room.own('and another');
    expect(window.page.lines).toHaveLength(1);
    window.clock.advance(gatherLinesMs);
    expect(window.page.lines).toHaveLength(3);
    const next = room.own('three');
    room.echoes(next, 'm9', 3);
    room.echoes(id, 'm8', 1);
    expect(window.page.lines.map(line => line.kind === 'message' && line.delivery)).toEqual([
      'relayed',
      'sent',
      'sent',
      'relayed',
    ]);
  });

  it('does not get what would stand in the wrong place: lines before those that it has not', () => {
    fill(firstLines + 10);
    load();
    room.history([room.past(-100, 'ana', 'long ago')]);
    expect(window.said()[0]).toBe('bob: m10');
    scrollUp();
    expect(window.said().slice(0, 2)).toEqual(['ana: long ago', 'bob: m0']);
  });

  it('has nothing older after a clear, until something comes', () => {
    fill(2);
    window.type('/cls');
    expect(window.shown()).toEqual([]);
    room.says('ana', 'one');
    expect(window.said()).toEqual(['ana: one']);
  });

  it('is told that nothing older is there once the server says so', () => {
    window.take({ type: 'left', connection: room.id });
    room = window.enter('#chat');
    window.settle();
    expect(window.page.hasOlder).toBe(true);
    room.history([], { isWhole: true });
    expect(window.page.hasOlder).toBe(false);
  });

  it('asks nothing of a server that keeps no history', () => {
    window.take({ type: 'left', connection: room.id });
    room = window.enter('#chat');
    room.view.supported.delete('history');
    scrollUp();
    expect(window.page.hasOlder).toBe(false);
    expect(room.requests('older')).toEqual([]);
  });

  it('of another tab cannot ask for older lines', () => {
    const tab = window.page.active;
    window.type('/msg bob');
    window.ask({ type: 'older', tab });
    expect(room.requests('older').map(({ target }) => target)).toEqual(['bob']);
  });
});
