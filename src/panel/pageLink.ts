import type { Line } from '../chat/line.ts';
import type { Clock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import { Emitter } from '../common/emitter.ts';
import type { PageRequest, Snapshot, ToPage } from './pageHost.ts';
import { parseFromWebview } from './parseFromWebview.ts';
import type { ToWebview } from './protocol.ts';

/** Milliseconds for which new lines are gathered into one message to the page. */
export const gatherFor = 16;

/** The way to a page: the editor's `Webview` is one. */
interface Wire {
  onDidReceiveMessage(listener: (value: unknown) => void): Disposable;
  postMessage(message: ToWebview): PromiseLike<boolean>;
}

/** Where the state lives that the page shows. */
export interface LinkSource {
  readonly clock: Clock;
  snapshot(): Snapshot;
}

/**
 * The talk with one page, wherever it stands. A page that is hidden is thrown away by the editor, says `ready` when it
 * is back, and gets one snapshot; between the two nothing is sent to it.
 */
export class PageLink implements Disposable {
  readonly #wire: Wire;
  readonly #source: LinkSource;
  readonly #store = new DisposableStore();
  readonly #messages = this.#store.add(new Emitter<PageRequest>());
  #ready = false;
  #gathered: Line[] = [];
  #timer: Disposable | undefined;

  /** What the page says, checked; `ready` is answered here. */
  readonly onMessage = this.#messages.event;

  constructor(wire: Wire, source: LinkSource) {
    this.#wire = wire;
    this.#source = source;
    this.#store.add(wire.onDidReceiveMessage(value => this.#receive(value)));
  }

  /** Adds lines; those that come together go to the page together. */
  append(lines: readonly Line[]): void {
    if (!this.#ready || lines.length === 0) return;
    for (const line of lines) this.#gathered.push(line);
    this.#timer ??= this.#source.clock.after(gatherFor, () => this.#sendGathered());
  }

  /** Sends anything but lines, after the lines that were gathered before it. */
  post(message: ToPage): void {
    if (!this.#ready) return;
    this.#sendGathered();
    this.#send(message);
  }

  /** The page is gone: what is posted to it now would be lost, or queued without bound. */
  hidden(): void {
    this.#ready = false;
    this.#forgetGathered();
  }

  dispose(): void {
    this.hidden();
    this.#store.dispose();
  }

  #receive(value: unknown): void {
    const message = parseFromWebview(value);
    if (message === undefined) return;
    if (message.type === 'ready') this.#sendSnapshot();
    else this.#messages.fire(message);
  }

  #sendSnapshot(): void {
    // The snapshot holds what was gathered.
    this.#forgetGathered();
    this.#ready = true;
    this.#send({ type: 'snapshot', ...this.#source.snapshot() });
  }

  #sendGathered(): void {
    const lines = this.#gathered;
    this.#forgetGathered();
    if (lines.length > 0) this.#send({ type: 'append', lines });
  }

  #forgetGathered(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    this.#gathered = [];
  }

  #send(message: ToWebview): void {
    void this.#wire.postMessage(message);
  }
}
