import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { parseInvite } from '../../src/trust/invite.ts';
import { register } from '../support/peer.ts';
import { ScriptedServer } from '../support/scriptedServer.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

const patience = { timeout: 30_000 };

describe('servers, their rooms, and going from one to another', () => {
  /** Each test has servers of its own, and a window without a connection. */
  let rui: ChatWindow;
  let server: ScriptedServer;
  let other: ScriptedServer;

  beforeAll(async () => {
    const settings = { 'pychat.nick': 'rui', 'pychat.host.port': await freePort() };
    rui = await ChatWindow.start({ name: 'rui', vsix: packagedExtension(), settings });
  });

  beforeEach(async () => {
    server = await ScriptedServer.listen();
    other = await ScriptedServer.listen();
  });

  afterEach(async () => {
    if ((await rui.status()) !== 'PyChat') await leave();
    await rui.closeTabs();
    await Promise.all([server, other].map(one => one[Symbol.asyncDispose]()));
  });

  afterAll(async () => {
    await rui[Symbol.asyncDispose]();
  });

  const texts = (): Promise<string[]> => rui.panel.locator('.message .text').allTextContents();
  const notes = (): Promise<string[]> => rui.notes().allTextContents();
  const joinAgain = () => rui.panel.getByRole('button', { name: 'Join Again', exact: true });
  const label = async (name: string): Promise<string | undefined> =>
    (await rui.tabs()).find(tab => tab.replace('[', '').startsWith(name));

  async function join(where: ScriptedServer): Promise<void> {
    await rui.joinAddress(where.address);
    await rui.untilStatus('Joined: 3 people');
  }

  async function leave(): Promise<void> {
    await rui.editor.runCommand('PyChat: Leave Chat');
    await rui.untilStatus(/^PyChat$/);
  }

  /** Enters a further room, whose tab is then in front. */
  async function enter(room: string): Promise<void> {
    await rui.say(`/join ${room}`);
    await expect.poll(() => label(room), patience).toBe(`[${room}]`);
  }

  /** A message of our own has been to the server and back: what was sent before it has been answered, too. */
  async function untilAnswered(where: ScriptedServer): Promise<void> {
    await rui.say('/msg ana and that is all');
    await expect.poll(() => where.received.at(-1), patience).toContain('and that is all');
    await rui.untilMessage('and that is all');
  }

  it('asks a server only for the rooms that were entered there (1.9)', async () => {
    await join(server);
    await enter('#x');
    await leave();
    await join(other);
    await untilAnswered(other);
    expect(other.received.filter(line => line.startsWith('JOIN'))).toEqual(['JOIN #chat']);
  });

  it('keeps apart what is said in rooms of one name on two servers (1.9)', async () => {
    await join(server);
    server.say('#chat', 'ana', 'said on one');
    await rui.untilMessage('said on one');
    await leave();
    await join(other);
    other.say('#chat', 'ana', 'said on the other');
    await rui.untilMessage('said on the other');
    expect(await texts()).toEqual(['said on the other']);
  });

  it('keeps apart people of one nick on two servers, and what is half typed to them (1.9)', async () => {
    await join(server);
    server.say('rui', 'bia', 'said on one');
    await rui.tab('bia').click();
    await rui.type('for this bia only');
    await rui.tab('#chat').click();
    await leave();
    await join(other);
    other.say('rui', 'bia', 'said on the other');
    await rui.panel.locator('[role=tab][aria-label*=bia][aria-label*=unread]').click();
    await rui.untilMessage('said on the other');
    expect(await texts()).toEqual(['said on the other']);
    expect(await rui.prompt.inputValue()).toBe('');
  });

  it('leaves while the server has not let us in', async () => {
    server.instead.set('JOIN #chat', () => []);
    await rui.joinAddress(server.address);
    await expect.poll(() => server.received, patience).toContain('JOIN #chat');
    await leave();
    await expect.poll(() => server.isConnected, patience).toBe(false);
  });

  it('hosts, when that is asked for while the list of rooms to join is open (1.10)', async () => {
    await rui.editor.runCommand('PyChat: Show Chat');
    await rui.panel.getByRole('button', { name: 'Host Chat' }).waitFor();
    await rui.editor.runCommand('PyChat: Join Chat');
    await rui.editor.quickInput.input.waitFor();
    // The list lies over the button, which a keyboard reaches all the same.
    await rui.panel.getByRole('button', { name: 'Host Chat' }).dispatchEvent('click');
    await expect.poll(() => rui.status(), patience).toMatch(/^Hosting/);
    await leave();
  });

  it('hosts again, when that is asked for while it still leaves (1.10)', async () => {
    await rui.editor.runCommand('PyChat: Host Chat');
    await rui.untilStatus('Hosting: 1 person');
    await rui.clickAction('Copy Invite');
    await expect.poll(() => rui.editor.readClipboard(), patience).toMatch(/^pychat1-/);
    const { port, token } = parseInvite(await rui.editor.readClipboard());
    const slow = await connectTls(port, await createIdentity({ name: 'eva', now: new Date() }));
    await register(slow, 'eva', { password: token });
    await slow.ask('JOIN #chat');
    await rui.untilStatus('Hosting: 2 people');
    // The room closes only when everybody has hung up, or after some seconds.
    slow.stream.pause();
    await rui.say('/quit');
    await rui.answerQuestion('Close Room');
    await rui.say('/host');
    await expect.poll(() => rui.status(), { timeout: 8_000 }).toBe('Hosting: 1 person');
    slow.stream.destroy();
    await leave();
  });

  it('says nothing about typing in a room that one was removed from (1.11)', async () => {
    await join(server);
    await enter('#dev');
    server.instead.set('TAGMSG #dev', () => [`:irc.test 404 rui #dev :You are not in it`]);
    server.send(':ana!u@host.test KICK #dev rui :Enough');
    await rui.untilNote(/Enough/);
    const before = await notes();
    await rui.type('abc');
    await rui.prompt.fill('');
    await untilAnswered(server);
    await rui.tab('#dev').click();
    await expect.poll(() => label('#dev'), patience).toBe('[#dev, you are not in this room]');
    expect(await notes()).toEqual(before);
  });

  it('says nothing about typing to somebody who has left (1.11)', async () => {
    await join(server);
    server.say('rui', 'bia', 'bye');
    await rui.tab('bia').click();
    await rui.untilMessage('bye');
    server.instead.set('TAGMSG bia', () => [':irc.test 401 rui bia :No such nick']);
    server.send(':bia!u@host.test QUIT :Bye');
    await rui.untilStatus('Joined: 2 people');
    const before = await notes();
    await rui.type('abc');
    await rui.prompt.fill('');
    await untilAnswered(server);
    await rui.tab('bia').click();
    await rui.untilMessage('bye');
    expect(await notes()).toEqual(before);
  });

  it('stays connected when the room refuses, says why, and joins it again (1.13)', async () => {
    const refusals = { 471: 'it is full', 473: 'invited only', 474: 'banned', 477: 'registered nicks only' };
    for (const [numeric, words] of Object.entries(refusals)) {
      await using refusing = await ScriptedServer.listen();
      refusing.instead.set('JOIN #chat', () => [`:irc.test ${numeric} rui #chat :Cannot join: ${words}`]);
      await rui.joinAddress(refusing.address);
      await joinAgain().waitFor(patience);
      expect(await rui.panel.locator('.screen').innerText()).toMatch(/full|invit|ban|regist/i);
      refusing.instead.clear();
      await joinAgain().click();
      await expect
        .poll(() => refusing.received.filter(line => line === 'JOIN #chat').length, patience)
        .toBe(2);
      refusing.say('#chat', 'ana', 'welcome');
      await rui.untilMessage('welcome');
      await leave();
    }
  });

  it('has a tab with the way back of a further room that refuses (1.13)', async () => {
    await join(server);
    server.instead.set('JOIN #dev', () => [':irc.test 473 rui #dev :Cannot join: invited only']);
    await rui.say('/join #dev');
    await joinAgain().waitFor(patience);
    expect(await label('#dev')).toBe('[#dev, you are not in this room]');
    expect(await rui.panel.locator('.screen').innerText()).toMatch(/invit/i);
  });

  it('is in its other rooms after a break when the first one refuses (1.13)', async () => {
    await join(server);
    await enter('#dev');
    server.instead.set('JOIN #chat', () => [':irc.test 474 rui #chat :Cannot join: banned']);
    server.cut();
    await expect.poll(() => server.visits, patience).toBe(2);
    await expect
      .poll(() => server.received.filter(line => /^JOIN .*#dev/.test(line)).length, patience)
      .toBe(2);
    server.say('#dev', 'ana', 'still here');
    await rui.untilMessage('still here');
    await rui.tab('#chat').click();
    await joinAgain().waitFor(patience);
  });

  it('follows when the room forwards to another (1.13)', async () => {
    server.instead.set('JOIN #chat', () => [
      ':irc.test 470 rui #chat ##chat :Forwarding to another channel',
      ...server.entering('##chat'),
    ]);
    await rui.joinAddress(server.address);
    await expect.poll(() => server.received, patience).toContain('JOIN #chat');
    server.say('##chat', 'ana', 'over here');
    const tab = rui.tab('##chat');
    const shown = async (): Promise<string[]> => {
      if (await tab.isVisible()) await tab.click();
      return texts();
    };
    await expect.poll(shown, patience).toEqual(['over here']);
  });

  it.each([
    ['an ERROR', [], 'context deadline exceeded'],
    [
      'a KILL',
      [':oper!u@host.test KILL rui :a password of yours leaked'],
      'Killed (a password of yours leaked)',
    ],
  ])('comes back after %s, whatever words are in it (1.14)', async (_, lines, words) => {
    await join(server);
    server.send(...lines);
    server.close(words);
    await expect.poll(() => server.visits, patience).toBe(2);
    await rui.untilStatus('Joined: 3 people');
    expect((await notes()).join('\n')).toContain(words);
  });
});
