import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { soundEveryMs, systemEveryMs } from '../../../src/conversation/attention/attention.ts';
import type { NoticeSettings } from '../../../src/conversation/attention/noticeSettings.ts';
import { noticeText } from '../../../src/conversation/attention/noticeText.ts';
import { outOfSightMs } from '../../../src/conversation/attention/notifier.ts';
import type { MessageLine } from '../../../src/chat/line.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import type { TalkServer } from '../../support/talkServer.ts';
import { TalkWindow, usualSettings } from '../../support/talkWindow.ts';

function line(more: Partial<MessageLine> = {}): MessageLine {
  return { kind: 'message', id: 'm', at: 0, nick: 'bruno', text: 'hi', form: 'say', own: false, ...more };
}

/** A window in #chat that nobody looks at. */
class UnseenWindow extends TalkWindow {
  readonly server: TalkServer = this.enter('#chat');

  set(notices: Partial<NoticeSettings>): void {
    const settings = { ...usualSettings, notices: { ...usualSettings.notices, ...notices } };
    this.take({ type: 'settings', settings });
  }

  mention(): void {
    this.server.says('bruno', 'rui: hi');
  }

  whisper(form: 'say' | 'notice' = 'say', nick = 'bruno'): void {
    this.server.says(nick, 'hi', { target: nick, form });
  }

  get texts(): string[] {
    return this.notifications.map(({ text }) => text);
  }

  /** Answers the notification of this number, from 0. */
  answer(index: number, answer?: string): void {
    this.take({ type: 'notified', notification: this.notifications[index]!.id, answer });
  }

  get front(): string | undefined {
    return this.tabs()
      .find(tab => tab.startsWith('['))
      ?.slice(1)
      .replace(/[ \]].*/, '');
  }
}

let window: UnseenWindow;
beforeEach(() => {
  window = new UnseenWindow();
});

describe('a mention', () => {
  const isMention = (text: string): boolean => {
    window.server.says('bruno', text);
    return window.said().at(-1)?.startsWith('!') === true;
  };

  it('is one’s own nick, by the server’s fold', () => {
    expect(isMention('so, RUI?')).toBe(true);
    expect(isMention('ruins')).toBe(false);
    expect(isMention('rui|away: hello')).toBe(false);
    expect(isMention('see https://ci.example/rui/42 and src/rui.ts')).toBe(false);
    window.server.view.nick = '';
    expect(isMention('anything')).toBe(false);
  });

  it('is a keyword, whatever its case', () => {
    expect(isMention('Deploy now')).toBe(false);
    window.set({ keywords: ['deploy'] });
    expect(isMention('DEPLOY now')).toBe(true);
    expect(isMention('redeploy now')).toBe(false);
  });
});

