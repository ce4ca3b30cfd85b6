import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launchForTests } from '../../scripts/chromium.mjs';
import { fontFiles } from '../../scripts/fonts.mjs';
import type { Line } from '../../src/chat/line.ts';
import type { LocationState } from '../../src/panel/protocol.ts';
import { stylesheets } from '../../src/panel/stylesheets.ts';
import { nonce, origin, policy } from './pagePolicy.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Lines and their menu without the rest of the page. What they ask for is kept in `asked`, as a list of calls. */
const script = `
  import { lineView, updateLineView } from './line/lineView.ts';
  import { showLocations } from './line/locationLink.ts';
  import { LineMenu } from './line/lineMenu.ts';
  window.asked = [];
  window.violations = [];
  document.addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));
  const names = ['openLink', 'openLocation', 'checkLocations', 'code', 'file', 'react', 'redact', 'answer', 'jumpTo', 'joinRoom'];
  const actions = Object.fromEntries(names.map(name => [name, (...args) => asked.push([name, ...args])]));
  const app = document.querySelector('#app');
  const screen = app.appendChild(document.createElement('div'));
  screen.className = 'screen';
  new LineMenu(app, actions);
  const find = id => screen.querySelector('[data-id="' + CSS.escape(id) + '"]');
  window.show = lines => screen.append(...lines.map(line => lineView(line, actions)));
  window.change = line => updateLineView(find(line.id), line, actions);
  window.states = states => showLocations([screen], states);`;

const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${stylesheets.map(file => `<link rel="stylesheet" href="${origin}/media/${file}">`).join('\n')}
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="${origin}/dist/page.js"></script>
</body>
</html>`;

/** Starts the browser and builds what the pages run: once for each file of tests. */
export async function startLinePages(): Promise<LinePages> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: path.join(root, 'src/panel/webview'), sourcefile: 'page.ts' },
    tsconfig: path.join(root, 'src/panel/webview/tsconfig.json'),
    outdir: '/dist',
    entryNames: 'page',
    bundle: true,
    write: false,
    format: 'esm',
    splitting: true,
    target: 'es2022',
  });
  const scripts = new Map(outputFiles.map(file => [file.path, file.text]));
  return new LinePages(await launchForTests(), scripts);
}

/** Opens pages of lines in one browser. */
export class LinePages {
  readonly #browser: Browser;
  readonly #scripts: ReadonlyMap<string, string>;

  constructor(browser: Browser, scripts: ReadonlyMap<string, string>) {
    this.#browser = browser;
    this.#scripts = scripts;
  }

  async open(lines: readonly Line[], options: BrowserContextOptions = {}): Promise<LinePage> {
    const context = await this.#browser.newContext({ viewport: { width: 800, height: 500 }, ...options });
    const page = await context.newPage();
    const made = new LinePage(page);
    await page.route('**/*', route => {
      const { pathname } = new URL(route.request().url());
      made.requests.push(pathname);
      return route.fulfill(this.#answer(pathname));
    });
    await page.goto(`${origin}/`);
    await page.evaluate(`show(${JSON.stringify(lines)})`);
    return made;
  }

  #answer(pathname: string): { contentType: string; body: string | Buffer } {
    const script = this.#scripts.get(pathname);
    if (script !== undefined) return { contentType: 'text/javascript; charset=utf-8', body: script };
    if (pathname === '/') return { contentType: 'text/html; charset=utf-8', body: html };
    const font = fontFiles.get(path.basename(pathname));
    if (font !== undefined) return { contentType: 'font/woff2', body: readFileSync(font) };
    const isStyle = stylesheets.some(file => pathname === `/media/${file}`);
    const body = isStyle ? readFileSync(path.join(root, pathname), 'utf8') : '';
    return { contentType: 'text/css; charset=utf-8', body };
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** A page that shows nothing but lines. */
export class LinePage {
  readonly page: Page;
  /** The paths of all that was asked of the network. */
  readonly requests: string[] = [];
  readonly #problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', error => this.#problems.push(error.message));
    page.on('console', said => this.#problems.push(said.text()));
  }

  get lines(): Locator {
    return this.page.locator('.line');
  }

  get menu(): Locator {
    return this.page.getByRole('toolbar');
  }

  async show(...lines: readonly Line[]): Promise<void> {
    await this.page.evaluate(`show(${JSON.stringify(lines)})`);
  }

  async change(line: Line): Promise<void> {
    await this.page.evaluate(`change(${JSON.stringify(line)})`);
  }

  async showStates(states: Readonly<Record<string, LocationState>>): Promise<void> {
    await this.page.evaluate(`states(${JSON.stringify(states)})`);
  }

  /** What the lines have asked for: the name of the action and what it got. */
  asked(): Promise<[string, ...unknown[]][]> {
    return this.page.evaluate('asked');
  }

  /** What an expression of the page gives. */
  ask<T>(expression: string): Promise<T> {
    return this.page.evaluate<T>(expression);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Errors, warnings and violations of the content policy. */
  async complaints(): Promise<string[]> {
    return [...this.#problems, ...(await this.ask<string[]>('violations'))];
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
