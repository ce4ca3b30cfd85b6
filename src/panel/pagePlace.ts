import { type Uri, type WebviewPanel, type WebviewView, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { ChatPanel } from './chatPanel.ts';
import { ChatView } from './chatView.ts';
import type { PageListener } from './loadPage.ts';

const setting = 'pychat.location';

/** Where the page stands: in the editor area or next to the terminal, as the setting says, and at once when it changes. */
export class PagePlace implements Disposable {
  readonly #extensionUri: Uri;
  readonly #listener: PageListener;
  readonly #store = new DisposableStore();
  #page: ChatPanel | ChatView | undefined;
  #title = 'PyChat';
  #badge: readonly [count: number, tooltip: string] = [0, ''];

  constructor(extensionUri: Uri, listener: PageListener) {
    this.#extensionUri = extensionUri;
    this.#listener = listener;
    this.#store.add(
      workspace.onDidChangeConfiguration(change => change.affectsConfiguration(setting) && this.#move()),
    );
  }

  /** The page, wherever it stands; undefined while it is closed. */
  get page(): ChatPanel | ChatView | undefined {
    return this.#page;
  }

  /** Opens the page, or brings it to the front. */
  open(): void {
    if (this.#page) this.#page.show();
    else this.#make(false);
  }

  /** Takes the tab that the editor kept over a reload; where the page is now to stand elsewhere, it opens there. */
  revive(panel: WebviewPanel): void {
    if (isInPanel()) {
      panel.dispose();
      this.open();
      return;
    }
    this.#page?.dispose();
    this.#takePanel({ revived: panel });
  }

  /** Takes the view that the editor has made because somebody looks at it. */
  attach(view: WebviewView): void {
    if (isInPanel()) this.#openView().attach(view);
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#page?.setTitle(title);
  }

  /** Says how many messages wait; 0 takes the count away. */
  setBadge(count: number, tooltip: string): void {
    if (count === this.#badge[0] && (count === 0 || tooltip === this.#badge[1])) return;
    this.#badge = [count, tooltip];
    this.#page?.setBadge(count, tooltip);
  }

  dispose(): void {
    this.#store.dispose();
    this.#page?.dispose();
  }

  #openView(): ChatView {
    if (this.#page instanceof ChatView) return this.#page;
    this.#page?.dispose();
    return this.#use(new ChatView(this.#extensionUri, this.#listener));
  }

  #takePanel(how: { revived?: WebviewPanel; preserveFocus?: boolean }): void {
    const panel: ChatPanel = new ChatPanel(this.#extensionUri, this.#listener, {
      ...how,
      closed: () => {
        if (this.#page === panel) this.#page = undefined;
        this.#listener.changed();
      },
    });
    this.#use(panel);
  }

  #use<Page extends ChatPanel | ChatView>(page: Page): Page {
    this.#page = page;
    page.setTitle(this.#title);
    page.setBadge(...this.#badge);
    this.#listener.changed();
    return page;
  }

  /** A page that is open follows; one that is not opens in its new place the next time. */
  #move(): void {
    const stays = this.#page === undefined || this.#page instanceof ChatView === isInPanel();
    if (stays) return;
    this.#page?.dispose();
    // The user is still changing the setting.
    this.#make(true);
  }

  #make(preserveFocus: boolean): void {
    if (isInPanel()) this.#openView().show(preserveFocus);
    else this.#takePanel({ preserveFocus });
  }
}

function isInPanel(): boolean {
  return workspace.getConfiguration().get(setting) === 'panel';
}
