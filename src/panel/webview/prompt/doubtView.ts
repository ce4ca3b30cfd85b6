import { maxSubmitLength } from '../../messageLimits.ts';
import type { CommandWords } from '../../protocol.ts';
import { button, element } from '../element.ts';
import { questionBefore } from './question.ts';
import { t } from '../words.ts';

/** Below the prompt: why a text is not sent, or what is asked before it is. */
export class DoubtView {
  readonly view = element('div', 'problem', '', { role: 'alert' });
  readonly #sendAnyway: () => void;
  commands: readonly CommandWords[] = [];
  /** Bytes of one message where each line is a message of its own. */
  lineBytes: number | undefined;
  #asked: string | undefined;

  /** @param sendAnyway is called by the button below a question */
  constructor(sendAnyway: () => void) {
    this.#sendAnyway = sendAnyway;
  }

  /** Whether a text may go out: where that is asked first, the second time. */
  lets(text: string): boolean {
    if (text.length > maxSubmitLength) {
      const size = { length: text.length, most: maxSubmitLength };
      this.view.textContent = t(
        'Too long: {length} characters; at most {most} are allowed. Send it in parts.',
        size,
      );
      return false;
    }
    const question = text === this.#asked ? undefined : questionBefore(text, this);
    if (question === undefined) return true;
    this.#asked = text;
    const words = `${question} ${t('Press Enter again to send it anyway.')} `;
    this.view.replaceChildren(words, button('action', t('Send Anyway'), this.#sendAnyway));
    return false;
  }

  /** The text is another now. */
  clear(): void {
    this.#asked = undefined;
    this.view.replaceChildren();
  }
}
