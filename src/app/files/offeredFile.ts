import type { FileOffer } from '../../chat/event.ts';
import type { FileState, FileView } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { Sending } from '../../client/files/offerFile.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import { fileSentence } from './fileWords.ts';
import type { KeptOffering } from './keptOffering.ts';

export interface OwnFileOptions {
  readonly offer: FileOffer;
  readonly path: string;
  readonly offering: KeptOffering;
  readonly t: Translate;
  /** Called once when it is no longer offered. */
  readonly onEnd: () => void;
}

/** A file that we offer: who is fetching it, how many have it. */
export class OwnFile {
  readonly offer: FileOffer;
  readonly path: string;
  /** '' until the line is there. */
  lineId = '';
  readonly #options: OwnFileOptions;
  readonly #moving = new Map<string, number>();
  readonly #changed = new Emitter<FileView>();
  #have = 0;
  #stands = true;
  #end: { readonly state: FileState; readonly note: string } | undefined;

  /** Fires with every step. */
  readonly onChanged: Event<FileView> = this.#changed.event;

  constructor(options: OwnFileOptions) {
    this.#options = options;
    this.offer = options.offer;
    this.path = options.path;
    const { offering, t } = options;
    offering.onSending(sending => this.#step(sending));
    offering.onStands(stands => {
      this.#stands = stands;
      this.#changed.fire(this.view);
    });
    offering.onEnded(failure =>
      this.end(failure.code === 'gone' ? 'gone' : 'failed', fileSentence(failure, t)),
    );
  }

  /** Whether somebody is fetching it right now. */
  get isBusy(): boolean {
    return this.#moving.size > 0;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  get view(): FileView {
    const { name, size } = this.offer;
    const common = { name: cleanFileName(name), size };
    if (this.#end !== undefined) return { ...common, moved: 0, ...this.#end };
    const note = this.#note();
    if (this.#moving.size > 0) return { ...common, moved: this.#moved(), state: 'moving', note };
    return { ...common, moved: 0, state: this.#stands ? 'offered' : 'paused', note };
  }

  /** It is no longer offered. */
  end(state: FileState, note: string): void {
    if (this.#end !== undefined) return;
    this.#end = { state, note };
    this.#moving.clear();
    this.#options.offering.dispose();
    this.#options.onEnd();
    this.#changed.fire(this.view);
  }

  /** The window is connected again. */
  retry(): void {
    this.#options.offering.retry();
  }

  #step({ pull, moved, state }: Sending): void {
    if (this.#end !== undefined) return;
    if (state === 'moving') this.#moving.set(pull, moved);
    else this.#moving.delete(pull);
    if (state === 'done') this.#have++;
    this.#changed.fire(this.view);
  }

  /** Of several receivers the mean. */
  #moved(): number {
    let sum = 0;
    for (const moved of this.#moving.values()) sum += moved;
    return Math.floor(sum / this.#moving.size);
  }

  #note(): string {
    const { t } = this.#options;
    const have = this.#have > 0 ? t('Fetched: {count}.', { count: this.#have }) : '';
    const fetching = this.#moving.size > 1 ? t('{count} fetch it now.', { count: this.#moving.size }) : '';
    const away = this.#stands ? '' : t('It is offered again when the connection is back.');
    return [have, fetching, away].filter(Boolean).join(' ');
  }
}
