import type { ToWebview } from '../protocol.ts';
import { ChatPage } from './chatPage.ts';
import { Chord } from './chord.ts';
import { clicked, isControl, keyPressed, pasted } from './pageKeys.ts';
import { receive } from './receive.ts';

const page = new ChatPage(document.querySelector<HTMLElement>('#app') ?? document.body);
const chord = new Chord();

// Only the editor's frame around this one may speak to the page.
window.addEventListener('message', (event: MessageEvent<ToWebview>) => receive(page, event.data));
page.log.below.addEventListener('click', () => page.prompt.focus());
document.addEventListener('click', event => clicked(page, event));
window.addEventListener('keydown', event => chord.pressed(event), true);
document.addEventListener('keydown', event => keyPressed(page, event));
document.addEventListener('paste', event => pasted(page, event));
// A panel that only becomes visible must not take the keyboard away from the editor beside it.
window.addEventListener('focus', () => {
  if (!isControl(document.activeElement)) page.prompt.focus();
});
window.addEventListener('blur', () => {
  chord.end();
  page.leaveKept();
});
if (document.hasFocus()) page.prompt.focus();
page.send({ type: 'ready' });
