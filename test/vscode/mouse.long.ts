import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Started } from './started.ts';

const patience = { timeout: 30_000 };

describe('the panel by mouse alone, and without a slash', () => {
  let ana: ChatWindow;
  let rui: ChatWindow;
  const started = new Started();

  beforeAll(async () => {
    const vsix = packagedExtension();
    const settings = { 'pychat.host.port': await freePort() };
    [ana, rui] = await Promise.all([
      ChatWindow.start({ name: 'ana', vsix, settings }),
      ChatWindow.start({ name: 'rui', vsix, settings }),
    ]);
    started.use(ana);
    started.use(rui);
  });

  afterAll(() => started[Symbol.asyncDispose]());

  const option = (window: ChatWindow, list: string, text: string) =>
    window.panel.getByRole('listbox', { name: list }).getByRole('option').filter({ hasText: text });

  it('says to who joins who is there and what can be done', async () => {
    await rui.join(await ana.host('ana'), 'rui');
    const banner = () => rui.panel.locator('.banner').innerText();
    await expect.poll(banner, patience).toMatch(/People: +ana and you[^]*or type \/ for the commands/);
  });

  it('makes a room, which the other finds behind [+]', async () => {
    await ana.clickAction('New Room or Private Chat');
    await ana.editor.page.keyboard.type('redes');
    await option(ana, 'Rooms and people', 'Enter #redes').click();
    await ana.untilTabs('#chat', '[#redes]');
    await rui.clickAction('New Room or Private Chat');
    await option(rui, 'Rooms and people', '#redes').click();
    await rui.untilTabs('#chat', '[#redes]');
  });

  it('leads from the people of a room to a private chat, and from a nick to a mention', async () => {
    await rui.panel.getByRole('button', { name: '2 people' }).click();
    await option(rui, 'People in this room', 'ana').click();
    await rui.panel.getByRole('menuitem', { name: 'Private Message' }).click();
    await rui.untilTabs('#chat', '#redes', '[ana]');
    await rui.say('psst');
    await ana.tab('rui').click();
    await ana.untilMessage('psst');
    await ana.line('psst').locator('.nick').click();
    await ana.panel.getByRole('menuitem', { name: 'Mention' }).click();
    await expect.poll(() => ana.prompt.inputValue(), patience).toBe('rui: ');
  });

  it('mutes somebody and ends that', async () => {
    await ana.line('psst').locator('.nick').click();
    await ana.panel.getByRole('menuitem', { name: 'Mute', exact: true }).click();
    await ana.untilNote(/rui is muted\./);
    await ana.line('psst').locator('.nick').click();
    await ana.panel.getByRole('menuitem', { name: 'Unmute', exact: true }).click();
    await ana.untilNote(/rui is not muted\./);
  });

  it('lists the commands, and leads back to the room once it was left', async () => {
    await rui.clickAction('Commands');
    await option(rui, 'Commands', '/who').click();
    await expect.poll(() => rui.prompt.inputValue(), patience).toBe('/who');
    await rui.press('Escape');
    await rui.editor.runCommand('PyChat: Leave Chat');
    await rui.clickAction('Back to #chat');
    await rui.untilStatus(/^Joined: /);
  });

  it('has a menu behind the title, with the theme', async () => {
    await ana.editor.runCommand('PyChat: Do Not Disturb');
    await ana.editor.runCommand('PyChat: End Do Not Disturb');
    await ana.editor.runCommand('PyChat: Theme…');
    await ana.editor.quickInput.pick('Amber');
    const look = () => ana.panel.locator('body').getAttribute('class');
    await expect.poll(look, patience).toContain('theme-amber');
  });
});
