import type { TabState } from '../../protocol.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';

/** The id of a tab's element: what it controls is labelled by it. */
const tabElementId = (tab: string): string => `tab-${tab}`;

/** Makes an empty tab; `showTab` fills it. What a tab holds is its own name to a screen reader: nothing in it takes the focus. */
export function tabView(id: string): HTMLElement {
  const view = element('div', 'tab', '', { id: tabElementId(id), draggable: true, role: 'tab' });
  view.dataset.tab = id;
  return view;
}

/** With tabs, what is shown belongs to one of them. @param active undefined without */
export function labelPanel(panel: HTMLElement, active: string | undefined): void {
  if (active === undefined) {
    panel.removeAttribute('role');
    panel.removeAttribute('aria-labelledby');
  } else {
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tabElementId(active));
  }
}

/** Shows a tab as it is now. */
export function showTab(view: HTMLElement, tab: TabState, isActive: boolean): void {
  view.classList.toggle('unread', tab.unread > 0);
  view.classList.toggle('mentioned', tab.mentions > 0);
  view.classList.toggle('muted', tab.muted);
  view.classList.toggle('out', tab.out);
  view.ariaSelected = String(isActive);
  view.ariaLabel = view.title = nameOf(tab);
  view.ariaKeyShortcuts = tab.closable ? 'Delete' : null;
  // The mark stays where it is: a click that began on it ends on it, whatever changes meanwhile.
  const mark = tab.closable ? (view.querySelector('.close') ?? view.appendChild(closeMark())) : undefined;
  for (const child of [...view.childNodes]) if (child !== mark) child.remove();
  view.prepend(...partsOf(tab).flatMap(part => [part, ' ']));
  mark?.after(' ');
}

/** Greatest number shown as itself. */
const maxCount = 99;

const countText = (count: number): string => (count > maxCount ? `${maxCount}+` : String(count));

function partsOf(tab: TabState): HTMLElement[] {
  const parts = [element('bdi', 'title', tab.title)];
  if (tab.out) parts.push(element('span', 'sign', '✗'));
  if (tab.muted) parts.push(element('span', 'mute', '⊘'));
  if (tab.mentions > 0) parts.push(element('span', 'count mentions', `@${countText(tab.mentions)}`));
  else if (tab.unread > 0) parts.push(element('span', 'count', countText(tab.unread)));
  return parts;
}

/** For the mouse alone: a tab may hold no button. By keyboard it is the Delete key. */
const closeMark = (): HTMLElement => element('span', 'close', '✕', { title: t('Close') });

/** Everything that can be seen, in words. */
function nameOf({ title, unread, mentions, muted, out }: TabState): string {
  const words = [title];
  if (mentions === 1) words.push(t('1 mention'));
  if (mentions > 1) words.push(t('{count} mentions', { count: mentions }));
  if (unread === 1) words.push(t('1 unread message'));
  if (unread > 1) words.push(t('{count} unread messages', { count: unread }));
  if (muted) words.push(t('muted'));
  if (out) words.push(t('you are not in this room'));
  return words.join(', ');
}
