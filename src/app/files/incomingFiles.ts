import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { FileOffer } from '../../chat/event.ts';
import { sizeText } from '../../chat/fileOffer.ts';
import type { FileView } from '../../chat/line.ts';
import type { FileAction } from '../../panel/protocol.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import { IncomingFile } from './incomingFile.ts';
import { PartFile } from './partFile.ts';
import type { TransferHost, TransferTools } from './transferTools.ts';

/** Files that come in or have come, as long as their lines are known; past it what ended longest ago is forgotten. */
export const maxIncomingFiles = 200;

/** Files that others offer and we fetch, by line. */
export class IncomingFiles {
  readonly #host: Pick<TransferHost, 'door'>;
  readonly #tools: TransferTools;
  readonly #changed: (lineId: string, view: FileView) => void;
  readonly #byLine = new Map<string, IncomingFile>();
  /** Lines whose place is being asked for: a second click asks no second time. */
  readonly #asking = new Set<string>();

  constructor(
    host: Pick<TransferHost, 'door'>,
    tools: TransferTools,
    changed: (lineId: string, view: FileView) => void,
  ) {
    this.#host = host;
    this.#tools = tools;
    this.#changed = changed;
  }

  find(lineId: string): IncomingFile | undefined {
    return this.#byLine.get(lineId);
  }

  /** @throws what the file system throws when there is no place for it */
  async act(lineId: string, offer: FileOffer | undefined, action: FileAction): Promise<void> {
    const file = this.#byLine.get(lineId);
    if (action === 'reveal' && file !== undefined && file.path !== '') this.#tools.reveal(file.path);
    else if (action === 'cancel') await file?.cancel();
    else if (action === 'resume' && file?.isOpen === true) file.resume();
    else if (action === 'save' && offer !== undefined) await this.#save(lineId, offer);
  }

  retry(): void {
    for (const file of this.#byLine.values()) file.retry();
  }

  async dispose(): Promise<void> {
    await Promise.all(Array.from(this.#byLine.values(), file => file.cancel()));
    this.#byLine.clear();
  }

  async #save(lineId: string, offer: FileOffer): Promise<void> {
    if (this.#asking.has(lineId) || this.#byLine.get(lineId)?.isOpen === true) return;
    this.#asking.add(lineId);
    try {
      const place = await this.#tools.choosePlace(cleanFileName(offer.name));
      if (place === undefined || !(await this.#hasRoom(place, offer.size))) return;
      this.#begin(lineId, offer, await PartFile.create(place));
    } finally {
      this.#asking.delete(lineId);
    }
  }

  #begin(lineId: string, offer: FileOffer, part: PartFile): void {
    const { clock, t } = this.#tools;
    this.#forgetOld();
    const file = new IncomingFile({ offer, part, door: () => this.#host.door(), clock, t });
    this.#byLine.set(lineId, file);
    file.onChanged(view => this.#changed(lineId, view));
    file.resume();
  }

  /** Tells the user when the disk has too little room. Where that cannot be found out it is tried. */
  async #hasRoom(place: string, size: number): Promise<boolean> {
    const disk = await statfs(path.dirname(place)).catch(() => undefined);
    if (disk === undefined || disk.bavail * disk.bsize >= size) return true;
    const { t, tell } = this.#tools;
    tell(t('There is no room for {size} on that disk.', { size: sizeText(size) }));
    return false;
  }

  #forgetOld(): void {
    if (this.#byLine.size < maxIncomingFiles) return;
    for (const [lineId, file] of this.#byLine) {
      if (file.isOpen) continue;
      this.#byLine.delete(lineId);
      return;
    }
  }
}
