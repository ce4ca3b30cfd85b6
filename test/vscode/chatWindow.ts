import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { Editor, type EditorOptions } from './driver.ts';

/** The `.vsix` that `npm run package` made. */
export function packagedExtension(): string {
  const [file] = globSync('*.vsix', { cwd: path.resolve(import.meta.dirname, '../..') });
  if (file === undefined) throw new Error('There is no .vsix: run `npm run package` first.');
  return path.resolve(import.meta.dirname, '../..', file);
}

/** How long a person would wait. */
const patience = { timeout: 30_000 };

/** One person's editor with PyChat in it, in the words of a chat. */
export class ChatWindow {
  readonly editor: Editor;

  private constructor(editor: Editor) {
    this.editor = editor;
  }

  /** What a window does by itself after a reload is not in the way, unless `settings` want it. */
  static async start(options: EditorOptions): Promise<ChatWindow> {
    const settings = { 'pychat.comeBack': false, ...options.settings };
    return new ChatWindow(await Editor.start({ ...options, settings }));
  }

  /** Another window of the same person, on another folder; null for none. */
  async openWindow(workspace: string | null): Promise<ChatWindow> {
    return new ChatWindow(await this.editor.openWindow(workspace));
  }

  get panel(): FrameLocator {
    return this.editor.panel();
  }

  /** Opens a room that is entered by invite, under a nick that is asked for, and gives the invite. */
  async host(nick: string): Promise<string> {
    await this.editor.runCommand('PyChat: Host Chat');
    await this.editor.quickInput.answer(nick);
    await this.untilStatus('Hosting: 1 person');
    await this.clickAction('Copy Invite');
    await expect.poll(() => this.editor.readClipboard(), patience).toMatch(/^pychat1-[\w-]+$/);
    return this.editor.readClipboard();
  }

  /** Joins with an invite, under a nick that is asked for: none is known yet, or the one before is taken. */
  async join(invite: string, nick: string): Promise<void> {
    const { quickInput } = this.editor;
    await this.editor.writeClipboard(invite);
    await this.editor.runCommand('PyChat: Join Chat');
    await quickInput.pick('Paste invite…');
    await expect.poll(() => quickInput.title(), patience).toContain('Your Nick');
    await quickInput.answer(nick);
    await this.untilStatus(/^Joined: /);
  }

  /** Joins with an invite again: key and nick are known. */
  async joinAgain(invite: string): Promise<void> {
    await this.editor.writeClipboard(invite);
    await this.editor.runCommand('PyChat: Join Chat');
    await this.editor.quickInput.pick('Paste invite…');
    await this.untilStatus(/^Joined: /);
  }

  /** Asks to join at an address, under the nick of the settings, and trusts the host that answers. */
  async joinAddress(address: string): Promise<void> {
    await this.editor.runCommand('PyChat: Join Chat');
    // Below the rooms joined before, of which there may be many.
    await this.editor.quickInput.type('Enter address');
    await this.editor.quickInput.pick('Enter address…');
    await expect.poll(() => this.editor.quickInput.title(), patience).toContain('Enter Address');
    await this.editor.quickInput.answer(address);
    await this.answerQuestion('Trust This Host');
  }

