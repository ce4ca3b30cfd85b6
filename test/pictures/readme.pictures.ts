import { it } from 'vitest';
import { ChatWindow, packagedExtension } from '../vscode/chatWindow.ts';

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' } as const;
const size = { width: 1100, height: 640 };

async function people(theme: string): Promise<[ChatWindow, ChatWindow]> {
  const vsix = packagedExtension();
  const settings = { 'workbench.colorTheme': theme };
  const [ana, rui] = await Promise.all([
    ChatWindow.start({ name: 'ana', vsix, settings: { ...settings, 'pychat.nick': 'ana' }, size }),
    ChatWindow.start({ name: 'rui', vsix, settings: { ...settings, 'pychat.nick': 'rui' }, size }),
  ]);
  return [ana, rui];
}

async function meet(ana: ChatWindow, rui: ChatWindow): Promise<void> {
  await ana.editor.runCommand('PyChat: Host Chat');
  await ana.untilStatus('Hosting: 1 person');
  await ana.clickAction('Copy Invite');
  await ana.editor.dismissNotification(/clipboard/);
  await rui.editor.writeClipboard(await ana.editor.readClipboard());
  await rui.editor.runCommand('PyChat: Join Chat');
  await rui.editor.quickInput.pick('Paste invite…');
  await rui.untilStatus('Joined: 2 people');
  await ana.untilStatus('Hosting: 2 people');
}

async function talk(ana: ChatWindow, rui: ChatWindow): Promise<void> {
  const lines: readonly (readonly [ChatWindow, string])[] = [
    [ana, 'Bom dia! Everyone in? We start with exercise 3.'],
    [rui, 'here 👋 the sample in https://example.org/ex3 does not build for me'],
    [ana, 'which line?'],
    [rui, 'two of them:\nconst total = items.reduce((sum, { price }) => sum + price);\nconsole.log(total)'],
    [ana, 'reduce needs a start: give it 0 🙂'],
    [rui, 'مرحبا, that was it. Obrigado!'],
  ];
  for (const [person, text] of lines) {
    await person.say(text);
    await Promise.all([ana.untilMessage(text), rui.untilMessage(text)]);
  }
  await ana.panel.getByRole('textbox').fill('next: exerc');
}

/** The pictures of the walkthrough: the panel alone, and what a click on the status bar item offers. */
async function walkthrough(ana: ChatWindow, rui: ChatWindow): Promise<void> {
  const panel = '.editor-group-container';
  await rui.editor.page.locator(panel).screenshot({ path: 'media/walkthrough/join.png' });
  await ana.editor.page.locator(panel).screenshot({ path: 'media/walkthrough/host.png' });
  await ana.editor.statusBarItem('pychat.status').click();
  await ana.editor.quickInput.row('Copy Invite').waitFor();
  await ana.editor.quickInput.widget.screenshot({ path: 'media/walkthrough/invite.png' });
  await ana.editor.quickInput.cancel();
}

it.each(Object.entries(themes))('the host and the joiner, %s', async (name, theme) => {
  const [ana, rui] = await people(theme);
  try {
    await meet(ana, rui);
    await talk(ana, rui);
    await ana.editor.screenshot(`docs/images/host-${name}.png`);
    await rui.editor.screenshot(`docs/images/joiner-${name}.png`);
    if (name === 'dark') await walkthrough(ana, rui);
  } finally {
    await Promise.all([ana[Symbol.asyncDispose](), rui[Symbol.asyncDispose]()]);
  }
});
