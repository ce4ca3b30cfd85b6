import { openProfile } from '../../scripts/chromium.mjs';
import { Editor } from '../vscode/driver.ts';
import { startGreeter } from './greeter.ts';
import { freePort } from '../vscode/freePort.ts';

/** How long a person waits, in milliseconds, run by run. Each run begins with a window that was just opened. */
export interface Journeys {
  /** From Enter on *Host Chat* until the status bar says so and the prompt takes a letter. */
  readonly host: readonly number[];
  /** From Enter on the invite in *Join Chat* until what somebody there says to the new one shows. */
  readonly join: readonly number[];
  /** The same two of the very first time, when the keys are made as well. */
  readonly first: { readonly host: number; readonly join: number };
}

const statusItem = 'pychat.status';

/** The time from pressing Enter until `done` resolves. */
async function timeFromEnter(editor: Editor, done: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await editor.page.keyboard.press('Enter');
  await done();
  return performance.now() - start;
}

async function untilPromptIsUsable(editor: Editor): Promise<void> {
  await editor.statusBarItem(statusItem).filter({ hasText: 'Hosting' }).waitFor();
  const prompt = editor.panel().getByRole('textbox');
  await prompt.press('x');
  if ((await prompt.inputValue()) !== 'x') throw new Error('the prompt took no letter');
}

async function measureHost(ana: Editor): Promise<number> {
  const row = await ana.findCommand('PyChat: Host Chat');
  await row.and(ana.page.locator('.focused')).waitFor();
  const time = await timeFromEnter(ana, () => untilPromptIsUsable(ana));
  await ana.panel().getByRole('textbox').fill('');
  return time;
}

async function measureJoin(rui: Editor): Promise<number> {
  await rui.runCommand('PyChat: Join Chat');
  await rui.quickInput.row('Paste invite…').and(rui.page.locator('.focused')).waitFor();
  return timeFromEnter(rui, () => rui.panel().locator('.message').first().waitFor());
}

/** Has the invite of whoever hosts on both clipboards. */
export async function handOverInvite(ana: Editor, rui: Editor): Promise<string> {
  await ana.panel().getByRole('button', { name: 'Copy Invite' }).click();
  await ana.notification(/clipboard/);
  const invite = await ana.readClipboard();
  await rui.writeClipboard(invite);
  return invite;
}

async function openAnew(editor: Editor): Promise<void> {
  await editor.runCommand('View: Close All Editors');
  await editor.reloadWindow();
  await editor.statusBarItem(statusItem).waitFor();
}

/** @param vsix the packaged extension */
export async function measureJourneys(vsix: string, runs: number): Promise<Journeys> {
  const settings = {
    'pychat.comeBack': false,
    'pychat.host.port': await freePort(),
    'pychat.history.lines': 0,
  };
  const start = (name: string): Promise<Editor> =>
    Editor.start({ name, vsix, settings: { ...settings, 'pychat.nick': name }, openBrowser: openProfile });
  await using ana = await start('ana');
  await using rui = await start('rui');
  const first = { host: await measureHost(ana), join: 0 };
  await startGreeter(await handOverInvite(ana, rui));
  first.join = await measureJoin(rui);
  const host: number[] = [];
  const join: number[] = [];
  while (host.length < runs) {
    await openAnew(rui);
    await openAnew(ana);
    host.push(await measureHost(ana));
    await startGreeter(await handOverInvite(ana, rui));
    join.push(await measureJoin(rui));
  }
  return { host, join, first };
}
