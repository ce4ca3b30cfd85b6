import type { Quote } from '../../../chat/line.ts';
import { nickColour } from '../look/colours.ts';
import { button, element } from '../element.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';

/** The line that is answered, above the answer; it leads there while it is here. */
export function quoteView(quote: Quote | undefined, actions: LineActions): HTMLElement | undefined {
  if (!quote) return undefined;
  const view = element('div', 'quote');
  view.append(quote.id === '' ? t('The line that this answers is no longer here.') : jump(quote, actions));
  return view;
}

function jump({ id, nick, text }: Quote, actions: LineActions): HTMLElement {
  const view = button('quote-jump', '', () => actions.jumpTo(id));
  view.dataset.part = 'quote';
  view.title = t('Go to the line that this answers');
  const words = element('bdi', 'quote-text', text);
  view.append(element('bdi', `nick nick-${nickColour(nick)}`, nick), ': ', words);
  return view;
}
