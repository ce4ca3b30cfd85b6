import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoricEvent } from '../../../src/chat/event.ts';
import type { TalkServer } from '../../support/talkServer.ts';
import { base } from '../../support/talkTime.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

let window: TalkWindow;
let room: TalkServer;
beforeEach(() => {
  window = new TalkWindow();
  room = window.enter('#chat');
});

const gap = (second: number): HistoricEvent => {
  const at = base + second * 1_000;
  return { type: 'gap', target: '#chat', at, from: at, to: at + 500 };
};

describe('what was missed during a break', () => {
  it('stands in order behind what was there, all of it, counted and in the file, however alike the lines are', () => {
    room.says('ana', 'start', { at: base + 100_000 });
    room.says('bia', 'ok', { at: base + 100_000 });
    window.see();
    room.breaks();
    room.registers();
    room.history([
      room.past(103, 'caio', 'is the build red?'),
      room.past(104, 'ana', 'looking'),
      room.past(110, 'bia', 'ok'),
      room.past(111, 'caio', 'fixed'),
      room.past(112, 'bia', 'ok'),
    ]);
    const missed = ['caio: is the build red?', 'ana: looking', 'bia: ok', 'caio: fixed', 'bia: ok'];
    expect(window.marked()).toEqual(['ana: start', 'bia: ok', '=== new ===', ...missed]);
    expect(window.tabs()).toEqual(['[#chat 5]']);
    expect(window.inFile()).toEqual(['start', 'ok', 'is the build red?', 'looking', 'ok', 'fixed', 'ok']);
  });

  it('is news also where nobody has ever looked', () => {
    room.says('ana', 'start', { at: base + 1_000 });
    room.breaks();
    room.registers();
    room.history([room.past(2, 'ana', 'rui: look')]);
    expect(window.tabs()).toEqual(['[#chat 2!1]']);
    expect(window.notifications.map(({ text }) => text)).toEqual(['ana in #chat: rui: look']);
  });

  it('is news also where nothing but what we have said ourselves stands, still on its way', () => {
    room.breaks();
    room.own('still here', { at: base + 500_000 });
    room.registers();
    room.history([room.past(2, 'ana', 'one'), room.past(3, 'ana', 'two')]);
    expect(window.tabs()).toEqual(['[#chat 2]']);
  });

  it('is news in a private chat that we have begun during the break', () => {
    room.breaks();
    window.type('/msg dan');
    room.own('are you there?', { at: base + 500_000, target: 'dan' });
    room.registers();
    room.history([room.past(2, 'dan', 'psst', { target: 'dan' })], { target: 'dan' });
    window.open('#chat');
    expect(window.tabs()).toEqual(['[#chat]', 'dan 1!1']);
  });

  it('is no news where it was said before we came, even if it comes after a break', () => {
    room.breaks();
    room.registers();
    room.history([room.past(-1, 'ana', 'early'), room.past(2, 'ana', 'one')]);
    expect(window.tabs()).toEqual(['[#chat 1]']);
  });

  it('stands there once, as news, when it came with older lines before', () => {
    window.type('/msg dan');
    const said = room.past(1, 'dan', 'psst', { target: 'dan' });
    room.answersOlder([said]);
    window.open('#chat');
    expect(window.tabs()).toEqual(['[#chat]', 'dan']);
    room.emit({ ...said, earlier: false });
    expect(window.tabs()).toEqual(['[#chat]', 'dan 1!1']);
    window.open('dan');
    expect(window.said()).toEqual(['dan: psst']);
  });

  it('stands there once when the server tells some of it again', () => {
    const said = [room.past(1, 'ana', 'one'), room.past(2, 'ana', 'two'), room.past(3, 'ana', 'three')];
    room.emit(said[1]!);
    room.history(said);
    room.history(said);
    expect(window.said()).toEqual(['ana: one', 'ana: two', 'ana: three']);
  });

  it('stands before what we have said meanwhile and is still on its way', () => {
    room.says('ana', 'one', { at: base + 1_000 });
    room.breaks();
    room.own('still here', { at: base + 500_000 });
    room.registers();
    room.history([gap(2), room.past(3, 'ana', 'three')]);
    expect(window.shown().filter(text => !/^(-- (You|The conn|Connected)|===)/.test(text))).toEqual([
      'ana: one',
      expect.stringMatching(/^-- What was said here between .+ and .+ may be missing\.$/),
      'ana: three',
      'rui: still here',
    ]);
  });

  it('shows a gap where the server has lost something, before what came after it', () => {
    room.says('ana', 'one', { at: base + 1_000 });
    room.history([room.past(2, 'ana', 'two'), gap(3), room.past(4, 'ana', 'four')]);
    const words = expect.stringContaining('may be missing') as string;
    expect(window.shown().slice(-3)).toEqual(['ana: two', words, 'ana: four']);
  });

  it('shows a gap around what was heard in the middle of it', () => {
    room.says('ana', 'one', { at: base + 1_000 });
    for (const second of [4, 5]) room.says('ana', `heard ${second}`, { at: base + second * 1_000 });
    room.own('waits', { at: base + 6_000 });
    room.history([{ ...gap(1), to: base + 9_000 } as HistoricEvent, room.past(10, 'ana', 'ten')]);
    const isGap = (text: string): boolean => text.includes('What was said here between');
    const lines = window.shown().filter(text => isGap(text) || !/^(--|===)/.test(text));
    const told = lines.map(text => (isGap(text) ? 'gap' : text.slice(5)));
    expect(told).toEqual(['one', 'gap', 'heard 4', 'heard 5', 'gap', 'ten', 'waits']);
    expect(
      window
        .lines()
        .filter(({ text }) => isGap(text))
        .map(({ at }) => at - base),
    ).toEqual([1_000, 5_000]);
  });

  it('shows a gap before a line of the file that ends in the same second', () => {
    const file = { kind: 'message', id: 'f1', nick: 'ana', text: 'kept', form: 'say', own: false } as const;
    window = new TalkWindow();
    window.take({ type: 'earlier', lines: [{ ...file, at: base + 5_000, isFromFile: true }] });
    room = window.enter('#chat');
    room.history([{ ...gap(1), to: base + 5_700 } as HistoricEvent, room.past(10, 'ana', 'ten')]);
    const told = window.shown().filter(text => /may be missing|ana: /.test(text));
    expect(told.map(text => text.slice(0, 9))).toEqual(['-- What w', 'ana: kept', 'ana: ten']);
  });

  it('stands after a restart of the server, and is news, though its times are earlier', () => {
    room.says('ana', 'one', { at: base + 100_000 });
    window.see();
    room.breaks();
    room.registers();
    room.history([{ ...gap(100), restartAt: base } as HistoricEvent]);
    room.says('ana', 'three', { at: base + 3_000 });
    room.history([room.past(2, 'bia', 'two')]);
    room.history([room.past(4, 'bia', 'four')]);
    const words = expect.stringContaining('may be missing') as string;
    expect(window.shown().filter(text => !/^(-- (You|The conn|Connected)|===)/.test(text))).toEqual([
      'ana: one',
      words,
      'bia: two',
      'ana: three',
      'bia: four',
    ]);
    expect(window.tabs()).toEqual(['[#chat 3]']);
  });

  it('is a mention when it was said before we joined again', () => {
    window.see();
    window.take({ type: 'left', connection: room.id });
    room = window.enter('#chat');
    room.history([room.past(60, 'ana', 'rui: look')]);
    expect(window.said().at(-1)).toBe('! ana: rui: look');
  });

  it('is no news to who has read it elsewhere', () => {
    room.emit({ type: 'read', target: '#chat', upTo: base + 2_000 });
    room.history([room.past(1, 'ana', 'one'), room.past(2, 'ana', 'two'), room.past(3, 'ana', 'three')]);
    expect(window.tabs()).toEqual(['[#chat 1]']);
  });

  it('is no news to who has never been here', () => {
    room.history([room.past(-2, 'ana', 'one'), room.past(-1, 'ana', 'rui: two')]);
    expect(window.said()).toEqual(['ana: one', '! ana: rui: two']);
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.notifications).toEqual([]);
  });

  it('takes what was reacted and deleted along, in a line that is no news once it is deleted', () => {
    room.says('ana', 'one', { at: base + 1_000, msgid: 'm1' });
    window.see();
    room.history([
      room.past(2, 'ana', 'oops, rui', { msgid: 'm2' }),
      {
        type: 'reaction',
        target: '#chat',
        msgid: 'm1',
        nick: 'bia',
        reaction: '👍',
        removed: false,
        own: false,
      },
      { type: 'redacted', target: '#chat', msgid: 'm2', by: 'ana', reason: '' },
    ]);
    expect(window.said().at(-1)).toContain('(deleted by ana)');
    expect(window.page.lines.find(({ id }) => id === 'm1')).toMatchObject({ reactions: [{ count: 1 }] });
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.notifications).toEqual([]);
    expect(window.inFile()).toEqual(['one']);
  });

  it('opens a private chat that began meanwhile, behind the tab in front, as news', () => {
    room.history([room.past(5, 'bia', 'are you there?', { target: 'bia' })], { target: 'bia' });
    expect(window.tabs()).toEqual(['[#chat]', 'bia 1!1']);
    room.history([room.past(5, 'NickServ', 'hello', { target: 'NickServ', form: 'notice' })], {
      target: 'NickServ',
    });
    room.history([room.past(5, 'x', 'hello', { target: '#other' })], { target: '#other' });
    expect(window.tabs()).toEqual(['[#chat]', 'bia 1!1']);
  });
});

