import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsFile } from '../../scripts/vscodeServer.mjs';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

const patience = { timeout: 30_000 };

describe('rooms and private chats as tabs, with two editors', () => {
  let ana: ChatWindow;
  let rui: ChatWindow;
  let invite: string;

  beforeAll(async () => {
    const vsix = packagedExtension();
    const settings = { 'pychat.host.port': await freePort(), 'workbench.editor.useModal': 'off' };
    [ana, rui] = await Promise.all([
      ChatWindow.start({ name: 'ana', vsix, settings }),
      ChatWindow.start({ name: 'rui', vsix, settings }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([ana, rui].map(one => one[Symbol.asyncDispose]()));
  });

  /** Changes a setting of ana's as by hand: the window sees it at once. */
  async function set(name: string, value: unknown): Promise<void> {
    const settings = JSON.parse(readFileSync(settingsFile(ana.editor.home), 'utf8')) as object;
    const { page } = ana.editor;
    await ana.editor.runCommand('Preferences: Open User Settings (JSON)');
    await page.locator('.editor-instance .view-lines', { hasText: 'pychat.nick' }).click();
    await ana.press('ControlOrMeta+A');
    await ana.editor.paste(JSON.stringify({ ...settings, [name]: value }));
    await ana.press('ControlOrMeta+S');
  }

  /** The text of the line right below *new messages*. */
  async function firstNew(one: ChatWindow): Promise<string> {
    const lines = await one.panel.locator('.label.new + .line .text').allInnerTexts();
    return lines.join();
  }

  const isPanelOpen = (): Promise<boolean> => ana.editor.page.locator('.part.panel').isVisible();

  it('shows no tabs as long as there is only one room', async () => {
    invite = await ana.host('ana');
    await rui.join(invite, 'rui');
    await ana.untilStatus('Hosting: 2 people');
    expect(await ana.tabs()).toEqual([]);
  });

  it('opens a private chat at the other’s side, counted and not in front', async () => {
    await ana.type('half a thought');
    await rui.say('/msg ana psst');
    await rui.untilTabs('#chat', '[ana]');
    await rui.untilPrompt('C:\\RUI\\ANA>');
    await ana.untilTabs('[#chat]', 'rui, 1 mention, 1 unread message');
    await ana.untilPrompt('C:\\ANA\\#CHAT>');
    await ana.untilPromptHasFocus();
    await ana.untilStatus('Hosting: 2 people 1 1 new');
  });

  it('goes to a tab with Alt and its number; what was half typed stays in its own', async () => {
    await ana.press('Alt+2');
    await ana.untilTabs('#chat', '[rui]');
    await ana.untilMessage('psst');
    await ana.untilStatus(/^Hosting: 2 people$/);
    expect(await ana.prompt.inputValue()).toBe('');
    await ana.say('yes?');
    await rui.untilMessage('yes?');
    await ana.press('Alt+1');
    await ana.untilTabs('[#chat]', 'rui');
    expect(await ana.prompt.inputValue()).toBe('half a thought');
    await ana.press('Enter');
    await ana.untilMessage('half a thought');
  });

  it('keeps its keys to itself: the editor’s own tabs stay as they are', async () => {
    await ana.editor.runCommand('New Untitled Text File');
    await ana.editor.runCommand('PyChat: Show Chat');
    await ana.untilTabs('[#chat]', 'rui');
    await ana.untilPromptHasFocus();
    const editors = ana.editor.page.locator('.tabs-container .tab');
    const before = await editors.allInnerTexts();
    expect(before).toHaveLength(2);
    await ana.press('Alt+2');
    await ana.untilTabs('#chat', '[rui]');
    await ana.press('ControlOrMeta+Shift+PageUp');
    await ana.untilTabs('[rui]', '#chat');
    await ana.press('ControlOrMeta+Shift+PageDown');
    await ana.untilTabs('#chat', '[rui]');
    await ana.untilPromptHasFocus();
    const names = (texts: readonly string[]): string[] =>
      texts.map(text => text.replace(/#chat|rui/, 'chat'));
    expect(names(await editors.allInnerTexts())).toEqual(names(before));
  });

  it('enters further rooms, and counts what is said there', async () => {
    await ana.say('/join #dev');
    await ana.untilTabs('#chat', 'rui', '[#dev]');
    await rui.say('/join dev');
    await rui.untilTabs('#chat, 1 unread message', 'ana', '[#dev]');
    await rui.press('Alt+1');
    await rui.untilTabs('[#chat]', 'ana', '#dev');
    await rui.press('Alt+3');
    await rui.untilTabs('#chat', 'ana', '[#dev]');
    await ana.untilNote(/rui joined\.$/);
    await ana.press('Alt+1');
    await ana.untilTabs('[#chat]', 'rui', '#dev');
    await rui.say('one');
    await rui.say('two');
    await ana.untilTabs('[#chat]', 'rui', '#dev, 2 unread messages');
    expect((await ana.messages()).map(({ text }) => text)).toEqual(['half a thought']);
  });

  it('marks what is new there until one has answered', async () => {
    await ana.press('Alt+3');
    await ana.untilMessage('two');
    expect(await firstNew(ana)).toBe('one');
    await ana.say('three');
    await expect.poll(() => firstNew(ana), patience).toBe('');
    await ana.untilTabs('#chat', 'rui', '[#dev]');
  });

  it('marks, too, what came while another editor was in front', async () => {
    await ana.editor.runCommand('New Untitled Text File');
    await rui.say('four');
    await ana.untilStatus('Hosting: 2 people 1 new');
    await ana.editor.runCommand('PyChat: Show Chat');
    await ana.untilMessage('four');
    expect(await firstNew(ana)).toBe('four');
    await ana.untilStatus(/^Hosting: 2 people$/);
    await rui.say('five');
    await ana.untilMessage('five');
    expect(await firstNew(ana)).toBe('four');
  });

  it('moves to the bottom panel and back while it is in use, and loses nothing', async () => {
    await ana.type('half');
    const lines = await ana.messages();
    await set('pychat.location', 'panel');
    await expect.poll(isPanelOpen, patience).toBe(true);
    await ana.untilTabs('#chat', 'rui', '[#dev]');
    await ana.untilMessage('five');
    expect(await ana.messages()).toEqual(lines);
    expect(await ana.prompt.inputValue()).toBe('half');
    await ana.type(' a loaf');
    await ana.press('Enter');
    await rui.untilMessage('half a loaf');
    await rui.say('six');
    await ana.untilMessage('six');
    await set('pychat.location', 'editor');
    // It says there that the chat is elsewhere now.
    await ana.editor.runCommand('View: Hide Panel');
    await expect.poll(isPanelOpen, patience).toBe(false);
    // What comes next would hold for the page in the bottom panel, too.
    await ana.editor.page.locator('.tabs-container .tab', { hasText: '#dev' }).waitFor();
    await ana.untilMessage('six');
    await ana.untilTabs('#chat', 'rui', '[#dev]');
    expect((await ana.messages()).length).toBe(lines.length + 2);
  });

  it('closes a tab by keyboard: a room is left with it', async () => {
    // The keyboard is still where the setting was changed.
    await ana.prompt.click();
    await ana.untilPromptHasFocus();
    const dev = ana.panel.getByRole('tab', { name: '#dev' });
    await dev.focus();
    await expect.poll(() => dev.evaluate('document.activeElement?.role')).toBe('tab');
    await ana.press('Delete');
    await ana.untilTabs('#chat', '[rui]');
    await rui.untilNote(/ana left\./);
    await ana.panel.getByRole('tab', { name: 'rui' }).locator('.close').click();
    await expect.poll(() => ana.tabs(), patience).toEqual([]);
    await ana.untilPrompt('C:\\ANA\\#CHAT>');
  });

  it('has the tabs again after Reload Window, in their order, and is in their rooms when it is back', async () => {
    // An empty room would forget what was said in it.
    await ana.say('/join #dev');
    await ana.untilTabs('#chat', '[#dev]');
    await rui.prompt.click();
    await rui.press('ControlOrMeta+Shift+PageUp');
    await rui.untilTabs('#chat', '[#dev]', 'ana');
    await rui.type('for #dev alone');
    await rui.editor.reloadWindow();
    await rui.untilTabs('#chat', '[#dev]', 'ana');
    // The way back is in sight, whatever tab is.
    await rui.panel.getByRole('button', { name: 'Back to #chat' }).waitFor();
    expect(await rui.prompt.inputValue()).toBe('for #dev alone');
    await rui.press('ControlOrMeta+C');
    await ana.untilStatus('Hosting: 1 person');
    await rui.joinAgain(invite);
    // The room that was asked for comes to the front.
    await rui.untilTabs('[#chat]', '#dev', 'ana');
    await rui.press('Alt+2');
    await rui.untilTabs('#chat', '[#dev]', 'ana');
    await rui.untilMessage('six');
    await rui.say('seven');
    await ana.untilMessage('seven');
  });

  it('has the view in the bottom panel back after Reload Window', async () => {
    await set('pychat.location', 'panel');
    await expect.poll(isPanelOpen, patience).toBe(true);
    await ana.untilMessage('seven');
    await ana.editor.reloadWindow();
    await expect.poll(isPanelOpen, patience).toBe(true);
    await ana.untilTabs('#chat', '[#dev]');
  });
});
