import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedServer } from '../support/scriptedServer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';

const patience = { timeout: 30_000 };

const hourAgo = Date.now() - 3_600_000;
/** Said in this order; the file keeps three, and the first of those in the same second as the one before it. */
const inFile = ['one', 'two', 'three', 'four'];
const fileStart = Math.floor(Date.now() / 1000) * 1000 - 300_000;

describe('what was said before, elsewhere or meanwhile', () => {
  let server: ScriptedServer;
  let rui: ChatWindow;

  beforeAll(async () => {
    server = await ScriptedServer.listen();
    server.nick = 'rui';
    // Private chats with more than is shown at first. In one of them the second line answers the first.
    for (const nick of ['caio', 'davi', 'eva']) keepNumbered('rui', nick, nick === 'eva' ? 3 : 1);
    const asked = server.keep('rui', 'eva', 'first question', { at: hourAgo + 1 });
    server.keep('rui', 'eva', 'first answer', { at: hourAgo + 2, answers: asked.id });
    rui = await ChatWindow.start({
      name: 'rui',
      vsix: packagedExtension(),
      settings: { 'pychat.nick': 'rui' },
    });
  });

  afterAll(async () => {
    await rui[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  beforeEach(() => {
    server.instead.clear();
    server.restore();
  });

  const texts = (): Promise<string[]> => rui.panel.locator('.message .text').allTextContents();
  const label = async (name: string): Promise<string | undefined> =>
    (await rui.tabs()).find(tab => tab.replace('[', '').startsWith(name));

  /** Enters a room, whose tab is then in front. */
  async function enter(room: string): Promise<void> {
    await rui.say(`/join ${room}`);
    await expect.poll(() => label(room), patience).toBe(`[${room}]`);
  }

  async function show(name: string): Promise<void> {
    await rui.tab(name).click();
    await expect.poll(() => label(name), patience).toBe(`[${name}]`);
  }

  /** Breaks the connection; when it is back, what was said meanwhile has been asked for. */
  async function breakWhile(missed: () => void): Promise<void> {
    const before = server.visits;
    server.cut({ isDown: true });
    await rui.untilStatus('PyChat: reconnecting…');
    missed();
    server.restore();
    // It tries again by itself, and may have done so before *Try Now* could be clicked.
    await expect.poll(() => server.visits, patience).toBe(before + 1);
    await rui.untilStatus('Joined: 3 people');
  }

  async function joinAgain(): Promise<void> {
    await rui.editor.runCommand('PyChat: Join Chat');
    await rui.editor.quickInput.pick('#chat');
    await rui.untilStatus('Joined: 3 people');
  }

  const classOf = (text: string): Promise<string | null> => rui.line(text).getAttribute('class');
  const quoteOver = (text: string): Promise<string> =>
    rui.line(text).locator('.quote').innerText({ timeout: 1_000 });

  /** Lines of an hour ago, a millisecond apart, named by their place: up to the 130th, which is more than one answer. */
  function keepNumbered(target: string, nick: string, first: number): void {
    for (let number = first; number <= 130; number++)
      server.keep(target, nick, `line ${number}`, { at: hourAgo + number });
  }

  /** Opens one of the private chats of 130 lines, at its end. */
  async function showLong(nick: string): Promise<void> {
    await rui.tab(nick).click();
    await rui.untilMessage('line 130');
  }

  const scroll = (...places: string[]): Promise<unknown> =>
    rui.panel
      .locator('body')
      .evaluate(places.map(place => `document.querySelector('.screen').scrollTop = ${place};`).join(' '));
  /** As with the wheel: first a little down, since who is at the top already cannot scroll there. */
  const scrollUp = (): Promise<unknown> => scroll('300', '0');
  const scrollDown = (): Promise<unknown> => scroll('1e9');

  /** Scrolls up until this is the first message. */
  async function untilFirst(text: string): Promise<void> {
    const first = async (): Promise<string | undefined> => {
      await scrollUp();
      return (await texts())[0];
    };
    await expect.poll(first, patience).toBe(text);
  }

  it('is asked of a server on which two rooms are entered', async () => {
    await rui.joinAddress(server.address);
    await rui.untilStatus('Joined: 3 people');
    await enter('#side');
  });

  it('shows all that was missed, in order, though it reads like what is shown (1.1)', async () => {
    await show('#chat');
    const start = hourAgo + 600_000;
    const say = (way: 'say' | 'keep', second: number, nick: string, text: string): unknown =>
      server[way]('#chat', nick, text, { at: start + second * 1000 });
    say('say', 100, 'ana', 'start');
    say('say', 100.5, 'bia', 'ok');
    await rui.untilMessage('ok');
    // Seen, as the server was told.
    await expect
      .poll(() => server.received.findLast(line => line.startsWith('MARKREAD #chat ')), patience)
      .toContain(new Date(start + 100_500).toISOString());
    await show('#side');
    await breakWhile(() => {
      say('keep', 103, 'caio', 'is the build red?');
      say('keep', 104, 'ana', 'looking');
      say('keep', 110, 'bia', 'ok');
      say('keep', 111, 'caio', 'fixed');
      say('keep', 112, 'bia', 'ok');
    });
    await expect.poll(() => label('#chat'), patience).toBe('#chat, 5 unread messages');
    await show('#chat');
    expect(await texts()).toEqual(['start', 'ok', 'is the build red?', 'looking', 'ok', 'fixed', 'ok']);
    await expect
      .poll(() => rui.historyLines().map(line => line.replace(/^\S+ /, '')), patience)
      .toEqual(['<bia> ok', '<caio> fixed', '<bia> ok']);
  });

  it('marks what was said to me before I came as a mention (1.2)', async () => {
    await rui.editor.runCommand('PyChat: Leave Chat');
    await rui.untilStatus(/^PyChat$/);
    server.keep('#chat', 'ana', 'rui: look', { at: hourAgo + 1_800_000 });
    await joinAgain();
    await show('#chat');
    await rui.untilMessage('rui: look');
    await expect.poll(() => classOf('rui: look'), patience).toMatch(/\bmention\b/);
  });

  it('quotes a line that came with its answer after a break (1.3)', async () => {
    await enter('#break');
    await breakWhile(() => {
      const asked = server.keep('#break', 'ana', 'who has the key?');
      server.keep('#break', 'bia', 'let me see', { at: asked.at + 1 });
      server.keep('#break', 'bia', 'me', { at: asked.at + 2, answers: asked.id });
    });
    await rui.untilMessage('me');
    await expect.poll(() => quoteOver('me'), patience).toContain('who has the key?');
  });

  it('marks an answer to a line of mine that came with it as a mention (1.3)', async () => {
    await enter('#answered');
    await breakWhile(() => {
      const mine = server.keep('#answered', 'rui', 'said in another window');
      server.keep('#answered', 'bia', 'heard', { at: mine.at + 1, answers: mine.id });
    });
    await rui.untilMessage('heard');
    await expect.poll(() => classOf('heard'), patience).toMatch(/\bmention\b/);
  });

  it('quotes a line that came with its answer when earlier lines are shown (1.3)', async () => {
    await showLong('eva');
    await untilFirst('first question');
    await expect.poll(() => quoteOver('first answer'), patience).toContain('first question');
  });

  it('shows earlier lines that were first wanted without a connection (1.4)', async () => {
    await showLong('caio');
    server.cut({ isDown: true });
    await rui.untilStatus('PyChat: reconnecting…');
    await scrollUp();
    // What is asked of the window later is answered later.
    await rui.say('/dnd off');
    await rui.untilNote(/Do not disturb/);
    server.restore();
    await rui.untilStatus('Joined: 3 people');
    await untilFirst('line 1');
  });

  it('shows earlier lines that the server has refused once (1.4)', async () => {
    await showLong('davi');
    let refusals = 0;
    server.instead.set('CHATHISTORY BEFORE', () => {
      refusals += 1;
      return ['FAIL CHATHISTORY MESSAGE_ERROR BEFORE davi :Not now'];
    });
    await scrollUp();
    await expect.poll(() => refusals, patience).toBeGreaterThan(0);
    server.instead.clear();
    await untilFirst('line 1');
  });

  it('shows earlier lines of a room with a long history that was just entered (1.4)', async () => {
    keepNumbered('#long', 'ana', 1);
    await enter('#long');
    await rui.untilMessage('line 130');
    await untilFirst('line 1');
  });

  it('counts messages that wait, not lines, when another window has read some (1.6)', async () => {
    await enter('#marks');
    await show('#side');
    const first = server.say('#marks', 'ana', 'read elsewhere');
    server.say('#marks', 'ana', 'not read', { at: first.at + 10 });
    for (const nick of ['caio', 'davi', 'eva']) server.send(`:${nick}!u@host.test JOIN #marks`);
    await expect.poll(() => label('#marks'), patience).toBe('#marks, 2 unread messages');
    server.send(`:irc.test MARKREAD #marks timestamp=${new Date(first.at).toISOString()}`);
    await expect.poll(() => label('#marks'), patience).toBe('#marks, 1 unread message');
  });

  it('counts as read only what was visible, and says where the rest begins (1.8)', async () => {
    keepNumbered('#scroll', 'ana', 1);
    await enter('#scroll');
    await rui.untilMessage('line 130');
    await scrollUp();
    for (const word of ['one', 'two', 'three']) server.say('#scroll', 'ana', word);
    await expect.poll(() => label('#scroll'), patience).toBe('[#scroll, 3 unread messages]');
    await scrollDown();
    await rui.untilMessage('three');
    expect(await rui.panel.locator('.label.new + .line .text').allInnerTexts()).toEqual(['one']);
  });

  it('has lines in its file, and a private chat, and comes back after Reload Window', async () => {
    const asked = server.say('rui', 'bia', 'are you in?');
    await expect.poll(() => label('bia'), patience).toBeDefined();
    server.say('rui', 'bia', 'hello?', { at: asked.at + 1 });
    server.say('rui', 'bia', 'it is about this', { at: asked.at + 2, answers: asked.id });
    await show('#chat');
    for (const [index, text] of inFile.entries())
      server.say('#chat', 'ana', text, { at: fileStart + [3, 500, 40_000, 80_000][index]! });
    await rui.untilMessage('four');
    await expect.poll(() => rui.historyLines().at(-1), patience).toMatch(/ <ana> four$/);
    await rui.editor.reloadWindow();
    await joinAgain();
    await show('#chat');
    await rui.untilMessage('four');
  });

  it('shows a line of the second with which its file begins, once (1.5)', async () => {
    await show('#chat');
    // Too few lines to scroll among.
    await rui.clickAction('Show earlier lines');
    const shown = async (): Promise<string[]> => (await texts()).filter(text => inFile.includes(text));
    await expect.poll(shown, patience).toEqual(inFile);
  });

  it('quotes a line that came with its answer in a private chat opened again (1.3)', async () => {
    await rui.tab('bia').click();
    await rui.untilMessage('it is about this');
    await expect.poll(() => quoteOver('it is about this'), patience).toContain('are you in?');
  });
});
