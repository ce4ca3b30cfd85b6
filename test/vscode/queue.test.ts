import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedServer } from '../support/scriptedServer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';

const patience = { timeout: 30_000 };

describe('lines that wait when the window ends (5.12)', () => {
  let server: ScriptedServer;
  let rui: ChatWindow;

  beforeAll(async () => {
    server = await ScriptedServer.listen();
    server.nick = 'rui';
    const settings = { 'pychat.nick': 'rui' };
    rui = await ChatWindow.start({ name: 'rui', vsix: packagedExtension(), settings });
  });

  afterAll(async () => {
    await rui[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const texts = (): Promise<string[]> => rui.panel.locator('.message .text').allTextContents();
  const waiting = (): Promise<string[]> =>
    rui.panel.locator('.message:has(.delivery.queued) .text').allTextContents();
  /** What came to the server, of these. */
  const sent = (lines: readonly string[]): string[] =>
    server.received.flatMap(line => {
      const said = /PRIVMSG #chat :?(.*)$/.exec(line)?.[1];
      return said !== undefined && lines.includes(said) ? [said] : [];
    });

  /** Says lines while the server is away. */
  async function sayInVain(lines: readonly string[]): Promise<void> {
    server.cut({ isDown: true });
    await rui.untilStatus('PyChat: reconnecting…');
    for (const line of lines) await rui.say(line);
    await expect.poll(waiting, patience).toEqual(lines);
  }

  async function joinAgain(): Promise<void> {
    server.restore();
    await rui.editor.runCommand('PyChat: Join Chat');
    await rui.editor.quickInput.pick('#chat');
    await rui.untilStatus('Joined: 3 people');
  }

  /** They are all there, waiting, and go out once each when the connection is back. */
  async function goOut(lines: readonly string[]): Promise<void> {
    await expect.poll(waiting, patience).toEqual(lines);
    expect(sent(lines)).toEqual([]);
    await joinAgain();
    await expect.poll(waiting, patience).toEqual([]);
    await expect.poll(() => sent(lines), patience).toEqual(lines);
    expect((await texts()).filter(text => lines.includes(text))).toEqual(lines);
  }

  it('belong to a server that was joined', async () => {
    await rui.joinAddress(server.address);
    await rui.untilStatus('Joined: 3 people');
  });

  it('are there after Reload Window', async () => {
    const lines = ['before the reload', 'and one more'];
    await sayInVain(lines);
    await rui.editor.reloadWindow();
    await rui.editor.runCommand('PyChat: Show Chat');
    await goOut(lines);
  });

  it('are there after the extension host was killed, but for a secret, which the window says', async () => {
    const lines = Array.from({ length: 5 }, (_, line) => `before the kill ${line}`);
    await sayInVain(lines);
    const secret = 'postgres://ana:s3same@db/x';
    await rui.say(secret);
    await expect.poll(waiting, patience).toEqual([...lines, secret]);
    // What the editor is asked after that has reached it after the state.
    await rui.say('/copy');
    await expect.poll(() => rui.editor.readClipboard(), patience).toContain(secret);
    for (const pid of rui.editor.extensionHosts()) process.kill(pid, 'SIGKILL');
    await rui.editor.refresh();
    await rui.editor.runCommand('PyChat: Show Chat');
    await rui.untilNote(/Not kept over the restart, since they may hold secrets: 1 messages/);
    await goOut(lines);
    expect(sent([secret])).toEqual([]);
  });
});
