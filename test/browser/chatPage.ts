import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launchForTests } from '../../scripts/chromium.mjs';
import { fontFiles } from '../../scripts/fonts.mjs';
import type { Line, NoteLine } from '../../src/chat/line.ts';
import { stylesheets as ownStylesheets } from '../../src/panel/stylesheets.ts';
import type { Appearance } from '../../src/panel/appearance.ts';
import type {
  Banner,
  CommandWords,
  FromWebview,
  Kept,
  Screen,
  TabState,
  ToWebview,
  Vocabulary,
} from '../../src/panel/protocol.ts';
import { noon, note as toned } from '../panel/webview/log/lines.ts';
import { nonce, origin, policy } from './pagePolicy.ts';

export { message, messages } from '../panel/webview/log/lines.ts';

/** Where the page's sources are, and which of `media/` it uses. */
export interface PageSources {
  readonly root: string;
  readonly stylesheets: readonly string[];
}

const ownSources: PageSources = {
  root: path.resolve(import.meta.dirname, '../..'),
  stylesheets: ownStylesheets,
};

/**
 * What the editor gives a page: a way to post, and a state that outlives a reload. Violations are kept too. It is always
 * noon; a whole clock to turn, as Playwright has, would take as long as the page itself.
 */
const editorApi = `
  window.Date = class extends Date {
    constructor(...parts) {
      if (parts.length > 0) super(...parts);
      else super(${noon});
    }
    static now() {
      return ${noon};
    }
  };
  window.posted = [];
  window.violations = [];
  document.addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));
  window.acquireVsCodeApi = () => ({
    postMessage: message => posted.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: state => (sessionStorage.setItem('state', JSON.stringify(state)), state),
  });`;

