import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayFingerprint } from '../../src/trust/fingerprint.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { type Invite, newToken, serializeInvite } from '../../src/trust/invite.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { RelayProcess } from '../support/relayProcess.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Cable, OtherProgram } from './ports.ts';

const patience = { timeout: 60_000 };

describe('joining', () => {
  let rui: ChatWindow;
  let identity: Identity;
  let relay: RelayProcess;
  let cable: Cable;
  let guest: TestPeer | undefined;
  let port: number;
  let address: string;
  let hosting: { port: number; identity: Identity; token: string };
  let invite: Invite;

  beforeAll(async () => {
    identity = await createIdentity({ name: 'room', now: new Date() });
    hosting = { port: await freePort(), identity, token: newToken() };
    port = await freePort();
    address = `127.0.0.1:${port}`;
    const { key } = identity.fingerprints;
    invite = { addresses: ['127.0.0.1'], port, room: '#chat', key, token: hosting.token };
    relay = await RelayProcess.start(hosting);
    cable = await Cable.plugIn(port, hosting.port);
    rui = await ChatWindow.start({
      name: 'rui',
      vsix: packagedExtension(),
      settings: { 'pychat.nick': 'rui' },
    });
  });

  afterAll(async () => {
    guest?.stream.destroy();
    await rui[Symbol.asyncDispose]();
    await cable.unplug();
    await relay.kill();
  });

  /** Up to the address, as one types it. */
  async function joinAddress(typed: string): Promise<void> {
    await rui.editor.runCommand('PyChat: Join Chat');
    await rui.editor.quickInput.pick('Enter address…');
    await rui.editor.quickInput.answer(typed);
  }

  /** As from the system; the editor's own question comes first. */
  async function openLink(link: string): Promise<void> {
    await rui.editor.runCommand('Developer: Open URL');
    await rui.editor.quickInput.answer(link);
    await rui.answerQuestion('Open');
  }

  async function joinRaw(nick: string): Promise<TestPeer> {
    const peer = await connectTls(hosting.port, await createIdentity({ name: nick, now: new Date() }));
    await register(peer, nick, { password: hosting.token });
    await peer.ask('JOIN #chat');
    return peer;
  }

  /** The panel says why in one sentence, with buttons for what it names; nothing lies over the editor. */
  async function expectFailure(sentence: RegExp, ...buttons: readonly string[]): Promise<void> {
    await rui.untilStatus('PyChat: not connected');
    await expect.poll(() => rui.banner(), patience).toMatch(sentence);
    expect(await rui.banner()).not.toMatch(/\bat .*:\d+:\d+|Error:|ECONN|0x|ssl/);
    const offered = await rui.panel.locator('.foot .now button').allInnerTexts();
    expect(offered.slice(0, buttons.length)).toEqual(buttons);
    const lying = rui.editor.page.locator('.notification-list-item:visible');
    await expect.poll(() => lying.count(), patience).toBe(0);
  }

  it('refuses what is no address while it is typed', async () => {
    const { quickInput } = rui.editor;
    await rui.editor.runCommand('PyChat: Join Chat');
    expect((await quickInput.rows()).map(row => row.label)).toEqual(['Paste invite…', 'Enter address…']);
    await quickInput.pick('Enter address…');
    await quickInput.type('not an address');
    await expect.poll(() => quickInput.isRefused()).toBe(true);
    expect(await quickInput.message()).toMatch(/^This is not an address\. Examples: /);
    await quickInput.cancel();
    await rui.untilStatus(/^PyChat$/);
  });

  it('asks for an invite first, and whether the host is the right one without', async () => {
    await joinAddress(address);
    const question = await rui.question();
    expect(question).toContain(`Do you have an invite for ${address}?`);
    expect(question).toContain(displayFingerprint(identity.fingerprints.key));
    const first = rui.editor.page.locator('.monaco-dialog-box .monaco-button:not(.secondary)');
    expect(await first.innerText()).toBe('Paste Invite');
    await rui.answerQuestion('Cancel');
    await rui.untilStatus(/^PyChat$/);
    await expect.poll(() => cable.connections).toBe(0);
  });

  it('says that the room is entered by invite', async () => {
    await joinAddress(address);
    await rui.question();
    await rui.answerQuestion('Trust This Host');
    await expectFailure(/The room at \S+ is entered by invite\. Ask the host for one\./, 'Paste Invite');
  });

  it('says what is wrong with an invite while it is pasted', async () => {
    const { quickInput } = rui.editor;
    const text = serializeInvite(invite);
    const changed = text.at(30) === 'A' ? 'B' : 'A';
    const faults: readonly (readonly [string, RegExp])[] = [
      ['hello', /^This is not an invite\./],
      [text.slice(0, -6), /^The invite is cut short\./],
      [text.replace('pychat1-', 'pychat2-'), /^The invite is from a newer PyChat\./],
      [`${text.slice(0, 30)}${changed}${text.slice(31)}`, /^The invite was changed on the way\./],
      [`pychat1-${'A'.repeat(24_000)}`, /^This is too long to be an invite\./],
    ];
    await rui.editor.runCommand('PyChat: Join Chat');
    await quickInput.pick('Paste invite…');
    for (const [fault, words] of faults) {
      await quickInput.type(fault);
      await expect.poll(() => quickInput.message()).toMatch(words);
      expect(await quickInput.isRefused()).toBe(true);
    }
  });

  it('joins with an invite pasted as a link with the words around it, and the nick that is free', async () => {
    guest = await joinRaw('rui');
    const link = `vscode://pychat.pychat/join#${serializeInvite(invite)}`;
    const { quickInput } = rui.editor;
    await quickInput.answer(`Join me: <${link}>. Best regards, Ana`);
    await expect
      .poll(() => quickInput.message(), patience)
      .toMatch(/^Someone in the room already has that nick\. Choose another\./);
    await quickInput.answer('bia');
    await rui.untilStatus('Joined: 2 people');
    await rui.untilPrompt('C:\\BIA\\#CHAT>');
    expect(await rui.banner()).toContain(`#chat at ${address}`);
  });

  it('leaves, and the others are told', async () => {
    await rui.clickAction('Leave Chat');
    await rui.untilStatus(/^PyChat$/);
    expect((await guest?.next('QUIT'))?.source).toMatch(/^bia!/);
    await expect.poll(() => cable.connections).toBe(0);
  });

  it('offers the room it was in before, and enters with no question', async () => {
    const { quickInput } = rui.editor;
    await rui.editor.runCommand('PyChat: Join Chat');
    const [first] = await quickInput.rows();
    expect(first).toMatchObject({ label: '#chat', description: address });
    await quickInput.pick('#chat');
    await rui.untilStatus('Joined: 2 people');
  });

  it('comes back by itself after the host was killed, and nothing is lost or said twice', async () => {
    await rui.say('before');
    await rui.untilMessage('before');
    await cable.unplug();
    await relay.kill();
    await rui.untilStatus('PyChat: reconnecting…');
    await rui.untilNote(/PyChat keeps trying to come back/);
    await rui.say('meanwhile');
    expect(await rui.offeredActions()).toEqual([
      ...['Show Chat', '#chat', 'People in #chat…', 'Send File…', 'Do Not Disturb'],
      ...['Join Chat', 'Host Chat', 'Settings', 'Show Log', 'Leave Chat'],
    ]);
    await rui.editor.quickInput.cancel();
    relay = await RelayProcess.start(hosting);
    guest = await joinRaw('rui');
    cable = await Cable.plugIn(port, hosting.port);
    // It may be back by itself before anybody has clicked.
    await Promise.race([rui.clickAction('Try Now'), rui.untilStatus('Joined: 2 people')]);
    await rui.untilStatus('Joined: 2 people');
    expect((await guest.next('PRIVMSG')).params.at(-1)).toBe('meanwhile');
    await rui.say('after');
    await rui.untilMessage('after');
    expect((await guest.next('PRIVMSG')).params.at(-1)).toBe('after');
    expect((await rui.messages()).map(({ text }) => text)).toEqual(['before', 'meanwhile', 'after']);
  });

  it('stays away when another host is at the address, and says so', async () => {
    await cable.unplug();
    await relay.kill();
    await rui.untilStatus('PyChat: reconnecting…');
    const other = await createIdentity({ name: 'other', now: new Date() });
    relay = await RelayProcess.start({ ...hosting, identity: other });
    cable = await Cable.plugIn(port, hosting.port);
    await rui.untilStatus('PyChat: not connected');
    await rui.untilNote(/127\.0\.0\.1:\d+ is not who it should be: its key has changed/);
    await joinAddress(address);
    await expectFailure(
      /is not who it should be: its key has changed\. Ask the host for a new invite/,
      'Paste Invite',
    );
  });

  it.each([
    ['nobody', undefined, /Nobody hosts a room at \S+\. Ask whether the host is still there/, 'Try Again'],
    [
      'something in clear text',
      '220 hello\r\n',
      /What answers at \S+ does not use encryption/,
      'Enter Address',
    ],
    [
      'a web server',
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      /What answers at \S+ is a web server/,
      'Enter Address',
    ],
  ])('says in one sentence that %s is there', async (_, answer, sentence, button) => {
    const free = await freePort();
    const program = answer === undefined ? undefined : await OtherProgram.listen(free, answer);
    await joinAddress(`127.0.0.1:${free}`);
    await expectFailure(sentence, button);
    await program?.[Symbol.asyncDispose]();
  });

  it('can be cancelled while it waits, and nothing goes on', async () => {
    const free = await freePort();
    await using silent = await OtherProgram.listen(free);
    await joinAddress(`127.0.0.1:${free}`);
    await expect.poll(() => silent.connections, patience).toBe(1);
    await rui.untilStatus('PyChat: joining…');
    await rui.editor.clickNotificationButton('PyChat: joining #chat…', 'Cancel');
    await rui.untilStatus(/^PyChat$/);
    await expect.poll(() => silent.connections).toBe(0);
  });

  it('only asks when a link is opened', async () => {
    await cable.unplug();
    await relay.kill();
    relay = await RelayProcess.start(hosting);
    cable = await Cable.plugIn(port, hosting.port);
    const link = `code-oss://pychat.pychat/join#${serializeInvite(invite)}`;
    await openLink(link);
    await expect.poll(() => rui.question()).toContain(`A link asks to join #chat at ${address}. Join it?`);
    expect(cable.connections).toBe(0);
    await rui.answerQuestion('Cancel');
    expect(await rui.status()).toMatch(/^PyChat$/);
    await openLink(link);
    await rui.answerQuestion('Join Chat');
    await rui.untilStatus('Joined: 1 person');
  });

  /** Out of the room, which is then unknown, as is its host. */
  async function forgetRoom(): Promise<void> {
    await rui.editor.runCommand('PyChat: Leave Chat');
    await rui.untilStatus(/^PyChat$/);
    await rui.editor.runCommand('PyChat: Forget a Room');
    await rui.editor.quickInput.pick('#chat');
  }

  it('takes the invite where it was missing, that of the clipboard, and is silent once it is in', async () => {
    await forgetRoom();
    await joinAddress(address);
    await rui.answerQuestion('Trust This Host');
    await expectFailure(/is entered by invite/, 'Paste Invite');
    await rui.editor.writeClipboard(serializeInvite(invite));
    await rui.clickAction('Paste Invite');
    await expect.poll(() => rui.editor.quickInput.value()).toBe(serializeInvite(invite));
    await rui.editor.quickInput.accept();
    await rui.untilStatus('Joined: 1 person');
    expect(await rui.banner()).not.toContain('entered by invite');
  });

  it('takes it instead of comparing keys', async () => {
    await forgetRoom();
    await joinAddress(address);
    await rui.answerQuestion('Paste Invite');
    await rui.editor.quickInput.answer(serializeInvite(invite));
    await rui.untilStatus('Joined: 1 person');
    expect(await rui.banner()).toContain(`#chat at ${address}`);
  });

  it('says in a notification what failed while the page is hidden, until something else is entered', async () => {
    const toasts = rui.editor.page.locator('.notification-toast:visible');
    await forgetRoom();
    const free = await freePort();
    {
      await using silent = await OtherProgram.listen(free);
      await joinAddress(`127.0.0.1:${free}`);
      await expect.poll(() => silent.connections, patience).toBe(1);
      await rui.editor.runCommand('New Untitled Text File');
    }
    await rui.editor.notification(/closed the connection before you were in/);
    await rui.joinAgain(serializeInvite(invite));
    await expect.poll(() => toasts.count(), patience).toBe(0);
  });
});
