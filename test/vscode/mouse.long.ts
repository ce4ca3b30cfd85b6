import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from './chatWindow.ts';
import { openTab } from './editing.ts';
import { dictate, faultsIn, startPair, untilSaved, untilShared, watchHands } from './hands.ts';
import { cameraFor, looks } from './looks.ts';
import type { Pair } from './pair.ts';

const patience = { timeout: 30_000 };

describe.each(looks)('a day in the chat by mouse alone, without a slash, in a look that is $name', look => {
  const camera = cameraFor(look);
  let pair: Pair;
  let ana: ChatWindow;
  let rui: ChatWindow;
  const hands: string[][] = [];

  beforeAll(async () => {
    pair = await startPair(look);
    ({ ana, rui } = pair);
    for (const { editor } of [ana, rui]) hands.push(await watchHands(editor));
  });

  afterAll(() => pair[Symbol.asyncDispose]());

  const option = (window: ChatWindow, list: string, text: string) =>
    window.panel.getByRole('listbox', { name: list }).getByRole('option').filter({ hasText: text });
  const item = (window: ChatWindow, label: string) =>
    window.panel.getByRole('menuitem', { name: label, exact: true });
  const ruisNick = () => ana.panel.locator('.message [data-nick="rui"]').first();
  const row = (window: ChatWindow, part: string, text: string) =>
    window.editor.page.locator(`${part} .monaco-list-row`, { hasText: text }).first();

  /** What the mouse was at says what it is, over what is beside it: a person moves away first. */
  const moveAway = async ({ editor }: ChatWindow): Promise<void> => {
    await editor.page.mouse.move(0, 0);
    await editor.page
      .locator('.monaco-hover:visible, .workbench-hover:visible')
      .first()
      .waitFor({ state: 'hidden' });
  };

  /** Opens one of ana's views. */
  const view = async (name: string): Promise<void> => {
    const { page } = ana.editor;
    const icon = page.locator(`.action-label[aria-label^="${name}"]`);
    await page.locator('.activitybar .action-item', { has: icon }).click();
    await moveAway(ana);
  };

  /** Takes an item of a menu of the editor's. In its first tenth of a second a menu passes over a click. */
  const take = async ({ editor }: ChatWindow, label: string): Promise<void> => {
    const found = editor.page.getByRole('menuitem', { name: label, exact: true });
    await found.hover();
    await editor.page.locator('.action-item.focused', { hasText: label }).waitFor();
    await found.click({ delay: 150 });
    await found.waitFor({ state: 'hidden' });
  };

  /** Says yes to where something goes. */
  const share = async ({ editor }: ChatWindow, title: string): Promise<void> => {
    await expect.poll(() => editor.quickInput.title(), patience).toBe(title);
    await editor.quickInput.widget.getByRole('button', { name: 'Share in Chat' }).click();
  };

  const save = async ({ editor, panel }: ChatWindow, file: string): Promise<void> => {
    const { widget } = editor.quickInput;
    await panel.locator('.file').last().getByRole('button', { name: 'Save…', exact: true }).click();
    await widget.locator('.monaco-list-row', { hasText: 'readme.txt' }).waitFor();
    await expect.poll(() => editor.quickInput.value(), patience).toContain(file);
    await widget.getByRole('button', { name: 'OK', exact: true }).click();
  };

  it('hosts from the status bar, and has the invite behind a button', async () => {
    expect(await ana.offeredActions()).toContain('Host Chat');
    await ana.editor.quickInput.pick('Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    expect(await faultsIn(ana)).toEqual([]);
    await camera(ana, '01-hosting');
    await ana.clickAction('Copy Invite');
    await expect.poll(() => ana.editor.readClipboard(), patience).toMatch(/^pychat1-[\w-]+$/);
  });

  it('joins from the status bar, and is told who is there and what can be done', async () => {
    await rui.editor.writeClipboard(await ana.editor.readClipboard());
    await rui.offeredActions();
    await rui.editor.quickInput.pick('Join Chat');
    await rui.editor.quickInput.pick('Paste invite…');
    await rui.untilStatus('Joined: 2 people');
    const banner = () => rui.panel.locator('.banner').innerText();
    await expect.poll(banner, patience).toMatch(/People: +ana and you[^]*or type \/ for the commands/);
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '02-joined');
  });

  it('makes a room, which the other finds behind [+]', async () => {
    await ana.clickAction('New Room or Private Chat');
    await ana.editor.page.keyboard.insertText('redes');
    await option(ana, 'Rooms and people', 'Enter #redes').waitFor();
    expect(await faultsIn(ana)).toEqual([]);
    await camera(ana, '03-new-room', async () => {
      if (await option(ana, 'Rooms and people', 'Enter #redes').isVisible()) return;
      await ana.clickAction('New Room or Private Chat');
      await ana.editor.page.keyboard.insertText('redes');
    });
    await option(ana, 'Rooms and people', 'Enter #redes').click();
    await ana.untilTabs('#chat', '[#redes]');
    await rui.clickAction('New Room or Private Chat');
    await option(rui, 'Rooms and people', '#redes').click();
    await rui.untilTabs('#chat', '[#redes]');
  });

  it('leads from the people of a room to a private chat, and from a nick to a mention', async () => {
    const people = rui.panel.getByRole('button', { name: '2 people' });
    await people.click();
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '04-people', async () => {
      if (!(await option(rui, 'People in this room', 'ana').isVisible())) await people.click();
    });
    await option(rui, 'People in this room', 'ana').click();
    await item(rui, 'Private Message').waitFor();
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '05-person', async () => {
      if (await item(rui, 'Private Message').isVisible()) return;
      await people.click();
      await option(rui, 'People in this room', 'ana').click();
    });
    await item(rui, 'Private Message').click();
    await rui.untilTabs('#chat', '#redes', '[ana]');
    await dictate(rui, 'psst');
    await ana.tab('rui').click();
    await ana.untilMessage('psst');
    await ruisNick().click();
    await item(ana, 'Mention').click();
    await expect.poll(() => ana.prompt.inputValue(), patience).toBe('rui: ');
    await dictate(ana, 'here');
    await rui.untilMessage('rui: here');
  });

  it('replies to a line, which shows what it answers', async () => {
    await ana.line('psst').locator('.head').hover();
    expect(await faultsIn(ana)).toEqual([]);
    await camera(ana, '06-line', async () => {
      await moveAway(ana);
      await ana.line('psst').locator('.head').hover();
    });
    await ana.lineAction('psst', 'Reply');
    await ana.panel.locator('.answering').waitFor();
    expect(await faultsIn(ana)).toEqual([]);
    await dictate(ana, 'yes?');
    await rui.line('yes?').locator('.quote', { hasText: 'psst' }).waitFor();
  });

  it('reacts to a line', async () => {
    await rui.lineAction('yes?', 'React');
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '07-react', async () => {
      await moveAway(rui);
      await rui.line('yes?').locator('.head').hover();
      const more = rui.panel.locator('.line-menu').getByRole('button', { name: 'Actions' });
      if (await more.isVisible()) await more.click();
      const react = rui.panel.locator('.line-menu').getByRole('button', { name: 'React', exact: true });
      if (await react.isVisible()) await react.click();
    });
    await rui.panel.getByRole('button', { name: 'React with 👍' }).click();
    await ana.line('yes?').locator('.reaction', { hasText: '👍' }).waitFor();
  });

  it('mutes somebody and ends that', async () => {
    await ruisNick().click();
    await item(ana, 'Mute').click();
    await ana.untilNote(/rui is muted\./);
    await ruisNick().click();
    await item(ana, 'Unmute').click();
    await ana.untilNote(/rui is not muted\./);
    await camera(ana, '07-muted');
    for (const one of [ana, rui]) await one.tab('#chat').click();
  });

  it('sends a file with the paper clip, which the other saves', async () => {
    await ana.clickAction('Send File…');
    await row(ana, '.quick-input-list', 'list.txt').click();
    await rui.panel.locator('.file', { hasText: 'list.txt' }).waitFor();
    expect(await faultsIn(rui)).toEqual([]);
    await save(rui, 'list.txt');
    await untilSaved(pair, 'rui', 'list.txt');
    await rui.panel.locator('.file', { hasText: 'complete' }).waitFor();
    await ana.panel.locator('.file', { hasText: 'Downloaded by 1: rui.' }).waitFor();
    await camera(ana, '08-file');
  });

  it('gets one back, from the other one’s explorer', async () => {
    await row(rui, '.explorer-folders-view', 'other.txt').click({ button: 'right' });
    await take(rui, 'Send in Chat');
    await rui.editor.quickInput.pick('#chat');
    await share(rui, 'Share other.txt in #chat');
    await ana.panel.locator('.file', { hasText: 'other.txt' }).waitFor();
    await save(ana, 'other.txt');
    await untilSaved(pair, 'ana', 'other.txt');
  });

  it('shares what is selected in a file', async () => {
    await row(ana, '.explorer-folders-view', 'list.txt').dblclick();
    await openTab(ana.editor, 'list.txt').waitFor();
    const line = (text: string) => ana.editor.page.locator('.editor-instance .view-line', { hasText: text });
    await line('two').dblclick();
    await line('two').click({ button: 'right' });
    await take(ana, 'Share Selection in Chat');
    await ana.editor.quickInput.pick('#chat');
    await expect.poll(() => ana.editor.quickInput.title(), patience).toBe('Share list.txt in #chat');
    await camera(ana, '09-comment');
    await share(ana, 'Share list.txt in #chat');
    await untilShared(pair, 1, 'list.txt:2');
    expect(await faultsIn(rui)).toEqual([]);
  });

  it('shares the diff of two files, one of which the other applies', async () => {
    await view('Source Control');
    await row(ana, '.scm-view', 'Changes').click({ button: 'right' });
    await take(ana, 'Share Diff in Chat');
    await ana.editor.quickInput.pick('#chat');
    await share(ana, 'Share changes.patch in #chat');
    await untilShared(pair, 3, '+five');
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '10-diff');
    await moveAway(rui);
    await rui.panel.locator('.code', { hasText: '+five' }).getByRole('button', { name: 'Review' }).click();
    await rui.editor.page.getByRole('button', { name: 'Apply Patch' }).click();
    await openTab(rui.editor, 'list.txt').waitFor();
  });

  it('shares a problem by the light bulb of the Problems view', async () => {
    await view('Explorer');
    await row(ana, '.explorer-folders-view', 'data.json').dblclick();
    await ana.editor.page.locator('.squiggly-error').first().waitFor();
    await ana.editor.page.locator('[id="status.problems"]').click();
    await moveAway(ana);
    await row(ana, '.markers-panel', 'Expected comma').click();
    await row(ana, '.markers-panel', 'Expected comma').locator('.markers-panel-action-quickfix').click();
    await take(ana, 'Share in Chat');
    await ana.editor.quickInput.pick('#chat');
    await share(ana, 'Share data.json in #chat');
    await untilShared(pair, 4, 'Expected comma');
  });

  it('shares the last command of a terminal', async () => {
    await row(ana, '.explorer-folders-view', 'data.json').click({ button: 'right' });
    await take(ana, 'Open in Integrated Terminal');
    const screen = ana.editor.page.locator('.terminal-wrapper.active .xterm-screen');
    await screen.waitFor();
    await screen.click();
    await dictate(ana, 'echo seven');
    await screen.click({ button: 'right' });
    await take(ana, 'Share Last Command in Chat');
    await ana.editor.quickInput.pick('#chat');
    await share(ana, 'Share echo seven in #chat');
    await untilShared(pair, 5, '$ echo seven');
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '11-terminal');
  });

  it('leaves: the guest at once, the host after a question', async () => {
    await rui.tab('#chat').click();
    await rui.editor.page.getByRole('button', { name: 'Leave Chat' }).click();
    await rui.untilStatus('PyChat');
    expect(await faultsIn(rui)).toEqual([]);
    await camera(rui, '12-left');
    await rui.clickAction('Back to #chat');
    await rui.untilStatus('Joined: 2 people');
    expect(await ana.offeredActions()).toContain('Leave Chat');
    await ana.editor.quickInput.pick('Leave Chat');
    expect(await ana.question()).toContain('#chat');
    await camera(ana, '13-leaving');
    await ana.answerQuestion('Close Room');
    await ana.untilStatus('PyChat');
  });

  it('took no key but that which ends what was dictated', () => {
    expect(hands.map(seen => [...new Set(seen)].sort())).toEqual([
      ['Enter', 'click'],
      ['Enter', 'click'],
    ]);
  });
});