  /** What the status bar says, but for the room's name. */
  async status(): Promise<string> {
    return (await this.wholeStatus()).replace(/ (?:in|em) #\S+/, '');
  }

  async wholeStatus(): Promise<string> {
    return (await this.editor.statusBarText('pychat.status')).replace(/\s+/g, ' ');
  }

  /** Shares in #chat what was chosen, and shows it there. */
  async shareAndShow(): Promise<void> {
    await this.sayComment();
    await this.showShared();
  }

  /** Answers the question for a comment, which says where something goes. */
  async sayComment(comment = ''): Promise<void> {
    const { quickInput } = this.editor;
    await expect.poll(() => quickInput.title(), patience).toMatch(/^Share .+ in #chat$/);
    await quickInput.answer(comment);
  }

  async showShared(): Promise<void> {
    await this.editor.clickNotificationButton('Shared in #chat.', 'Show');
  }

  async untilStatus(text: string | RegExp): Promise<void> {
    const expected = typeof text === 'string' ? new RegExp(`^${text}( |$)`) : text;
    await expect.poll(() => this.status(), patience).toMatch(expected);
  }

  /** What a click on the status bar item offers; the list stays open. */
  async offeredActions(): Promise<string[]> {
    await this.editor.statusBarItem('pychat.status').click();
    const { quickInput } = this.editor;
    await expect.poll(async () => (await quickInput.rows()).length, patience).toBeGreaterThan(0);
    return (await quickInput.rows()).map(row => row.label);
  }

  /** The question in the middle of the window that has to be answered first. */
  async question(): Promise<string> {
    const dialog = this.editor.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    return dialog.innerText();
  }

  /** Another question may follow at once. */
  async answerQuestion(label: string): Promise<void> {
    const dialog = this.editor.page.locator('.monaco-dialog-box');
    const button = dialog.getByRole('button', { name: label, exact: true });
    await button.click();
    await button.waitFor({ state: 'hidden' });
  }

  async banner(): Promise<string> {
    const banner = this.panel.locator('.banner');
    await banner.waitFor();
    return banner.innerText();
  }

  async untilPrompt(path: string): Promise<void> {
    await expect.poll(() => this.panel.locator('.path').textContent(), patience).toBe(path);
  }

  /** What is typed goes to the prompt, with no click before it. */
  async untilPromptHasFocus(): Promise<void> {
    await expect.poll(() => this.promptHasFocus(), patience).toBe(true);
  }

  async promptHasFocus(): Promise<boolean> {
    const focused = `document.hasFocus() && document.activeElement?.id === 'input'`;
    const hasFocus: boolean = await this.panel.locator('body').evaluate(focused);
    return hasFocus;
  }

  async clickAction(label: string): Promise<void> {
    await this.panel.getByRole('button', { name: label }).click();
  }

  /** Where one types. */
  get prompt(): Locator {
    return this.panel.getByRole('textbox', { name: 'Message', exact: true });
  }

  /** Clicks into the panel, pastes or types the text, and presses Enter. */
  async say(text: string): Promise<void> {
    const input = this.panel.getByRole('textbox');
    await input.click();
    if (text.includes('\n')) await this.editor.paste(text);
    else await this.editor.page.keyboard.insertText(text);
    await expect.poll(() => input.inputValue(), patience).toBe(text);
    await input.press('Enter');
  }

  /** Clicks into the prompt and types, without sending. */
  async type(text: string): Promise<void> {
    await this.prompt.click();
    await this.editor.page.keyboard.insertText(text);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.editor.page.keyboard.press(key);
  }

  /** The last message with this in it. */
  line(text: string): Locator {
    return this.panel.locator('.message', { hasText: text }).last();
  }

  /** Points at a line and clicks on what the bar over it offers. */
  async lineAction(text: string, ...labels: string[]): Promise<void> {
    await this.line(text).locator('.head').hover();
    const bar = this.panel.locator('.line-menu');
    for (const label of labels) await bar.getByRole('button', { name: label, exact: true }).click();
  }

  /** The tabs with their counts, in words, the open one in brackets. None are shown while there is only one. */
  async tabs(): Promise<string[]> {
    // At one time: a tab that closes meanwhile is either there or not.
    const names = `[...document.querySelectorAll('.tabs:not([hidden]) [role=tab]')].map(tab =>
      tab.ariaSelected === 'true' ? \`[\${tab.ariaLabel}]\` : tab.ariaLabel)`;
    const shown: string[] = await this.panel.locator('body').evaluate(names);
    return shown;
  }

  async untilTabs(...tabs: string[]): Promise<void> {
    await expect.poll(() => this.tabs(), patience).toEqual(tabs);
  }

  /** The tab of a room or nick, whatever is counted on it. */
  tab(name: string): Locator {
    return this.panel.locator('[role=tab]', { hasText: name });
  }

  /** Closes every tab but the last, which has no cross. */
  async closeTabs(): Promise<void> {
    const crosses = this.panel.locator('.tabs:not([hidden]) .close');
    for (let count = await crosses.count(); count > 0; count = await crosses.count()) {
      await crosses.last().click();
      await expect.poll(() => crosses.count(), patience).toBeLessThan(count);
    }
  }

  /** The messages in the log, oldest first. */
  async messages(): Promise<{ nick: string; text: string }[]> {
    const lines = await this.panel.locator('.message').all();
    return Promise.all(
      lines.map(async line => ({
        nick: (await line.locator('.nick').textContent()) ?? '',
        text: (await line.locator('.text').textContent()) ?? '',
      })),
    );
  }

  async untilMessage(text: string): Promise<void> {
    const texts = this.panel.locator('.message .text');
    await expect.poll(async () => (await texts.allTextContents()).at(-1), patience).toBe(text);
  }

  notes(): Locator {
    return this.panel.locator('.note .text');
  }

  async untilNote(pattern: RegExp): Promise<void> {
    await expect
      .poll(async () => (await this.notes().allTextContents()).join('\n'), patience)
      .toMatch(pattern);
  }

  /** The last note with this in it, marked and copied as a person would. */
  async copyNote(text: string): Promise<string> {
    const note = this.notes().filter({ hasText: text }).last();
    await note.selectText();
    await this.editor.page.keyboard.press('ControlOrMeta+C');
    await expect.poll(() => this.editor.readClipboard(), patience).toContain(text);
    return this.editor.readClipboard();
  }

  /** What `.pychat/history.txt` holds, line by line; nothing while it is not there. */
  historyLines(): string[] {
    const file = path.join(this.editor.workspace ?? '', '.pychat/history.txt');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.editor[Symbol.asyncDispose]();
  }
}
