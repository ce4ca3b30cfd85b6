import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { openProfile } from '../../scripts/chromium.mjs';
import { settingsFile } from '../../scripts/vscodeServer.mjs';
import { parseInvite, serializeInvite } from '../../src/trust/invite.ts';
import { ChatWindow, packagedExtension } from '../vscode/chatWindow.ts';
import { openFile } from '../vscode/editing.ts';
import { freePort } from '../vscode/freePort.ts';
import { Cable } from '../vscode/ports.ts';
import { makeProject } from '../vscode/project.ts';
import type { Language } from './languages.ts';
import { inFewColours } from './palette.ts';

const patience = { timeout: 30_000 };
const size = { width: 1200, height: 640 };

const sum = `export function sum(numbers: number[]): number {
  return numbers.reduce((all, one) => all + one);
}

console.log(sum([1, 2, 3]));
`;
/** What ana has made of it, saved and not committed. */
const mended = sum.replace('all + one)', 'all + one, 0)').replace('[1, 2, 3]', '[]');

/** What is around the code and the chat, out of the picture. */
const calm = {
  'editor.minimap.enabled': false,
  'files.simpleDialog.enable': true,
  'git.openRepositoryInParentFolders': 'never',
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  // The settings, as a text in the place of the code.
  'workbench.editor.useModal': 'off',
  'workbench.layoutControl.enabled': false,
  'workbench.sideBar.location': 'right',
};

/** Two people with a copy of the same code: ana hosts, and rui comes over a cable that can be held. */
export class Stage implements AsyncDisposable {
  readonly ana: ChatWindow;
  readonly rui: ChatWindow;
  readonly cable: Cable;
  readonly #folder: string;
  readonly #language: Language;
  readonly #cablePort: number;

  private constructor(
    people: Pick<Stage, 'ana' | 'rui' | 'cable'>,
    place: { readonly folder: string; readonly language: Language; readonly cablePort: number },
  ) {
    this.ana = people.ana;
    this.rui = people.rui;
    this.cable = people.cable;
    this.#folder = place.folder;
    this.#language = place.language;
    this.#cablePort = place.cablePort;
  }

  /** Starts both editors. Must be ended. */
  static async start(language: Language): Promise<Stage> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pychat-pictures-'));
    const [port, cablePort] = [await freePort(), await freePort()];
    const start = (name: 'ana' | 'rui'): Promise<ChatWindow> => {
      const workspace = path.join(folder, name, 'lesson');
      mkdirSync(workspace, { recursive: true });
      makeProject(workspace, { 'src/sum.ts': sum });
      const settings = { ...calm, 'pychat.nick': name, 'pychat.host.port': port };
      return ChatWindow.start({
        name,
        vsix: packagedExtension(),
        workspace,
        settings,
        size,
        openBrowser: openProfile,
        ...(language.locale !== undefined && { locale: language.locale }),
      });
    };
    const [ana, rui] = await Promise.all([start('ana'), start('rui')]);
    const cable = await Cable.plugIn(cablePort, port);
    return new Stage({ ana, rui, cable }, { folder, language, cablePort });
  }

  /** Each has the code on the left and the chat on the right, and both are in the room. */
  async meet(): Promise<void> {
    const { ana, rui } = this;
    const { command, word } = this.#language;
    for (const { editor } of [ana, rui]) {
      await openFile(editor, 'src/sum.ts');
      await editor.runCommand('View: Close Primary Side Bar').catch(() => undefined);
    }
    await ana.editor.runCommand(command('command.host'));
    await ana.untilStatus(/: 1 /);
    await ana.clickAction(word('Copy Invite'));
    await expect.poll(() => ana.editor.readClipboard(), patience).toMatch(/^pychat1-[\w-]+$/);
    const invite = parseInvite(await ana.editor.readClipboard());
    await ana.editor.runCommand('Notifications: Clear All Notifications');
    const overCable = { ...invite, addresses: ['127.0.0.1'], port: this.#cablePort };
    await rui.editor.writeClipboard(serializeInvite(overCable));
    await rui.editor.runCommand(command('command.join'));
    await rui.editor.quickInput.pick(word('Paste invite…'));
    await Promise.all([ana, rui].map(one => one.untilStatus(/: 2 /)));
    for (const { editor } of [ana, rui]) await editor.runCommand('View: Move Editor into Right Group');
  }

  /** Somebody says something, and both see it. */
  async say(person: ChatWindow, text: string): Promise<void> {
    await person.say(text);
    const shown = text.replace(/^\/me /, '');
    for (const one of [this.ana, this.rui]) await one.line(shown).waitFor();
  }

  /** Somebody types and does not send it. */
  async draft(person: ChatWindow, text: string): Promise<void> {
    await person.panel.getByRole('textbox').click();
    await person.editor.page.keyboard.insertText(text);
  }

  /** Ana has changed her copy since. */
  mend(): void {
    writeFileSync(path.join(this.#folder, 'ana', 'lesson/src/sum.ts'), mended);
  }

  /** A file of ana's that is no part of the code. */
  makeFile(name: string, bytes: number): string {
    const file = path.join(this.#folder, name);
    writeFileSync(file, Buffer.alloc(bytes, 7));
    return file;
  }

  /** A place of rui's to save to. */
  placeOf(name: string): string {
    return path.join(this.#folder, 'rui', name);
  }

  /** Changes settings of ana's as by hand, in the place of the code; the chat has the keyboard again after it. */
  async set(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const { editor, panel } = this.ana;
    const present = JSON.parse(readFileSync(settingsFile(editor.home), 'utf8')) as object;
    await editor.runCommand('View: Focus First Editor Group');
    await editor.runCommand('Preferences: Open User Settings (JSON)');
    await editor.page.locator('.editor-instance .view-lines', { hasText: 'pychat.nick' }).click();
    await editor.page.keyboard.press('ControlOrMeta+A');
    // Typed, brackets and quotes would be closed by the editor once more.
    await editor.paste(JSON.stringify({ ...present, ...settings }));
    await editor.page.keyboard.press('ControlOrMeta+S');
    await panel.getByRole('textbox').click();
  }

  /** A picture of somebody's whole window for the READMEs. */
  async pictureOfWindow(person: ChatWindow, name: string): Promise<void> {
    await untilCalm(person);
    keep(this.#file(name), await person.editor.page.screenshot());
  }

  /** The same of the chat's page alone. */
  async pictureOfPage(person: ChatWindow, name: string): Promise<void> {
    await untilCalm(person);
    keep(this.#file(name), await pageOf(person).screenshot());
  }

  #file(name: string): string {
    return `docs/images/${name}${this.#language.suffix}.png`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.ana, this.rui].map(one => one[Symbol.asyncDispose]()));
    await this.cable.unplug();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The frame that the page is in. */
export function pageOf({ editor }: ChatWindow): Locator {
  return editor.page.locator('iframe.webview[src*="extensionId=pychat.pychat" i]').first();
}

/** Writes a picture in few colours; with PYCHAT_PICTURES to a folder of that name, to look at it first. */
export function keep(file: string, png: Buffer): void {
  const place = path.join(process.env.PYCHAT_PICTURES ?? '', file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, inFewColours(png));
}

/** Nothing is pointed at, the fonts are there, and no notification stands before the rest. */
async function untilCalm({ editor, panel }: ChatWindow): Promise<void> {
  await editor.page.mouse.move(0, 0);
  await panel.locator('body').evaluate(async ({ ownerDocument }) => {
    await ownerDocument.fonts.ready;
  });
  await expect.poll(() => editor.page.locator('.notification-toast').count(), patience).toBe(0);
}
