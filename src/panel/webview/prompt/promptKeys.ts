import type { TextField } from './field.ts';

/** What keys do in the prompt; each tells whether it did something, else the key is the browser's. */
export interface PromptDeeds {
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
export function promptKey(event: KeyboardEvent, field: TextField, deeds: PromptDeeds): void {
  if (event.isComposing || event.altKey || event.metaKey) return;
  const isDone = event.ctrlKey ? held(event, field, deeds) : pressed(event, deeds);
  if (isDone) event.preventDefault();
}

/** Ctrl+C with nothing to copy clears the line, as in a terminal. */
function held({ key, shiftKey }: KeyboardEvent, field: TextField, deeds: PromptDeeds): boolean {
  if (key.toLowerCase() !== 'c' || shiftKey) return false;
  const isSelected = field.caret === undefined || document.getSelection()?.isCollapsed === false;
  return !isSelected && deeds.clear();
}

function pressed({ key, shiftKey }: KeyboardEvent, deeds: PromptDeeds): boolean {
  if (key === 'Tab') return deeds.complete(shiftKey ? -1 : 1);
  if (shiftKey) return false;
  switch (key) {
    case 'Enter':
      return deeds.enter();
    case 'ArrowUp':
      return deeds.older();
    case 'ArrowDown':
      return deeds.newer();
    case 'ArrowLeft':
    case 'ArrowRight':
      return deeds.takeSuggestion(key);
    case 'Escape':
      return deeds.escape();
    case 'F7':
      return deeds.listTyped();
    default:
      return false;
  }
}
