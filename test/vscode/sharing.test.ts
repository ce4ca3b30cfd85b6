import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from './chatWindow.ts';
import { openFile, openTab, pickFromMenu, selectLines, untilSelection } from './editing.ts';
import { Pair } from './pair.ts';

const patience = { timeout: 30_000 };

const greet = `/** Says hello. */
export function greet(name: string): string {
  const words = ['Hello', name];
  return words.join(', ');
}
`;
const shared = greet.split('\n').slice(1, 5).join('\n');
const list = 'one\ntwo\nthree\nfour\nfive\n';
const token = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const common = {
  'data.json': '{\n  "one": 1\n  "two": 2\n}\n',
  'list.txt': list,
  'config.env': `HOST=db\nTOKEN=${token}\n`,
  'notes.txt': '',
  'long.txt': 'nothing but words\n'.repeat(4_000),
};
const projects = {
  ana: { ...common, 'src/greet.ts': greet, 'src/only.ts': 'export const only = 1;\n' },
  rui: { ...common, 'src/greet.ts': `// Words.\n// More of them.\n\n${greet}` },
};

describe('code between two people with two editors', () => {
  let pair: Pair;
  let ana: ChatWindow;
  let rui: ChatWindow;

  beforeAll(async () => {
    pair = await Pair.start(projects);
    ({ ana, rui } = pair);
  });

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
  });

  const onDisk = (name: string): string => readFileSync(path.join(pair.folder, 'rui', name), 'utf8');
  const blocks = (person: ChatWindow): Locator => person.panel.locator('.code');
  const newest = (person: ChatWindow): Locator => blocks(person).last();
  const press = (label: string): Promise<void> =>
    newest(rui).getByRole('button', { name: label, exact: true }).click();
  const untilBlocks = async (count: number): Promise<void> => {
    for (const person of [ana, rui]) await expect.poll(() => blocks(person).count(), patience).toBe(count);
  };
  const header = (): Promise<string> => newest(rui).locator('.location').evaluate(firstText);
  const code = (): Promise<string | null> => newest(rui).locator('.code-text').textContent();

  it('finds both in one room', () => pair.meet());

  it('is shared from the menu of the editor, with its language, place, commit and numbers', async () => {
    await openFile(ana.editor, 'src/greet.ts');
    await selectLines(ana.editor, 2, 4);
    await pickFromMenu(ana.editor, 'words.join', 'Share Selection in Chat');
    await ana.shareAndShow();
    await untilBlocks(1);
    expect(await header()).toBe(`src/greet.ts:2-5@${pair.commits.ana}`);
    expect(await newest(rui).locator('.code-language').innerText()).toBe('typescript');
    expect(await newest(rui).locator('.code-numbers').getAttribute('data-numbers')).toBe('2\n3\n4\n5');
    expect(await code()).toBe(shared);
    // They are loaded only now, under the content policy of the real page.
    for (const person of [ana, rui]) await newest(person).locator('.syntax-keyword').first().waitFor();
    await expect.poll(() => newest(ana).locator('.location').getAttribute('data-state')).toBe('same');
    await expect.poll(() => newest(rui).locator('.location').getAttribute('data-state')).toBe('moved');
  });

  it('is copied as it was', async () => {
    await press('Copy');
    await expect.poll(() => rui.editor.readClipboard(), patience).toBe(shared);
  });

  it('opens in your own copy, where the lines are now, beside the chat', async () => {
    await press('Open');
    await openTab(rui.editor, 'greet.ts').waitFor();
    await untilSelection(rui.editor, `Ln 8, Col 2 (${shared.length} selected)`);
    await newest(rui).waitFor();
  });

  it('is inserted where the cursor is', async () => {
    await openFile(rui.editor, 'notes.txt');
    await press('Insert at Cursor');
    // The editor saves by itself.
    await expect.poll(() => onDisk('notes.txt'), patience).toBe(shared);
  });

  it('is shared from the palette: the line with the cursor', async () => {
    await openFile(ana.editor, 'list.txt');
    await ana.editor.runCommand('PyChat: Share Selection in Chat');
    await ana.shareAndShow();
    await untilBlocks(2);
    expect([await header(), await code()]).toEqual([`list.txt:1@${pair.commits.ana}`, 'one']);
  });

  it('is linked where its place is written, and what is not there is marked', async () => {
    await ana.say('see src/greet.ts:5 and src/only.ts:1');
    const links = rui.panel.locator('.message').last().locator('.location');
    await expect
      .poll(() => links.evaluateAll(all => all.map(one => one.getAttribute('data-state'))), patience)
      .toEqual(['same', 'missing']);
    await links.first().click();
    await openTab(rui.editor, 'greet.ts').waitFor();
    await untilSelection(rui.editor, 'Ln 5, Col 46 (45 selected)');
    await links.last().click();
    await rui.untilNote(/src\/only\.ts is not in this workspace\./);
  });

  it('is marked again when you come back to the chat and the file is there', async () => {
    const missing = rui.panel.locator('.location[data-state=missing]');
    expect(await missing.count()).toBe(1);
    writeFileSync(path.join(pair.folder, 'rui/src/only.ts'), projects.ana['src/only.ts']);
    const missingSoon = async (): Promise<number> => {
      await rui.editor.page.locator('.editor-instance .view-line').first().click();
      await rui.prompt.click();
      return missing.count();
    };
    await expect.poll(missingSoon, patience).toBe(0);
  });

  it('comes with a problem: what is said of it, where, and the line', async () => {
    await openFile(ana.editor, 'data.json');
    await ana.editor.page.locator('.squiggly-error').first().waitFor();
    await ana.editor.runCommand('PyChat: Share Problem in Chat');
    await ana.editor.quickInput.pick('error json(514): Expected comma');
    await ana.shareAndShow();
    await untilBlocks(3);
    expect(await header()).toBe(`data.json:3:3@${pair.commits.ana}`);
    expect(await code()).toBe('  "two": 2');
    const said = rui.panel.locator('.message').last().locator('.text');
    expect(await said.evaluate(firstText)).toBe('error json(514): Expected comma');
  });

  it('comes as a patch, which is reviewed before anything is written', async () => {
    await openFile(ana.editor, 'list.txt');
    await selectLines(ana.editor, 3, 0);
    await ana.editor.page.keyboard.press('Shift+End');
    await ana.editor.page.keyboard.type('3');
    await ana.editor.runCommand('PyChat: Share Diff in Chat');
    await ana.shareAndShow();
    await untilBlocks(4);
    expect(await code()).toContain('\n two\n-three\n+3\n four\n');
    await press('Review');
    const { page } = rui.editor;
    await page.locator('.monaco-diff-editor .view-line', { hasText: /^3$/ }).first().waitFor();
    expect(await page.locator('.tab.active', { hasText: 'list.txt: a patch of ana' }).count()).toBe(1);
    expect(onDisk('list.txt')).toBe(list);
  });

  it('is changed when the patch is applied', async () => {
    await rui.editor.page.getByRole('button', { name: 'Apply Patch' }).click();
    await expect.poll(() => onDisk('list.txt'), patience).toBe(list.replace('three', '3'));
    await openTab(rui.editor, 'list.txt').waitFor();
  });

  it('stays as it is when a patch does not fit, and a sentence says so', async () => {
    await press('Review');
    await rui.untilNote(/does not fit your copy of the file/);
    expect(await rui.editor.page.locator('.monaco-diff-editor').count()).toBe(0);
    expect(onDisk('list.txt')).toBe(list.replace('three', '3'));
  });

  it('asks before a secret leaves, and sends what stands for it', async () => {
    await openFile(ana.editor, 'config.env');
    await selectLines(ana.editor, 1, 2);
    await ana.editor.runCommand('PyChat: Share Selection in Chat');
    await ana.sayComment();
    const question = await ana.question();
    expect(question).toContain('This may not be meant for others. Send it?');
    expect(question).toContain('Line 2: token ghp_…');
    await ana.answerQuestion('Replace and Send');
    await ana.showShared();
    await untilBlocks(5);
    expect(await code()).toBe('HOST=db\nTOKEN=‹token›');
    for (const person of [ana, rui])
      expect(await person.panel.locator('body').innerText()).not.toContain(token);
  });

  it('is offered as a file when it is too long for one message', async () => {
    await openFile(ana.editor, 'long.txt');
    await ana.editor.page.keyboard.press('ControlOrMeta+A');
    await ana.editor.runCommand('PyChat: Share Selection in Chat');
    await ana.sayComment();
    const told = await ana.editor.notification(/Too long for one message: 7\d{4} bytes/);
    await told.getByRole('button', { name: 'Send as File' }).click();
    const file = rui.panel.locator('.file').last();
    await expect.poll(() => file.allInnerTexts(), patience).toEqual([expect.stringMatching(/long\.txt/)]);
    expect(await blocks(rui).count()).toBe(5);
  });
});

/** What an element says before any element in it. */
function firstText(element: Element): string {
  return element.firstChild?.textContent ?? '';
}
