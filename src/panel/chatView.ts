import { commands, type Uri, type WebviewView } from 'vscode';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { loadEmptyPlace } from './emptyPlace.ts';
import { loadPage, type PageListener } from './loadPage.ts';
import { type PagePlaceName, viewIds, type ViewPlace } from './panelViewType.ts';
import type { ToWebview } from './protocol.ts';

/**
 * A view of ours, with the page in it or with the way to bring it there. The editor makes the view when it first becomes
 * visible and may take it away and make another; this outlives them all.
 */
export class ChatView implements Disposable {
  readonly #place: ViewPlace;
  readonly #extensionUri: Uri;
  readonly #listener: PageListener;
  #view: WebviewView | undefined;
  #attached = new DisposableStore();
  #loaded: Disposable | undefined;
  /** Where the page is. */
  #pagePlace: PagePlaceName;
  #title = 'PyChat';
  #badge: { value: number; tooltip: string } | undefined;
  #isDisposed = false;

  /** @param pagePlace where the page is now */
  constructor(place: ViewPlace, extensionUri: Uri, listener: PageListener, pagePlace: PagePlaceName) {
    this.#place = place;
    this.#extensionUri = extensionUri;
    this.#listener = listener;
    this.#pagePlace = pagePlace;
  }

  /** Takes the view that the editor has made. */
  attach(view: WebviewView): void {
    this.#detach();
    if (this.#isDisposed) return;
    this.#view = view;
    this.#attached.add(view.onDidChangeVisibility(() => this.#listener.changed()));
    this.#attached.add(view.onDidDispose(() => this.#detach()));
    this.#load();
  }

  /** The page is here or elsewhere now. */
  pageIsIn(place: PagePlaceName): void {
    if (place === this.#pagePlace) return;
    this.#pagePlace = place;
    if (!this.#hasPage) this.setBadge(0, '');
    this.#load();
  }

  /** There is a view, visible or not. */
  get isAttached(): boolean {
    return this.#view !== undefined;
  }

  get isVisible(): boolean {
    return this.#hasPage && this.#view?.visible === true;
  }

  show(preserveFocus = false): void {
    if (this.#view === undefined)
      void commands.executeCommand(`${viewIds[this.#place]}.focus`, { preserveFocus });
    else this.#view.show(preserveFocus);
    if (!preserveFocus) this.post({ type: 'focus' });
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#showTitle();
  }

  setBadge(value: number, tooltip: string): void {
    this.#badge = value === 0 ? undefined : { value, tooltip };
    this.#showTitle();
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

  get #hasPage(): boolean {
    return this.#pagePlace === this.#place;
  }

  #load(): void {
    const { webview } = this.#view ?? {};
    if (webview === undefined) return;
    this.#loaded?.dispose();
    this.#loaded = undefined;
    if (this.#hasPage) this.#loaded = loadPage(webview, this.#extensionUri, this.#listener);
    else loadEmptyPlace(webview, this.#extensionUri, { place: this.#place, pagePlace: this.#pagePlace });
    this.#showTitle();
    this.#listener.changed();
  }

  #showTitle(): void {
    if (this.#view === undefined) return;
    this.#view.title = this.#hasPage ? this.#title : 'PyChat';
    this.#view.badge = this.#hasPage ? this.#badge : undefined;
  }

  #detach(): void {
    this.#view = undefined;
    this.#loaded?.dispose();
    this.#loaded = undefined;
    this.#attached.dispose();
    this.#attached = new DisposableStore();
    this.#listener.changed();
  }
}
