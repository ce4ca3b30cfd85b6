import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { openProfileForTests } from '../../scripts/chromium.mjs';
import { extensionsWith, startServer, workbenchAddress } from '../../scripts/vscodeServer.mjs';
import type { VSCodeServer } from '../../scripts/vscodeServer.mjs';
import { QuickInput } from './quickInput.ts';
import { Started } from './started.ts';

/** How long a person would wait for the editor to do anything at all. */
const patienceMs = 30_000;

/** How long one look into the command palette takes before it is opened again: commands arrive late, once. */
const paletteMs = 1_500;

export interface EditorOptions {
  /** Says whose editor this is: it is part of the names of its folders. */
  readonly name: string;
  /** A packaged extension to install; for most tests the one that `npm run package` made. */
  readonly vsix?: string;
  /** Or a folder of extensions that are installed. */
  readonly extensions?: string;
  /** Or a folder with an extension under development. Its notifications show only behind the bell. */
  readonly extension?: string;
  /** Opened folder; a new empty one by default, none at all when it is null. */
  readonly workspace?: string | null;
  /** Settings, extensions and state; give that of a closed or killed editor to go on where it was. */
  readonly home?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** e.g. 'pt-br': extensions speak it, the editor's own words stay English. */
  readonly locale?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** For its server and extension hosts, on top of this process's. */
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** How its browser is opened; the one that is quickest for tests by default. */
  readonly openBrowser?: typeof openProfileForTests;
}

/** One person's VS Code: server, extension host, and the window as this person sees it. */
export class Editor {
  readonly page: Page;
  readonly workspace: string | null;
  readonly home: string;
  readonly quickInput: QuickInput;
  readonly #server: VSCodeServer;
  readonly #browser: BrowserContext;
  readonly #development: boolean;

  private constructor(
    parts: { page: Page; server: VSCodeServer; browser: BrowserContext },
    options: { workspace: string | null; home: string; development: boolean },
  ) {
    this.page = parts.page;
    this.#server = parts.server;
    this.#browser = parts.browser;
    this.workspace = options.workspace;
    this.home = options.home;
    this.#development = options.development;
    this.quickInput = new QuickInput(parts.page);
  }

  /** Starts server and browser and waits for the workbench. Must be ended by `close` or `kill`. */
  static async start(options: EditorOptions): Promise<Editor> {
    const home = options.home ?? mkdtempSync(path.join(tmpdir(), `pychat-${options.name}-`));
    // What is started is ended again when the rest fails: nobody else knows of it.
    await using started = new Started();
    if (options.home === undefined) started.defer(() => removeFolder(home));
    const workspace = options.workspace === undefined ? path.join(home, options.name) : options.workspace;
    if (workspace !== null) mkdirSync(workspace, { recursive: true });
    const development = options.extension !== undefined;
    const { settings, locale, extension, nodeFlags, openBrowser = openProfileForTests } = options;
    const port = portOf(home);
    // Sockets go where everything else of this editor is, so that they go with it.
    const env = { ...(process.platform === 'linux' && { XDG_RUNTIME_DIR: home }), ...options.env };
    const extensionsFolder = options.vsix ? await extensionsWith(options.vsix) : options.extensions;
    const server = await startServer({
      dataFolder: home,
      ...(extensionsFolder !== undefined && { extensionsFolder }),
      port,
      settings,
      locale,
      development,
      env,
      nodeFlags,
    });
    started.defer(() => server.stop());
    writeFileSync(portFile(home), String(server.port));
    // A browser of its own gives each person a clipboard of their own.
    const browser = await openBrowser(path.join(home, 'browser'), {
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: options.size ?? { width: 1280, height: 800 },
    });
    started.defer(() => browser.close());
    browser.setDefaultTimeout(patienceMs);
    await keepSecrets(browser);
    const page = browser.pages()[0] ?? (await browser.newPage());
    const editor = new Editor({ page, server, browser }, { workspace, home, development });
    await page.goto(workbenchAddress(server.origin, { folder: workspace, extension }));
    await editor.#untilReady();
    started.move();
    return editor;
  }

