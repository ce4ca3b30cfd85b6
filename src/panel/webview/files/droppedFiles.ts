import { BoundedMap } from '../../../common/boundedMap.ts';
import { maxDroppedFiles, maxFileNameLength, maxFilePieceBytes } from '../../messageLimits.ts';
import type { FromWebview } from '../../protocol.ts';

/** Files that are kept for the host at one time: those dropped last. */
export const maxKeptFiles = 256;

/** Files that were dropped on the page: only it can read them, piece by piece as the host asks. */
export class DroppedFiles {
  readonly #files = new BoundedMap<string, File>(maxKeptFiles);
  readonly #newId: () => string;

  constructor(newId: () => string = () => crypto.randomUUID()) {
    this.#newId = newId;
  }

  /** Keeps the first `maxDroppedFiles` of them; at most `maxKeptFiles` in all, the oldest go. */
  keep(files: readonly File[]): Extract<FromWebview, { type: 'dropped' }>['files'] {
    return files.slice(0, maxDroppedFiles).map(file => {
      const id = this.#newId();
      this.#files.set(id, file);
      return { file: id, name: cutName(file.name), size: file.size };
    });
  }

  forget(id: string): void {
    this.#files.delete(id);
  }

  /** At most `maxFilePieceBytes` from `offset`; none when the file is unknown, was changed, or cannot be read. */
  async bytes(id: string, offset: number, length: number): Promise<Uint8Array> {
    const file = this.#files.get(id);
    try {
      const piece = file?.slice(offset, offset + Math.min(length, maxFilePieceBytes));
      return new Uint8Array((await piece?.arrayBuffer()) ?? new ArrayBuffer());
    } catch {
      return new Uint8Array();
    }
  }
}

/** The end of a name tells what it is: of one that is too long, the beginning goes. */
function cutName(name: string): string {
  return name.length > maxFileNameLength ? name.slice(-maxFileNameLength).toWellFormed() : name || '?';
}