describe('an answer', () => {
  it.each(['a catch-up', 'older lines'])('has its quote, and is a mention when it answers us, in %s', how => {
    const told = [
      room.past(1, 'ana', 'which one?', { msgid: 'q' }),
      room.past(2, 'rui', 'mine?', { msgid: 'o' }),
      room.past(3, 'bia', 'the second', { replyTo: 'q' }),
      room.past(4, 'bia', 'yes', { replyTo: 'o' }),
    ];
    if (how === 'a catch-up') room.history(told);
    else {
      room.says('ana', 'later', { at: base + 10_000 });
      window.ask({ type: 'older', tab: window.page.active });
      room.answersOlder(told);
    }
    expect(window.said().slice(0, 4)).toEqual([
      'ana: which one?',
      'rui: mine?',
      'bia: the second (to ana: which one?)',
      '! bia: yes (to rui: mine?)',
    ]);
  });

  it('gets its quote when what it answers comes after it', () => {
    room.says('bia', 'the second', { at: base + 3_000, replyTo: 'q' });
    expect(window.said()).toEqual(['bia: the second (to a line that is not here)']);
    window.ask({ type: 'older', tab: window.page.active });
    room.answersOlder([room.past(1, 'ana', 'which one?', { msgid: 'q' })]);
    expect(window.said()).toEqual(['ana: which one?', 'bia: the second (to ana: which one?)']);
  });

  it('has its quote in a private chat that is opened again', () => {
    window.type('/msg bia');
    room.answersOlder([
      room.past(1, 'rui', 'mine?', { target: 'bia', msgid: 'o' }),
      room.past(2, 'bia', 'yes', { target: 'bia', replyTo: 'o' }),
    ]);
    expect(window.said()).toEqual(['rui: mine?', '! bia: yes (to rui: mine?)']);
  });
});

