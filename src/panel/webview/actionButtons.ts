import type { OfferedAction, PanelAction } from '../protocol.ts';
import { button, element } from './element.ts';

/** What can be done now, a button each. */
export function actionButtons(
  actions: readonly OfferedAction[],
  act: (action: PanelAction) => void,
): HTMLElement {
  const view = element('div', 'actions');
  for (const { id, label } of actions) {
    const made = button('action', label, () => act(id));
    made.dataset.action = id;
    view.append(made);
  }
  return view;
}

/** Changes what `place` holds; the button there that has the focus keeps it. */
export function keepFocusOnAction(place: HTMLElement, change: () => void): void {
  const focused = document.activeElement;
  const action = place.contains(focused) ? (focused as HTMLElement).dataset.action : undefined;
  change();
  if (action !== undefined) place.querySelector<HTMLElement>(`[data-action="${action}"]`)?.focus();
}
