import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { axe, axeFaults } from '../support/axe.ts';
import type { ChatWindow } from './chatWindow.ts';
import type { Editor } from './driver.ts';
import type { Look } from './looks.ts';
import { Pair } from './pair.ts';

const patience = { timeout: 30_000 };

/** Each person's home is their project: where downloads go is there, and git does not see them. */
const project = {
  '.gitignore': '.*\nDownloads/\n',
  'Downloads/readme.txt': 'What was there before.\n',
  'data.json': '{\n  "one": 1\n  "two": 2\n}\n',
  'list.txt': 'one\ntwo\nthree\nfour\n',
  'other.txt': 'a\nb\n',
};

/** Two people with copies of a project in which ana has changed two files, before anything is hosted. */
export async function startPair({ settings }: Look): Promise<Pair> {
  const pair = await Pair.start({ ana: project, rui: project }, { isHome: true, settings });
  appendFileSync(path.join(pair.folder, 'ana', 'list.txt'), 'five\n');
  appendFileSync(path.join(pair.folder, 'ana', 'other.txt'), 'c\n');
  return pair;
}

/** Waits until somebody has saved a file, as the other one has it. */
export async function untilSaved({ folder }: Pair, by: 'ana' | 'rui', name: string): Promise<void> {
  const saved = path.join(folder, by, 'Downloads', name);
  const sent = readFileSync(path.join(folder, by === 'ana' ? 'rui' : 'ana', name), 'utf8');
  // Its name is taken before its content is there.
  await expect.poll(() => existsSync(saved) && readFileSync(saved, 'utf8'), patience).toBe(sent);
}

/** Waits until rui sees so many blocks of code, and this in the last line of them. The sender has the editor in front. */
export async function untilShared({ rui }: Pair, count: number, text: string): Promise<void> {
  await expect.poll(() => rui.panel.locator('.code').count(), patience).toBe(count);
  await rui.line(text).waitFor();
}

/**
 * What a person's hands do from now on, in all of the window's frames: 'click' for a button of the mouse that is pressed,
 * else the key.
 */
export async function watchHands({ page }: Editor): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction('pychatSees', (what: string) => seen.push(what));
  const watch = `addEventListener('pointerdown', () => pychatSees('click'), true);
    addEventListener('keydown', ({ key }) => pychatSees(key), true);`;
  await page.addInitScript(watch);
  await Promise.all(page.frames().map(frame => frame.evaluate(watch)));
  return seen;
}

/** Text that comes without keys, as from a screen keyboard or by dictation, and Enter. */
export async function dictate({ editor }: ChatWindow, text: string): Promise<void> {
  await editor.page.keyboard.insertText(text);
  await editor.page.keyboard.press('Enter');
}

/** What axe finds in the page of the chat as it stands. */
export async function faultsIn({ panel }: ChatWindow): Promise<string[]> {
  const body = panel.locator('body');
  // As what the debugger says: the page's own policy lets no script in.
  if (!(await body.evaluate(() => 'axe' in globalThis))) await body.evaluate(axe);
  const faults: string[] = await body.evaluate(axeFaults);
  return faults;
}
