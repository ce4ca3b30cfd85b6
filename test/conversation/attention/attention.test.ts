import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Attention, soundEveryMs } from '../../../src/conversation/attention/attention.ts';
import { badgeOf } from '../../../src/conversation/attention/badge.ts';
import type { NoticeSettings } from '../../../src/conversation/attention/noticeSettings.ts';
import { noticeText } from '../../../src/conversation/attention/noticeText.ts';
import { outOfSightMs, type NoticeTab } from '../../../src/conversation/attention/notifier.ts';
import type { MessageLine } from '../../../src/chat/line.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { foldCase } from '../../../src/irc/names.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { FakeMemory } from './fakeMemory.ts';

const room: NoticeTab = { id: 'tab-1', kind: 'room', target: '#chat' };
const talk: NoticeTab = { id: 'tab-2', kind: 'private', target: 'bruno' };

function line(more: Partial<MessageLine> = {}): MessageLine {
  return { kind: 'message', id: 'm', at: 0, nick: 'bruno', text: 'hi', form: 'say', own: false, ...more };
}
const mention = line({ mention: true, text: 'ana: hi' });

/** A window in which nobody looks, with the notifications that it shows. */
class FakeWindow {
  readonly clock = new FakeClock();
  readonly memory = new FakeMemory();
  readonly asked: { text: string; buttons: readonly string[]; answer(button?: string): Promise<void> }[] = [];
  readonly shown: string[] = [];
  settings: NoticeSettings = { keywords: [], notifications: 'mentions', sound: false };
  isUnseen = true;
  sounds = 0;
  changes = 0;
  readonly attention = this.#makeAttention();

  said(said: MessageLine, tab = room, isLookedAt = false): void {
    this.attention.said(said, tab, { isLookedAt });
  }

  get texts(): string[] {
    return this.asked.map(({ text }) => text);
  }

  #makeAttention(): Attention {
    const attention = new Attention({
      t: inEnglish,
      clock: this.clock,
      memory: this.memory,
      settings: () => this.settings,
      isUnseen: () => this.isUnseen,
      ask: (text, buttons) => this.#ask(text, buttons),
      show: tab => void this.shown.push(tab),
      sound: () => (this.sounds += 1),
      changed: () => (this.changes += 1),
    });
    attention.enter('host', foldCase);
    return attention;
  }

  #ask(text: string, buttons: readonly string[]): Promise<string | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const answer = async (button?: string): Promise<void> => {
      resolve(button);
      await promise;
      await Promise.resolve();
    };
    this.asked.push({ text, buttons, answer });
    return promise;
  }
}

let window: FakeWindow;
beforeEach(() => {
  window = new FakeWindow();
});

describe('a mention', () => {
  it('is one’s own nick, by the server’s fold', () => {
    expect(window.attention.isMention('so, ANA?', 'Ana')).toBe(true);
    expect(window.attention.isMention('banana', 'ana')).toBe(false);
    expect(window.attention.isMention('anything', '')).toBe(false);
  });

  it('is a keyword, whatever its case', () => {
    expect(window.attention.isMention('Deploy now', 'ana')).toBe(false);
    window.settings = { ...window.settings, keywords: ['deploy'] };
    expect(window.attention.isMention('DEPLOY now', 'ana')).toBe(true);
    expect(window.attention.isMention('redeploy now', 'ana')).toBe(false);
  });
});

describe('a notification', () => {
  it('tells of a mention and of a private message, and of nothing else', () => {
    window.said(line());
    window.said(line({ own: true, mention: true }));
    expect(window.texts).toEqual([]);
    window.said(mention);
    expect(window.texts).toEqual(['bruno in #chat: ana: hi']);
    const other = new FakeWindow();
    other.said(line(), talk);
    expect(other.texts).toEqual(['bruno to you: hi']);
    expect(other.asked[0]?.buttons).toEqual(['Show', 'Mute']);
  });

  it('tells of all, or of nothing, as the setting says', () => {
    window.settings = { ...window.settings, notifications: 'none' };
    window.said(mention);
    expect(window.texts).toEqual([]);
    window.settings = { ...window.settings, notifications: 'all' };
    window.said(line());
    expect(window.texts).toEqual(['bruno in #chat: hi']);
  });

  it('tells of no notice that speaks to nobody: services send them to whoever comes', () => {
    window.said(line({ form: 'notice', privateWith: 'NickServ' }));
    window.said(line({ form: 'notice' }), talk);
    expect(window.texts).toEqual([]);
    window.said(line({ privateWith: 'bruno' }));
    expect(window.texts).toEqual(['bruno to you: hi']);
  });

  it('does not come while the chat can be seen', () => {
    window.isUnseen = false;
    window.said(mention);
    window.isUnseen = true;
    window.said(mention, room, true);
    expect(window.texts).toEqual([]);
  });

  it('is one at a time; the next one sums up what came meanwhile', async () => {
    for (let count = 0; count < 1_000; count++) window.said(mention);
    expect(window.texts).toHaveLength(1);
    await window.asked[0]?.answer();
    expect(window.texts.slice(1)).toEqual(['999 more messages in PyChat.']);
    expect(window.asked[1]?.buttons).toEqual(['Show']);
    window.said(mention, talk);
    await window.asked[1]?.answer();
    expect(window.texts.slice(2)).toEqual(['1 more message in PyChat.']);
    await window.asked[2]?.answer('Show');
    expect(window.shown).toEqual(['tab-2']);
    expect(window.texts).toHaveLength(3);
  });

  it('does not sum up what can be seen by then', async () => {
    window.said(mention);
    window.said(mention);
    window.isUnseen = false;
    await window.asked[0]?.answer();
    expect(window.texts).toHaveLength(1);
  });

  it('does not sum up what was looked at', async () => {
    window.said(mention);
    window.said(mention);
    window.attention.seen();
    await window.asked[0]?.answer();
    expect(window.texts).toHaveLength(1);
  });

  it('shows its tab, or the last one that came meanwhile', async () => {
    window.said(mention);
    await window.asked[0]?.answer('Show');
    window.said(mention);
    window.said(line(), talk);
    await window.asked[1]?.answer('Show');
    expect(window.shown).toEqual(['tab-1', 'tab-2']);
    expect(window.texts).toHaveLength(2);
  });

  it('opens nothing by itself', async () => {
    window.said(mention);
    window.said(line(), talk);
    await window.asked[0]?.answer();
    expect(window.shown).toEqual([]);
  });

  it('mutes its tab', async () => {
    window.said(line(), talk);
    await window.asked[0]?.answer('Mute');
    expect(window.attention.isMuted('BRUNO')).toBe(true);
    window.said(mention);
    expect(window.texts).toHaveLength(1);
  });

  it('stands in nobody’s way once it has moved into the editor’s list, where it never closes', async () => {
    window.said(mention);
    window.clock.advance(outOfSightMs * 10);
    window.said(mention);
    expect(window.texts).toHaveLength(1);
    window.attention.seen();
    window.clock.advance(outOfSightMs - 1);
    window.said(mention);
    expect(window.texts).toHaveLength(1);
    window.clock.advance(1);
    window.said(mention);
    expect(window.texts).toHaveLength(2);
    await window.asked[0]?.answer('Show');
    window.said(mention);
    expect([window.shown, window.texts.length]).toEqual([['tab-1'], 2]);
  });
});

