import { element } from '../element.ts';

/**
 * A link that calls `open`, on click and with Enter. Not an anchor: the editor would open that by itself, besides what the
 * page asks of it.
 */
export function linkView(className: string, text: string, open: () => void): HTMLElement {
  const view = element('span', className, text, { role: 'link', tabIndex: 0 });
  view.addEventListener('click', () => {
    // The end of a selection over the link is no click on it.
    if (document.getSelection()?.isCollapsed !== false) open();
  });
  view.addEventListener('keydown', event => {
    if (event.key === 'Enter') open();
  });
  return view;
}
