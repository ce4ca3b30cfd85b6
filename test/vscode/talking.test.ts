import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { parseInvite } from '../../src/trust/invite.ts';
import { register } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Started } from './started.ts';

const patience = { timeout: 30_000 };

/** As many as the relay takes at once from one person, and more people than one piece of history has room for. */
const linesEach = 30;
const guests = 6;

describe('talking, with two editors in one room', () => {
  let folder: string;
  let port: number;
  let ana: ChatWindow;
  let rui: ChatWindow;
  let invite: string;
  /** Another window of rui's. */
  let fresh: ChatWindow;

  const started = new Started();

  beforeAll(async () => {
    port = await freePort();
    folder = mkdtempSync(path.join(tmpdir(), 'pychat-talking-'));
    started.defer(() => rmSync(folder, { recursive: true }));
    mkdirSync(path.join(folder, '.pychat'));
    writeFileSync(path.join(folder, '.pychat/history.txt'), '2026-01-05T12:00:00Z <bia> long ago\n');
    const vsix = packagedExtension();
    const settings = { 'pychat.host.port': port, 'pychat.history.lines': 5 };
    [ana, rui] = await Promise.all([
      ChatWindow.start({ name: 'ana', vsix, settings }),
      ChatWindow.start({ name: 'rui', vsix, settings, workspace: folder }),
    ]);
    started.use(ana);
    started.use(rui);
  });

  afterAll(() => started[Symbol.asyncDispose]());

  const both = (): ChatWindow[] => [ana, rui];

  async function bothSee(text: string): Promise<void> {
    await Promise.all(both().map(one => one.untilMessage(text)));
  }

  /** The signs on a line with their counts. */
  async function bothSeeSigns(line: string, ...signs: string[]): Promise<void> {
    for (const one of both()) {
      const shown = one.line(line).locator('.reaction');
      await expect.poll(() => shown.allTextContents(), patience).toEqual(signs);
    }
  }

  it('brings them together', async () => {
    invite = await ana.host('ana');
    await rui.join(invite, 'rui');
    await ana.untilStatus('Hosting: 2 people');
  });

  it('shows of what day a line is that is not of today, and each line’s time', async () => {
    await rui.say('who has read the lesson?');
    await bothSee('who has read the lesson?');
    expect(await rui.panel.locator('.label.day').allInnerTexts()).toEqual([
      expect.stringMatching(/January 5, 2026/),
      expect.stringMatching(/20\d\d/),
    ]);
    const time = ana.line('the lesson').locator('time');
    expect(await time.innerText()).toMatch(/^\d\d:\d\d$/);
    expect(await time.getAttribute('title')).toMatch(/\d{4}.*:\d\d:\d\d/);
  });

  it('answers a line: the answer has its quote, which leads back to it', async () => {
    await ana.lineAction('the lesson', 'Reply');
    const answering = ana.panel.locator('.answering');
    expect(await answering.innerText()).toContain('Reply to rui: who has read the lesson?');
    await ana.say('I have');
    // The nick that goes out in front is for clients that show no quotes.
    await bothSee('I have');
    expect(await answering.isHidden()).toBe(true);
    for (const one of both()) {
      const quote = one.line('I have').locator('.quote');
      expect(await quote.innerText()).toBe('rui: who has read the lesson?');
    }
    await rui.line('I have').locator('.quote-jump').click();
    const focused = rui.panel.locator('.line:focus .text');
    await expect.poll(() => focused.innerText(), patience).toBe('who has read the lesson?');
  });

  it('reacts to a line, together, and takes it back', async () => {
    await rui.lineAction('I have', 'React', 'React with 👍');
    await bothSeeSigns('I have', '👍 1');
    await ana.line('I have').locator('.reaction').click();
    await bothSeeSigns('I have', '👍 2');
    expect(await ana.line('I have').locator('.reaction').getAttribute('title')).toBe('rui, ana');
    await rui.line('I have').locator('.reaction').click();
    await bothSeeSigns('I have', '👍 1');
    await ana.line('I have').locator('.reaction').click();
    await bothSeeSigns('I have');
  });

  it('deletes a line of one’s own, on both sides and in the files', async () => {
    await ana.say('my password is 1234');
    await bothSee('my password is 1234');
    for (const one of both())
      await expect.poll(() => one.historyLines().at(-1), patience).toContain('my password');
    await rui.line('my password').locator('.head').hover();
    expect(await rui.panel.locator('.line-menu').innerText()).not.toContain('Delete');
    await ana.lineAction('my password', 'Delete', 'Delete for everyone');
    await bothSee('Deleted by ana');
    for (const one of both()) {
      await expect.poll(() => one.historyLines().join('\n'), patience).not.toContain('my password');
      expect(one.historyLines().at(-1)).toMatch(/ <ana> rui: I have$/);
    }
  });

  it('tells who types, until they have thought better of it', async () => {
    await ana.type('let me');
    const typing = rui.panel.locator('.typing');
    await expect.poll(() => typing.innerText(), patience).toBe('ana is typing…');
    await ana.press('ControlOrMeta+C');
    expect(await ana.prompt.inputValue()).toBe('');
    await expect.poll(() => typing.innerText(), patience).toBe('');
  });

  it('brings back what was cleared or typed before', async () => {
    await ana.press('ArrowUp');
    expect(await ana.prompt.inputValue()).toBe('let me');
    await ana.press('Escape', 'F7');
    const list = ana.panel.getByRole('listbox', { name: 'Typed before' });
    expect(await list.locator('.option').allInnerTexts()).toEqual([
      '0: I have',
      '1: my password is 1234',
      '2: let me',
    ]);
    await ana.press('ArrowUp', 'ArrowUp', 'Enter');
    await bothSee('I have');
    await ana.untilPromptHasFocus();
  });

  it('says several lines at once, broken with Shift+Enter', async () => {
    await ana.type('for x in y:');
    await ana.press('Shift+Enter');
    await ana.editor.page.keyboard.insertText('    print(x)');
    await ana.press('Enter');
    await bothSee('for x in y:\n    print(x)');
  });

  it('completes a nick with Tab', async () => {
    await rui.type('an');
    await rui.press('Tab');
    expect(await rui.prompt.inputValue()).toBe('ana: ');
    await rui.editor.page.keyboard.insertText('look');
    await rui.press('Enter');
    await bothSee('ana: look');
    expect(await ana.line('ana: look').getAttribute('class')).toContain('mention');
  });

  it('says what one does, and what the room is about', async () => {
    await ana.say('/me waves');
    await bothSee('waves');
    expect(await rui.line('waves').innerText()).toMatch(/^\d\d:\d\d \* ana waves$/);
    await ana.say('/topic Lesson 4: networks');
    for (const one of both()) await one.untilNote(/ana set the topic: “Lesson 4: networks”/);
    await rui.say('/topic');
    await rui.untilNote(/Topic: “Lesson 4: networks”$/);
  });

  it('answers a wrong command as cmd.exe would, to oneself alone', async () => {
    await ana.say('/help frobnicate');
    await ana.untilNote(
      /'frobnicate' is not recognized as an internal or external command,\noperable program or batch file\./,
    );
    expect((await rui.notes().allTextContents()).join('\n')).not.toContain('frobnicate');
  });

  it('has the colours that /color gives, both of them', async () => {
    const colours = `(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))`;
    const before = await rui.panel.locator('body').evaluate(colours);
    await ana.say('/color 1E');
    await expect
      .poll(() => ana.panel.locator('body').evaluate(colours), patience)
      .toEqual(['rgb(255, 255, 0)', 'rgb(0, 0, 128)']);
    await ana.say('/color 0A');
    await expect
      .poll(() => ana.panel.locator('body').evaluate(colours), patience)
      .toEqual(['rgb(0, 255, 0)', 'rgb(0, 0, 0)']);
    expect(await rui.panel.locator('body').evaluate(colours)).toEqual(before);
    await ana.say('/color');
    await expect.poll(() => ana.panel.locator('body').evaluate(colours), patience).toEqual(before);
  });

  it('finds a text with Ctrl+F, and gives the keyboard back', async () => {
    await rui.prompt.click();
    await rui.press('ControlOrMeta+F');
    const bar = rui.panel.getByRole('search');
    await bar.getByRole('textbox').fill('LESSON');
    const count = bar.getByRole('status');
    await expect.poll(() => count.innerText(), patience).toMatch(/^(\d) of \1$/);
    await rui.press('Enter');
    await expect.poll(() => count.innerText(), patience).toMatch(/^1 of \d$/);
    await rui.press('Escape');
    expect(await bar.isHidden()).toBe(true);
    await rui.untilPromptHasFocus();
  });

  it('copies the transcript, without what was deleted', async () => {
    await rui.editor.runCommand('PyChat: Copy Transcript');
    await expect
      .poll(() => rui.editor.readClipboard(), patience)
      .toContain('<bia> (came with this folder) long ago');
    const transcript = await rui.editor.readClipboard();
    expect(transcript).toMatch(/^\[2026-01-05 \d\d:\d\d\] <bia> \(came with this folder\) long ago\n/);
    expect(transcript).toMatch(/\] <rui> who has read the lesson\?\n/);
    expect(transcript).toMatch(/\] \* ana waves\n/);
    expect(transcript).not.toMatch(/password|1234/);
  });

  /** People with another client who each say some numbered lines and go. */
  async function fillRoom(): Promise<void> {
    const { token } = parseInvite(invite);
    for (let guest = 0; guest < guests; guest += 1) {
      const peer = await connectTls(port, await createIdentity({ name: 'guest', now: new Date() }));
      await register(peer, `guest${guest}`, { password: token });
      const numbers = Array.from({ length: linesEach }, (_, index) => guest * linesEach + index);
      await peer.ask('JOIN #chat', ...numbers.map(number => `PRIVMSG #chat :number ${number}`));
      peer.send('QUIT');
      await peer.rest();
    }
  }

  /** Scrolls up as far as it goes, and gives what was said from there on: numbers, and all of it. */
  async function readAll(one: ChatWindow): Promise<{ numbers: number[]; transcript: string }> {
    await one.panel.locator('.screen').hover();
    const first = one.panel.locator('.message .text').first();
    await expect
      .poll(async () => {
        await one.editor.page.mouse.wheel(0, -10_000);
        return first.textContent();
      }, patience)
      .toBe('who has read the lesson?');
    await one.say('/copy');
    await expect.poll(() => one.editor.readClipboard(), patience).toMatch(/> who has [^]*> number \d/);
    const transcript = await one.editor.readClipboard();
    const numbers = [...transcript.matchAll(/> number (\d+)$/gm)].map(([, number]) => Number(number));
    return { numbers, transcript };
  }

  const lastNumber = guests * linesEach - 1;
  const allNumbers = Array.from({ length: guests * linesEach }, (_, index) => index);

  it('fetches all that was said while one was away', async () => {
    await rui.editor.reloadWindow();
    await ana.untilStatus('Hosting: 1 person');
    await fillRoom();
    await ana.untilMessage(`number ${lastNumber}`);
    await rui.joinAgain(invite);
    await rui.untilMessage(`number ${lastNumber}`);
    const { numbers, transcript } = await readAll(rui);
    expect(numbers).toEqual(allNumbers);
    expect(transcript.match(/> who has read the lesson\?/g)).toHaveLength(1);
  });

  it('loads what was said before one came when one scrolls up', async () => {
    fresh = await rui.openWindow(null);
    await fresh.join(invite, 'rui2');
    await fresh.untilMessage(`number ${lastNumber}`);
    const { numbers, transcript } = await readAll(fresh);
    expect(numbers).toEqual(allNumbers);
    expect(transcript).not.toMatch(/password|long ago/);
  });

  it('counts as read in one window what the same person has read in another', async () => {
    for (const one of [rui, fresh]) await one.editor.runCommand('New Untitled Text File');
    await ana.say('read me');
    for (const one of [rui, fresh]) await one.untilStatus('Joined: 3 people 1 new');
    await fresh.editor.runCommand('PyChat: Show Chat');
    await fresh.untilMessage('read me');
    await fresh.untilStatus(/^Joined: 3 people$/);
    await rui.untilStatus(/^Joined: 3 people$/);
  });
});
