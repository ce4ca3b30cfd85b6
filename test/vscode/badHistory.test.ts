import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsFile } from '../../scripts/vscodeServer.mjs';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { readOnlyFolder } from './readOnlyFolder.ts';

const kept = '2026-11-22T12:48:05Z <rui> from before\n';

describe('a workspace where the last lines cannot be kept', () => {
  let first: ChatWindow;
  let home: string;

  beforeAll(async () => {
    first = await ChatWindow.start({
      name: 'ana',
      vsix: packagedExtension(),
      settings: {
        'pychat.nick': 'ana',
        'pychat.host.port': await freePort(),
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
    ({ home } = first.editor);
  });

  afterAll(async () => {
    await first[Symbol.asyncDispose]();
  });

  /** Hosts and leaves for each text, and gives the warnings that were seen. */
  async function chat(window: ChatWindow, ...texts: string[]): Promise<string[]> {
    for (const text of texts) {
      await window.editor.runCommand('PyChat: Host Chat');
      await window.untilStatus('Hosting: 1 person');
      await window.say(text);
      await window.untilMessage(text);
      await window.editor.runCommand('PyChat: Leave Chat');
      await window.untilStatus(/^PyChat$/);
    }
    return window.panel.locator('.note.warning .text').allTextContents();
  }

  async function chatIn(workspace: string | null): Promise<string[]> {
    const window = await first.openWindow(workspace);
    const warnings = await chat(window, 'it goes on');
    await window.editor.closeWindow();
    return warnings;
  }

  /** From here on it is the folder that is at fault, not the trust in it, and the room keeps nothing that would come into the file. */
  function trustEveryWorkspace(): void {
    const settings = JSON.parse(readFileSync(settingsFile(home), 'utf8')) as object;
    const trusting = { ...settings, 'security.workspace.trust.enabled': false, 'pychat.keepDays': 0 };
    writeFileSync(settingsFile(home), JSON.stringify(trusting));
  }

  /** A workspace with something in the place of `.pychat`. */
  function workspace(name: string, fill: (folder: string) => void): string {
    const folder = path.join(home, name);
    mkdirSync(folder);
    fill(path.join(folder, '.pychat'));
    return folder;
  }

  it('says so in Restricted Mode, once, and touches nothing', async () => {
    mkdirSync(path.join(first.editor.workspace ?? '', '.pychat'));
    writeFileSync(path.join(first.editor.workspace ?? '', '.pychat/history.txt'), kept);
    expect(await chat(first, 'it goes', 'on and on')).toEqual([
      'This workspace is in Restricted Mode, so the last lines are not kept. Trust it to keep them.',
    ]);
    expect((await first.messages()).map(({ text }) => text)).toEqual(['it goes', 'on and on']);
    expect(first.historyLines()).toEqual([kept.trimEnd()]);
  });

  it('keeps them from when it is trusted on', async () => {
    await first.editor.runCommand('Workspaces: Manage Workspace Trust');
    await first.editor.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await first.editor.page.locator('[id="status.workspaceTrust"]').waitFor({ state: 'hidden' });
    await first.editor.runCommand('PyChat: Show Chat');
    const texts = async (): Promise<string[]> => (await first.messages()).map(({ text }) => text);
    await expect.poll(texts, { timeout: 30_000 }).toEqual(['from before', 'it goes', 'on and on']);
    expect(await chat(first, 'now it stays')).toHaveLength(1);
    expect(first.historyLines().map(line => line.slice(21))).toEqual([
      '<rui> from before',
      '<ana> now it stays',
    ]);
  });

  it('says that no folder is open', async () => {
    trustEveryWorkspace();
    expect(await chatIn(null)).toEqual(['No folder is open, so the last lines are not kept.']);
  });

  it('puts a damaged file aside, and goes on with what can be read', async () => {
    const damaged = Buffer.concat([Buffer.of(0xff, 0xfe, 0x00, 0x0a), Buffer.from(`${kept}<ana> no time\n`)]);
    const folder = workspace('damaged', place => {
      mkdirSync(place);
      writeFileSync(path.join(place, 'history.txt'), damaged);
    });
    expect(await chatIn(folder)).toEqual([
      'Some of .pychat/history.txt could not be read; its old content is saved as history.damaged.txt.',
    ]);
    expect(readFileSync(path.join(folder, '.pychat/history.damaged.txt'))).toEqual(damaged);
    const lines = readFileSync(path.join(folder, '.pychat/history.txt'), 'utf8').trimEnd().split('\n');
    expect(lines.map(line => line.slice(21))).toEqual(['<rui> from before', '<ana> it goes on']);
  });

  it('says that the folder cannot be written to', async () => {
    const folder = readOnlyFolder(home);
    expect(await chatIn(folder)).toEqual([
      '.pychat/history.txt cannot be written: the folder may be read-only. The chat goes on.',
    ]);
    expect(existsSync(path.join(folder, '.pychat'))).toBe(false);
  });
});
