import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { FileOffer } from '../../chat/event.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import { sizeText } from '../../chat/fileOffer.ts';
import type { FileEndpoint } from '../../client/files/fileEndpoint.ts';
import type { Clock } from '../../common/clock.ts';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import type { FileAction } from '../../panel/protocol.ts';
import { t } from '../words.ts';
import type { FileDialogs } from './fileDialogs.ts';
import { IncomingFile } from './incomingFile.ts';
import { PartFile } from './partFile.ts';

/** Files that come in or have come, as long as they are remembered; beyond it what ended longest ago is forgotten. */
export const maxIncomingFiles = 200;

interface IncomingFilesParts {
  readonly endpointOf: (connection: string) => FileEndpoint | undefined;
  readonly dialogs: Pick<FileDialogs, 'choosePlace' | 'open' | 'reveal'>;
  readonly clock: Clock;
  readonly changed: (file: IncomingFile) => void;
}

/** Files that others offer and we fetch, by the ids of their offers. */
export class IncomingFiles {
  readonly #parts: IncomingFilesParts;
  readonly #files = new Map<string, IncomingFile>();
  /** Offers whose place is being asked for: a second click asks no second time. */
  readonly #asking = new Set<string>();

  constructor(parts: IncomingFilesParts) {
    this.#parts = parts;
  }

  /** @throws {SaidFailure} or what the file system throws when there is no place for it */
  async act(connection: string, offer: FileOffer, action: FileAction): Promise<void> {
    const file = this.#files.get(offer.id);
    const { dialogs } = this.#parts;
    const path = file?.path ?? '';
    if (action === 'reveal' && path !== '') dialogs.reveal(path);
    else if (action === 'open' && path !== '') dialogs.open(path);
    else if (action === 'cancel') await file?.cancel();
    else if (action === 'resume') file?.resume(connection);
    else if (action === 'save') await this.#save(connection, offer);
  }

  retry(connection: string): void {
    for (const file of this.#files.values()) file.retry(connection);
  }

  left(connection: string): void {
    for (const file of this.#files.values()) file.left(connection);
  }

  async dispose(): Promise<void> {
    await Promise.all(Array.from(this.#files.values(), file => file.cancel()));
    this.#files.clear();
  }

  async #save(connection: string, offer: FileOffer): Promise<void> {
    const { id, name, size } = offer;
    if (this.#asking.has(id) || this.#files.get(id)?.isOpen === true) return;
    if (this.#parts.endpointOf(connection) === undefined)
      throw new SaidFailure(t('You are no longer connected to where this file was offered.'));
    this.#asking.add(id);
    try {
      const place = await this.#parts.dialogs.choosePlace(cleanFileName(name));
      if (place === undefined) return;
      await checkRoom(place, size);
      const part = await PartFile.create(place);
      this.#forgetOld();
      const file = new IncomingFile({ ...this.#parts, offer, part }, connection);
      this.#files.set(id, file);
      file.resume();
    } finally {
      this.#asking.delete(id);
    }
  }

  #forgetOld(): void {
    if (this.#files.size < maxIncomingFiles) return;
    for (const [id, file] of this.#files) {
      if (file.isOpen) continue;
      this.#files.delete(id);
      return;
    }
  }
}

/** Where the disk does not say how much room it has it is tried. @throws {SaidFailure} */
async function checkRoom(place: string, size: number): Promise<void> {
  const disk = await statfs(path.dirname(place)).catch(() => undefined);
  if (disk !== undefined && disk.bavail * disk.bsize < size)
    throw new SaidFailure(t('There is not enough space for {size} on that disk.', { size: sizeText(size) }));
}
