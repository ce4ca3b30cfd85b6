import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsFile } from '../../scripts/vscodeServer.mjs';
import { toNick } from '../../src/irc/names.ts';
import { createIdentity } from '../../src/trust/identity.ts';
import { parseInvite } from '../../src/trust/invite.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { ConnectionRecord } from './connectionRecord.ts';
import { freePort } from './freePort.ts';
import { isListening, OtherProgram } from './ports.ts';
import { Started } from './started.ts';

const patience = { timeout: 30_000 };

/** Somebody with another IRC client. */
async function joinRaw(port: number, nick: string, password?: string): Promise<TestPeer> {
  const peer = await connectTls(port, await createIdentity({ name: nick, now: new Date() }));
  await register(peer, nick, password === undefined ? {} : { password });
  await peer.ask('JOIN #chat');
  return peer;
}

/** What a client hears until its connection is closed. */
async function wordsAtTheEnd(peer: TestPeer | undefined): Promise<string> {
  return (await (peer?.rest() ?? [])).join('\n');
}

async function writeCertificate(folder: string): Promise<Record<string, string>> {
  const { certificate, privateKey } = await createIdentity({ name: 'ana', now: new Date() });
  const files = { certificateFile: path.join(folder, 'room.pem'), keyFile: path.join(folder, 'room.key') };
  writeFileSync(files.certificateFile, certificate);
  writeFileSync(files.keyFile, privateKey);
  return { 'pychat.host.certificateFile': files.certificateFile, 'pychat.host.keyFile': files.keyFile };
}

