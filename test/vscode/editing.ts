import path from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Editor } from './driver.ts';

const patience = { timeout: 30_000 };
/** How long one look into the palette takes before it is opened anew. */
const lookMs = 1_500;

/** Opens a file of the workspace by its path. */
export async function openFile(editor: Editor, file: string): Promise<void> {
  const name = path.basename(file);
  const row = editor.quickInput.widget.locator('.monaco-list-row.focused', { hasText: name });
  await goTo(editor, file, row);
  await openTab(editor, name).waitFor();
}

/** The tab of a file, where it is the one in front of its group. */
export function openTab(editor: Editor, name: string): Locator {
  return editor.page.locator(`.tab.active[data-resource-name="${name}"]`).first();
}

/** Marks whole lines, counted from 1, in the editor that has the keyboard. */
export async function selectLines(editor: Editor, first: number, count: number): Promise<void> {
  const row = editor.quickInput.widget.locator('.monaco-list-row', { hasText: `line ${first}` });
  await goTo(editor, `:${first}`, row);
  for (let line = 0; line < count; line++) await editor.page.keyboard.press('Shift+ArrowDown');
}

/** Where the cursor is and how much is marked, as the status bar says. */
export async function untilSelection(editor: Editor, expected: string): Promise<void> {
  await expect.poll(() => editor.statusBarText('status.editor.selection'), patience).toBe(expected);
}

/**
 * Takes an item of an open editor's menu at a line. By the key: a menu passes over a click in its first tenth of a
 * second, so that the click which opened it takes nothing.
 */
export async function pickFromMenu(editor: Editor, line: string, item: string): Promise<void> {
  await editor.page.locator('.editor-instance .view-line', { hasText: line }).click({ button: 'right' });
  await editor.page.getByRole('menuitem', { name: item, exact: true }).hover();
  await editor.page.locator('.action-item.focused', { hasText: item }).waitFor();
  await editor.page.keyboard.press('Enter');
}

/**
 * Answers the editor's question for a file, once it has looked into the folder.
 *
 * @param neighbour a file or folder that is only there, or the file itself
 */
export async function answerFileDialog(editor: Editor, file: string, neighbour: string): Promise<void> {
  const { quickInput } = editor;
  const rows = quickInput.widget.locator('.monaco-list-row');
  await rows.first().waitFor();
  await quickInput.type(file);
  await rows.filter({ hasText: neighbour }).first().waitFor();
  await quickInput.accept();
}

/** Takes the place that the editor offers for a file, once it has looked into the folder and shows what is there. */
export async function takePlace({ quickInput }: Editor, file: string, neighbour: string): Promise<void> {
  await quickInput.widget.locator('.monaco-list-row', { hasText: neighbour }).waitFor();
  await expect.poll(() => quickInput.value(), patience).toBe(file);
  await quickInput.accept();
}

/** Drags a file from the system's file manager over something in the window, and lets it fall. */
export async function dropFile({ page }: Editor, file: string, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('It is not in sight.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  // People do not let go at once: the editor has the time to lay something of its own over the page.
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
    await page.evaluate('new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  }
  await session.detach();
}

/** Types into the palette until the row is there, and takes it. */
async function goTo({ page, quickInput }: Editor, text: string, row: Locator): Promise<void> {
  const deadline = Date.now() + patience.timeout;
  for (;;) {
    await page.keyboard.press('F1');
    // A key that falls between two focuses is lost on a person, too, who then presses it again.
    // A dialog that goes takes the focus, and the palette with it.
    if ((await appears(quickInput.input)) && (await quickInput.types(text))) {
      if (await appears(row)) break;
      await quickInput.cancel();
    }
    if (Date.now() > deadline) throw new Error(`The palette does not find "${text}".`);
  }
  await quickInput.accept();
  await quickInput.widget.waitFor({ state: 'hidden' });
}

function appears(what: Locator): Promise<boolean> {
  return what.waitFor({ timeout: lookMs }).then(
    () => true,
    () => false,
  );
}