  /** Another window of this person on another folder: an extension host of its own, one set of settings and secrets. */
  async openWindow(workspace: string | null): Promise<Editor> {
    if (workspace !== null) mkdirSync(workspace, { recursive: true });
    const page = await this.#browser.newPage();
    const parts = { page, server: this.#server, browser: this.#browser };
    const editor = new Editor(parts, { workspace, home: this.home, development: this.#development });
    await page.goto(workbenchAddress(this.#server.origin, { folder: workspace }));
    await editor.#untilReady();
    return editor;
  }

  /** Closes this window and leaves the person's others. */
  async closeWindow(): Promise<void> {
    const closed = this.page.waitForEvent('close');
    await this.page.close({ runBeforeUnload: true });
    await closed;
  }

  async #untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** F1, the title, and a click on the command. The category may be left out. */
  async runCommand(title: string): Promise<void> {
    const deadline = Date.now() + patienceMs;
    // What opens late takes the focus, and the palette with it, even under the pointer: a person then asks again.
    while (!(await isClicked(await this.findCommand(title))))
      if (Date.now() > deadline) throw new Error(`The palette lets nobody click on "${title}".`);
    // The next quick input is the command's own, not the palette on its way out.
    await this.page
      .locator('.quick-input-widget:visible input[placeholder^="Type the name of a command"]')
      .waitFor({ state: 'hidden' });
  }

  /** F1 and the title: the palette stays open, with the command in sight. */
  async findCommand(title: string): Promise<Locator> {
    const { quickInput } = this;
    const deadline = Date.now() + patienceMs;
    const row = this.#commandRow(title);
    for (;;) {
      await this.page.keyboard.press('F1');
      // A key that falls between two focuses is lost on a person, too, who then presses it again.
      // A dialog that goes takes the focus, and the palette with it.
      if ((await appears(quickInput.input)) && (await quickInput.types(`>${title}`))) {
        if (await appears(row)) return row;
        await quickInput.cancel();
      }
      if (Date.now() > deadline) throw new Error(`The palette has no command "${title}".`);
    }
  }

  #commandRow(title: string): Locator {
    const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const label = this.page.locator('.quick-input-list-row:first-child .label-name', {
      hasText: new RegExp(`^\\s*(.+: )?${escaped}\\s*$`),
    });
    return this.page.locator('.quick-input-list .monaco-list-row', { has: label }).first();
  }

  /** The page of an extension's webview that is in sight. */
  panel(extensionId = 'pychat.pychat'): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview[src*="extensionId=${extensionId}" i]`)
      .frameLocator('iframe#active-frame');
  }

  /** A status bar item by part of its id. */
  statusBarItem(idPart: string): Locator {
    return this.page.locator(`.statusbar-item[id*="${idPart}"]`).first();
  }

  /** Its text without icons; empty while it is not there. */
  async statusBarText(idPart: string): Promise<string> {
    const item = this.statusBarItem(idPart);
    return (await item.count()) > 0 ? (await item.innerText()).trim() : '';
  }

  /** Its tooltip, found as a person would: by pointing at it. */
  async statusBarTooltip(idPart: string): Promise<string> {
    await this.statusBarItem(idPart).hover();
    const hover = this.page.locator('.workbench-hover').last();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Opens the list behind the bell, where every notification stays until it is dismissed. */
  async openNotifications(): Promise<void> {
    const list = this.page.locator('.notifications-center.visible');
    if (await list.isVisible()) return;
    await this.page.locator('[id="status.notifications"]').click();
    await list.waitFor();
  }

  /** Texts of all notifications that are neither answered nor dismissed. */
  async notifications(): Promise<string[]> {
    await this.openNotifications();
    const texts = this.page.locator('.notifications-center .notification-list-item-message');
    return (await texts.allInnerTexts()).map(text => text.trim());
  }

  /** A notification with this text in it, wherever it shows. */
  async notification(text: string | RegExp): Promise<Locator> {
    if (this.#development) await this.openNotifications();
    const found = this.page.locator('.notification-list-item:visible', { hasText: text }).first();
    await found.waitFor();
    return found;
  }

  async clickNotificationButton(text: string | RegExp, button: string): Promise<void> {
    const notification = await this.notification(text);
    await notification.hover();
    await notification.locator('.monaco-button', { hasText: button }).click();
  }

  async dismissNotification(text: string | RegExp): Promise<void> {
    const notification = await this.notification(text);
    const clear = notification.locator('.codicon-notifications-clear');
    // While it still slides into its place, VS Code takes a click for none.
    const isGone = async (): Promise<boolean> => {
      await notification.hover({ timeout: 1_000 }).catch(() => undefined);
      await clear.click({ timeout: 1_000 }).catch(() => undefined);
      return notification.isHidden();
    };
    for (let clicks = 0; clicks < 15 && !(await isGone()); clicks++);
    await notification.waitFor({ state: 'hidden' });
  }

  /** What this person's clipboard holds. */
  async readClipboard(): Promise<string> {
    return String(await this.page.evaluate('navigator.clipboard.readText()'));
  }

  async writeClipboard(text: string): Promise<void> {
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  /** Puts a text on the clipboard and pastes it wherever the cursor is. */
  async paste(text: string): Promise<void> {
    await this.writeClipboard(text);
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  /** Developer: Reload Window. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.runCommand('Developer: Reload Window').catch((error: unknown) => {
      // The page may be gone before the palette is seen to close.
      if (!/navigation|context was destroyed/i.test(String(error))) throw error;
    });
    await loaded;
    await this.#untilReady();
  }

  /** Loads the page again, as a user does when the editor hangs. */
  async refresh(): Promise<void> {
    await this.page.reload();
    await this.#untilReady();
  }

  /** A picture of the window, for the README or to see why a test failed. */
  async screenshot(file: string): Promise<void> {
    mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  /** Process ids of the extension hosts. Not on Windows. */
  extensionHosts(): number[] {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,args='], { encoding: 'utf8' });
    return table
      .split('\n')
      .map(line => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
      .filter(match => match?.[2] === String(this.#server.pid) && match[3]?.includes('--type=extensionHost'))
      .map(match => Number(match?.[1]));
  }

  /** As a power cut would: SIGKILL for the server and its extension hosts. Folders stay. */
  async kill(): Promise<void> {
    await this.#server.kill();
    await this.#browser.close();
  }

  /** Closes the window, then ends the server. Folders stay: see `remove`. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }

  /** Closes everything and removes what was made for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.close();
    } finally {
      removeFolder(this.home);
    }
  }
}

/**
 * The workbench asks its server for the key that seals secrets, and keeps them in memory when there is none: with it a
 * person is the same in another window and after a reload.
 */
async function keepSecrets(browser: BrowserContext): Promise<void> {
  await browser.route('**/mint-key', route => route.fulfill({ status: 200, body: Buffer.alloc(32, 7) }));
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Whether it is in sight soon. */
function isClicked(what: Locator): Promise<boolean> {
  return what.click({ timeout: paletteMs }).then(
    () => true,
    () => false,
  );
}

function appears(what: Locator): Promise<boolean> {
  return what.waitFor({ timeout: paletteMs }).then(
    () => true,
    () => false,
  );
}

const portFile = (home: string): string => path.join(home, 'port');

/** The workbench keeps extensions' state in the browser, by address: so the port must stay. 0 the first time. */
function portOf(home: string): number {
  return existsSync(portFile(home)) ? Number(readFileSync(portFile(home), 'utf8')) : 0;
}
