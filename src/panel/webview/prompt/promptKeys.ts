import type { TextField } from './field.ts';

/** What keys do in the prompt; each tells whether it did something, else the key is the browser's. */
export interface PromptActions {
  enter(): boolean;
  older(): boolean;
  newer(): boolean;
  complete(direction: -1 | 1): boolean;
  takeSuggestion(key: 'ArrowLeft' | 'ArrowRight'): boolean;
  escape(): boolean;
  clear(): boolean;
  listTyped(): boolean;
}

/** Does what a key says. Enter and arrows belong to the input method while it composes. */
export function promptKey(event: KeyboardEvent, field: TextField, actions: PromptActions): void {
  if (event.isComposing || event.altKey || event.metaKey) return;
  const isDone = event.ctrlKey ? held(event, field, actions) : pressed(event, actions);
  if (isDone) event.preventDefault();
}

/** Ctrl+C with nothing to copy clears the line, as in a terminal. */
function held({ key, shiftKey }: KeyboardEvent, field: TextField, actions: PromptActions): boolean {
  if (key.toLowerCase() !== 'c' || shiftKey) return false;
  const isSelected = field.caret === undefined || document.getSelection()?.isCollapsed === false;
  return !isSelected && actions.clear();
}

function pressed({ key, shiftKey }: KeyboardEvent, actions: PromptActions): boolean {
  if (key === 'Tab') return actions.complete(shiftKey ? -1 : 1);
  if (shiftKey) return false;
  switch (key) {
    case 'Enter':
      return actions.enter();
    case 'ArrowUp':
      return actions.older();
    case 'ArrowDown':
      return actions.newer();
    case 'ArrowLeft':
    case 'ArrowRight':
      return actions.takeSuggestion(key);
    case 'Escape':
      return actions.escape();
    case 'F7':
      return actions.listTyped();
    default:
      return false;
  }
}
