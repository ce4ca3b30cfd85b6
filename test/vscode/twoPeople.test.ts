import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

/** What is said, in the order in which it is said, and by whom. */
const pasted = Array.from(
  { length: 64 },
  (_, row) => `${String(row).padStart(2, '0')} ${'paste '.repeat(10)}`,
).join('\n');
const script: readonly (readonly ['ana' | 'rui', string])[] = [
  ['ana', 'Olá! Você já viu a lição de redes? Não é difícil, não.'],
  ['rui', 'Já vi 👩🏽‍💻🎉 e gostei 😀'],
  ['ana', 'مرحبا بالعالم, and then left to right again'],
  ['rui', pasted],
  ['ana', '<img src=x onerror="document.body.textContent=1"><script>alert(1)</script>&amp;'],
  ['rui', 'the last word'],
];

describe('two people with two editors, from the packaged extension', () => {
  let ana: ChatWindow;
  let rui: ChatWindow;
  let invite: string;

  beforeAll(async () => {
    const settings = { 'pychat.host.port': await freePort() };
    const vsix = packagedExtension();
    [ana, rui] = await Promise.all([
      ChatWindow.start({ name: 'ana', vsix, settings }),
      ChatWindow.start({ name: 'rui', vsix, settings }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([ana, rui].map(one => one[Symbol.asyncDispose]()));
  });

  it('starts with nothing but a status bar item', async () => {
    await ana.untilStatus(/^PyChat$/);
  });

  it('hosts: asks for a nick, opens the panel with the banner', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.editor.quickInput.answer('ana');
    await ana.untilStatus('Hosting: 1 person');
    const banner = await ana.banner();
    expect(banner).toMatch(/PyChat \[Version \d+\.\d+\.\d+\]/);
    expect(banner).toMatch(/#chat/);
    expect(banner).toMatch(/\d+\.\d+\.\d+\.\d+:\d+/);
    await ana.untilPrompt('C:\\ANA\\#CHAT>');
  });

  it('copies the invite with a click in the panel', async () => {
    await ana.clickAction('Copy Invite');
    await expect.poll(() => ana.editor.readClipboard()).toMatch(/^pychat1-[\w-]+$/);
    invite = await ana.editor.readClipboard();
  });

  it('joins with the invite that the clipboard holds, with no question asked', async () => {
    await rui.editor.writeClipboard(invite);
    await rui.editor.runCommand('PyChat: Join Chat');
    const { quickInput } = rui.editor;
    await expect.poll(async () => (await quickInput.rows())[0]?.label).toBe('Paste invite…');
    await quickInput.pick('Paste invite…');
    await quickInput.answer('rui');
    await rui.untilStatus('Joined: 2 people');
    await ana.untilStatus('Hosting: 2 people');
  });

  it('shows both the same messages in the same order', async () => {
    const people = { ana, rui };
    for (const [nick, text] of script) {
      await people[nick].say(text);
      await Promise.all([ana.untilMessage(text), rui.untilMessage(text)]);
    }
    const expected = script.map(([nick, text]) => ({ nick, text }));
    expect(await ana.messages()).toEqual(expected);
    expect(await rui.messages()).toEqual(expected);
  });

  it('keeps exactly the last three lines in each workspace', async () => {
    for (const person of [ana, rui]) {
      await expect.poll(() => person.historyLines().at(-1)).toMatch(/ <rui> the last word$/);
      const lines = person.historyLines();
      expect(lines).toHaveLength(3);
      expect(lines[0]).toContain('<rui> 00 paste');
      expect(lines[0]).toContain('\\n63 paste');
      expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ <ana> <img src=x/);
      expect(
        readFileSync(path.join(person.editor.workspace ?? '', '.pychat/.gitignore'), 'utf8').trim(),
      ).toBe('*');
    }
  });

  it('shows who comes back what was said meanwhile, and nothing twice', async () => {
    await rui.editor.reloadWindow();
    await rui.untilMessage('the last word');
    await ana.untilStatus('Hosting: 1 person');
    await ana.say('while you were away');
    await rui.joinAgain(invite);
    await rui.untilPrompt('C:\\RUI\\#CHAT>');
    await rui.untilMessage('while you were away');
    const texts = [...script.map(([, text]) => text), 'while you were away'];
    expect((await rui.messages()).map(({ text }) => text)).toEqual(texts);
    await expect.poll(() => rui.historyLines().at(-1)).toMatch(/ <ana> while you were away$/);
  });

  it('tells the joiner when the host leaves, with the history intact', async () => {
    await ana.editor.runCommand('PyChat: Leave Chat');
    await ana.answerQuestion('Close Room');
    await ana.untilStatus('PyChat');
    await rui.untilStatus(/PyChat: (reconnecting…|not connected)/);
    await rui.untilNote(/closed|lost/i);
    expect(rui.historyLines().at(-1)).toMatch(/ <ana> while you were away$/);
  });

  it('brings the panel back with the last lines after Reload Window', async () => {
    await ana.editor.reloadWindow();
    await ana.untilMessage('while you were away');
    expect((await ana.messages()).map(({ text }) => text)).toEqual([
      ...script.slice(4).map(([, text]) => text),
      'while you were away',
    ]);
    expect(await ana.status()).toBe('PyChat');
  });

  it('left nothing half-written beside the file', () => {
    for (const person of [ana, rui]) {
      const folder = path.join(person.editor.workspace ?? '', '.pychat');
      expect(existsSync(folder)).toBe(true);
      expect(globSync('*', { cwd: folder })).toEqual(['history.txt']);
    }
  });
});