const html = (theme: string, stylesheets: readonly string[]): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PyChat</title>
<link rel="stylesheet" href="${origin}/theme.css">
${stylesheets.map(file => `<link rel="stylesheet" href="${origin}/media/${file}">`).join('\n')}
</head>
<body class="${theme}">
<main id="app"></main>
<script type="module" nonce="${nonce}" src="${origin}/webview.js"></script>
</body>
</html>`;

/** What VS Code gives every page: rules of its own, in a layer below all others, and colours that VS Code's own themes give a page. */
const themes = `
  @layer vscode-default {
    body { padding: 0 20px; background: transparent; }
    code { color: #505050; background: #ececec; padding: 1px 3px; border-radius: 4px; }
    input:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  }
  body.vscode-dark { --vscode-editor-background: #1e1e1e; --vscode-editor-foreground: #d4d4d4;
    --vscode-editor-selectionBackground: #264f78; }
  body.vscode-light { --vscode-editor-background: #ffffff; --vscode-editor-foreground: #000000;
    --vscode-editor-selectionBackground: #add6ff; }
  body.vscode-high-contrast { --vscode-editor-background: #000000; --vscode-editor-foreground: #ffffff;
    --vscode-contrastBorder: #6fc3df; --vscode-focusBorder: #f38518; --vscode-textLink-foreground: #21a6ff;
    --vscode-errorForeground: #f48771; }
  body.vscode-high-contrast-light { --vscode-editor-background: #ffffff; --vscode-editor-foreground: #292929;
    --vscode-contrastBorder: #0f4a85; --vscode-focusBorder: #006bbd; --vscode-textLink-foreground: #0f4a85;
    --vscode-errorForeground: #b5200d; }`;

export const banner: Banner = {
  title: 'PyChat [Version 0.1.0]',
  rows: ['Hosting #chat on this computer.', '', 'Address  192.168.0.10:6697', 'Room     #chat'],
  vital: [],
  actions: [
    { id: 'copyInvite', label: 'Copy Invite' },
    { id: 'leave', label: 'Stop Hosting' },
  ],
};

const emptyScreen: Screen = {
  banner,
  lines: [],
  hasOlder: false,
  typing: [],
  prompt: { path: 'C:\\PYCHAT\\ANA>', hint: '', actions: [] },
};

/** A room of this name, with nothing new in it. */
export function tab(title: string, more: Partial<TabState> = {}): TabState {
  const kind = title.startsWith('#') ? 'room' : 'private';
  return {
    id: title,
    title,
    kind,
    server: '',
    unread: 0,
    mentions: 0,
    muted: false,
    out: false,
    over: false,
    closable: true,
    ...more,
  };
}

/** The look of an old command prompt. */
export const appearance: Appearance = {
  theme: 'cmd',
  colours: '',
  scanLines: false,
  glow: false,
  fontFamily: '',
  fontSize: 0,
  lineHeight: 1.35,
  times: 'always',
  typing: false,
};

/** What is in a snapshot besides the screen, as far as it is not the usual. */
export interface SnapshotParts {
  readonly words?: Readonly<Record<string, string>>;
  readonly tabs?: readonly TabState[];
  /** The id of the tab that is open; the first one's when left out. */
  readonly active?: string;
  readonly appearance?: Partial<Appearance>;
  readonly vocabulary?: Partial<Vocabulary>;
  readonly commands?: readonly CommandWords[];
  readonly kept?: Kept;
}

export function note(text: string, tone: NoteLine['tone'] = 'info'): NoteLine {
  return toned(text, { tone });
}

export interface PageOptions extends BrowserContextOptions {
  /** The class of the body, which VS Code sets. */
  readonly theme?: string;
  /** What its first snapshot holds besides the screen. */
  readonly snapshot?: SnapshotParts;
}

/** Starts the browser and builds the page: once for each file of tests. */
export async function startBrowser(launch = launchForTests, sources = ownSources): Promise<PageMaker> {
  const { root } = sources;
  const bundle = await build({
    entryPoints: { webview: path.join(root, 'src/panel/webview/main.ts') },
    tsconfig: path.join(root, 'src/panel/webview/tsconfig.json'),
    outdir: root,
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const scripts = bundle.outputFiles.map(file => [`/${path.basename(file.path)}`, file.text] as const);
  return new PageMaker(await launch(), new Map(scripts), sources);
}

/** Opens pages in one browser. */
export class PageMaker {
  readonly #browser: Browser;
  readonly #scripts: ReadonlyMap<string, string>;
  readonly #sources: PageSources;

  constructor(browser: Browser, scripts: ReadonlyMap<string, string>, sources: PageSources) {
    this.#browser = browser;
    this.#scripts = scripts;
    this.#sources = sources;
  }

  /** A page with an empty screen, or with what `screen` says. */
  async open(
    screen: Partial<Screen> = {},
    { theme = 'vscode-dark', snapshot = {}, ...options }: PageOptions = {},
  ): Promise<ChatPage> {
    const { root, stylesheets } = this.#sources;
    const context = await this.#browser.newContext({ viewport: { width: 800, height: 500 }, ...options });
    const page = await context.newPage();
    const chat = new ChatPage(page);
    const files: Record<string, [type: string, body: string | Buffer]> = {
      '/': ['text/html', html(theme, stylesheets)],
      '/theme.css': ['text/css', themes],
      ...Object.fromEntries(
        stylesheets.map(file => [
          `/media/${file}`,
          ['text/css', readFileSync(path.join(root, 'media', file), 'utf8')],
        ]),
      ),
      ...Object.fromEntries(
        [...fontFiles].map(([name, file]) => [`/dist/fonts/${name}`, ['font/woff2', readFileSync(file)]]),
      ),
      ...Object.fromEntries([...this.#scripts].map(([name, text]) => [name, ['text/javascript', text]])),
    };
    await page.route('**/*', async route => {
      const [contentType, body] = files[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
      await route.fulfill({ contentType: contentType.replace(/^text.*/, '$&; charset=utf-8'), body });
    });
    await page.addInitScript(editorApi);
    await page.goto(`${origin}/`);
    await chat.snapshot(screen, snapshot);
    return chat;
  }

  /** A page with nothing on it, to compute in. */
  blank(): Promise<Page> {
    return this.#browser.newPage();
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** The page as the host and a person meet it. */
export class ChatPage {
  readonly page: Page;
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', error => this.problems.push(error.message));
    page.on('console', said => this.problems.push(said.text()));
  }

  get input(): Locator {
    return this.page.locator('#input');
  }

  get below(): Locator {
    return this.page.locator('.below');
  }

  get lines(): Locator {
    return this.page.locator('.line');
  }

  /** Says something to the page as the host would, and waits until it is drawn. */
  async receive(...all: readonly ToWebview[]): Promise<void> {
    for (const one of all) await this.page.evaluate(`window.postMessage(${JSON.stringify(one)}, '*')`);
    await this.drawn();
  }

  snapshot(screen: Partial<Screen> = {}, parts: SnapshotParts = {}): Promise<void> {
    const { words = {}, tabs = [tab('#chat', { closable: false })], active = tabs[0]?.id ?? '' } = parts;
    return this.receive({
      type: 'snapshot',
      words,
      appearance: { ...appearance, ...parts.appearance },
      tabs,
      active,
      screen: { ...emptyScreen, ...screen },
      vocabulary: { nicks: [], rooms: [], own: '', muted: [], ...parts.vocabulary },
      commands: parts.commands ?? [],
      ...(parts.kept && { kept: parts.kept }),
    });
  }

  /** Another tab is open now. */
  screen(active: string, screen: Partial<Screen> = {}): Promise<void> {
    return this.receive({ type: 'screen', active, screen: { ...emptyScreen, ...screen } });
  }

  append(...lines: readonly Line[]): Promise<void> {
    return this.receive({ type: 'append', lines });
  }

  async drawn(): Promise<void> {
    await this.page.evaluate(
      'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))',
    );
  }

  /** What the page has said to the host but `ready` and `seen`. */
  async posted(): Promise<FromWebview[]> {
    const all = await this.page.evaluate<FromWebview[]>('posted');
    return all.filter(({ type }) => type !== 'ready' && type !== 'seen');
  }

  press(...keys: readonly string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  /** What an expression of the page gives. */
  ask<T>(expression: string): Promise<T> {
    return this.page.evaluate<T>(expression);
  }

  /** Whether the last line is in sight. */
  async isAtEnd(): Promise<boolean> {
    return this
      .ask(`(({ scrollTop, clientHeight, scrollHeight }) => scrollHeight - clientHeight - scrollTop < 2)
      (document.querySelector('.screen'))`);
  }

  async scrollTo(top: number): Promise<void> {
    await this.ask(`document.querySelector('.screen').scrollTo(0, ${top})`);
    await this.drawn();
  }

  /** Errors, warnings and violations of the content policy. */
  async complaints(): Promise<string[]> {
    return [...this.problems, ...(await this.ask<string[]>('violations'))];
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
