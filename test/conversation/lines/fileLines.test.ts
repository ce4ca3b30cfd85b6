import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoricEvent } from '../../../src/chat/event.ts';
import type { MessageLine } from '../../../src/chat/line.ts';
import { keepTabsMs } from '../../../src/conversation/limits.ts';
import type { TalkServer } from '../../support/talkServer.ts';
import { base } from '../../support/talkTime.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

/** A line of the workspace's file, which has whole seconds. */
const fromFile = (id: string, second: number, nick: string, text: string): MessageLine => ({
  ...{ kind: 'message', id, at: base + second * 1_000, nick, text, form: 'say' },
  ...{ own: false, earlier: true, isFromFile: true },
});

const gap = (second: number): HistoricEvent => {
  const at = base + second * 1_000;
  return { type: 'gap', target: '#chat', at, from: at, to: at + 500 };
};

describe('the lines of the file', () => {
  it('are found again in what the server tells, each once, and what was said in their second comes too', () => {
    window = new TalkWindow();
    window.take({
      type: 'earlier',
      lines: [fromFile('f1', 24, 'ana', 'ok'), fromFile('f2', 25, 'ana', 'ok')],
    });
    room = window.enter('#chat');
    window.ask({ type: 'older', tab: window.page.active });
    const before = room.requests('older').at(-1)?.before ?? 0;
    expect(before).toBeGreaterThan(base + 24_003);
    room.answersOlder([
      room.past(24.001, 'ana', 'ok'),
      room.past(24.003, 'bia', 'me too'),
      room.past(25.5, 'ana', 'ok'),
      room.past(26, 'ana', 'ok'),
    ]);
    expect(window.said()).toEqual(['ana: ok', 'bia: me too', 'ana: ok', 'ana: ok']);
  });

  it('are found again when they come after what the server tells', () => {
    room.history([room.past(24.4, 'ana', 'ok'), room.past(25.5, 'bia', 'yes')]);
    window.take({
      type: 'earlier',
      lines: [
        fromFile('f0', 3, 'ana', 'before'),
        fromFile('f1', 24, 'ana', 'ok'),
        fromFile('f2', 25, 'bia', 'yes'),
      ],
    });
    expect(window.said()).toEqual(['ana: before', 'ana: ok', 'bia: yes']);
  });

  it('come after what else was said in their second, and what was said before them is not kept', () => {
    const next = new TalkWindow();
    next.take({
      type: 'earlier',
      lines: [fromFile('f1', 100, 'ana', 'four'), fromFile('f2', 100, 'ana', 'five')],
    });
    room = next.enter('#chat');
    room.history([
      room.past(99, 'ana', 'zero'),
      room.past(100.5, 'ana', 'three'),
      room.past(101, 'ana', 'six'),
    ]);
    expect(next.said()).toEqual(['ana: zero', 'ana: three', 'ana: four', 'ana: five', 'ana: six']);
    expect(next.inFile()).toEqual(['six']);
  });

  it('come before what was said in their second after the window had ended', () => {
    window.clock.advance(keepTabsMs);
    room.view.known.set('#chat', base + 100_300);
    const next = window.reload();
    next.take({ type: 'earlier', lines: [fromFile('f1', 100, 'ana', 'two')] });
    room = next.enter('#chat');
    room.history([room.past(100.2, 'ana', 'one'), room.past(100.301, 'ana', 'three')]);
    expect(next.said()).toEqual(['ana: one', 'ana: two', 'ana: three']);
  });

  it('stand before a gap that begins in their second', () => {
    const next = new TalkWindow();
    next.take({ type: 'earlier', lines: [fromFile('f1', 100, 'ana', 'one')] });
    room = next.enter('#chat');
    room.history([gap(100.2), room.past(103, 'ana', 'two')]);
    const words = expect.stringContaining('may be missing') as string;
    const shown = next.shown().filter(text => !/^(-- You|===)/.test(text));
    expect(shown).toEqual(['ana: one', words, 'ana: two']);
  });

  it('go on in the room that is entered, and what came since is asked for', () => {
    window.take({ type: 'left', connection: room.id });
    const next = window.reload();
    next.take({ type: 'earlier', lines: [fromFile('f1', 100, 'ana', 'ok')] });
    room = next.enter('#chat');
    expect(next.said()).toEqual(['ana: ok']);
    expect(room.requests('enterRoom')).toEqual([
      { type: 'enterRoom', room: '#chat', shownUpTo: base + 100_000 },
    ]);
    room.history([room.past(90, 'ana', 'no'), room.past(100.5, 'ana', 'ok'), room.past(160, 'ana', 'new')]);
    // In the window before nobody has looked at what was said since it came.
    expect(next.tabs()).toEqual(['[#chat 2]']);
  });

  it('that came with the folder say so, and hide nothing of the room by the times that they bear', () => {
    window.take({ type: 'left', connection: room.id });
    const next = window.reload();
    const foreign = (id: string, second: number): MessageLine => ({
      ...fromFile(id, second, 'ana', id),
      isForeign: true,
    });
    next.take({ type: 'earlier', lines: [foreign('old', -1e9), foreign('far', 1e9)] });
    room = next.enter('#chat');
    expect(room.requests('enterRoom')).toEqual([{ type: 'enterRoom', room: '#chat' }]);
    next.ask({ type: 'older', tab: next.page.active });
    expect(room.requests('older').at(-1)?.before).toBeGreaterThan(base);
    expect(next.conversation.transcript.text).toContain('<ana> (came with this folder) far');
    expect(next.inFile()).toEqual([]);
  });

  it('are there once, though a tab of the room was closed and the server tells them to the next', () => {
    const id = room.own('mine');
    room.echoes(id, 'm1', 3);
    window.ask({ type: 'closeTab', tab: window.tab('#chat') });
    window.take({ type: 'left', connection: room.id });
    room = window.enter('#chat');
    room.history([room.past(3, 'rui', 'mine', { msgid: 'm1' })]);
    expect(window.inFile()).toEqual(['mine']);
    room.emit({ type: 'redacted', target: '#chat', msgid: 'm1', by: 'rui', reason: '' });
    expect(window.inFile()).toEqual([]);
  });

  it('go when they are taken back, also our own', () => {
    const id = room.own('mine');
    room.echoes(id, 'm1', 3);
    expect(window.inFile()).toEqual(['mine']);
    room.emit({ type: 'redacted', target: '#chat', msgid: 'm1', by: 'rui', reason: '' });
    expect(window.inFile()).toEqual([]);
  });

  it('of another room say nothing of what was said in this one', () => {
    window = new TalkWindow();
    window.take({ type: 'earlier', lines: [fromFile('f1', 100, 'ana', 'ok')] });
    room = window.enter('#other');
    expect(room.requests('enterRoom')).toEqual([{ type: 'enterRoom', room: '#other' }]);
  });
});