describe('hosting', () => {
  let wanted: number;
  let other: OtherProgram;
  let home: string;
  let ana: ChatWindow;
  let port: number;
  let folder: string;
  let record: ConnectionRecord;
  let token: string;
  let guest: TestPeer | undefined;

  const started = new Started();

  beforeAll(async () => {
    wanted = await freePort();
    other = started.use(await OtherProgram.listen(wanted));
    folder = mkdtempSync(path.join(tmpdir(), 'pychat-certificate-'));
    started.defer(() => rmSync(folder, { recursive: true }));
    const certificate = await writeCertificate(folder);
    // The room shows the certificate that the settings name.
    const settings = { 'pychat.host.port': wanted, 'pychat.host.open': true, ...certificate };
    record = new ConnectionRecord(folder);
    ana = started.use(
      await ChatWindow.start({ name: 'ana', vsix: packagedExtension(), settings, ...record.options }),
    );
    ({ home } = ana.editor);
  });

  afterAll(async () => {
    guest?.stream.destroy();
    await started[Symbol.asyncDispose]();
  });

  const settings = (): Record<string, unknown> =>
    JSON.parse(readFileSync(settingsFile(home), 'utf8')) as Record<string, unknown>;

  it('offers the name of the user account as nick, and says what is wrong with another', async () => {
    const { quickInput } = ana.editor;
    await ana.editor.runCommand('PyChat: Host Chat');
    expect(await quickInput.value()).toBe(toNick(userInfo().username, 30));
    await quickInput.type('9 lives');
    await expect.poll(() => quickInput.isRefused()).toBe(true);
    expect(await quickInput.message()).toMatch(/^A nick has 1 to 30 letters/);
    await quickInput.type('a'.repeat(31));
    await expect.poll(() => quickInput.isRefused()).toBe(true);
    await quickInput.cancel();
    await ana.untilStatus(/^PyChat$/);
    expect(settings()['pychat.nick']).toBeUndefined();
  });

  it('can be left while it starts', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.editor.quickInput.answer('ana');
    // What has the port does not answer, so this takes its time.
    await expect.poll(() => other.connections, patience).toBe(1);
    await ana.untilStatus('PyChat: starting…');
    await ana.editor.runCommand('PyChat: Leave Chat');
    await ana.untilStatus(/^PyChat$/);
    await expect.poll(() => other.connections).toBe(0);
    expect(await isListening(wanted + 1)).toBe(false);
    // Nothing has shown yet that it does.
    expect(settings()['pychat.nick']).toBeUndefined();
  });

  it('takes the next free port, and says so', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.editor.quickInput.answer('ana');
    await ana.untilStatus('Hosting: 1 person');
    await expect.poll(() => settings()['pychat.nick']).toBe('ana');
    await ana.untilPromptHasFocus();
    const banner = await ana.banner();
    port = Number(/Address:\s+\S+?:(\d+)/.exec(banner)?.[1]);
    expect(port).toBeGreaterThan(wanted);
    expect(banner).toContain(`Port ${wanted} was taken, so this is the next free one.`);
  });

  it('labels an open room, which needs no invite', async () => {
    expect(await ana.banner()).toContain('OPEN ROOM: anyone on your network may enter.');
    expect(await ana.panel.getByRole('button', { name: 'Copy Invite' }).count()).toBe(0);
    guest = await joinRaw(port, 'rui');
    await ana.untilStatus('Hosting: 2 people');
  });

  it('does nothing when it hosts already', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.say('still here');
    await ana.untilMessage('still here');
    expect(await ana.status()).toMatch(/^Hosting: 2 people/);
    expect(await ana.editor.quickInput.isOpen()).toBe(false);
    expect(await isListening(port + 1)).toBe(false);
  });

  it('joins the room of another window of the same person', async () => {
    const second = await ana.openWindow(path.join(home, 'second'));
    await second.editor.runCommand('PyChat: Host Chat');
    await second.untilStatus('Joined: 3 people');
    await second.untilPrompt('C:\\ANA_2\\#CHAT>');
    expect(await second.banner()).toContain(`:${port}`);
    await second.say('from the other window');
    await ana.untilMessage('from the other window');
    await second.editor.closeWindow();
    await ana.untilStatus('Hosting: 2 people');
    await ana.untilNote(/ana_2 left/);
  });

  it('tells the others and frees the port when the window is reloaded', async () => {
    writeFileSync(settingsFile(home), JSON.stringify({ ...settings(), 'pychat.host.open': false }));
    await ana.editor.reloadWindow();
    expect(await wordsAtTheEnd(guest)).toMatch(/window was closed/);
    await expect.poll(() => isListening(port), patience).toBe(false);
  });

  it('has the panel back then, with the last lines', async () => {
    await ana.untilMessage('from the other window');
    expect((await ana.messages()).map(({ text }) => text)).toEqual(['still here', 'from the other window']);
    expect(await ana.status()).toMatch(/^PyChat$/);
  });

  it('opens the same room again from the panel, at the port that was told, now by invite', async () => {
    await other[Symbol.asyncDispose]();
    await ana.clickAction('Back to #chat');
    await ana.untilStatus('Hosting: 1 person');
    const banner = await ana.banner();
    expect(banner).toContain(`:${port}`);
    expect(banner).not.toMatch(/was taken|OPEN ROOM/);
  });

  it('lets in who has the invite, and nobody else', async () => {
    await ana.clickAction('Copy Invite');
    await expect.poll(() => ana.editor.readClipboard()).toMatch(/^pychat1-/);
    const invite = parseInvite(await ana.editor.readClipboard());
    expect(invite.port).toBe(port);
    const stranger = await connectTls(port, await createIdentity({ name: 'eve', now: new Date() }));
    stranger.send('NICK eve', 'USER eve 0 * :eve');
    expect(await wordsAtTheEnd(stranger)).toMatch(/ 464 /);
    ({ token } = invite);
    // The nick of before is its key's.
    guest = await joinRaw(port, 'bia', token);
    await ana.untilStatus('Hosting: 2 people');
  });

  it.each([
    ['the palette', () => ana.editor.runCommand('PyChat: Leave Chat')],
    ['/quit', () => ana.say('/quit')],
    ['the banner', () => ana.clickAction('Leave Chat')],
    [
      'the status bar',
      async () => {
        await ana.offeredActions();
        await ana.editor.quickInput.pick('Leave Chat');
      },
    ],
    ['the title’s icon', () => ana.editor.page.locator('.editor-actions .codicon-debug-disconnect').click()],
  ])('asks before %s closes the room for those who are in it', async (_, leave) => {
    await leave();
    expect(await ana.question()).toContain(
      'One other person is here. If you leave, #chat closes for them, too.',
    );
    await ana.answerQuestion('Cancel');
    expect(await ana.status()).toMatch(/^Hosting: 2 people/);
    expect(await guest?.news()).toEqual([]);
  });

  it('closes it when the host says so', async () => {
    await ana.editor.runCommand('PyChat: Leave Chat');
    await ana.answerQuestion('Close Room');
    expect(await wordsAtTheEnd(guest)).toMatch(/ERROR/);
    await ana.untilStatus(/^PyChat$/);
  });

  it('does not ask when nobody else is there', async () => {
    await ana.clickAction('Back to #chat');
    await ana.untilStatus('Hosting: 1 person');
    await ana.editor.runCommand('PyChat: Leave Chat');
    await ana.untilStatus(/^PyChat$/);
  });

  it('tells the others and frees the port when the window is closed', async () => {
    await ana.clickAction('Back to #chat');
    await ana.untilStatus('Hosting: 1 person');
    guest = await joinRaw(port, 'rita', token);
    await ana.untilStatus('Hosting: 2 people');
    await ana.editor.openWindow(path.join(home, 'idle'));
    await ana.editor.closeWindow();
    expect(await wordsAtTheEnd(guest)).toMatch(/window was closed/);
    await expect.poll(() => isListening(port), patience).toBe(false);
  });

  it('has connected to its own relay and to nothing else', () => {
    const own = [wanted, port].map(number => `tcp 127.0.0.1:${number}`);
    expect(record.targets()).toEqual(own.sort());
  });
});
