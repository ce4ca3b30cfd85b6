import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchForTests } from '../../scripts/chromium.mjs';
import type { Line } from '../../src/chat/line.ts';
import type { LogView } from '../../src/panel/webview/log/logView.ts';
import { noon } from '../panel/webview/log/lines.ts';

const root = path.resolve(import.meta.dirname, '../..');
const origin = 'https://page.test';
const styles = ['themes.css', 'panel.css', 'log.css', 'line.css', 'prompt.css'];

/** A page with the log and a field to write in, and nothing else; what the log asks for is kept in `asked`. */
const entry = `
  import { LogView } from './src/panel/webview/log/logView.ts';
  window.asked = [];
  const actions = new Proxy({}, { get: (_, name) => (...args) => asked.push([name, ...args]) });
  window.log = new LogView({
    actions, needsOlder: () => asked.push(['needsOlder']), seen: id => asked.push(['seen', id]),
  });
  const input = document.createElement('textarea');
  input.className = 'input';
  document.querySelector('#app').append(log.view, log.below, input);
  input.focus();`;

const html = (language: string): string => `<!DOCTYPE html>
<html lang="${language}">
<head><meta charset="utf-8"><title>log</title>
${styles.map(name => `<link rel="stylesheet" href="${origin}/${name}">`).join('\n')}
<style>.input { flex: none; height: 40px; }</style>
</head>
<body class="theme-cmd"><div id="app"></div><script type="module" src="${origin}/log.js"></script></body>
</html>`;

/** Starts the browser and builds the page: once for each file of tests. */
export async function startLogBrowser(): Promise<LogPageMaker> {
  const bundle = await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    tsconfig: path.join(root, 'src/panel/webview/tsconfig.json'),
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return new LogPageMaker(await launchForTests(), bundle.outputFiles[0]?.text ?? '');
}

export class LogPageMaker {
  readonly #browser: Browser;
  readonly #script: string;

  constructor(browser: Browser, script: string) {
    this.#browser = browser;
    this.#script = script;
  }

  async open(
    lines: readonly Line[] = [],
    options: BrowserContextOptions = {},
    language = 'en',
  ): Promise<LogPage> {
    const context = await this.#browser.newContext({ viewport: { width: 800, height: 500 }, ...options });
    const page = await context.newPage();
    const log = new LogPage(page);
    await page.route('**/*', route => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === '') return route.fulfill({ contentType: 'text/html', body: html(language) });
      if (name === 'log.js') return route.fulfill({ contentType: 'text/javascript', body: this.#script });
      if (!styles.includes(name)) return route.fulfill({ status: 404 });
      const body = readFileSync(path.join(root, 'media', name), 'utf8');
      return route.fulfill({ contentType: 'text/css', body });
    });
    await page.clock.setFixedTime(noon);
    await page.goto(`${origin}/`);
    await log.call('replace', lines, { hasOlder: false });
    return log;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

type Method = Exclude<keyof LogView, 'view' | 'viewport' | 'header' | 'below'>;

/** The log as the page and a person meet it. */
export class LogPage {
  readonly page: Page;
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', error => this.problems.push(error.message));
    page.on('console', said => this.problems.push(said.text()));
  }

  /** Calls a method of the log, waits until that is drawn, and gives what it gave. */
  async call<M extends Method>(method: M, ...args: Parameters<LogView[M]>): Promise<ReturnType<LogView[M]>> {
    const given = await this.page.evaluate(
      ([name, values]) => {
        const { log } = globalThis as unknown as { log: Record<string, (...all: unknown[]) => unknown> };
        return log[name as string]!(...(values as unknown[]));
      },
      [method, args],
    );
    await this.drawn();
    return given as ReturnType<LogView[M]>;
  }

  append(...lines: readonly Line[]): Promise<void> {
    return this.call('append', lines);
  }

  /** Appends as many lines, line `from` and on: made in the page, as handing over thousands takes long. */
  async appendMany(count: number, from: number): Promise<void> {
    await this
      .ask(`log.append(Array.from({ length: ${count} }, (_, index) => ({ kind: 'message', nick: 'bruno',
      id: 'many' + (${from} + index), at: Date.now(), text: 'line ' + (${from} + index), form: 'say', own: false })))`);
    await this.drawn();
  }

  async drawn(): Promise<void> {
    await this.page.evaluate(
      'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))',
    );
  }

  /** What the log has asked for under this name. */
  async asked(name: string): Promise<unknown[]> {
    const all = await this.ask<unknown[][]>('asked');
    return all.filter(([one]) => one === name).map(([, ...args]) => args[0]);
  }

  ask<T>(expression: string): Promise<T> {
    return this.page.evaluate<T>(expression);
  }

  press(...keys: readonly string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  async isAtEnd(): Promise<boolean> {
    return this.ask(
      '(({ scrollTop, clientHeight, scrollHeight }) => scrollHeight - clientHeight - scrollTop < 2)(log.view)',
    );
  }

  async scrollTo(top: number): Promise<void> {
    await this.ask(`log.view.scrollTo(0, ${top})`);
    await this.drawn();
  }

  /** The texts of the lines in sight, where the top of each is seen, and how tall it is. */
  inSight(): Promise<{ text: string; top: number; height: number }[]> {
    return this.ask(`(() => {
      const { top, bottom } = log.view.getBoundingClientRect();
      return [...document.querySelectorAll('.line')]
        .map(line => ({ text: line.querySelector('.text').textContent, rectangle: line.getBoundingClientRect() }))
        .filter(({ rectangle }) => rectangle.bottom > top + 1 && rectangle.top < bottom - 1)
        .map(({ text, rectangle: { top, height } }) => ({ text, top, height }));
    })()`);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
