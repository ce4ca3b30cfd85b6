import type { Reaction } from '../../../chat/line.ts';
import { button, element } from '../element.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';

/** The signs that people have put to a line, each a button that puts ours there or takes it back. */
export function reactionsView(
  id: string,
  reactions: readonly Reaction[] = [],
  actions: LineActions,
): HTMLElement | undefined {
  if (reactions.length === 0) return undefined;
  const view = element('div', 'reactions', '', { role: 'group', ariaLabel: t('Reactions') });
  view.append(...reactions.map(reaction => reactionView(id, reaction, actions)));
  return view;
}

function reactionView(
  id: string,
  { reaction, count, own, nicks }: Reaction,
  actions: LineActions,
): HTMLElement {
  const view = button('reaction', '', () => actions.react(id, reaction));
  const people = peopleOf(nicks, count);
  const number = element('span', 'reaction-count', String(count));
  view.append(element('bdi', 'reaction-sign', reaction), ' ', number);
  view.dataset.part = `reaction ${reaction}`;
  view.ariaPressed = String(own);
  view.title = people;
  view.setAttribute('aria-label', `${reaction} ${count}: ${people}`);
  return view;
}

/** The host names only the first of many. */
function peopleOf(nicks: readonly string[], count: number): string {
  const names = nicks.join(', ');
  const more = count - nicks.length;
  return more > 0 ? t('{nicks} and {count} more', { nicks: names, count: more }) : names;
}
