import { maxDroppedFiles, maxUriLength } from '../../messageLimits.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';

const uriList = 'text/uri-list';

/** What was dropped that is no text. */
export interface Dropped {
  readonly files: readonly File[];
  /** How many folders were among them. */
  readonly folders: number;
  /** Addresses of files in the editor's own explorer. */
  readonly uris: readonly string[];
}

/** Takes files that are dropped anywhere on the page, and says so while one is over it. */
export class DropZone {
  readonly view = element('div', 'dropZone', '', { hidden: true, ariaHidden: 'true' });
  readonly #offer: (dropped: Dropped) => void;
  readonly #insert: (text: string) => void;
  /** Where what is dropped would go. */
  target = '';

  /**
   * @param offer takes what is no text
   * @param insert takes a text that is dropped
   */
  constructor(offer: (dropped: Dropped) => void, insert: (text: string) => void) {
    this.#offer = offer;
    this.#insert = insert;
    document.addEventListener('dragenter', event => this.#over(event));
    document.addEventListener('dragover', event => this.#over(event));
    document.addEventListener('dragleave', event => this.#left(event));
    document.addEventListener('drop', event => this.#dropped(event));
  }

  #over(event: DragEvent): void {
    const { dataTransfer, defaultPrevented } = event;
    if (defaultPrevented || !dataTransfer) return;
    const types = dataTransfer.types;
    if (!types.includes('Files') && !types.includes(uriList)) return;
    event.preventDefault();
    // The editor's frame around this page would hear of it, lay its own target for files over the page, and open them.
    event.stopPropagation();
    dataTransfer.dropEffect = 'copy';
    this.view.textContent = t('Drop here to send to {target}', { target: this.target });
    this.view.hidden = false;
  }

  /** Out of the page; between its elements there is always another one that is entered. */
  #left({ relatedTarget }: DragEvent): void {
    if (relatedTarget === null) this.view.hidden = true;
  }

  #dropped(event: DragEvent): void {
    this.view.hidden = true;
    const { dataTransfer, defaultPrevented } = event;
    if (defaultPrevented || !dataTransfer) return;
    const files = filesOf(dataTransfer);
    const folders = Math.min(entriesOf(dataTransfer).length - files.length, maxDroppedFiles);
    const uris = fileUris(dataTransfer.getData(uriList));
    const text = dataTransfer.getData('text/plain');
    const isText = files.length + folders + uris.length === 0;
    // The browser puts a text that is dropped on the prompt between its letters.
    if (isText && event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    if (!isText) this.#offer({ files, folders, uris: files.length + folders > 0 ? [] : uris });
    else if (text !== '') this.#insert(text);
  }
}

function entriesOf({ items }: DataTransfer): readonly DataTransferItem[] {
  return [...items].filter(({ kind }) => kind === 'file');
}

/** The files among what is dragged or pasted. Folders look like files and cannot be read. */
export function filesOf(transfer: DataTransfer): readonly File[] {
  return entriesOf(transfer)
    .filter(item => item.webkitGetAsEntry()?.isDirectory !== true)
    .map(item => item.getAsFile())
    .filter(file => file !== null);
}

/** The addresses of files in a list of addresses: those of pages are texts. https://www.rfc-editor.org/rfc/rfc2483#section-5 */
export function fileUris(list: string): readonly string[] {
  return list
    .split(/\r?\n/)
    .filter(line => /^(?!https?:|mailto:|data:|javascript:)[a-z][a-z0-9+.-]*:\S+$/i.test(line))
    .filter(line => line.length <= maxUriLength)
    .slice(0, maxDroppedFiles);
}
