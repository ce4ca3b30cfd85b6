import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FromWebview } from '../../src/panel/protocol.ts';
import { type ChatPage, type PageMaker, startBrowser, tab } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({}, { snapshot: { tabs: [tab('#chat'), tab('bruno')] } });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

/** What a drag or the clipboard holds: files by name, and texts by kind. */
interface Held {
  readonly files?: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** Fires an event with that. @returns false when the page took it for itself */
const fire = (event: string, { files = {}, texts = {} }: Held, at = '.screen') =>
  chat.ask<boolean>(`(data => {
    for (const [name, text] of Object.entries(${JSON.stringify(files)})) data.items.add(new File([text], name));
    for (const [kind, text] of Object.entries(${JSON.stringify(texts)})) data.setData(kind, text);
    const how = { bubbles: true, cancelable: true };
    return document.querySelector('${at}').dispatchEvent('${event}' === 'paste'
      ? new ClipboardEvent('paste', { ...how, clipboardData: data })
      : new DragEvent('${event}', { ...how, dataTransfer: data }));
  })(new DataTransfer())`);

type Dropped = Extract<FromWebview, { type: 'dropped' }>;

async function dropped(): Promise<Dropped[]> {
  return (await chat.posted()).filter(said => said.type === 'dropped');
}

const zone = () => chat.page.locator('.dropZone');

describe('a file dragged over the page', () => {
  it('is told where it would go, as long as it is there', async () => {
    await fire('dragover', { files: { 'a.txt': 'x' } });
    expect(await zone().innerText()).toBe('Drop here to send to #chat');
    await fire('dragleave', {});
    expect(await zone().isVisible()).toBe(false);
    await chat.receive({ type: 'tabs', tabs: [tab('#chat'), tab('bruno')], active: 'bruno' });
    await fire('dragover', { texts: { 'text/uri-list': 'file:///a' } });
    expect(await zone().innerText()).toBe('Drop here to send to bruno');
  });

  it('is offered when it falls, and its bytes come when they are asked for', async () => {
    await fire('dragover', { files: { 'a.txt': 'x' } });
    await fire('drop', { files: { 'a.txt': 'olá', 'b.txt': '' } });
    expect(await zone().isVisible()).toBe(false);
    const [offer] = await dropped();
    expect(offer).toMatchObject({ tab: '#chat', uris: [] });
    expect(offer?.files.map(({ name, size }) => [name, size])).toEqual([
      ['a.txt', 4],
      ['b.txt', 0],
    ]);
    const file = offer!.files[0]!.file;
    await chat.receive({ type: 'wantBytes', file, offset: 1, length: 2 });
    const pieces = () =>
      chat.ask(`posted.filter(one => one.type === 'fileBytes').map(one =>
        [one.file, one.offset, one.bytes instanceof Uint8Array, ...one.bytes])`);
    await expect.poll(pieces).toEqual([[file, 1, true, 0x6c, 0xc3]]);
    await chat.receive({ type: 'forgetFile', file }, { type: 'wantBytes', file, offset: 0, length: 4 });
    await expect.poll(pieces).toEqual([
      [file, 1, true, 0x6c, 0xc3],
      [file, 0, true],
    ]);
  });

  it('is counted when it is a folder, which only the system’s own drag has', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'pychat-drop-'));
    writeFileSync(path.join(folder, 'a.txt'), 'x');
    mkdirSync(path.join(folder, 'deep'));
    const session = await chat.page.context().newCDPSession(chat.page);
    const drop = async (...names: readonly string[]): Promise<void> => {
      const files = names.map(name => path.join(folder, name));
      const data = { items: [], files, dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
    };
    await drop('deep');
    await drop('a.txt', 'deep');
    await expect.poll(async () => (await dropped()).length).toBe(2);
    const counts = (await dropped()).map(({ files, folders }) => [files.length, folders]);
    expect(counts).toEqual([
      [0, 1],
      [1, 1],
    ]);
    rmSync(folder, { recursive: true });
  });

  it('of the editor’s own explorer is offered by its address', async () => {
    await fire('drop', { texts: { 'text/uri-list': 'file:///a.txt\r\nvscode-vfs://github/b' } });
    expect(await dropped()).toEqual([
      {
        ...{ type: 'dropped', tab: '#chat', files: [], folders: 0 },
        uris: ['file:///a.txt', 'vscode-vfs://github/b'],
      },
    ]);
  });
});

describe('what is no file', () => {
  it('goes into the prompt as text', async () => {
    await fire('drop', {
      texts: { 'text/plain': 'https://a.example/', 'text/uri-list': 'https://a.example/' },
    });
    expect(await chat.input.inputValue()).toBe('https://a.example/');
    expect(await chat.posted()).toEqual([]);
  });

  it('is left to the browser when it falls into the prompt', async () => {
    expect(await fire('drop', { texts: { 'text/plain': 'x' } }, '#input')).toBe(true);
    expect(await fire('drop', { texts: { 'text/plain': 'x' } })).toBe(false);
  });

  it('does not show where it would go', async () => {
    expect(await fire('dragover', { texts: { 'text/plain': 'x' } })).toBe(true);
    expect(await zone().isVisible()).toBe(false);
  });
});

describe('pasting', () => {
  it('offers files, also in the prompt', async () => {
    expect(await fire('paste', { files: { 'image.png': 'x' } }, '#input')).toBe(false);
    expect((await dropped())[0]?.files).toMatchObject([{ name: 'image.png', size: 1 }]);
    expect(await chat.input.inputValue()).toBe('');
  });

  it('takes the text of what has both', async () => {
    const both = { files: { 'image.png': 'x' }, texts: { 'text/plain': 'cells' } };
    expect(await fire('paste', both, '#input')).toBe(true);
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    expect(await fire('paste', both)).toBe(false);
    expect(await dropped()).toEqual([]);
    expect(await chat.input.inputValue()).toBe('cells');
  });
});
