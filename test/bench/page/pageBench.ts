import { launchChromium } from '../../../scripts/chromium.mjs';
import { type PageMaker, appearance, startBrowser } from '../../browser/chatPage.ts';
import { openBarePage } from './barePage.ts';
import { type Measured, measurePage } from './measure.ts';
import { pageTable } from './table.ts';
import { type ScriptSize, scriptSize } from './scriptSize.ts';

/** One round: the real page and the bare one, measured one after the other. */
export interface Round {
  readonly real: Measured;
  readonly bare: Measured;
}

export interface PageReport {
  readonly size: ScriptSize;
  readonly rounds: readonly Round[];
}

/** Measures the real page. @throws when it complains */
export async function measureChatPage(pages: PageMaker): Promise<Measured> {
  const chat = await pages.open();
  const figures = await measurePage(chat.page, appearance);
  const complaints = await chat.complaints();
  await chat.close();
  if (complaints.length > 0) throw new Error(`The page complains: ${complaints.join('; ')}`);
  return figures;
}

async function measureRound(pages: PageMaker): Promise<Round> {
  const real = await measureChatPage(pages);
  const page = await openBarePage(pages);
  const bare = await measurePage(page, appearance);
  await page.close();
  return { real, bare };
}

/**
 * Measures the page in Chromium, by the browser's own timeline, against one that appends the same lines as plain text.
 * @param runs each takes about a minute
 */
export async function measurePages(
  runs: number,
  log: (text: string) => void,
): Promise<{ report: PageReport; table: string }> {
  const size = await scriptSize();
  const pages = await startBrowser(launchChromium);
  const rounds: Round[] = [];
  try {
    for (let run = 1; run <= runs; run += 1) {
      log(`Measuring the page, ${run} of ${runs}…`);
      rounds.push(await measureRound(pages));
    }
  } finally {
    await pages.close();
  }
  const report = { size, rounds };
  return { report, table: pageTable(report) };
}
