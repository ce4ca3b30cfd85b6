import { element } from './element.ts';
import { t } from './words.ts';

/** Names told before it becomes a number. */
const namesTold = 2;

/** Who types now. Changes too often to be read out: a screen reader finds it when it looks. */
export class TypingView {
  readonly view = element('div', 'typing');

  constructor() {
    this.view.setAttribute('aria-live', 'off');
    this.show([]);
  }

  show(nicks: readonly string[]): void {
    this.view.textContent = typingText(nicks);
  }
}

/** '' when nobody types. */
export function typingText(nicks: readonly string[]): string {
  const [nick = '', other = ''] = nicks;
  if (nicks.length === 0) return '';
  if (nicks.length === 1) return t('{nick} is typing…', { nick });
  if (nicks.length <= namesTold) return t('{nick} and {other} are typing…', { nick, other });
  return t('{count} people are typing…', { count: nicks.length });
}
