import { maxDroppedFiles, maxUriLength } from '../../messageLimits.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';

/** What was let fall, or pasted. */
export interface DropListener {
  /** @param uris addresses of files in the editor's own explorer */
  dropped(files: readonly File[], uris: readonly string[]): void;
  /** No file, only a text. */
  inserted(text: string): void;
}

const uriList = 'text/uri-list';

/** Lets files fall anywhere on the page, and says so while one is over it. */
export class DropZone {
  readonly view = element('div', 'dropZone');
  readonly #listener: DropListener;
  /** Where what falls would go. */
  target = '';

  constructor(listener: DropListener) {
    this.#listener = listener;
    this.view.hidden = true;
    this.view.ariaHidden = 'true';
    document.addEventListener('dragenter', event => this.#over(event));
    document.addEventListener('dragover', event => this.#over(event));
    document.addEventListener('dragleave', event => this.#left(event));
    document.addEventListener('drop', event => this.#fell(event));
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

  #fell(event: DragEvent): void {
    this.view.hidden = true;
    const { dataTransfer, defaultPrevented } = event;
    if (defaultPrevented || !dataTransfer) return;
    const files = filesOf(dataTransfer);
    const uris = fileUris(dataTransfer.getData(uriList));
    const text = dataTransfer.getData('text/plain');
    const isText = files.length + uris.length === 0;
    // A text that falls into the prompt falls between its letters: that the browser does.
    if (isText && event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    if (!isText) this.#listener.dropped(files, files.length > 0 ? [] : uris);
    else if (text !== '') this.#listener.inserted(text);
  }
}

/** The files among what is dragged or pasted. Folders look like files and cannot be read. */
export function filesOf({ items }: DataTransfer): readonly File[] {
  return [...items]
    .filter(item => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true)
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
