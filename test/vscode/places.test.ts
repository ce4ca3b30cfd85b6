import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from './chatWindow.ts';
import { openFile, openTab, pickFromMenu, selectLines } from './editing.ts';
import { Pair } from './pair.ts';

const patience = { timeout: 30_000 };
const pictures = process.env.PYCHAT_PICTURES;

const project = {
  'list.txt': 'one\ntwo\nthree\n',
  'other.txt': 'a\nb\n',
  'data.json': '{\n  "one": 1\n  "two": 2\n}\n',
};

describe('the places of VS Code itself', () => {
  let pair: Pair;
  let ana: ChatWindow;
  let rui: ChatWindow;

  beforeAll(async () => {
    pair = await Pair.start({ ana: project, rui: project });
    ({ ana, rui } = pair);
  });

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
  });

  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined) await ana.editor.screenshot(path.join(pictures, `${name}.png`));
  };
  const menuItems = async (): Promise<string[]> => {
    const items = ana.editor.page.locator('.monaco-menu .action-label');
    await items.first().waitFor();
    return (await items.allInnerTexts()).map(text => text.trim());
  };
  /** Takes an item of the menu that is open. */
  const take = async (item: string): Promise<void> => {
    await ana.editor.page.getByRole('menuitem', { name: item, exact: true }).hover();
    await ana.editor.page.locator('.action-item.focused', { hasText: item }).waitFor();
    await ana.editor.page.keyboard.press('Enter');
  };
  const confirm = async (title: string, comment = ''): Promise<void> => {
    await expect.poll(() => ana.editor.quickInput.title(), patience).toBe(title);
    await ana.editor.quickInput.answer(comment);
  };

  it('name the room in the status bar', async () => {
    await pair.meet();
    await expect.poll(() => ana.wholeStatus(), patience).toBe('Hosting: 2 people in #chat');
  });

  it('share a selection where something is selected, and nothing where not', async () => {
    await openFile(ana.editor, 'list.txt');
    await ana.editor.page
      .locator('.editor-instance .view-line', { hasText: 'two' })
      .click({ button: 'right' });
    expect(await menuItems()).not.toContain('Share Selection in Chat');
    expect(await menuItems()).not.toContain('Share Problem in Chat');
    await ana.editor.page.keyboard.press('Escape');
    await selectLines(ana.editor, 1, 2);
    await pickFromMenu(ana.editor, 'two', 'Share Selection in Chat');
    await picture('share-comment');
    await confirm('Share list.txt in #chat', 'these two');
    await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(1);
    expect(await rui.panel.locator('.message').last().innerText()).toContain('these two');
    // The editor is in front, as before.
    await openTab(ana.editor, 'list.txt').waitFor();
    expect(await ana.editor.page.locator('iframe.webview:visible').count()).toBe(0);
  });

  it('take back what was shared', async () => {
    await picture('share-undo');
    await ana.editor.clickNotificationButton('Shared in #chat.', 'Undo');
    await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(0);
  });

  it('ask where something goes when there is more than one place, and show it there', async () => {
    await rui.say('/msg ana psst');
    await ana.untilStatus('Hosting: 2 people 1 1 new');
    await ana.editor.runCommand('PyChat: Share Selection in Chat');
    const { quickInput } = ana.editor;
    await expect.poll(() => quickInput.placeholder(), patience).toBe('Share list.txt where?');
    expect((await quickInput.rows()).map(({ label, description }) => `${label}: ${description}`)).toEqual([
      '#chat: 2 people',
      'rui: private',
    ]);
    await picture('share-where');
    await quickInput.pick('rui');
    await confirm('Share list.txt in rui');
    await ana.editor.clickNotificationButton('Shared in rui.', 'Show');
    await ana.untilTabs('#chat', '[rui]');
    await ana.panel.locator('.code').waitFor();
    await ana.panel.getByRole('tab', { name: '#chat' }).click();
    await openFile(ana.editor, 'list.txt');
  });

  it('open what nobody has read with a click in the status bar, else offer what can be done', async () => {
    await rui.say('are you there?');
    await ana.untilStatus('Hosting: 2 people 1 1 new');
    await ana.editor.statusBarItem('pychat.status').click();
    await ana.untilTabs('#chat', '[rui]');
    await ana.untilStatus(/^Hosting: 2 people$/);
    expect(await ana.offeredActions()).toEqual([
      ...['Show Chat', 'rui', '#chat', 'People in #chat…', 'Send File…', 'Copy Invite'],
      ...['Do Not Disturb', 'Join Chat', 'Settings', 'Show Log', 'Leave Chat'],
    ]);
    await picture('status-menu');
    await ana.editor.quickInput.pick('People in #chat…');
    await expect
      .poll(() => ana.editor.quickInput.placeholder(), patience)
      .toBe('Start a private chat with whom?');
    await ana.editor.quickInput.row('rui').waitFor();
    await ana.editor.quickInput.cancel();
    await ana.offeredActions();
    await ana.editor.quickInput.pick('Do Not Disturb');
    await expect
      .poll(() => ana.editor.statusBarItem('pychat.status').innerHTML(), patience)
      .toContain('bell-slash');
    await ana.offeredActions();
    await ana.editor.quickInput.pick('End Do Not Disturb');
    await ana.panel.getByRole('tab', { name: '#chat' }).click();
    await rui.panel.getByRole('tab', { name: '#chat' }).click();
  });

  it('send a file from the explorer and from its tab', async () => {
    const { page } = ana.editor;
    await openFile(ana.editor, 'other.txt');
    await page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: 'other.txt' })
      .click({ button: 'right' });
    await picture('explorer-menu');
    await take('Send in Chat');
    await ana.editor.quickInput.pick('#chat');
    await confirm('Share other.txt in #chat');
    await expect.poll(() => rui.panel.locator('.file').count(), patience).toBe(1);
    await page.locator('.tab.active', { hasText: 'other.txt' }).click({ button: 'right' });
    await take('Send in Chat');
    await ana.editor.quickInput.pick('#chat');
    await confirm('Share other.txt in #chat', 'once more');
    await expect.poll(() => rui.panel.locator('.file').count(), patience).toBe(2);
    expect(await rui.panel.locator('body').innerText()).toContain('once more');
  });

  it('share what was changed in source control: a file, a group, what is staged', async () => {
    const { page } = ana.editor;
    const at = (name: string): string => path.join(pair.folder, 'ana', name);
    appendFileSync(at('list.txt'), 'four\n');
    appendFileSync(at('other.txt'), 'c\n');
    await page.locator('.activitybar .action-label[aria-label^="Source Control"]').click();
    const row = (text: string) => page.locator('.scm-view .monaco-list-row', { hasText: text }).first();
    await row('list.txt').click({ button: 'right' });
    await picture('scm-menu');
    await take('Share Diff in Chat');
    await ana.editor.quickInput.pick('#chat');
    await confirm('Share list.txt.patch in #chat');
    await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(1);
    await row('Changes').click({ button: 'right' });
    await take('Share Diff in Chat');
    await ana.editor.quickInput.pick('#chat');
    await confirm('Share changes.patch in #chat');
    await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(3);
    execFileSync('git', ['-C', path.join(pair.folder, 'ana'), 'add', 'list.txt']);
    await row('Staged Changes').click({ button: 'right' });
    await take('Share Staged Changes in Chat');
    await ana.editor.quickInput.pick('#chat');
    await confirm('Share list.txt.patch in #chat');
    await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(4);
    expect(await rui.panel.locator('.code').last().innerText()).toContain('+four');
  });

  it('share a problem by its quick fix in the Problems view', async () => {
    const { page } = ana.editor;
    await openFile(ana.editor, 'data.json');
    await page.locator('.squiggly-error').first().waitFor();
    await ana.editor.runCommand('Problems: Focus on Problems View');
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'Expected comma' });
    await row.click();
    await page.keyboard.press('ControlOrMeta+.');
    await picture('problem-fix');
    await take('Share in Chat');
    await ana.editor.quickInput.pick('#chat');
    await confirm('Share data.json in #chat');
    await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(5);
    expect(await rui.panel.locator('.message').last().innerText()).toContain('Expected comma');
  });
});
