import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { parseInvite } from '../../src/trust/invite.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

const patience = { timeout: 30_000 };

/** Counts the tones of a page. */
const countBeeps = `(() => {
  const { start } = OscillatorNode.prototype;
  window.beeps = 0;
  OscillatorNode.prototype.start = function (...given) {
    window.beeps += 1;
    return start.apply(this, given);
  };
})()`;

describe('being noticed, and being left alone', () => {
  let port: number;
  let ana: ChatWindow;
  let rui: ChatWindow;
  let stranger: TestPeer | undefined;

  beforeAll(async () => {
    port = await freePort();
    const vsix = packagedExtension();
    const settings = { 'pychat.host.port': port, 'pychat.keywords': ['deploy'], 'pychat.sound': true };
    [ana, rui] = await Promise.all([
      ChatWindow.start({ name: 'ana', vsix, settings }),
      ChatWindow.start({ name: 'rui', vsix, settings: { 'pychat.location': 'panel' } }),
    ]);
  });

  afterAll(async () => {
    stranger?.stream.destroy();
    await Promise.all([ana, rui].map(one => one[Symbol.asyncDispose]()));
  });

  /** The names on the editor's own tabs, the one in front in brackets. */
  async function editors(): Promise<string[]> {
    const tabs = await ana.editor.page.locator('.tabs-container .tab').all();
    return Promise.all(
      tabs.map(async tab => {
        const name = (await tab.locator('.label-name').innerText()).trim();
        return (await tab.getAttribute('aria-selected')) === 'true' ? `[${name}]` : name;
      }),
    );
  }

  async function untilEditors(...names: unknown[]): Promise<void> {
    await expect.poll(editors, patience).toEqual(names);
  }

  /** Whether the window has the focus, as the browser tells the editor. */
  async function focus(has: boolean): Promise<void> {
    await ana.editor.page.evaluate(
      `document.hasFocus = () => ${has}; window.dispatchEvent(new Event('${has ? 'focus' : 'blur'}'))`,
    );
  }

  const toasts = (): Promise<string[]> =>
    ana.editor.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();

  it('counts what speaks to one in the status bar and on the tab, and what does not only there', async () => {
    const invite = await ana.host('ana');
    await rui.join(invite, 'rui');
    await ana.editor.dismissNotification('The invite is on the clipboard');
    const { token } = parseInvite(invite);
    stranger = await connectTls(port, await createIdentity({ name: 'eve', now: new Date() }));
    await register(stranger, 'eve', { password: token });
    await ana.editor.runCommand('New Untitled Text File');
    await rui.say('just so');
    await ana.untilStatus('Hosting: 2 people 1 new');
    await rui.say('look, ANA!');
    await ana.untilStatus('Hosting: 2 people 1 2 new');
    await untilEditors('(1) #chat', '[Untitled-1]');
  });

  it('leaves the keyboard where it is when a stranger writes, and opens nothing', async () => {
    await ana.editor.page.locator('.editor-instance .view-lines').click();
    await ana.editor.page.keyboard.type('dear');
    await stranger?.ask('PRIVMSG ana :hello there');
    await ana.untilStatus('Hosting: 2 people 2 3 new');
    await ana.editor.page.keyboard.type('diary');
    const text = ana.editor.page.locator('.editor-instance .view-lines');
    await expect.poll(() => text.innerText(), patience).toBe('deardiary');
    await untilEditors('(2) #chat', expect.stringMatching(/Untitled-1|deardiary/));
    expect(await ana.editor.page.locator('.part.panel').isVisible()).toBe(false);
    expect(await toasts()).toEqual([]);
  });

  it('forgets the counts when it is looked at', async () => {
    await ana.editor.runCommand('PyChat: Show Chat');
    await ana.untilTabs('[#chat]', 'eve, 1 mention, 1 unread message');
    await ana.untilStatus('Hosting: 2 people 1 1 new');
    await ana.press('Alt+2');
    await ana.untilMessage('hello there');
    await ana.untilStatus(/^Hosting: 2 people$/);
    await ana.press('Alt+1');
    await ana.untilTabs('[#chat]', 'eve');
  });

  it('counts nothing of what is muted', async () => {
    await ana.say('/mute');
    await ana.untilNote(/#chat is muted\.$/);
    await ana.say('/mute eve');
    await ana.untilTabs('[#chat, muted]', 'eve, muted');
    await ana.editor.runCommand('New Untitled Text File');
    await rui.say('ana, are you there?');
    await stranger?.ask('PRIVMSG ana :are you?');
    await ana.editor.runCommand('PyChat: Show Chat');
    await ana.untilMessage('ana, are you there?');
    expect(await ana.status()).toBe('Hosting: 2 people');
    await ana.say('/unmute');
    await ana.say('/unmute eve');
    await ana.press('Alt+2');
    await ana.untilMessage('are you?');
    await ana.press('Alt+1');
    await ana.untilTabs('[#chat]', 'eve');
  });

  const bell = (kind: string): Promise<boolean> =>
    ana.editor.statusBarItem('pychat.status').locator(`.codicon-${kind}`).isVisible();

  it('shows one notification at most while nobody looks at the window, and Show leads to what it says', async () => {
    await ana.editor.runCommand('New Untitled Text File');
    await focus(false);
    await rui.say('ana: urgent');
    await expect.poll(toasts, patience).toEqual(['rui in #chat: ana: urgent']);
    await stranger?.ask('PRIVMSG ana :more');
    await rui.say('ana: very urgent');
    await ana.untilStatus('Hosting: 2 people 3 3 new');
    expect(await toasts()).toHaveLength(1);
    await focus(true);
    await ana.editor.clickNotificationButton('urgent', 'Show');
    await ana.untilMessage('ana: very urgent');
    await ana.untilStatus('Hosting: 2 people 1 1 new');
    await ana.untilPromptHasFocus();
    await ana.press('Alt+2');
    await ana.untilMessage('more');
    await ana.untilStatus(/^Hosting: 2 people$/);
    await ana.press('Alt+1');
    await ana.untilTabs('[#chat]', 'eve');
  });

  it('sounds in a window that nobody looks at, and a keyword is enough', async () => {
    await ana.panel.locator('body').evaluate(countBeeps);
    // A frame that has the keyboard keeps the editor from seeing the window lose it.
    await ana.editor.runCommand('Focus on Files Explorer');
    await focus(false);
    const beeps = async (): Promise<number> => {
      await rui.say('we DEPLOY at five');
      return ana.panel.locator('body').evaluate('beeps');
    };
    // Sounds are two seconds apart; there may have been one just now.
    await expect.poll(beeps, { ...patience, interval: 700 }).toBeGreaterThan(0);
    // The page is in sight: that is notice enough.
    expect(await toasts()).toEqual([]);
    await focus(true);
    await ana.untilStatus(/^Hosting: 2 people$/);
    await ana.prompt.click();
  });

  it('has a badge on the view next to the terminal, until that is looked at', async () => {
    const { page } = rui.editor;
    const badge = page.locator('.part.panel .badge-content:visible');
    await rui.editor.runCommand('Problems: Focus on Problems View');
    await ana.say('hello RUI');
    await expect.poll(() => badge.allInnerTexts(), patience).toEqual(['1']);
    await rui.editor.runCommand('PyChat: Show Chat');
    await rui.untilMessage('hello RUI');
    await expect.poll(() => badge.count(), patience).toBe(0);
  });

  it('does not disturb who wants to be left alone, and says so in the status bar', async () => {
    await ana.say('/dnd on');
    await ana.untilNote(/Do not disturb is on until \/dnd off\.$/);
    await expect.poll(() => bell('bell-slash'), patience).toBe(true);
    expect(await ana.editor.statusBarTooltip('pychat.status')).toMatch(/Do\snot\sdisturb/);
    await ana.editor.runCommand('New Untitled Text File');
    await focus(false);
    await rui.say('ana: now!');
    await ana.untilStatus('Hosting: 2 people 1 1 new');
    expect(await toasts()).toEqual([]);
    await focus(true);
    await ana.editor.runCommand('PyChat: Show Chat');
    await ana.say('/dnd off');
    await expect.poll(() => bell('bell-slash'), patience).toBe(false);
  });

  it('wrote nothing private into the file', () => {
    expect(ana.historyLines().join('\n')).toMatch(/ <rui> ana: now!$/);
    expect(ana.historyLines().join('\n')).not.toMatch(/eve/);
  });
});
