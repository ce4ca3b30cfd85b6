import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { newToken, serializeInvite } from '../../src/trust/invite.ts';
import { RelayProcess } from '../support/relayProcess.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Started } from './started.ts';

const patience = { timeout: 60_000 };

describe('a window after its end', () => {
  const started = new Started();
  let ana: ChatWindow;
  let rui: ChatWindow;
  let invite: string;
  let port: number;
  let network: { port: number; identity: Identity; token: string };

  const start = async (name: string, home?: string): Promise<ChatWindow> => {
    const settings = { 'pychat.comeBack': true, 'pychat.nick': name, 'pychat.host.port': port };
    const place = home === undefined ? {} : { home };
    return started.use(await ChatWindow.start({ name, vsix: packagedExtension(), settings, ...place }));
  };

  beforeAll(async () => {
    port = await freePort();
    network = {
      port: await freePort(),
      identity: await createIdentity({ name: 'network', now: new Date() }),
      token: newToken(),
    };
    started.use(await RelayProcess.start(network));
    ana = await start('ana');
    rui = await start('rui');
  });
  afterAll(() => started[Symbol.asyncDispose]());

  it('has come into a room, by an invite', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    await ana.clickAction('Copy Invite');
    await expect.poll(() => ana.editor.readClipboard()).toMatch(/^pychat1-/);
    invite = await ana.editor.readClipboard();
    await rui.joinAgain(invite);
    await ana.untilStatus('Hosting: 2 people');
  });

  it('is in its room again by itself, with its tabs', async () => {
    await rui.say('/join #dev');
    await rui.untilTabs('#chat', '[#dev]');
    await rui.editor.reloadWindow();
    await rui.untilStatus('Joined: 2 people');
    await rui.untilTabs('#chat', '[#dev]');
    await rui.untilPrompt('C:\\RUI\\#DEV>');
    expect(await rui.editor.quickInput.isOpen()).toBe(false);
  });

  it('hosts its room again, and the guests are back with their lines', async () => {
    await ana.say('before');
    await ana.editor.reloadWindow();
    await ana.untilStatus('Hosting: 2 people');
    await rui.untilStatus('Joined: 2 people');
    await ana.say('after');
    await ana.untilMessage('after');
    await rui.press('Alt+1');
    await rui.untilMessage('after');
    expect((await rui.messages()).map(({ text }) => text)).toEqual(['before', 'after']);
    await ana.untilPrompt('C:\\ANA\\#CHAT>');
  });

  it('does so after a crash, too', async () => {
    const { home } = ana.editor;
    await ana.editor.kill();
    await rui.untilStatus('PyChat: reconnecting…');
    ana = await start('ana', home);
    await ana.untilStatus('Hosting: 2 people');
    await rui.untilStatus('Joined: 2 people');
  });

  it('is in all of its rooms again, those beside each other', async () => {
    const { key } = network.identity.fingerprints;
    const there = { addresses: ['127.0.0.1'], port: network.port, room: '#net', key, token: network.token };
    await rui.editor.writeClipboard(serializeInvite(there));
    await rui.editor.runCommand('PyChat: Join Chat');
    await rui.answerQuestion('Beside');
    await rui.editor.quickInput.pick('Paste invite…');
    await rui.untilStatus('Joined: 1 person');
    await rui.editor.reloadWindow();
    await expect
      .poll(() => rui.tabs(), patience)
      .toEqual(expect.arrayContaining([expect.stringMatching('#net')]));
    await ana.untilStatus('Hosting: 2 people');
    await ana.press('Alt+1');
    await ana.say('everywhere?');
    await rui.tab('#chat').click();
    await rui.untilMessage('everywhere?');
  });

  it('stays outside when it had left', async () => {
    await rui.editor.runCommand('PyChat: Leave Chat');
    await rui.untilNote(/You left\./);
    await rui.tab('#net').click();
    await rui.untilStatus('Joined: 1 person');
    await rui.editor.runCommand('PyChat: Leave Chat');
    await rui.untilStatus(/^PyChat/);
    await rui.editor.reloadWindow();
    await rui.clickAction('Join Chat');
    await rui.editor.quickInput.cancel();
    expect(await rui.status()).toMatch(/^PyChat$/);
  });

  it('says in the panel alone that its host is no longer there, with the way back', async () => {
    await rui.joinAgain(invite);
    await ana.untilStatus('Hosting: 2 people');
    await ana.editor.close();
    await rui.untilStatus('PyChat: reconnecting…');
    await rui.editor.reloadWindow();
    await rui.untilStatus('PyChat: not connected');
    await expect.poll(() => rui.banner(), patience).toMatch(/Nobody hosts a room at/);
    await rui.panel.getByRole('button', { name: 'Back to #chat' }).waitFor();
    expect(await rui.editor.page.locator('.notification-list-item:visible').count()).toBe(0);
    await rui.clickAction('Try Again');
    await rui.editor.notification('PyChat: joining #chat…');
    await rui.untilStatus('PyChat: not connected');
    expect(await rui.editor.quickInput.isOpen()).toBe(false);
  });
});