describe('older lines', () => {
  const scrollUp = (): void => window.ask({ type: 'older', tab: window.page.active });

  it('of the same millisecond as the first stand before it', () => {
    room.history([room.past(-1, 'ana', 'three'), room.past(-1, 'ana', 'four')]);
    scrollUp();
    room.answersOlder([room.past(-2, 'ana', 'one'), room.past(-1, 'ana', 'two')]);
    expect(window.said()).toEqual(['ana: one', 'ana: two', 'ana: three', 'ana: four']);
  });

  it.each(['noAnswer', 'refused', 'more'] as const)('can be asked for again after %s', end => {
    room.says('ana', 'now', { at: base + 10_000 });
    scrollUp();
    room.answersOlder([], end);
    window.settle();
    expect(window.page.hasOlder).toBe(true);
    scrollUp();
    expect(room.requests('older')).toHaveLength(2);
  });

  it('are all there when the server itself says so, and only then', () => {
    room.says('ana', 'now', { at: base + 10_000 });
    scrollUp();
    room.answersOlder([room.past(1, 'ana', 'first')], 'all');
    expect(window.said()).toEqual(['ana: first', 'ana: now']);
    expect(window.page.hasOlder).toBe(false);
    scrollUp();
    expect(room.requests('older')).toHaveLength(1);
  });

  it('can be had again after a break in which there were none', () => {
    room.says('ana', 'now', { at: base + 10_000 });
    room.breaks();
    scrollUp();
    expect(window.page.hasOlder).toBe(false);
    room.registers();
    window.settle();
    expect(window.page.hasOlder).toBe(true);
    scrollUp();
    expect(room.requests('older')).toHaveLength(1);
  });

  it('stand between the notes of what happened meanwhile, by the time of the server', () => {
    const hourAhead = 3_600_000;
    room.view.now = base + hourAhead;
    room.says('ana', 'one', { at: base + hourAhead });
    room.view.now += 1_000;
    room.breaks();
    room.view.now += 1_000;
    room.registers();
    room.says('ana', 'four', { at: base + hourAhead + 4_000 });
    room.history([
      room.past(3_600.5, 'ana', 'two', { msgid: 'm2' }),
      room.past(3_601.5, 'ana', 'three', { msgid: 'm3' }),
    ]);
    const told = window.shown().map(text => text.replace(/^-- (The|Connected).*/, '$1'));
    expect(told.slice(-6)).toEqual(['ana: one', 'ana: two', 'The', 'ana: three', 'Connected', 'ana: four']);
  });

  it('are those before the first message, whatever note stands above it', () => {
    room.emit({ type: 'topic', target: '#chat', at: base - 60_000, text: 'ships' });
    room.history([room.past(-20, 'ana', 'twenty ago'), room.past(-10, 'ana', 'ten ago')]);
    expect(window.shown()[0]).toBe('-- You are in #chat.');
    scrollUp();
    expect(room.requests('older').at(-1)).toMatchObject({ target: '#chat', before: base - 20_000 });
    const before = window.page.redraws;
    room.answersOlder([room.past(-30, 'ana', 'thirty ago')]);
    expect(window.said()).toEqual(['ana: thirty ago', 'ana: twenty ago', 'ana: ten ago']);
    expect(window.page.redraws).toBe(before);
    scrollUp();
    expect(room.requests('older').at(-1)).toMatchObject({ before: base - 30_000 });
  });

  it('are no news, mentions or not', () => {
    room.says('ana', 'now', { at: base + 10_000 });
    window.see();
    scrollUp();
    room.answersOlder([room.past(1, 'ana', 'rui: look')]);
    expect(window.said()[0]).toBe('! ana: rui: look');
    expect(window.tabs()).toEqual(['[#chat]']);
    expect(window.notifications).toEqual([]);
  });

  it('are asked for where there are none yet, whatever our clock says', () => {
    window.type('/cls');
    window.clock.advance(1_000);
    scrollUp();
    expect(room.requests('older').at(-1)?.before).toBeGreaterThan(base + 3_600_000);
  });

  it('are not asked for in the tab of a server', () => {
    room.emit({ type: 'serverSaid', at: base, text: 'welcome' });
    window.open('10.0.0.1:6697');
    scrollUp();
    expect(window.page.hasOlder).toBe(false);
    expect(room.requests('older')).toEqual([]);
  });

  it('in pieces of a hundred are put in place without a redraw', () => {
    for (let second = 1_000; second < 1_100; second++)
      room.says('ana', `${second}`, { at: base + second * 1_000 });
    window.settle();
    const before = window.page.redraws;
    for (let piece = 9; piece >= 0; piece--) {
      scrollUp();
      room.answersOlder(
        Array.from({ length: 100 }, (_, n) => room.past(piece * 100 + n, 'ana', `${piece * 100 + n}`)),
      );
    }
    expect(window.said()).toEqual(Array.from({ length: 1_100 }, (_, n) => `ana: ${n}`));
    expect(window.page.redraws).toBe(before);
  });
});

