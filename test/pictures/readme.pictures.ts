import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { themes } from '../../src/panel/appearance.ts';
import { answerFileDialog, openFile, selectLines } from '../vscode/editing.ts';
import type { ChatWindow } from '../vscode/chatWindow.ts';
import { languages } from './languages.ts';
import { keep, pageOf, Stage } from './stage.ts';

const patience = { timeout: 30_000 };
const fileBytes = 8_000_000;

describe.each(languages)('the pictures in $name', language => {
  const { said, command, word } = language;
  let stage: Stage;
  let ana: ChatWindow;
  let rui: ChatWindow;

  beforeAll(async () => {
    stage = await Stage.start(language);
    ({ ana, rui } = stage);
  }, 300_000);

  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
  });

  const newest = (person: ChatWindow, part: string) => person.panel.locator(part).last();

  async function shareSelection(): Promise<void> {
    await rui.editor.runCommand('View: Focus First Editor Group');
    await openFile(rui.editor, 'src/sum.ts');
    await selectLines(rui.editor, 1, 3);
    await rui.editor.runCommand(command('command.shareSelection'));
    await rui.editor.quickInput.answer('');
    for (const one of [ana, rui]) await one.panel.locator('.code .syntax-keyword').first().waitFor();
  }

  it('a conversation', async () => {
    await stage.meet();
    await stage.say(ana, said.hello);
    await stage.say(rui, said.trouble);
    await shareSelection();
    await ana.lineAction('example.org', word('Reply'));
    await stage.say(ana, said.answer);
    await rui.lineAction(said.answer, word('React'), word('React with {sign}').replace('{sign}', '🎉'));
    await ana.panel.locator('.reaction').waitFor();
    await stage.pictureOfPage(ana, 'selection');
    await stage.say(rui, said.thanks);
    await stage.say(rui, said.does);
    await stage.draft(ana, said.draft);
    await stage.pictureOfWindow(ana, 'host');
  });

  it.runIf(language.locale === undefined)('the walkthrough', async () => {
    const { editor } = ana;
    keep('media/walkthrough/host.png', await pageOf(ana).screenshot());
    keep('media/walkthrough/join.png', await pageOf(rui).screenshot());
    await editor.statusBarItem('pychat.status').click();
    await editor.quickInput.row('Copy Invite').waitFor();
    keep('media/walkthrough/invite.png', await editor.quickInput.widget.screenshot());
    await editor.quickInput.cancel();
  });

  it('every theme', async () => {
    for (const theme of themes) {
      await stage.set({
        'pychat.theme': theme,
        'pychat.scanLines': theme === 'green' || theme === 'amber',
        'workbench.colorTheme': theme === 'vscode' ? 'Light Modern' : 'Dark Modern',
      });
      await ana.panel.locator(`body.theme-${theme}`).waitFor();
      if (theme === 'vscode') await ana.panel.locator('body.vscode-light').waitFor();
      await stage.pictureOfPage(ana, `theme-${theme}`);
    }
    await stage.set({
      'pychat.theme': 'cmd',
      'pychat.scanLines': false,
      'workbench.colorTheme': 'Dark Modern',
    });
    await ana.panel.locator('body.theme-cmd').waitFor();
  });

  it('tabs', async () => {
    const { room, elsewhere, alone } = said;
    await ana.panel.getByRole('textbox').fill('');
    for (const one of [ana, rui]) {
      await one.say(`/join ${room}`);
      await one.panel.getByRole('tab', { selected: true, name: room }).waitFor();
    }
    await ana.press('Alt+1');
    await ana.panel.getByRole('tab', { selected: true, name: '#chat' }).waitFor();
    for (const text of elsewhere) await rui.say(text);
    await rui.say(alone);
    const unread = word('{count} unread messages').replace('{count}', '2');
    await ana.panel.getByRole('tab', { name: unread }).waitFor();
    await ana.panel.getByRole('tab', { name: 'rui' }).waitFor();
    await rui.press('Alt+1');
    await stage.draft(rui, said.draft);
    await ana.panel.locator('.typing', { hasText: 'rui' }).waitFor();
    await stage.pictureOfPage(ana, 'tabs');
    await rui.panel.getByRole('textbox').fill('');
  });

  it('a patch under review', async () => {
    stage.mend();
    await ana.editor.runCommand('View: Focus First Editor Group');
    await openFile(ana.editor, 'src/sum.ts');
    await ana.editor.page.locator('.view-line', { hasText: 'one, 0' }).first().waitFor();
    await ana.editor.runCommand(command('command.shareDiff'));
    await newest(rui, '.code .diff-added').waitFor();
    await newest(rui, '.code')
      .getByRole('button', { name: word('Review'), exact: true })
      .click();
    await rui.editor.page
      .locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert')
      .first()
      .waitFor();
    await stage.pictureOfWindow(rui, 'review');
  });

  it('a file on its way', async () => {
    const file = stage.makeFile(said.file, fileBytes);
    await ana.say('/send');
    await answerFileDialog(ana.editor, file, said.file);
    stage.cable.hold(fileBytes * 0.6);
    await newest(rui, '.file')
      .getByRole('button', { name: word('Save…'), exact: true })
      .click();
    await answerFileDialog(rui.editor, stage.placeOf(said.file), 'lesson');
    const moved = (): Promise<string> => newest(rui, '.file').innerText();
    await expect.poll(moved, patience).toMatch(/[45]\d %/);
    await stage.pictureOfPage(rui, 'file');
    stage.cable.release();
    await expect.poll(moved, patience).toContain(word('complete'));
    expect(path.basename(file)).toBe(said.file);
  });
});
