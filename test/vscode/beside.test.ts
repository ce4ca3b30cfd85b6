import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { inspircd } from '../bench/relay/servers/debian.ts';
import type { RunningServer } from '../bench/relay/servers/server.ts';
import type { TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Started } from './started.ts';

/** Starts InspIRCd with a certificate that it has signed itself. */
async function startInspircd(folder: string): Promise<RunningServer> {
  if (inspircd.missing !== '') throw new Error(inspircd.missing);
  const { certificate, privateKey } = await createIdentity({ name: 'irc', now: new Date() });
  const files = { certificate: path.join(folder, 'irc.pem'), key: path.join(folder, 'irc.key') };
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, privateKey);
  return inspircd.start({ folder, ...files });
}

/** Somebody with another client in `#chat` of a server. */
async function enter(port: number, nick: string): Promise<TestPeer> {
  const peer = await connectTls(port, await createIdentity({ name: nick, now: new Date() }));
  peer.send(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`);
  // InspIRCd takes no PING before its welcome is over: that there is no message of the day.
  await peer.next('422');
  await peer.ask('JOIN #chat');
  return peer;
}

describe('two connections in one window: a room hosted here, and one on InspIRCd', () => {
  let folder: string;
  let network: RunningServer;
  let port: number;
  let ana: ChatWindow;
  /** In the room that ana hosts, and in the one on the network. */
  let guest: TestPeer;
  let stranger: TestPeer;
  let [here, there] = ['', ''];

  const started = new Started();

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'pychat-beside-'));
    started.defer(() => rmSync(folder, { recursive: true }));
    network = await startInspircd(folder);
    started.defer(() => network.stop());
    port = await freePort();
    const settings = { 'pychat.nick': 'ana', 'pychat.host.port': port, 'pychat.host.open': true };
    ana = started.use(await ChatWindow.start({ name: 'ana', vsix: packagedExtension(), settings }));
    [here, there] = ['#chat (this computer)', `#chat (127.0.0.1:${network.port})`];
  });

  afterAll(() => started[Symbol.asyncDispose]());

  /** Answers the question what becomes of the room in front. */
  async function joinNetwork(answer: 'Beside' | 'Instead'): Promise<void> {
    await ana.editor.runCommand('PyChat: Join Chat');
    await ana.answerQuestion(answer);
    await ana.editor.quickInput.pick('Enter address…');
    await ana.editor.quickInput.answer(`127.0.0.1:${network.port}`);
  }

  it('hosts the one', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    guest = await enter(port, 'rui');
    stranger = await enter(network.port, 'bob');
    for (const peer of [guest, stranger]) started.defer(() => void peer.stream.destroy());
    await ana.untilStatus('Hosting: 2 people');
    await guest.news();
  });

  it('asks what becomes of it when another is joined; Cancel changes nothing', async () => {
    await ana.editor.runCommand('PyChat: Join Chat');
    expect(await ana.question()).toContain('You host #chat.');
    await ana.answerQuestion('Cancel');
    expect(await ana.editor.quickInput.isOpen()).toBe(false);
    expect(await ana.status()).toBe('Hosting: 2 people');
  });

  it('joins the other beside it, and shows the server of rooms that are called alike', async () => {
    await joinNetwork('Beside');
    expect(await ana.question()).toContain(`an invite for 127.0.0.1:${network.port}?`);
    await ana.answerQuestion('Trust This Host');
    await ana.untilStatus('Joined: 2 people');
    await ana.untilTabs(here, `[${there}]`);
    await stranger.next('JOIN');
    expect(await guest.news()).toEqual([]);
    await ana.untilPromptHasFocus();
  });

  it('carries lines both ways in each, and none of one into the other', async () => {
    await ana.say('hello network');
    expect((await stranger.next('PRIVMSG')).params).toEqual(['#chat', 'hello network']);
    stranger.send('PRIVMSG #chat :hello ana');
    await ana.untilMessage('hello ana');
    await ana.press('Alt+1');
    await ana.untilStatus('Hosting: 2 people');
    await ana.say('hello guest');
    expect((await guest.next('PRIVMSG')).params).toEqual(['#chat', 'hello guest']);
    guest.send('PRIVMSG #chat :hello host');
    await ana.untilMessage('hello host');
    expect((await ana.messages()).map(({ text }) => text)).toEqual(['hello guest', 'hello host']);
    await ana.press('Alt+2');
    await ana.untilMessage('hello ana');
    expect((await ana.messages()).map(({ text }) => text)).toEqual(['hello network', 'hello ana']);
  });

  it('counts what speaks to one, in each', async () => {
    await ana.untilTabs(here, `[${there}]`);
    await guest.ask('PRIVMSG #chat :just so', 'PRIVMSG #chat :ana: look');
    await ana.untilTabs(`${here}, 1 mention, 2 unread messages`, `[${there}]`);
    await ana.untilStatus('Joined: 2 people 1 2 new');
    await ana.press('Alt+1');
    await ana.untilStatus(/^Hosting: 2 people$/);
    await stranger.ask('PRIVMSG #chat :ana, are you there?', 'PRIVMSG ana :psst');
    await ana.untilTabs(
      `[${here}]`,
      `${there}, 1 mention, 1 unread message`,
      'bob, 1 mention, 1 unread message',
    );
    await ana.untilStatus('Hosting: 2 people 2 2 new');
  });

  it('leaves the one in front alone: the host’s guests notice nothing', async () => {
    await ana.press('Alt+2');
    await ana.untilMessage('ana, are you there?');
    await guest.news();
    await ana.editor.runCommand('PyChat: Leave Chat');
    expect((await stranger.next('QUIT')).source).toMatch(/^ana!/);
    await ana.untilNote(/You left\./);
    await ana.untilStatus(/PyChat/);
    await ana.press('Alt+1');
    await ana.untilStatus(/^Hosting: 2 people/);
    await guest.ask('PRIVMSG #chat :still there?');
    await ana.untilMessage('still there?');
    await ana.say('still here');
    await guest.next('PRIVMSG');
    expect(await guest.news()).toEqual([]);
  });

  it('closes the hosted room alone when that is in front', async () => {
    await joinNetwork('Beside');
    await ana.untilStatus('Joined: 2 people');
    await ana.press('Alt+1');
    await ana.untilStatus(/^Hosting: 2 people/);
    await ana.editor.runCommand('PyChat: Leave Chat');
    await ana.answerQuestion('Close Room');
    expect((await guest.rest()).join('\n')).toMatch(/ERROR/);
    await ana.untilNote(/The room is closed\./);
    await ana.press('Alt+2');
    await ana.untilStatus('Joined: 2 people');
    await stranger.news();
    await ana.say('the network is still there');
    expect((await stranger.next('PRIVMSG')).params).toEqual(['#chat', 'the network is still there']);
    expect(await stranger.news()).toEqual([]);
  });
});
