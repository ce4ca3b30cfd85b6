import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

const run = promisify(execFile);
const flood = path.resolve(import.meta.dirname, '../support/flood.ts');
const lines = 10_000;
const patience = { timeout: 60_000 };

describe('the panel', () => {
  let port: number;
  let ana: ChatWindow;
  let guest: TestPeer | undefined;

  beforeAll(async () => {
    port = await freePort();
    ana = await ChatWindow.start({
      name: 'ana',
      vsix: packagedExtension(),
      settings: { 'pychat.nick': 'ana', 'pychat.host.port': port, 'pychat.host.open': true },
    });
  });

  it('is where one can type at once', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    await ana.untilPromptHasFocus();
    const peer = await connectTls(port, await createIdentity({ name: 'rui', now: new Date() }));
    await register(peer, 'rui');
    await peer.ask('JOIN #chat');
    guest = peer;
    await ana.untilStatus('Hosting: 2 people');
  });

  afterAll(async () => {
    guest?.stream.destroy();
    await ana[Symbol.asyncDispose]();
  });

  const draft = (): Promise<string> => ana.panel.getByRole('textbox').inputValue();
  const hide = (): Promise<void> => ana.editor.runCommand('New Untitled Text File');

  it('counts in the status bar what comes while it is hidden', async () => {
    await ana.editor.page.keyboard.insertText('half a thought');
    await hide();
    guest?.send('PRIVMSG #chat :one', 'PRIVMSG #chat :two');
    await ana.untilStatus('Hosting: 2 people 2 new');
  });

  it('has its address, its room and since when in the tooltip', async () => {
    const tooltip = (await ana.editor.statusBarTooltip('pychat.status')).replaceAll('\u00a0', ' ');
    expect(tooltip).toContain('PyChat: you host #chat');
    expect(tooltip).toMatch(new RegExp(`Address: \\S+:${port}`));
    expect(tooltip).toMatch(/Since: \S+/);
    expect(tooltip).toContain('Unread: 2');
  });

  it('comes back with the half-typed line with a click in the status bar, which offers what fits then', async () => {
    await ana.editor.statusBarItem('pychat.status').click();
    await ana.untilMessage('two');
    await ana.untilStatus(/^Hosting: 2 people$/);
    expect(await ana.offeredActions()).toEqual([
      ...['Show Chat', '#chat', 'People in #chat…', 'Send File…', 'Copy Invite', 'Do Not Disturb'],
      ...['Join Chat', 'Settings', 'Show Log', 'Leave Chat'],
    ]);
    await ana.editor.quickInput.cancel();
    expect(await draft()).toBe('half a thought');
    await ana.untilStatus(/^Hosting: 2 people$/);
  });

  it('can be moved to another group', async () => {
    await ana.editor.runCommand('View: Move Editor into Right Group');
    await ana.untilMessage('two');
    expect(await draft()).toBe('half a thought');
    guest?.send('PRIVMSG #chat :three');
    await ana.untilMessage('three');
    expect((await ana.messages()).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(await ana.status()).toMatch(/^Hosting: 2 people$/);
  });

  it('is bounded and right after 10,000 lines came while it was hidden', async () => {
    await hide();
    await run(process.execPath, [flood, String(port), '#chat', String(lines)]);
    await guest?.ask('PRIVMSG #chat :the last line');
    await ana.untilStatus('Hosting: 2 people 99\\+ new');
    await ana.editor.runCommand('PyChat: Show Chat');
    await ana.untilMessage('the last line');
    const log = ana.panel.locator('.line');
    expect(await log.count()).toBeLessThanOrEqual(2_000);
    const texts = await ana.panel.locator('.message .text').allTextContents();
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.slice(-100, -1).every(text => /^line 9\d{3}$/.test(text))).toBe(true);
    // Few of them are drawn, all of them are there.
    const scrollTo = (place: string) =>
      ana.panel.locator('body').evaluate(`document.querySelector('.screen').scrollTo(0, ${place})`);
    await scrollTo('0');
    const first = ana.panel.locator('.message .text').first();
    await expect.poll(() => first.textContent(), patience).toMatch(/^line [1-8]?\d{1,3}$/);
    expect(await log.count()).toBeLessThanOrEqual(2_000);
    await scrollTo('1e9');
    await ana.untilMessage('the last line');
    expect(await draft()).toBe('half a thought');
    await ana.untilStatus(/^Hosting: 2 people$/);
  });

  it('follows the lines again from there', async () => {
    await guest?.ask('PRIVMSG #chat :after the flood');
    await ana.untilMessage('after the flood');
    const inSight = `document.querySelector('.message:last-of-type') !== null &&
      [...document.querySelectorAll('.message')].at(-1).getBoundingClientRect().bottom <= innerHeight`;
    await expect.poll(() => ana.panel.locator('body').evaluate(inSight), patience).toBe(true);
  });

  it('keeps the half-typed line over Reload Window, and offers what fits then', async () => {
    // The new window may read the file while the old one still closes.
    await expect.poll(() => ana.historyLines().at(-1)).toMatch(/ after the flood$/);
    await ana.editor.reloadWindow();
    await ana.untilMessage('after the flood');
    expect(await draft()).toBe('half a thought');
    expect(await ana.offeredActions()).toEqual([
      ...['Host Chat', 'Join Chat', 'Show Chat', 'Settings', 'Show Log'],
    ]);
    await ana.editor.quickInput.cancel();
  });
});
