import { commands, type Uri, type WebviewView } from 'vscode';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { loadPage, type PageListener } from './loadPage.ts';
import { viewId } from './panelViewType.ts';
import type { ToWebview } from './protocol.ts';

/**
 * The page in a view next to the terminal. The editor makes the view when it first becomes visible and may take it away
 * and make another; this outlives them all.
 */
export class ChatView implements Disposable {
  readonly #extensionUri: Uri;
  readonly #listener: PageListener;
  #view: WebviewView | undefined;
  #attached = new DisposableStore();
  #title = 'PyChat';
  #badge: { value: number; tooltip: string } | undefined;
  #isDisposed = false;

  constructor(extensionUri: Uri, listener: PageListener) {
    this.#extensionUri = extensionUri;
    this.#listener = listener;
  }

  /** Takes the view that the editor has made. */
  attach(view: WebviewView): void {
    this.#detach();
    if (this.#isDisposed) return;
    this.#view = view;
    this.#attached.add(loadPage(view.webview, this.#extensionUri, this.#listener));
    this.#attached.add(view.onDidChangeVisibility(() => this.#listener.changed()));
    this.#attached.add(view.onDidDispose(() => this.#detach()));
    view.title = this.#title;
    view.badge = this.#badge;
    this.#listener.changed();
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
  }

  show(preserveFocus = false): void {
    if (this.#view === undefined) void commands.executeCommand(`${viewId}.focus`, { preserveFocus });
    else this.#view.show(preserveFocus);
    if (!preserveFocus) this.post({ type: 'focus' });
  }

  setTitle(title: string): void {
    this.#title = title;
    if (this.#view) this.#view.title = title;
  }

  setBadge(value: number, tooltip: string): void {
    this.#badge = value === 0 ? undefined : { value, tooltip };
    if (this.#view) this.#view.badge = this.#badge;
  }

  /** A page that is hidden is thrown away: nothing can be said to it. */
  post(message: ToWebview): void {
    if (this.isVisible) void this.#view?.webview.postMessage(message);
  }

  /** The view stays the editor's; it shows nothing of ours any more. */
  dispose(): void {
    const view = this.#view;
    this.#isDisposed = true;
    this.#detach();
    if (!view) return;
    view.badge = undefined;
    view.webview.html = '';
  }

  #detach(): void {
    this.#view = undefined;
    this.#attached.dispose();
    this.#attached = new DisposableStore();
    this.#listener.changed();
  }
}
