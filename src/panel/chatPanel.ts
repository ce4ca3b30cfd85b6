import { Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Line } from '../chat/line.ts';
import { DisposableStore } from '../common/dispose.ts';
import { Emitter } from '../common/emitter.ts';
import { loadPage, webviewOptions } from './loadPage.ts';
import type { PageHost, ToPage } from './pageHost.ts';
import { type LinkSource, PageLink } from './pageLink.ts';
import { panelViewType } from './panelViewType.ts';

/** What a page is made from, wherever it stands. */
export interface PageSource extends LinkSource {
  readonly extensionUri: Uri;
}

/** The page in a tab of the editor area. */
export class ChatPanel implements PageHost {
  readonly #panel: WebviewPanel;
  readonly #link: PageLink;
  readonly #store = new DisposableStore();
  readonly #shown = this.#store.add(new Emitter<void>());
  readonly #closed = new Emitter<void>();
  #title = 'PyChat';
  #count = 0;

  readonly onMessage: PageHost['onMessage'];
  readonly onShown = this.#shown.event;
  readonly onClosed = this.#closed.event;

  /**
   * @param how.revived the panel that VS Code kept over a reload, if there is one
   * @param how.preserveFocus whether the keyboard stays where it is
   */
  constructor(source: PageSource, how: { revived?: WebviewPanel; preserveFocus?: boolean } = {}) {
    this.#panel = how.revived ?? createPanel(source.extensionUri, how.preserveFocus === true);
    this.#panel.iconPath = Uri.joinPath(source.extensionUri, 'media', 'panel.svg');
    this.#link = this.#store.add(new PageLink(this.#panel.webview, source));
    this.onMessage = this.#link.onMessage;
    this.#store.add(this.#panel.onDidChangeViewState(() => this.#viewStateChanged()));
    this.#store.add(this.#panel.onDidDispose(() => this.dispose()));
    loadPage(this.#panel.webview, source.extensionUri);
  }

  get isVisible(): boolean {
    return !this.#store.isDisposed && this.#panel.visible;
  }

  show(preserveFocus = false): void {
    this.#panel.reveal(undefined, preserveFocus);
    if (!preserveFocus) this.#link.post({ type: 'focus' });
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#updateTitle();
  }

  /** A tab of the editor area has no badge: the count stands before the title. */
  setBadge(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#updateTitle();
  }

  append(lines: readonly Line[]): void {
    this.#link.append(lines);
  }

  post(message: ToPage): void {
    this.#link.post(message);
  }

  dispose(): void {
    if (this.#store.isDisposed) return;
    this.#store.dispose();
    this.#panel.dispose();
    this.#closed.fire();
    this.#closed.dispose();
  }

  #viewStateChanged(): void {
    if (this.#panel.visible) this.#shown.fire();
    else this.#link.hidden();
  }

  #updateTitle(): void {
    const title = this.#count === 0 ? this.#title : `(${this.#count}) ${this.#title}`;
    if (!this.#store.isDisposed && this.#panel.title !== title) this.#panel.title = title;
  }
}

function createPanel(extensionUri: Uri, preserveFocus: boolean): WebviewPanel {
  return window.createWebviewPanel(
    panelViewType,
    'PyChat',
    { viewColumn: ViewColumn.Active, preserveFocus },
    webviewOptions(extensionUri),
  );
}
