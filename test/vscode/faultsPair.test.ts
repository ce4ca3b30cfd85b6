import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from './chatWindow.ts';
import { answerFileDialog } from './editing.ts';
import { Pair } from './pair.ts';

const patience = { timeout: 30_000 };

const keepsTrying = 'PyChat keeps trying to come back; Leave Chat ends that.';

describe('a host who leaves, and a file whose sender leaves', () => {
  let pair: Pair;
  let ana: ChatWindow;
  let rui: ChatWindow;

  beforeAll(async () => {
    pair = await Pair.start({ ana: { 'readme.txt': 'One.\n' }, rui: { 'readme.txt': 'One.\n' } });
    ({ ana, rui } = pair);
    // It has holes for content, which take no room on the disk, and still a while to read.
    writeFileSync(path.join(pair.folder, 'long.bin'), '');
    truncateSync(path.join(pair.folder, 'long.bin'), 2e9);
  });

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
  });

  const notes = (): Promise<string[]> => rui.notes().allTextContents();

  /** Is in the room again: by itself, or with the button that is there. */
  async function untilBack(): Promise<void> {
    const back = rui.panel.getByRole('button', { name: /^(Back to #chat|Try Now)$/ });
    const statusAfter = async (): Promise<string> => {
      if (await back.isVisible()) await back.click({ timeout: 1_000 }).catch(() => undefined);
      return rui.status();
    };
    await expect.poll(statusAfter, { ...patience, interval: 200 }).toBe('Joined: 2 people');
  }

  it('finds both in one room', () => pair.meet());

  it('offers no file that its sender left behind while it was prepared (1.15)', async () => {
    await rui.say('/send');
    await answerFileDialog(rui.editor, path.join(pair.folder, 'long.bin'), 'long.bin');
    const preparing = await rui.editor.notification('Preparing long.bin');
    await rui.say('/quit');
    await rui.untilStatus(/^PyChat$/);
    await untilBack();
    await preparing.waitFor({ state: 'hidden', timeout: 90_000 });
    // What is asked of the window later is answered later.
    await rui.say('/dnd off');
    await rui.untilNote(/Do not disturb/);
    expect(await rui.panel.locator('.file', { hasText: 'offered' }).count()).toBe(0);
  });

  it('keeps trying to come back after a host who used the word "banned" (1.14)', async () => {
    await ana.say('/quit banned from my desk');
    await ana.answerQuestion('Close Room');
    await expect.poll(async () => (await notes()).join('\n'), patience).toContain('banned from my desk');
    await expect.poll(() => rui.status(), patience).toBe('PyChat: reconnecting…');
  });

  it('says in sentences with full stops that the host has closed the room (1.12)', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus(/^Hosting/);
    await untilBack();
    await ana.editor.reloadWindow();
    await rui.untilStatus('PyChat: reconnecting…');
    await expect
      .poll(notes, patience)
      .toContain(`The host closed the room: “The window was closed”. ${keepsTrying}`);
  });
});
