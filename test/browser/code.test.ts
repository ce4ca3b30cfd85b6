import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

const fenced = (language: string, code: string, above = '') => `${above}\`\`\`${language}\n${code}\n\`\`\``;
const rows = (count: number) => Array.from({ length: count }, (_, index) => `row ${index + 1};`).join('\n');
const code = () => page.page.locator('.code-text').first();
const coloured = (className: string) =>
  page.page.locator(`.${className}`).first().waitFor({ timeout: 10_000 });

/** Waits until the page has been idle: what waits for its colours has them, or never gets them. */
const settled = () => page.ask('new Promise(done => setTimeout(() => requestIdleCallback(done), 300))');

describe('a block of code', () => {
  it('shows where it is from, in which language, with its numbers', async () => {
    page = await pages.open([message(fenced('ts', 'a\nb', 'look\nsrc/a.ts:9-10@1a2b3c4\n'))]);
    expect(await page.page.getByRole('link').textContent()).toBe('src/a.ts:9-10@1a2b3c4');
    expect(await page.page.locator('.code-language').textContent()).toBe('ts');
    expect(await page.page.locator('.code-numbers').getAttribute('data-numbers')).toBe('9\n10');
    expect(await page.page.getByRole('group', { name: 'Code in ts' }).count()).toBe(1);
  });

  it('has buttons for what the host can do with it', async () => {
    const line = message(
      [fenced('', 'a'), fenced('ts', 'b', 'src/a.ts:1\n'), fenced('diff', '+c', 'src/a.ts\n')].join('\n'),
    );
    page = await pages.open([line]);
    const labels = (index: number) =>
      page.page.locator('.code').nth(index).getByRole('button').allTextContents();
    expect([await labels(0), await labels(1), await labels(2)]).toEqual([
      ['Copy', 'Insert at Cursor'],
      ['Copy', 'Insert at Cursor', 'Open'],
      ['Copy', 'Review', 'Open'],
    ]);
    for (const name of ['Insert at Cursor', 'Open', 'Review', 'Copy']) {
      await page.page.locator('.code').getByRole('button', { name }).last().click();
    }
    expect((await page.asked()).filter(([name]) => name === 'code')).toEqual([
      ['code', line.id, 1, 'insert'],
      ['code', line.id, 2, 'open'],
      ['code', line.id, 2, 'review'],
      ['code', line.id, 2, 'copy'],
    ]);
  });

  it('is asked about and opened with what stands there', async () => {
    page = await pages.open([message(fenced('ts', 'a', 'src/a.ts:9\n'))]);
    await page.page.getByRole('link').click();
    const location = { path: 'src/a.ts', line: 9, text: 'a' };
    expect(await page.asked()).toEqual([
      ['checkLocations', [location]],
      ['openLocation', location],
    ]);
  });

  it('is selected without its numbers', async () => {
    page = await pages.open([message(fenced('', 'a\n  b\n\nc'))]);
    await page.ask(`getSelection().selectAllChildren(document.querySelector('.code-body'))`);
    expect(await page.ask('getSelection().toString()')).toBe('a\n  b\n\nc');
  });

  it('scrolls sideways by itself, also by keyboard', async () => {
    page = await pages.open([message(fenced('', 'x'.repeat(2_000)))]);
    await page.page.locator('.code-body').focus();
    await page.press('ArrowRight', 'ArrowRight');
    await expect
      .poll(() => page.ask<number>(`document.querySelector('.code-body').scrollLeft`))
      .toBeGreaterThan(0);
    expect(await page.ask(`document.querySelector('.screen').scrollWidth <= 800`)).toBe(true);
  });

  it('of more than 20 rows is folded, and stays unfolded when it is drawn again', async () => {
    const line = message(fenced('', rows(21)));
    page = await pages.open([message(fenced('', rows(20))), line]);
    const shown = async () =>
      (await page.page.locator('.code-text').last().textContent())?.split('\n').length;
    const more = page.page.getByRole('button', { name: 'Show all 21 lines' });
    expect([await shown(), await more.getAttribute('aria-expanded')]).toEqual([20, 'false']);
    await more.focus();
    await page.press('Enter');
    expect(await shown()).toBe(21);
    expect(await page.ask('document.activeElement.textContent')).toBe('Show fewer lines');
    await page.show(line);
    expect(await page.page.getByRole('button', { name: 'Show fewer lines' }).count()).toBe(2);
    await page.press('Enter');
    await page.show(line);
    expect(await shown()).toBe(20);
  });

  it('of a patch shows what comes and what goes', async () => {
    const patch = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n same\n-old\n-older\n+new';
    page = await pages.open([message(fenced('diff', patch))]);
    expect(await code().textContent()).toBe(patch);
    const texts = (name: string) => page.page.locator(`.${name}`).allTextContents();
    expect([await texts('diff-added'), await texts('diff-removed')]).toEqual([['+new'], ['-old\n-older\n']]);
    expect(await page.page.locator('.code-numbers').count()).toBe(0);
  });
});