describe('our own line', () => {
  it('with a clock that is fast takes the server’s time with its echo', () => {
    const id = room.own('hello', { at: base + 300_000 });
    room.echoes(id, 'm1', 1);
    expect(window.lines().at(-1)).toMatchObject({ id, at: base + 1_000, delivery: 'relayed' });
    window.see();
    room.breaks();
    room.registers();
    room.history([room.past(1, 'rui', 'hello', { msgid: 'm1' }), room.past(20, 'ana', 'hello')]);
    expect(window.marked()).toEqual(['rui: hello', '=== new ===', 'ana: hello']);
    expect(window.tabs()).toEqual(['[#chat 1]']);
    window.see();
    expect(room.requests('markRead').map(({ upTo }) => upTo)).toEqual([base + 1_000, base + 20_000]);
  });

  it('that no server has says nothing of up to when the room is shown', () => {
    room.says('ana', 'one', { at: base + 100_000 });
    room.own('on its way', { at: base + 900_000 });
    const failed = room.own('failed', { at: base + 900_000 });
    room.emit({ type: 'delivery', target: '#chat', id: failed, delivery: 'failed' });
    window.see();
    expect(room.requests('markRead').map(({ upTo }) => upTo)).toEqual([base + 100_000]);
    window.take({ type: 'left', connection: room.id });
    room = window.enter('#chat');
    expect(room.requests('enterRoom')[0]?.shownUpTo).toBe(base + 100_000);
  });
});
