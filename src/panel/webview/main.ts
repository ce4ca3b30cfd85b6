import { assertNever } from '../../common/assertNever.ts';
import type { FromWebview, ToWebview } from '../protocol.ts';
import { BannerView } from './bannerView.ts';
import { Prompt } from './prompt.ts';
import { parseSaved, type Saved } from './saved.ts';
import { Screen } from './screen.ts';
import { useWords } from './words.ts';

const host = acquireVsCodeApi<Saved>();
const send = (message: FromWebview): void => host.postMessage(message);
const screen = new Screen(href => send({ type: 'openLink', href }));
const banner = new BannerView(screen.banner, action => send({ type: 'action', action }));
const prompt = new Prompt(
  {
    submit: text => {
      screen.toEnd();
      send({ type: 'submit', text });
    },
    changed: (draft, typed) => host.setState({ draft, typed }),
  },
  parseSaved(host.getState()),
);

function receive(message: ToWebview): void {
  switch (message.type) {
    case 'snapshot':
      useWords(message.words);
      banner.show(message.screen.banner);
      screen.replace(message.screen.lines, message.screen.dropped);
      prompt.show(message.screen.prompt);
      return;
    case 'append':
      screen.append(message.lines);
      return;
    case 'delivery':
      screen.setDelivery(message.id, message.delivery);
      return;
    case 'banner':
      banner.update(message.banner);
      return;
    case 'prompt':
      prompt.show(message.prompt);
      return;
    case 'clear':
      banner.hide();
      screen.clear();
      return;
    default:
      assertNever(message);
  }
}

/** A click that selects nothing and presses nothing goes to the prompt, as in a terminal. */
function clicked(event: MouseEvent): void {
  if (!isControl(event.target) && document.getSelection()?.isCollapsed !== false) prompt.focus();
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, textarea, [role="link"]') !== null;
}

/** Whatever is typed goes into the prompt, wherever the focus was; Page Up and Page Down move the log. */
function keyPressed(event: KeyboardEvent): void {
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (isShortcut && !event.getModifierState('AltGraph')) return;
  if (event.key === 'PageUp' || event.key === 'PageDown') {
    screen.page(event.key === 'PageUp' ? -1 : 1);
    event.preventDefault();
    return;
  }
  // Dead and Process: an accent, or an input method, begins a character. The space bar presses buttons.
  const types = event.key.length === 1 || event.key === 'Dead' || event.key === 'Process';
  if (types && !(event.key === ' ' && isControl(event.target))) prompt.focus();
}

function pasted(event: ClipboardEvent): void {
  if (prompt.isFocused) return;
  event.preventDefault();
  prompt.insert(event.clipboardData?.getData('text/plain') ?? '');
}

document.querySelector('#app')?.append(screen.view, screen.below, prompt.view);
// Only the editor's frame around this one may speak to the page.
window.addEventListener('message', (event: MessageEvent<ToWebview>) => receive(event.data));
screen.below.addEventListener('click', () => prompt.focus());
document.addEventListener('click', clicked);
document.addEventListener('keydown', keyPressed);
document.addEventListener('paste', pasted);
// A panel that only comes into sight must not take the keyboard away from the editor beside it.
window.addEventListener('focus', () => {
  if (!isControl(document.activeElement)) prompt.focus();
});
if (document.hasFocus()) prompt.focus();
send({ type: 'ready' });
