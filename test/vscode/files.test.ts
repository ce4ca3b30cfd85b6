import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatWindow } from './chatWindow.ts';
import { answerFileDialog, dropFile, openTab, takePlace } from './editing.ts';
import { Pair } from './pair.ts';

const patience = { timeout: 30_000 };
/** Each person's home is their project: where downloads go is there. */
const project = { 'Downloads/readme.txt': 'What was there before.\n' };

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('files between two people with two editors', () => {
  const content = randomBytes(8_000_000);
  let pair: Pair;
  let ana: ChatWindow;
  let rui: ChatWindow;
  let outbox: string;

  beforeAll(async () => {
    pair = await Pair.start({ ana: project, rui: project }, { isHome: true });
    ({ ana, rui } = pair);
    outbox = path.join(pair.folder, 'outbox');
    mkdirSync(outbox);
    writeFileSync(path.join(outbox, 'outbox.txt'), '');
    writeFileSync(path.join(outbox, 'notes.zip'), content);
    writeFileSync(path.join(outbox, 'dropped.bin'), Buffer.alloc(3_000_000, 7));
  });

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
  });

  const at = (name: 'ana' | 'rui', file = ''): string => path.join(pair.folder, name, 'Downloads', file);
  const inFolder = (name: 'ana' | 'rui'): string[] =>
    readdirSync(at(name)).filter(file => !file.startsWith('.'));
  const files = (person: ChatWindow): Locator => person.panel.locator('.file');
  const newest = (person: ChatWindow): Locator => files(person).last();
  const press = (person: ChatWindow, label: string): Promise<void> =>
    newest(person).getByRole('button', { name: label, exact: true }).click();
  const untilFile = async (person: ChatWindow, words: RegExp): Promise<void> => {
    await expect.poll(() => newest(person).innerText(), patience).toMatch(words);
  };
  const untilFiles = async (count: number): Promise<void> => {
    for (const person of [ana, rui]) await expect.poll(() => files(person).count(), patience).toBe(count);
  };

  /** Sends what is in the outbox, and waits until both see it. */
  async function send(person: ChatWindow): Promise<void> {
    const before = await files(person).count();
    await person.say('/send');
    // The workspaces have a file of that name, too: another one shows that the editor has looked here.
    await answerFileDialog(person.editor, path.join(outbox, 'notes.zip'), 'outbox.txt');
    await untilFiles(before + 1);
  }

  /** Presses Save… and takes the place that is offered: where downloads go. */
  async function save(person: ChatWindow, name: 'ana' | 'rui'): Promise<void> {
    await press(person, 'Save…');
    await takePlace(person.editor, at(name, 'notes.zip'), 'readme.txt');
  }

  it('find both in one room', () => pair.meet());

  it('are offered to the room with name and size', async () => {
    await send(ana);
    expect(await newest(ana).innerText()).toMatch(/^notes\.zip\s+8 MB\s+offered\s+Cancel$/);
    expect(await newest(rui).innerText()).toMatch(/^notes\.zip\s+8 MB\s+offered\s+Save…$/);
    expect(inFolder('rui')).toEqual(['readme.txt']);
  });

  it('show how far they are on both sides', async () => {
    pair.cable.hold(content.length / 2);
    await save(rui, 'rui');
    await untilFile(rui, /on its way\s+[34](\.\d)? MB of 8 MB, [34]\d %\s+Cancel$/);
    // The sender has given away what still waits on the way.
    await untilFile(ana, /on its way\s+[3-8](\.\d)? MB of 8 MB, \d+ %/);
    expect(inFolder('rui')).toEqual(['notes.zip.part', 'readme.txt']);
  });

  it('go on where they were when the connection has broken', async () => {
    // Too little for all of it again.
    pair.cable.hold(0.75 * content.length);
    pair.cable.break();
    await untilFile(rui, /complete/);
    pair.cable.release();
    await rui.untilStatus('Joined: 2 people');
  });

  it('arrive as they were', async () => {
    await untilFile(rui, /complete\s+Open\s+Show in Folder$/);
    await untilFile(ana, /offered\s+Downloaded by 1: rui\.\s+Cancel$/);
    expect(inFolder('rui')).toEqual(['notes.zip', 'readme.txt']);
    expect(hash(readFileSync(at('rui', 'notes.zip')))).toBe(hash(content));
  });

  it('are opened in the editor', async () => {
    await send(rui);
    await save(ana, 'ana');
    await untilFile(ana, /complete/);
    await press(ana, 'Open');
    await openTab(ana.editor, 'notes.zip').waitFor();
    await ana.editor.runCommand('PyChat: Show Chat');
    await untilFiles(2);
    rmSync(at('ana', 'notes.zip'));
    await press(rui, 'Cancel');
  });

  it('are never written over another', async () => {
    writeFileSync(at('rui', 'notes.zip'), 'my own');
    await send(ana);
    await save(rui, 'rui');
    await expect.poll(() => rui.editor.quickInput.title(), patience).toMatch(/^notes\.zip already exists/);
    await rui.editor.quickInput.accept();
    await untilFile(rui, /complete/);
    expect(readFileSync(at('rui', 'notes.zip'), 'utf8')).toBe('my own');
    expect(hash(readFileSync(at('rui', 'notes (2).zip')))).toBe(hash(content));
  });

  it('can be cancelled half way, and leave nothing behind', async () => {
    await send(rui);
    pair.cable.hold(content.length / 2);
    await save(ana, 'ana');
    await untilFile(ana, /on its way\s+[34](\.\d)? MB of 8 MB/);
    await press(ana, 'Cancel');
    await untilFile(ana, /cancelled\s+Save…$/);
    await expect.poll(() => inFolder('ana'), patience).toEqual(['readme.txt']);
    pair.cable.release();
    await untilFile(rui, /offered\s+Cancel$/);
    await press(rui, 'Cancel');
    await untilFile(rui, /cancelled$/);
  });

  it('can be dropped on the page', async () => {
    await dropFile(rui.editor, path.join(outbox, 'dropped.bin'), rui.panel.locator('.screen'));
    await untilFiles(5);
    await untilFile(ana, /^dropped\.bin\s+3 MB\s+offered\s+Save…$/);
    await press(ana, 'Save…');
    await takePlace(ana.editor, at('ana', 'dropped.bin'), 'readme.txt');
    await untilFile(ana, /complete/);
    expect(readFileSync(at('ana', 'dropped.bin'))).toEqual(Buffer.alloc(3_000_000, 7));
  });

  it('go to a single person', async () => {
    await rui.say('/msg ana this is for you');
    await rui.untilTabs('#chat', '[ana]');
    await rui.say('/send');
    await answerFileDialog(rui.editor, path.join(outbox, 'notes.zip'), 'outbox.txt');
    await untilFile(rui, /offered/);
    await ana.panel.getByRole('tab', { name: 'rui' }).click();
    await untilFile(ana, /offered\s+Save…$/);
    await save(ana, 'ana');
    await untilFile(ana, /complete/);
    expect(hash(readFileSync(at('ana', 'notes.zip')))).toBe(hash(content));
    rmSync(at('ana', 'notes.zip'));
    for (const person of [ana, rui]) {
      await person.panel.getByRole('tab', { name: '#chat' }).click();
      await untilFile(person, /^dropped\.bin/);
    }
  });

  it('are no longer there when their sender has left, and that is said', async () => {
    await send(rui);
    await rui.editor.runCommand('PyChat: Leave Chat');
    await ana.untilStatus('Hosting: 1 person');
    await untilFile(rui, /no longer there\s+Withdrawn because you left\.$/);
    await save(ana, 'ana');
    await untilFile(ana, /failed\s+It is no longer offered to you\./);
    expect(inFolder('ana')).not.toContain('notes.zip');
  });
});
