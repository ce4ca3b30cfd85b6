import { Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { loadPage, type PageListener, webviewOptions } from './loadPage.ts';
import { panelViewType } from './panelViewType.ts';
import type { ToWebview } from './protocol.ts';

/** The page in a tab of the editor area. */
export class ChatPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #store = new DisposableStore();
  #title = 'PyChat';
  #count = 0;

  /**
   * @param how.revived the panel that VS Code kept over a reload, if there is one
   * @param how.preserveFocus whether the keyboard stays where it is
   */
  constructor(
    extensionUri: Uri,
    listener: PageListener,
    how: { revived?: WebviewPanel; preserveFocus?: boolean; closed: () => void },
  ) {
    this.#panel = how.revived ?? createPanel(extensionUri, how.preserveFocus === true);
    this.#panel.iconPath = Uri.joinPath(extensionUri, 'media', 'panel.svg');
    this.#store.add(this.#panel.onDidChangeViewState(() => listener.changed()));
    this.#store.add(
      this.#panel.onDidDispose(() => {
        this.dispose();
        how.closed();
      }),
    );
    this.#store.add(loadPage(this.#panel.webview, extensionUri, listener));
  }

  get isVisible(): boolean {
    return !this.#store.isDisposed && this.#panel.visible;
  }

  show(preserveFocus = false): void {
    this.#panel.reveal(undefined, preserveFocus);
    if (!preserveFocus) this.post({ type: 'focus' });
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#updateTitle();
  }

  /** A tab of the editor area has no badge: the count stands before the title. */
  setBadge(count: number): void {
    this.#count = count;
    this.#updateTitle();
  }

  /** A page that is hidden is thrown away: nothing can be said to it. */
  post(message: ToWebview): void {
    if (this.isVisible) void this.#panel.webview.postMessage(message);
  }

  dispose(): void {
    if (this.#store.isDisposed) return;
    this.#store.dispose();
    this.#panel.dispose();
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
