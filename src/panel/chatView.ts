import { commands, type ViewBadge, type WebviewView } from 'vscode';
import type { Line } from '../chat/line.ts';
import { DisposableStore } from '../common/dispose.ts';
import { Emitter } from '../common/emitter.ts';
import type { PageSource } from './chatPanel.ts';
import { loadPage } from './loadPage.ts';
import type { PageHost, PageRequest, ToPage } from './pageHost.ts';
import { PageLink } from './pageLink.ts';
import { viewId } from './panelViewType.ts';

/**
 * The page in a view next to the terminal. The editor makes the view when it first comes into sight and may take it
 * away and make another; this outlives them all.
 */
export class ChatView implements PageHost {
  readonly #source: PageSource;
  readonly #store = new DisposableStore();
  readonly #messages = this.#store.add(new Emitter<PageRequest>());
  readonly #shown = this.#store.add(new Emitter<void>());
  readonly #closed = new Emitter<void>();
  #view: WebviewView | undefined;
  #link: PageLink | undefined;
  #attached = new DisposableStore();
  #title = 'PyChat';
  #badge: ViewBadge | undefined;

  readonly onMessage = this.#messages.event;
  readonly onShown = this.#shown.event;
  readonly onClosed = this.#closed.event;

  constructor(source: PageSource) {
    this.#source = source;
  }

  /** Takes the view that the editor has made. */
  attach(view: WebviewView): void {
    this.#detach();
    if (this.#store.isDisposed) return;
    this.#view = view;
    this.#link = this.#attached.add(new PageLink(view.webview, this.#source));
    this.#attached.add(this.#link.onMessage(message => this.#messages.fire(message)));
    this.#attached.add(view.onDidChangeVisibility(() => this.#visibilityChanged()));
    this.#attached.add(view.onDidDispose(() => this.#detach()));
    view.title = this.#title;
    view.badge = this.#badge;
    loadPage(view.webview, this.#source.extensionUri);
    if (view.visible) this.#shown.fire();
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
  }

  show(preserveFocus = false): void {
    if (this.#view === undefined) void commands.executeCommand(`${viewId}.focus`, { preserveFocus });
    else this.#view.show(preserveFocus);
    if (!preserveFocus) this.#link?.post({ type: 'focus' });
  }

  setTitle(title: string): void {
    this.#title = title;
    if (this.#view) this.#view.title = title;
  }

  setBadge(count: number, tooltip: string): void {
    if (count === (this.#badge?.value ?? 0) && (count === 0 || tooltip === this.#badge?.tooltip)) return;
    this.#badge = count === 0 ? undefined : { value: count, tooltip };
    if (this.#view) this.#view.badge = this.#badge;
  }

  append(lines: readonly Line[]): void {
    this.#link?.append(lines);
  }

  post(message: ToPage): void {
    this.#link?.post(message);
  }

  /** The view stays the editor's; it shows nothing of ours any more. */
  dispose(): void {
    if (this.#store.isDisposed) return;
    const view = this.#view;
    this.#store.dispose();
    this.#detach();
    if (view) {
      view.badge = undefined;
      view.webview.html = '';
    }
    this.#closed.fire();
    this.#closed.dispose();
  }

  #visibilityChanged(): void {
    if (this.isVisible) this.#shown.fire();
    else this.#link?.hidden();
  }

  #detach(): void {
    this.#view = undefined;
    this.#link = undefined;
    const attached = this.#attached;
    this.#attached = new DisposableStore();
    attached.dispose();
  }
}
