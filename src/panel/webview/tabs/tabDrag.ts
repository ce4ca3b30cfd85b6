/** What is dragged is a tab of this page, by this name among the kinds of a drag's data. */
const kind = 'application/x-pychat-tab';

/** Lets tabs be dragged to another place among them; a line shows where one would go. */
export class TabDrag {
  readonly #bar: HTMLElement;
  readonly #move: (tab: string, to: number) => void;
  #dragged: HTMLElement | undefined;

  /** @param move to which place, counted from 0, the tab itself taken out */
  constructor(bar: HTMLElement, move: (tab: string, to: number) => void) {
    this.#bar = bar;
    this.#move = move;
    bar.addEventListener('dragstart', event => this.#started(event));
    for (const event of ['dragenter', 'dragover'] as const) {
      bar.addEventListener(event, moved => this.#over(moved));
    }
    bar.addEventListener('drop', event => this.#dropped(event));
    bar.addEventListener('dragend', () => this.#ended());
    bar.addEventListener('dragleave', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && bar.contains(relatedTarget))) this.#mark(undefined);
    });
  }

  #started({ target, dataTransfer }: DragEvent): void {
    if (!(target instanceof HTMLElement) || target.dataset.tab === undefined || !dataTransfer) return;
    this.#dragged = target;
    dataTransfer.setData(kind, target.dataset.tab);
    dataTransfer.effectAllowed = 'move';
  }

  #over(event: DragEvent): void {
    if (!this.#dragged) return;
    event.preventDefault();
    this.#mark(this.#placeAt(event.clientX));
  }

  #dropped(event: DragEvent): void {
    const tab = this.#dragged?.dataset.tab;
    if (!this.#dragged || tab === undefined) return;
    event.preventDefault();
    const from = [...this.#bar.children].indexOf(this.#dragged);
    const gap = this.#placeAt(event.clientX);
    this.#ended();
    const to = gap > from ? gap - 1 : gap;
    if (to !== from) this.#move(tab, to);
  }

  /** The gap between tabs nearest to `x`: 0 is before the first. */
  #placeAt(x: number): number {
    return [...this.#bar.children].filter(view => {
      const { left, width } = view.getBoundingClientRect();
      return left + width / 2 < x;
    }).length;
  }

  /** The line stands before a tab, or behind the last one. */
  #mark(gap: number | undefined): void {
    const views = [...this.#bar.children];
    views.forEach((view, place) => {
      view.classList.toggle('before', place === gap);
      view.classList.toggle('after', gap === views.length && place === views.length - 1);
    });
  }

  #ended(): void {
    this.#dragged = undefined;
    this.#mark(undefined);
  }
}
