import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProfileForTests } from '../../scripts/chromium.mjs';
import { start, stop } from '../../scripts/processes.mjs';
import { Started } from './started.ts';

const patience = { timeout: 60_000 };

describe('npm start, with no desktop', () => {
  const started = new Started();
  let folder: string;
  let browser: BrowserContext;
  let page: Page;
  let output = '';
  let address: string;

  /** As in a terminal; resolves with the address that it prints. */
  async function run(): Promise<string> {
    output = '';
    const child = start(process.execPath, ['scripts/start.mjs', '--no-desktop', '--no-open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PYCHAT_START_FOLDER: folder },
    });
    started.defer(() => stop(child));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    const printed = (): string | undefined => /^ +(http:\S+)/m.exec(output)?.[1];
    while (printed() === undefined) await new Promise(resolve => child.stdout?.once('data', resolve));
    return printed() ?? '';
  }

  const panel = (): FrameLocator =>
    page
      .frameLocator('iframe.webview[src*="extensionId=pychat.pychat" i]')
      .frameLocator('iframe#active-frame');
  const prompt = (): Promise<string | null> => panel().locator('.path').textContent();

  async function command(title: string): Promise<void> {
    const input = page.locator('.quick-input-widget:visible input');
    await expect
      .poll(async () => {
        await page.keyboard.press('F1');
        return input.fill(`>${title}`, { timeout: 1_000 }).then(
          () => page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().isVisible(),
          () => false,
        );
      }, patience)
      .toBe(true);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pychat-start-'));
    started.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    address = await run();
    browser = await openProfileForTests(path.join(folder, 'browser'), {
      viewport: { width: 1280, height: 800 },
    });
    started.defer(() => browser.close());
    page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(address);
  }, 240_000);
  afterAll(() => started[Symbol.asyncDispose]());

  it('says what it does meanwhile', () => {
    expect(output).toMatch(/^Packaging and installing PyChat…$/m);
    expect(output).toContain('npm start -- --second');
  });

  it('opens with what to do first', async () => {
    const readme = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
    await readme.getByRole('heading', { name: 'Welcome to PyChat' }).waitFor(patience);
    expect(await readme.locator('body').innerText()).toContain('PyChat: Host Chat');
  });

  it('has a log that is not empty', async () => {
    await command('PyChat: Show Log');
    const log = page.locator('.part.panel .view-lines');
    const words = async (): Promise<string> => (await log.allInnerTexts()).join('').replace(/\u00a0/g, ' ');
    await expect.poll(words, patience).toMatch(/PyChat \d+\.\d+\.\d+ in VS Code/);
  });

  it('is the same person after F5: the room comes back under the same nick', async () => {
    await command('PyChat: Host Chat');
    await expect.poll(prompt, patience).toBe('C:\\ANA\\#CHAT>');
    const key = async (): Promise<string> => {
      await panel().getByRole('textbox').fill('/irc');
      await panel().getByRole('textbox').press('Enter');
      const note = panel().locator('.note .text', { hasText: 'SHA-256' }).last();
      return /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(await note.innerText(patience))?.[0] ?? '';
    };
    const before = await key();
    expect(before).not.toBe('');
    await page.reload();
    await expect.poll(prompt, patience).toBe('C:\\ANA\\#CHAT>');
    expect(await key()).toBe(before);
  });
});
