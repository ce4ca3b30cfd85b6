import type { FileOffer } from '../../chat/event.ts';
import { cleanFileName } from '../../chat/fileName.ts';
import type { FileView } from '../../chat/line.ts';
import { BoundedMap } from '../../common/boundedMap.ts';

/** Offers of which it is remembered how they stand. */
const maxFiles = 1_000;

/** How files stand that the lines of this window offer, by the id of their offer. */
export class FileViews {
  readonly #views = new BoundedMap<string, FileView>(maxFiles);

  set(offer: string, view: FileView): void {
    this.#views.set(offer, view);
  }

  /** What a line with this offer shows. */
  viewOf({ id, name, size }: FileOffer): FileView {
    return this.#views.get(id) ?? { name: cleanFileName(name), size, moved: 0, state: 'offered', note: '' };
  }
}