describe('the text of a notification', () => {
  const textOf = (more: Partial<MessageLine>, target = '#chat'): string =>
    noticeText(line(more), { kind: 'room', target }, inEnglish);

  it('is one line, cut', () => {
    const text = textOf({ text: `a\nb${'c'.repeat(10_000)}`, nick: 'n'.repeat(200) }, `#${'r'.repeat(200)}`);
    expect(text).toMatch(/^n{39}… in #r{38}…: a bc+…$/);
    expect(text.length).toBeLessThan(220);
  });

  it('holds no link that the editor would make: a click would run a command', () => {
    const text = textOf({ text: '[ok](command:workbench.action.quit "x")', nick: '[n](file:///x)' });
    expect(text).toBe('[n] (file:///x) in #chat: [ok] (command:workbench.action.quit "x")');
  });

  it('is safe whatever is said', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('](', ']', '(', '\n', '\u202e'));
    fc.assert(
      fc.property(fc.array(piece), piece, (pieces, nick) => {
        const text = textOf({ text: pieces.join(''), nick });
        expect(text).not.toMatch(/\]\(|[\n\r\u202a-\u202e\u2066-\u2069]/);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the sound', () => {
  beforeEach(() => {
    window.settings = { ...window.settings, sound: true };
  });

  it('is off unless it is asked for', () => {
    window.settings = { ...window.settings, sound: false };
    window.said(mention);
    expect(window.sounds).toBe(0);
  });

  it('comes with what speaks to us, at most once in a while', () => {
    window.said(line());
    expect(window.sounds).toBe(0);
    for (let count = 0; count < 100; count++) window.said(mention);
    window.clock.advance(soundEveryMs - 1);
    window.said(mention);
    expect(window.sounds).toBe(1);
    window.clock.advance(1);
    window.said(line(), talk);
    expect(window.sounds).toBe(2);
  });

  it('does not come for what is looked at', () => {
    window.said(mention, room, true);
    expect(window.sounds).toBe(0);
  });

  it('comes where notifications are off: each has its own setting', () => {
    window.settings = { ...window.settings, notifications: 'none' };
    window.said(mention);
    expect([window.sounds, window.texts]).toEqual([1, []]);
  });
});

describe('being left alone', () => {
  beforeEach(() => {
    window.settings = { keywords: [], notifications: 'all', sound: true };
  });

  it.each(['#chat', '#CHAT', 'bruno', 'BRUNO'])('mutes %s', name => {
    expect(window.attention.mute(name, true)).toBe(true);
    window.said(mention);
    expect([window.sounds, window.texts]).toEqual([0, []]);
    window.attention.mute(name, false);
    window.said(mention);
    expect([window.sounds, window.texts.length]).toEqual([1, 1]);
  });

  it('does not disturb', () => {
    window.attention.setDoNotDisturb('hour');
    window.said(mention);
    window.said(line(), talk);
    expect([window.sounds, window.texts]).toEqual([0, []]);
    window.clock.advance(3_600_000);
    window.said(mention);
    expect([window.sounds, window.texts.length]).toEqual([1, 1]);
  });

  it('tells what has changed', () => {
    const before = window.changes;
    window.attention.mute('rui', true);
    window.attention.mute('', true);
    window.attention.setDoNotDisturb('on');
    expect(window.changes).toBe(before + 2);
    expect(window.attention.muted).toEqual(['rui']);
    window.attention.enter('another host', foldCase);
    expect(window.attention.muted).toEqual([]);
  });

  it('leaves no timer behind', () => {
    window.attention.setDoNotDisturb('hour');
    window.attention.dispose();
    expect(window.clock.waiting).toBe(0);
  });
});

describe('the badge', () => {
  it('counts what speaks to us, and says what it counts', () => {
    expect(badgeOf({ unread: 7, mentions: 2 }, inEnglish)).toEqual({
      count: 2,
      tooltip: 'Mentions and private messages: 2; new in all: 7',
    });
  });
});
