import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { openProfile } from '../../../scripts/chromium.mjs';
import { Editor } from '../../vscode/driver.ts';
import { freePort } from '../../vscode/freePort.ts';
import { handOverInvite } from '../journeys.ts';
import { inPage } from './inPage.ts';
import { type LineReport, lineTable } from './table.ts';

/** One of the two ways that a line can go from editor to editor. */
type Way = keyof LineReport;

/** In each run: times the two editors take turns, and lines that one says without a pause. */
const turns = 10;
const linesATurn = 10;

/** Between the text and Enter, so that Enter comes at any time of a frame, in milliseconds. */
const beforeEnterMs = { min: 100, spread: 50 } as const;
/** After a click into a page, until all that this brings about is over, in milliseconds. */
const settleMs = 1_000;

/** The pages of one person, by way. */
type Pages = Readonly<Record<Way, Locator>>;

const bodyOf = (editor: Editor, extension?: string): Locator => editor.panel(extension).locator('body');

/** Both come into a room, and open the bare extension beside it. */
async function meet(ana: Editor, rui: Editor): Promise<void> {
  await ana.runCommand('PyChat: Host Chat');
  await ana.statusBarItem('pychat.status').filter({ hasText: 'Hosting' }).waitFor();
  await handOverInvite(ana, rui);
  // They lie over the page beside.
  await ana.runCommand('Notifications: Clear All Notifications');
  await rui.runCommand('PyChat: Join Chat');
  await rui.quickInput.pick('Paste invite…');
  await rui.statusBarItem('pychat.status').filter({ hasText: 'Joined' }).waitFor();
  await ana.runCommand('Bare: Listen');
  await rui.runCommand('Bare: Connect');
}

async function pagesOf(editor: Editor): Promise<Pages> {
  const pages = { ours: bodyOf(editor), bare: bodyOf(editor, 'pychat.bare') };
  for (const page of Object.values(pages)) await page.evaluate(inPage);
  return pages;
}

/** Says lines on one page and waits for each on the other. @returns milliseconds from Enter, line by line */
async function say(page: Locator, other: Locator): Promise<number[]> {
  const input = page.getByRole('textbox', { name: 'Message', exact: true });
  await input.click();
  await wait(settleMs);
  const times: number[] = [];
  while (times.length < linesATurn) {
    const text = `line ${Math.random().toString(36).slice(2)}`;
    // Before Enter, and not at the same time: it is another browser.
    await other.evaluate(`bench.expect('${text}')`);
    await input.fill(text);
    await wait(beforeEnterMs.min + Math.random() * beforeEnterMs.spread);
    await input.press('Enter');
    const shown = Number(await other.evaluate('bench.shown'));
    times.push(shown - Number(await page.evaluate('bench.entered')));
  }
  return times;
}

/**
 * Measures how long a line takes from Enter in one editor until it is on the other's screen, and how long one of an
 * extension takes that does nothing but pass it on. Both are open in the same editors, and take turns.
 *
 * @param vsix the packaged extension
 * @param runs of a hundred lines each way; each takes about a minute and a half
 */
export async function measureLines(
  vsix: string,
  runs: number,
  log: (text: string) => void,
): Promise<{ report: LineReport; table: string }> {
  const extension = path.join(import.meta.dirname, 'bareExtension');
  const settings = {
    'pychat.comeBack': false,
    'pychat.host.port': await freePort(),
    'bare.port': await freePort(),
  };
  const start = (name: string): Promise<Editor> =>
    Editor.start({
      ...{ name, vsix, extension, openBrowser: openProfile },
      settings: { ...settings, 'pychat.nick': name },
    });
  await using ana = await start('ana');
  await using rui = await start('rui');
  await meet(ana, rui);
  const [anas, ruis] = [await pagesOf(ana), await pagesOf(rui)];
  const report = { ours: [] as number[], bare: [] as number[] };
  for (let run = 1; run <= runs; run++) {
    log(`Measuring a line from Enter to the other screen, ${run} of ${runs}…`);
    for (let turn = 0; turn < turns; turn++)
      for (const way of ['bare', 'ours'] as const) {
        const isAna = turn % 2 === 0;
        const said = isAna ? say(anas[way], ruis[way]) : say(ruis[way], anas[way]);
        report[way].push(...(await said));
      }
  }
  return { report, table: lineTable(report) };
}