describe('syntax colours', () => {
  it('come later, from a script of their own, and leave the text as it is', async () => {
    page = await pages.open([message('no code yet')]);
    await settled();
    const before = page.requests.length;
    const text = 'const a = `x ${1} <b>`; // "<script>"';
    await page.show(message(fenced('typescriptreact', text)));
    await coloured('syntax-keyword');
    expect(page.requests.slice(before).filter(path => path.endsWith('.js'))).toHaveLength(1);
    expect(await code().textContent()).toBe(text);
    expect(await page.page.locator('.syntax-comment').textContent()).toBe('// "<script>"');
  });

  it.each(['python', 'shellscript', 'rust', 'go', 'sql', 'yaml', 'jsonc', 'html', 'csharp', 'dockerfile'])(
    'are there for %s',
    async language => {
      const text = `SELECT "x" FROM 1 # let fn func <a b="c"> key: true`;
      page = await pages.open([message(fenced(language, text))]);
      await page.page.locator('.code-text span').first().waitFor({ timeout: 10_000 });
      expect(await code().textContent()).toBe(text);
    },
  );

  it.each([
    ['an unknown language', 'no-such-language', 'const a = 1;'],
    ['a name of every object', '__proto__', 'const a = 1;'],
    ['another', 'constructor', 'const a = 1;'],
    ['markup for a name', '<img/src=x>', 'const a = 1;'],
    ['more than 2,000 rows', 'js', 'a;\n'.repeat(2_001)],
    ['more than 100 KiB', 'js', `${'let a; '.repeat(130)}\n`.repeat(120)],
    ['a row of more than 1,000 characters', 'js', 'a; '.repeat(334)],
    ['a run without spaces', 'js', 'a'.repeat(501)],
  ])('do not come for %s', async (_, language, text) => {
    page = await pages.open([message(fenced(language, text)), message(fenced('js', 'let last;'))]);
    for (const more of await page.page.getByRole('button', { name: 'Show all' }).all()) await more.click();
    await coloured('syntax-keyword');
    await settled();
    expect(await code().textContent()).toBe(text);
    expect(await code().locator('span').count()).toBe(0);
  });

  it('of long code come a piece at a time', async () => {
    const text = rows(2_000).replaceAll('row', 'let row');
    page = await pages.open([message(fenced('js', text))]);
    await page.page.getByRole('button', { name: 'Show all' }).click();
    await page.page.locator('.syntax-keyword').nth(1_999).waitFor({ timeout: 20_000 });
    expect(await code().textContent()).toBe(text);
  });

  it('leave hostile code as it is, and reach what comes after it', async () => {
    const hostile = [
      'a\n',
      '(a',
      '{[(',
      '<a ',
      '"',
      '/*',
      '`${',
      '\\',
      '# ',
      '- ',
      '_ ',
      '1 ',
      'a, ',
      '<< ',
      '|',
    ];
    const languages = ['c', 'csharp', 'typescript', 'markdown', 'r', 'graphql'];
    const texts = hostile.map(part => `${part.repeat(80)}\n`.repeat(15));
    const lines = languages.flatMap(language => texts.map(text => message(fenced(language, text))));
    page = await pages.open([...lines, message(fenced('js', 'let last;'))]);
    await page.lines.last().locator('.syntax-keyword').waitFor({ timeout: 25_000 });
    const shown = await page.page.locator('.code-text').allTextContents();
    expect(shown.slice(1, texts.length)).toEqual(texts.slice(1));
  });
});
