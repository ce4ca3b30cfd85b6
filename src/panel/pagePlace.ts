import { type WebviewPanel, type WebviewView, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { ChatPanel, type PageSource } from './chatPanel.ts';
import { ChatView } from './chatView.ts';
import type { PageHost } from './pageHost.ts';

const setting = 'pychat.location';

/** What is told of the page's comings and goings. */
export interface PlaceListener {
  /** A page stands: what it says and whether it is seen is to be listened to from now on. */
  opened(host: PageHost): void;
  closed(): void;
}

/** Where the page stands: in the editor area or next to the terminal, as the setting says, and at once when it changes. */
export class PagePlace implements Disposable {
  readonly #source: PageSource;
  readonly #listener: PlaceListener;
  readonly #store = new DisposableStore();
  #host: ChatPanel | ChatView | undefined;

  constructor(source: PageSource, listener: PlaceListener) {
    this.#source = source;
    this.#listener = listener;
    this.#store.add(
      workspace.onDidChangeConfiguration(change => change.affectsConfiguration(setting) && this.#move()),
    );
  }

  /** Opens the page, or brings it to the front. */
  open(): void {
    if (this.#host) this.#host.show();
    else this.#make(false);
  }

  /** Takes the tab that the editor kept over a reload; where the page is now to stand elsewhere, it opens there. */
  revive(panel: WebviewPanel): void {
    if (isInPanel()) {
      panel.dispose();
      this.open();
      return;
    }
    this.#host?.dispose();
    this.#take(new ChatPanel(this.#source, { revived: panel }));
  }

  /** Takes the view that the editor has made because somebody looks at it. */
  attach(view: WebviewView): void {
    if (isInPanel()) this.#openView().attach(view);
  }

  dispose(): void {
    this.#store.dispose();
    this.#host?.dispose();
  }

  #openView(): ChatView {
    if (this.#host instanceof ChatView) return this.#host;
    this.#host?.dispose();
    return this.#take(new ChatView(this.#source));
  }

  #take<Host extends ChatPanel | ChatView>(host: Host): Host {
    this.#host = host;
    host.onClosed(() => {
      if (this.#host !== host) return;
      this.#host = undefined;
      this.#listener.closed();
    });
    this.#listener.opened(host);
    return host;
  }

  /** A page that is open follows; one that is not opens in its new place the next time. */
  #move(): void {
    const stays = this.#host === undefined || this.#host instanceof ChatView === isInPanel();
    if (stays) return;
    this.#host?.dispose();
    // Whoever changes a setting is still at it.
    this.#make(true);
  }

  #make(preserveFocus: boolean): void {
    if (isInPanel()) this.#openView().show(preserveFocus);
    else this.#take(new ChatPanel(this.#source, { preserveFocus }));
  }
}

function isInPanel(): boolean {
  return workspace.getConfiguration().get(setting) === 'panel';
}
