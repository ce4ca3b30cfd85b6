import { type Line, maxReactionLength, type MessageLine } from '../../../chat/line.ts';
import { shownText } from '../../../chat/lineText.ts';
import { button, element } from '../element.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';

/** What the bar of a line offers: what can be done, the signs to react with, or whether to delete indeed. */
export type MenuMode = 'actions' | 'signs' | 'confirm';

type MenuAction = 'answer' | 'react' | 'copy' | 'delete' | 'sendAgain';

/** The signs that are one press away. */
const commonSigns = ['👍', '✔', '❤', '😂', '🎉', '👀'] as const;

/** What the parts call when they are pressed. */
export interface MenuSteps {
  readonly actions: LineActions;
  readonly open: (mode: MenuMode) => void;
  readonly done: () => void;
}

/** What can be done with a line. An own line has no id that others know before the relay has echoed it. */
export function menuActionsFor(line: Line): readonly MenuAction[] {
  if (line.kind === 'note') return ['copy'];
  if (line.redacted) return [];
  const isKnown = line.delivery === undefined || line.delivery === 'relayed';
  const hasEnded = line.delivery === 'failed' || line.delivery === 'notConfirmed';
  if (!isKnown) return hasEnded && line.file === undefined ? ['sendAgain', 'copy'] : ['copy'];
  return line.own ? ['answer', 'react', 'copy', 'delete'] : ['answer', 'react', 'copy'];
}

/** Makes what the bar shows; by keyboard the arrow keys lead through it. */
export function menuParts(line: Line, mode: MenuMode, steps: MenuSteps): HTMLElement[] {
  const parts = partsOf(line, mode, steps);
  for (const part of parts) part.tabIndex = -1;
  return parts;
}

function partsOf(line: Line, mode: MenuMode, steps: MenuSteps): HTMLElement[] {
  if (line.kind === 'message' && mode === 'signs') return signParts(line, steps);
  if (line.kind === 'message' && mode === 'confirm') return confirmParts(line, steps);
  return menuActionsFor(line).map(action => actionPart(action, line, steps));
}

function actionPart(action: MenuAction, line: Line, { actions, open, done }: MenuSteps): HTMLElement {
  switch (action) {
    case 'answer':
      return button('action', t('Reply'), () => {
        done();
        if (line.kind === 'message') actions.answer(line);
      });
    case 'react':
      return button('action', t('React'), () => open('signs'));
    case 'sendAgain':
      return button('action', t('Send Again'), () => {
        done();
        actions.sendAgain(line.id);
      });
    case 'delete':
      return button('action', t('Delete'), () => open('confirm'));
    case 'copy':
      return button('action', t('Copy'), () => {
        // Without the right to the clipboard nothing is copied, and the editor says so itself.
        navigator.clipboard
          .writeText(line.kind === 'message' ? shownText(line) : line.text)
          .catch(() => undefined);
        done();
      });
  }
}

function signParts(line: MessageLine, { actions, done }: MenuSteps): HTMLElement[] {
  const react = (sign: string): void => {
    done();
    actions.react(line.id, sign);
  };
  const signs = commonSigns.map(sign => {
    const made = button('menu-sign', sign, () => react(sign));
    made.setAttribute('aria-label', t('React with {sign}', { sign }));
    return made;
  });
  return [...signs, signField(react)];
}

function signField(react: (sign: string) => void): HTMLElement {
  const words = { placeholder: t('another'), ariaLabel: t('Another emoji to react with') };
  const field = element('input', 'menu-field', '', { type: 'text', maxLength: maxReactionLength, ...words });
  field.addEventListener('keydown', event => {
    const sign = field.value.trim();
    if (event.key !== 'Enter' || event.isComposing || sign === '') return;
    event.preventDefault();
    react(sign);
  });
  return field;
}

function confirmParts(line: MessageLine, { actions, done }: MenuSteps): HTMLElement[] {
  return [
    button('action', t('Delete for everyone'), () => {
      done();
      actions.redact(line.id);
    }),
    button('action', t('Keep'), () => done()),
  ];
}