describe('a notification', () => {
  it('tells of a mention and of a private message, and of nothing else', () => {
    window.server.says('bruno', 'hi');
    window.server.own('rui');
    expect(window.texts).toEqual([]);
    window.mention();
    expect(window.texts).toEqual(['bruno in #chat: rui: hi']);
    const other = new UnseenWindow();
    other.whisper();
    expect(other.texts).toEqual(['bruno to you: hi']);
    expect(other.notifications[0]?.buttons).toEqual(['Show', 'Mute']);
  });

  it('tells of all, or of nothing, as the setting says', () => {
    window.set({ notifications: 'none' });
    window.mention();
    expect(window.texts).toEqual([]);
    window.set({ notifications: 'all' });
    window.server.says('bruno', 'hi');
    expect(window.texts).toEqual(['bruno in #chat: hi']);
  });

  it('tells of no notice that speaks to nobody: services send them to whoever comes', () => {
    window.whisper('notice', 'NickServ');
    window.type('/msg bruno');
    window.whisper('notice');
    expect(window.texts).toEqual([]);
    window.whisper();
    expect(window.texts).toEqual(['bruno to you: hi']);
  });

  it('does not come while the chat can be seen', () => {
    window.focus(false, true);
    window.mention();
    window.focus(true, true);
    window.mention();
    window.focus(true, false);
    window.mention();
    expect(window.texts).toEqual([]);
  });

  it('is one at a time; the next one sums up what came meanwhile', () => {
    for (let count = 0; count < 1_000; count++) window.mention();
    expect(window.texts).toHaveLength(1);
    window.answer(0);
    expect(window.texts.slice(1)).toEqual(['999 more messages in PyChat.']);
    expect(window.notifications[1]?.buttons).toEqual(['Show']);
    window.whisper();
    window.answer(1);
    expect(window.texts.slice(2)).toEqual(['1 more message in PyChat.']);
    window.answer(2, 'Show');
    expect(window.front).toBe('bruno');
    expect(window.texts).toHaveLength(3);
  });

  it('does not sum up what can be seen by then, or was looked at', () => {
    const lookAndLeave = (): void => {
      window.focus();
      window.focus(false);
    };
    for (const look of [() => window.focus(false, true), lookAndLeave]) {
      window = new UnseenWindow();
      window.mention();
      window.mention();
      look();
      window.answer(0);
      expect(window.texts).toHaveLength(1);
    }
  });

  it('shows its tab, or the last one that came meanwhile', () => {
    window.whisper('say', 'carla');
    window.answer(0, 'Show');
    expect(window.front).toBe('carla');
    window.mention();
    window.whisper();
    window.answer(1, 'Show');
    expect(window.front).toBe('bruno');
    expect(window.texts).toHaveLength(2);
  });

  it('opens nothing by itself', () => {
    window.mention();
    window.whisper();
    window.answer(0);
    expect(window.front).toBe('#chat');
    expect(window.done.some(({ type }) => type === 'openPage')).toBe(false);
  });

  it('mutes its tab', () => {
    window.whisper();
    window.answer(0, 'Mute');
    expect(window.tabs()[1]).toContain('(muted)');
    window.mention();
    expect(window.texts).toHaveLength(1);
  });

  it('is in nobody’s way once it has moved into the editor’s list, where it never closes', () => {
    window.mention();
    window.clock.advance(outOfSightMs * 10);
    window.mention();
    expect(window.texts).toHaveLength(1);
    window.focus();
    window.focus(false);
    window.clock.advance(outOfSightMs - 1);
    window.mention();
    expect(window.texts).toHaveLength(1);
    window.clock.advance(1);
    window.mention();
    expect(window.texts).toHaveLength(2);
    window.type('/msg bruno');
    window.answer(0, 'Show');
    window.mention();
    expect([window.front, window.texts.length]).toEqual(['bruno', 2]);
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
  beforeEach(() => window.set({ sound: true }));

  it('is off unless it is asked for', () => {
    window.set({ sound: false });
    window.mention();
    expect(window.page.sounds).toBe(0);
  });

  it('comes with what speaks to us, at most once in a while', () => {
    window.server.says('bruno', 'hi');
    expect(window.page.sounds).toBe(0);
    for (let count = 0; count < 100; count++) window.mention();
    window.clock.advance(soundEveryMs - 1);
    window.mention();
    expect(window.page.sounds).toBe(1);
    window.clock.advance(1);
    window.whisper();
    expect(window.page.sounds).toBe(2);
  });

  it('does not come for what is looked at', () => {
    window.focus();
    window.mention();
    expect(window.page.sounds).toBe(0);
  });

  it('comes where notifications are off: each has its own setting', () => {
    window.set({ notifications: 'none', sound: true });
    window.mention();
    expect([window.page.sounds, window.texts]).toEqual([1, []]);
  });
});

describe('being left alone', () => {
  beforeEach(() => window.set({ notifications: 'all', sound: true }));

  it.each(['#chat', '#CHAT', 'bruno', 'BRUNO'])('mutes %s', name => {
    window.type(`/mute ${name}`);
    window.mention();
    expect([window.page.sounds, window.texts]).toEqual([0, []]);
    window.type(`/unmute ${name}`);
    window.mention();
    expect([window.page.sounds, window.texts.length]).toEqual([1, 1]);
  });

  /** Whether a mention by somebody is heard. */
  const isHeard = (nick: string, account: string): boolean => {
    window.clock.advance(soundEveryMs);
    const before = window.page.sounds;
    window.server.says(nick, 'rui: hi', { account });
    return window.page.sounds > before;
  };

  it('follows a muted person who comes back under another nick, by their account', () => {
    expect(isHeard('bruno', 'key1')).toBe(true);
    window.type('/mute bruno');
    expect(isHeard('other', 'key1')).toBe(false);
    expect(isHeard('nina', 'key2')).toBe(true);
  });

  it('mutes nobody for the nick that a muted person had once', () => {
    window.type('/mute bruno');
    expect(isHeard('bruno', 'key1')).toBe(false);
    window.server.says('nina', 'old', { account: 'key1', earlier: true });
    expect(isHeard('nina', 'key2')).toBe(true);
  });

  it('does not disturb for an hour, which the status says', () => {
    window.type('/dnd hour');
    window.mention();
    window.whisper();
    expect([window.page.sounds, window.texts, window.status.doNotDisturb]).toEqual([0, [], false]);
    window.settle();
    expect(window.status.doNotDisturb).toBe(true);
    window.clock.advance(3_600_000);
    expect(window.status.doNotDisturb).toBe(false);
    window.mention();
    expect([window.page.sounds, window.texts.length]).toEqual([1, 1]);
  });

  it('is of one server', () => {
    window.type('/mute rui');
    expect(window.answersTo('/mute')).toEqual(['#chat is muted.']);
    const next = window.enter('#chat', { server: 'b'.repeat(64) });
    window.ask({ type: 'closeTab', tab: window.page.active });
    next.says('x', 'hi', { target: '#none' });
    expect(window.tabs()[0]).toContain('(muted)');
  });
});

describe('the badge', () => {
  it('counts what speaks to us', () => {
    window.server.says('bruno', 'hi');
    window.mention();
    window.settle();
    expect(window.badge).toBe(1);
  });
});

describe('a notice of the operating system', () => {
  const notices = (): unknown[] => window.done.filter(({ type }) => type === 'systemNotice');
  const notice = (title: string, text = ''): unknown => ({ type: 'systemNotice', title, text });

  it('comes only where it is wanted, and while the window has no focus', () => {
    window.mention();
    expect(notices()).toEqual([]);
    window.set({ system: 'short' });
    window.focus(true, false);
    window.mention();
    expect(notices()).toEqual([]);
    window.focus(false, true);
    window.mention();
    expect(notices()).toEqual([notice('New mention in PyChat')]);
  });

  it('says what it is of, and the message only where that is asked for', () => {
    window.set({ system: 'full', notifications: 'all' });
    const says: [() => void, string, string][] = [
      [() => window.mention(), 'New mention in PyChat', 'bruno in #chat: rui: hi'],
      [() => window.whisper(), 'New private message in PyChat', 'bruno to you: hi'],
      [() => window.server.says('bruno', 'a\nb'), 'New message in PyChat', 'bruno in #chat: a'],
    ];
    for (const [say, title, text] of says) {
      window.clock.advance(systemEveryMs);
      say();
      expect(notices().at(-1)).toMatchObject({ title, text: expect.stringContaining(text) as string });
    }
  });

  it('comes every ten seconds at most', () => {
    window.set({ system: 'short' });
    window.mention();
    window.clock.advance(systemEveryMs - 1);
    window.mention();
    expect(notices()).toHaveLength(1);
    window.clock.advance(1);
    window.mention();
    expect(notices()).toHaveLength(2);
  });

  it('leaves alone whoever is not to be disturbed, and says nothing of what is muted', () => {
    window.set({ system: 'short' });
    window.type('/mute bruno');
    window.mention();
    window.type('/unmute bruno');
    window.type('/dnd on');
    window.mention();
    expect(notices()).toEqual([]);
  });
});
