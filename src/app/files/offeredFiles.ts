import type { FileView } from '../../chat/line.ts';
import type { OwnFile } from './ownFile.ts';
import type { TransferTools } from './transferTools.ts';

/** Files that one window offers at one time; a relay takes 20 of one person. Past it the oldest is withdrawn. */
export const maxOwnFiles = 16;

/** What this window offers, the oldest first. */
export class OwnFiles {
  readonly #tools: Pick<TransferTools, 't'>;
  readonly #changed: (lineId: string, view: FileView) => void;
  readonly #byId = new Map<string, OwnFile>();

  constructor(tools: Pick<TransferTools, 't'>, changed: (lineId: string, view: FileView) => void) {
    this.#tools = tools;
    this.#changed = changed;
  }

  /** An offer by its id, also one that has ended lately. */
  find(id: string): OwnFile | undefined {
    return this.#byId.get(id);
  }

  add(file: OwnFile): void {
    this.#makeRoom();
    this.#byId.set(file.offer.id, file);
    file.onChanged(view => {
      if (file.lineId !== '') this.#changed(file.lineId, view);
    });
  }

  retry(): void {
    for (const file of this.#byId.values()) file.retry();
  }

  left(): void {
    const { t } = this.#tools;
    for (const file of this.#byId.values()) file.end('gone', t('Withdrawn, as you left.'));
  }

  dispose(): void {
    for (const file of this.#byId.values()) file.end('gone', '');
    this.#byId.clear();
  }

  /** What has ended is forgotten first, then the oldest that nobody is fetching. */
  #makeRoom(): void {
    if (this.#byId.size < maxOwnFiles) return;
    const all = [...this.#byId.values()];
    const over = all.find(file => file.isOver) ?? all.find(file => !file.isBusy) ?? all[0];
    if (over === undefined) return;
    const { t } = this.#tools;
    over.end('gone', t('Withdrawn, as newer files are offered.'));
    this.#byId.delete(over.offer.id);
  }
}
