import type { ChatPage } from './chatPage.ts';
import { filesOf } from './files/dropZone.ts';

/** What takes keys and clicks for itself. */
const controls =
  'button, input, textarea, summary, [role="link"], [role="tab"], [role="menu"], [role="listbox"], [role="dialog"], [role="button"]';

/** What shortcuts are made with; on a Mac, Ctrl with a letter moves the caret. */
export const commandKey = navigator.userAgent.includes('Macintosh') ? 'meta' : 'ctrl';

/** Whether a click or key there is meant for what is there. */
export function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(controls) !== null;
}

/** A click that selects nothing and presses nothing goes to the prompt, as in a terminal. */
export function clicked(page: ChatPage, event: MouseEvent): void {
  // What is gone by now, as an option with its list, has been pressed.
  const isGone = event.target instanceof Node && !event.target.isConnected;
  if (!isGone && !isControl(event.target) && document.getSelection()?.isCollapsed !== false)
    page.prompt.focus();
}

/** Whatever is typed goes into the prompt, wherever the focus was; some keys are the page's own. */
export function keyPressed(page: ChatPage, event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (pressed(page, event)) event.preventDefault();
  else if (types(event) && !isTypedInto(event)) page.prompt.focus();
}

/** @returns whether it was one of the page's own keys */
function pressed(page: ChatPage, event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey, key } = event;
  const held = [ctrlKey && 'ctrl', metaKey && 'meta', altKey && 'alt', shiftKey && 'shift'].filter(Boolean);
  const down = key === 'PageDown' ? 1 : -1;
  const isPaging = key === 'PageUp' || key === 'PageDown';
  switch (held.join(' ')) {
    case '':
      if (isPaging) page.log.page(down);
      return isPaging;
    case 'ctrl shift':
      if (isPaging) page.tabs.shift(down);
      return isPaging;
    case commandKey:
      if (key.toLowerCase() === 'f') page.search.open(document.getSelection()?.toString() ?? '');
      return key.toLowerCase() === 'f';
    case 'alt':
      return openByNumber(page, event);
    default:
      return false;
  }
}

/** By the key's place: with Alt, some systems make other characters of the digits. */
function openByNumber(page: ChatPage, event: KeyboardEvent): boolean {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit === undefined || event.getModifierState('AltGraph')) return false;
  page.tabs.openAt(Number(digit) - 1);
  return true;
}

/** Dead and Process: an accent, or an input method, begins a character. */
function types(event: KeyboardEvent): boolean {
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (isShortcut && !event.getModifierState('AltGraph')) return false;
  return event.key.length === 1 || event.key === 'Dead' || event.key === 'Process';
}

/** The space bar presses buttons; fields and lists have letters of their own. */
function isTypedInto({ key, target }: KeyboardEvent): boolean {
  const takesText = 'input, textarea, [role="menu"], [role="listbox"]';
  return (
    (key === ' ' && isControl(target)) || (target instanceof Element && target.closest(takesText) !== null)
  );
}

/** Files that are pasted are offered; a text goes into the prompt, wherever the focus was. */
export function pasted(page: ChatPage, event: ClipboardEvent): void {
  const data = event.clipboardData;
  if (event.defaultPrevented || data === null) return;
  const text = data.getData('text/plain');
  const files = text === '' ? filesOf(data) : [];
  if (files.length > 0) page.offer({ files });
  else if (isField(document.activeElement)) return;
  else page.prompt.insert(text);
  event.preventDefault();
}

const isField = (element: Element | null): boolean => element?.matches('input, textarea') === true;
