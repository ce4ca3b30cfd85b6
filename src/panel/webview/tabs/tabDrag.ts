/** What is dragged is a tab of this page, by this name among the kinds of a drag's data. */
const kind = 'application/x-pychat-tab';

/**
 * Lets tabs be dragged to another place among them; a line shows where one would go.
 *
 * @param move to which place, counted from 0, the tab itself taken out
 */
export function letDragTabs(bar: HTMLElement, move: (tab: string, to: number) => void): void {
  let dragged: HTMLElement | undefined;
  const end = (): void => {
    dragged = undefined;
    mark(bar, undefined);
  };
  bar.addEventListener('dragstart', ({ target, dataTransfer }) => {
    if (!(target instanceof HTMLElement) || target.dataset.tab === undefined || !dataTransfer) return;
    dragged = target;
    dataTransfer.setData(kind, target.dataset.tab);
    dataTransfer.effectAllowed = 'move';
  });
  for (const type of ['dragenter', 'dragover'] as const) {
    bar.addEventListener(type, event => {
      if (!dragged) return;
      event.preventDefault();
      mark(bar, placeAt(bar, event.clientX));
    });
  }
  bar.addEventListener('drop', event => {
    const tab = dragged?.dataset.tab;
    if (!dragged || tab === undefined) return;
    event.preventDefault();
    const from = [...bar.children].indexOf(dragged);
    const gap = placeAt(bar, event.clientX);
    end();
    const to = gap > from ? gap - 1 : gap;
    if (to !== from) move(tab, to);
  });
  bar.addEventListener('dragend', end);
  bar.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && bar.contains(relatedTarget))) mark(bar, undefined);
  });
}

/** The gap between tabs nearest to `x`: 0 is before the first. */
function placeAt(bar: HTMLElement, x: number): number {
  return [...bar.children].filter(view => {
    const { left, width } = view.getBoundingClientRect();
    return left + width / 2 < x;
  }).length;
}

/** The line stands before a tab, or behind the last one. */
function mark(bar: HTMLElement, gap: number | undefined): void {
  const views = [...bar.children];
  views.forEach((view, place) => {
    view.classList.toggle('before', place === gap);
    view.classList.toggle('after', gap === views.length && place === views.length - 1);
  });
}
