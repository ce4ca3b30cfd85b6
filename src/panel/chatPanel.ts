import { env, Uri, ViewColumn, type WebviewOptions, type WebviewPanel, window } from 'vscode';
import type { Clock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { Emitter } from '../common/emitter.ts';
import type { Line } from '../chat/line.ts';
import { pageHtml } from './html.ts';
import { panelViewType } from './panelViewType.ts';
import { type FromWebview, parseFromWebview, type Screen, type ToWebview } from './protocol.ts';

/** Milliseconds for which new lines are gathered into one message to the page. */
const gatherFor = 16;

/** What the panel asks its conversation for. */
export interface PanelSource {
  readonly extensionUri: Uri;
  readonly clock: Clock;
  screen(): Screen;
  words(): Record<string, string>;
}

/**
 * The panel's host half. The conversation's state lives outside: a page that is hidden is thrown away by the editor,
 * says `ready` when it is back, and gets one snapshot.
 */
export class ChatPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #source: PanelSource;
  readonly #store = new DisposableStore();
  readonly #messages = this.#store.add(new Emitter<FromWebview>());
  readonly #shown = this.#store.add(new Emitter<void>());
  readonly #closed = new Emitter<void>();
  #ready = false;
  #gathered: Line[] = [];
  #timer: Disposable | undefined;

  /** What the page says, checked; `ready` is answered here. */
  readonly onMessage = this.#messages.event;
  /** The panel has become the one that is looked at. */
  readonly onShown = this.#shown.event;
  readonly onClosed = this.#closed.event;

  /** @param revived the panel that VS Code kept over a reload, if there is one */
  constructor(source: PanelSource, revived?: WebviewPanel) {
    this.#source = source;
    this.#panel = revived ?? createPanel(source.extensionUri);
    this.#panel.webview.options = webviewOptions(source.extensionUri);
    this.#panel.iconPath = Uri.joinPath(source.extensionUri, 'media', 'panel.svg');
    this.#store.add(this.#panel.webview.onDidReceiveMessage(value => this.#receive(value)));
    this.#store.add(this.#panel.onDidChangeViewState(() => this.#viewStateChanged()));
    this.#store.add(this.#panel.onDidDispose(() => this.dispose()));
    this.#panel.webview.html = pageHtml(this.#panel.webview, {
      extensionUri: source.extensionUri,
      language: env.language,
      title: 'PyChat',
    });
  }

  /** Whether its user can see it now. */
  get isVisible(): boolean {
    return this.#panel.visible;
  }

  show(): void {
    this.#panel.reveal(undefined, false);
  }

  setTitle(title: string): void {
    this.#panel.title = title;
  }

  /** Adds a line; lines that come together go to the page together. */
  append(line: Line): void {
    if (!this.#ready) return;
    this.#gathered.push(line);
    this.#timer ??= this.#source.clock.after(gatherFor, () => this.#sendGathered());
  }

  /** Sends anything but lines, after the lines that were gathered before it. */
  post(message: Exclude<ToWebview, { type: 'append' | 'snapshot' }>): void {
    if (!this.#ready) return;
    this.#sendGathered();
    this.#send(message);
  }

  dispose(): void {
    if (this.#store.isDisposed) return;
    this.#timer?.dispose();
    this.#store.dispose();
    this.#panel.dispose();
    this.#closed.fire();
    this.#closed.dispose();
  }

  #receive(value: unknown): void {
    const message = parseFromWebview(value);
    if (message === undefined) return;
    if (message.type === 'ready') this.#sendSnapshot();
    else this.#messages.fire(message);
  }

  #viewStateChanged(): void {
    // A hidden page is gone: what is posted to it now would be lost or queued without bound.
    if (!this.#panel.visible) this.#ready = false;
    if (this.#panel.visible) this.#shown.fire();
  }

  #sendSnapshot(): void {
    this.#gathered = [];
    this.#ready = true;
    this.#send({ type: 'snapshot', words: this.#source.words(), screen: this.#source.screen() });
  }

  #sendGathered(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    if (!this.#ready || this.#gathered.length === 0) return;
    const lines = this.#gathered;
    this.#gathered = [];
    this.#send({ type: 'append', lines });
  }

  #send(message: ToWebview): void {
    void this.#panel.webview.postMessage(message);
  }
}

function createPanel(extensionUri: Uri): WebviewPanel {
  return window.createWebviewPanel(
    panelViewType,
    'PyChat',
    { viewColumn: ViewColumn.Active, preserveFocus: false },
    webviewOptions(extensionUri),
  );
}

function webviewOptions(extensionUri: Uri): WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [Uri.joinPath(extensionUri, 'dist'), Uri.joinPath(extensionUri, 'media')],
  };
}
