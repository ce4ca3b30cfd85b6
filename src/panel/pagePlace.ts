import { type Uri, type WebviewPanel, type WebviewView, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { ChatPanel } from './chatPanel.ts';
import { ChatView } from './chatView.ts';
import type { PageListener } from './loadPage.ts';
import type { PagePlaceName, ViewPlace } from './panelViewType.ts';

const setting = 'pychat.location';

/**
 * Where the one page of a window stands: in the editor area, next to the terminal or in the secondary side bar, as the
 * setting says, and at once when it changes. The views of the other places show the way to bring it there.
 */
export class PagePlace implements Disposable {
  readonly #extensionUri: Uri;
  readonly #listener: PageListener;
  readonly #store = new DisposableStore();
  readonly #views: Readonly<Record<ViewPlace, ChatView>>;
  #place = placeOfSetting();
  #page: ChatPanel | ChatView | undefined;
  #title = 'PyChat';
  #badge: readonly [count: number, tooltip: string] = [0, ''];

  constructor(extensionUri: Uri, listener: PageListener) {
    this.#extensionUri = extensionUri;
    this.#listener = listener;
    const view = (place: ViewPlace): ChatView =>
      this.#store.add(new ChatView(place, extensionUri, listener, this.#place));
    this.#views = { panel: view('panel'), sideBar: view('sideBar') };
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

  /** Moves the page to a place, where it opens from now on, and brings it to the front. */
  async bringTo(place: PagePlaceName): Promise<void> {
    await workspace.getConfiguration().update(setting, place, true);
    this.#move();
    this.open();
  }

  /** Takes the tab that the editor kept over a reload; where the page is now to stand elsewhere, it opens there. */
  revive(panel: WebviewPanel): void {
    if (this.#place !== 'editor') {
      panel.dispose();
      this.open();
      return;
    }
    if (this.#page instanceof ChatPanel) this.#page.dispose();
    this.#takePanel({ revived: panel });
  }

  /** Takes a view that the editor has made because somebody looks at it. */
  attach(place: ViewPlace, view: WebviewView): void {
    if (place === this.#place) this.#use(this.#views[place]);
    this.#views[place].attach(view);
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

  #use(page: ChatPanel | ChatView): void {
    this.#page = page;
    page.setTitle(this.#title);
    page.setBadge(...this.#badge);
    this.#listener.changed();
  }

  /** A page that is open follows, as it does into a view that is there; one that is not opens in its new place the next time. */
  #move(): void {
    const place = placeOfSetting();
    if (place === this.#place) return;
    this.#place = place;
    const before = this.#page;
    this.#page = undefined;
    if (before instanceof ChatPanel) before.dispose();
    for (const view of Object.values(this.#views)) view.pageIsIn(place);
    const isThere = place !== 'editor' && this.#views[place].isAttached;
    // The user is still changing the setting.
    if (before !== undefined || isThere) this.#make(true);
  }

  #make(preserveFocus: boolean): void {
    if (this.#place === 'editor') {
      this.#takePanel({ preserveFocus });
      return;
    }
    const view = this.#views[this.#place];
    this.#use(view);
    view.show(preserveFocus);
  }
}

function placeOfSetting(): PagePlaceName {
  const value = workspace.getConfiguration().get(setting);
  return value === 'panel' || value === 'sideBar' ? value : 'editor';
}
