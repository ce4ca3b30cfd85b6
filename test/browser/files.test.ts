import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FileState, FileView } from '../../src/chat/line.ts';
import { message } from './chatPage.ts';
import { type LinePage, type LinePages, startLinePages } from './linePage.ts';

let pages: LinePages;
let page: LinePage;

beforeAll(async () => {
  pages = await startLinePages();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await page.complaints()).toEqual([]);
  await page.close();
});

const file = (more: Partial<FileView> = {}): FileView => ({
  name: 'build.zip',
  size: 12_345_678,
  moved: 0,
  state: 'offered',
  note: '',
  ...more,
});
const text = '[file] build.zip (12.3 MB, sha256 ab12cd34…)';

describe('a file', () => {
  it('shows its name, its size and its note in the place of the words for others', async () => {
    page = await pages.open([message(text, { file: file({ note: 'ana has it' }) })]);
    expect(await page.page.getByRole('group', { name: 'File build.zip' }).innerText()).toBe(
      'build.zip\n12.3 MB\noffered\nana has it\nSave…',
    );
    expect(await page.lines.innerText()).not.toContain('sha256');
  });

  it.each<[FileState, string[], string[]]>([
    ['preparing', ['Cancel'], ['Cancel']],
    ['offered', ['Save…'], ['Cancel']],
    ['moving', ['Cancel'], ['Cancel']],
    ['paused', ['Resume', 'Cancel'], ['Cancel']],
    ['checking', [], []],
    ['done', ['Open', 'Show in Folder'], []],
    ['failed', ['Save…'], ['Cancel']],
    ['cancelled', ['Save…'], []],
    ['gone', [], []],
  ])('that is %s offers %j to who gets it and %j to who sends it', async (state, theirs, ours) => {
    page = await pages.open([
      message(text, { file: file({ state }) }),
      message(text, { file: file({ state }), own: true }),
    ]);
    const labels = (index: number) => page.lines.nth(index).locator('.file button').allTextContents();
    expect([await labels(0), await labels(1)]).toEqual([theirs, ours]);
  });

  it('asks the host for what is pressed', async () => {
    const lines = [
      message(text, { file: file() }),
      message(text, { file: file({ state: 'gone', moved: 5 }) }),
      message(text, { file: file({ state: 'done' }) }),
    ];
    page = await pages.open(lines);
    for (const name of ['Save…', 'Resume', 'Cancel', 'Open', 'Show in Folder']) {
      await page.page.getByRole('button', { name }).click();
    }
    expect(await page.asked()).toEqual([
      ['file', lines[0]!.id, 'save'],
      ['file', lines[1]!.id, 'resume'],
      ['file', lines[1]!.id, 'cancel'],
      ['file', lines[2]!.id, 'open'],
      ['file', lines[2]!.id, 'reveal'],
    ]);
  });

  it('shows how far it has come, in words too, and the button keeps the focus', async () => {
    const line = message(text, { file: file({ state: 'moving', moved: 3_000_000 }) });
    page = await pages.open([line]);
    const bar = page.page.getByRole('progressbar', { name: 'build.zip' });
    expect(await bar.getAttribute('aria-valuetext')).toBe('3 MB of 12.3 MB, 24 %');
    await page.page.getByRole('button', { name: 'Cancel' }).focus();
    await page.change({ ...line, file: file({ state: 'moving', moved: 12_345_678 }) });
    expect(await bar.getAttribute('aria-valuenow')).toBe('100');
    expect(await page.ask('document.activeElement.textContent')).toBe('Cancel');
    const [done, whole] = await Promise.all([
      page.page.locator('.file-bar-done').boundingBox(),
      bar.boundingBox(),
    ]);
    expect(whole!.width - done!.width).toBeLessThan(4);
  });

  it('may say nonsense of itself', async () => {
    page = await pages.open([
      message(text, { file: file({ state: 'moving', moved: 9e15, size: 0, name: 'x'.repeat(1_000) }) }),
      message(text, { file: file({ state: 'moving', moved: -5, size: 1e300, name: '\u0301'.repeat(500) }) }),
    ]);
    const values = await page.ask<string[]>(
      `[...document.querySelectorAll('[role="progressbar"]')].map(bar => bar.ariaValueNow)`,
    );
    expect(values).toEqual(['0', '0']);
    expect(await page.ask(`document.querySelector('.screen').scrollWidth <= 800`)).toBe(true);
  });
});
