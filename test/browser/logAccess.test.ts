import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LogPage, type LogPageMaker, startLogBrowser } from './logPage.ts';
import { maxSpokenCharacters, maxSpokenLines } from '../../src/panel/webview/log/limits.ts';
import { message, messages, note } from '../panel/webview/log/lines.ts';
import { axe } from '../support/axe.ts';

let pages: LogPageMaker;
let log: LogPage;

beforeAll(async () => {
  pages = await startLogBrowser();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(log.problems).toEqual([]);
  await log.close();
});

const spoken = () => log.page.locator('.spoken > div').allInnerTexts();

/** A log with a clock that stands still. */
async function openAtRest(count: number): Promise<void> {
  log = await pages.open();
  await log.page.clock.install();
  await log.ask(`log.replace(${JSON.stringify(messages(count))}, { hasOlder: false })`);
}

const append = (...lines: unknown[]) => log.ask(`log.append(${JSON.stringify(lines)})`);

describe('a screen reader', () => {
  it('finds the log with its name and its lines', async () => {
    log = await pages.open(messages(3));
    const view = log.page.getByRole('log', { name: 'Conversation' });
    expect(await view.innerText()).toContain('line 3');
  });

  it('is told new lines in a place of their own, not what scrolling draws', async () => {
    await openAtRest(2_000);
    expect(await log.page.locator('.spoken').getAttribute('aria-live')).toBe('polite');
    expect(await log.page.getByRole('log').getAttribute('aria-live')).toBe('off');
    await append(message('hello'), note('ana joined.'));
    expect(await spoken()).toEqual([]);
    await log.page.clock.runFor(600);
    expect(await spoken()).toEqual(['<bruno> hello', '-- ana joined.']);
    await log.ask('log.toStart()');
    await log.page.clock.runFor(600);
    expect(await spoken()).toEqual(['<bruno> hello', '-- ana joined.']);
    await log.page.clock.runFor(5_000);
    expect(await spoken()).toEqual([]);
  });

  it('is told how many there were when there are too many to be read out', async () => {
    await openAtRest(3);
    await append(...messages(maxSpokenLines));
    await log.page.clock.runFor(600);
    expect(await spoken()).toHaveLength(maxSpokenLines);
    await append(...messages(30));
    await append(...messages(20, 31));
    await log.page.clock.runFor(600);
    expect(await spoken()).toHaveLength(maxSpokenLines + 1);
    expect((await spoken())[0]).toBe('50 new lines');
    expect((await spoken()).at(-1)).toBe('<bruno> line 50');
  });

  it('is told the beginning of a long line, and nothing of earlier ones or of another log', async () => {
    await openAtRest(3);
    await append(message('x'.repeat(2 * maxSpokenCharacters)), message('old', { earlier: true }));
    await log.page.clock.runFor(600);
    expect((await spoken()).map(({ length }) => length)).toEqual([maxSpokenCharacters]);
    await append(message('unsaid'));
    await log.ask(`log.replace([], { hasOlder: false })`);
    await log.page.clock.runFor(600);
    expect(await spoken()).toEqual([]);
  });

  it('has nothing to complain of for axe', async () => {
    const lines = messages(500);
    log = await pages.open(lines);
    await log.call('setFirstNew', lines.at(-1)!.id);
    await log.scrollTo(1_000);
    await log.append(message('new'));
    await log.ask(`document.querySelector('.input').ariaLabel = 'Message'`);
    await log.ask(axe);
    const violations = await log.ask<unknown[]>(
      `axe.run('#app').then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(node => node.html)]))`,
    );
    expect(violations).toEqual([]);
  });
});

describe('the keyboard', () => {
  const focused = () =>
    log.ask<string>(
      `document.activeElement.querySelector('.text')?.textContent ?? document.activeElement.tagName`,
    );

  it('reaches the last line in sight, moves from line to line, and leaves', async () => {
    log = await pages.open(messages(500));
    await log.press('Shift+Tab');
    expect(await focused()).toBe('line 500');
    await log.press('ArrowUp', 'ArrowUp', 'ArrowDown');
    expect(await focused()).toBe('line 499');
    await log.press('Tab');
    expect(await log.ask('document.activeElement.className')).toContain('nick');
    await log.press('Tab');
    expect(await focused()).toBe('TEXTAREA');
    await log.press('Shift+Tab', 'Shift+Tab');
    expect(await log.ask(`document.querySelector('.log').contains(document.activeElement)`)).toBe(false);
  });

  it('shows by an outline which line has the focus', async () => {
    log = await pages.open(messages(5));
    await log.press('Shift+Tab');
    expect(await log.ask('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  it('goes on past what was drawn, and stops at the ends', async () => {
    log = await pages.open(messages(300));
    await log.press('Shift+Tab');
    for (let step = 0; step < 130; step += 1) await log.press('ArrowUp');
    expect(await focused()).toBe('line 170');
    expect((await log.inSight()).map(({ text }) => text)).toContain('line 170');
    await log.press('Control+Home');
    expect(await focused()).toBe('line 1');
    await log.press('ArrowUp');
    expect(await focused()).toBe('line 1');
    await log.press('Control+End');
    expect(await focused()).toBe('line 300');
    await log.press('ArrowDown');
    expect(await focused()).toBe('line 300');
    expect(await log.isAtEnd()).toBe(true);
  });

  it('takes the focus along when it pages', async () => {
    log = await pages.open(messages(500));
    await log.press('Shift+Tab');
    await log.call('page', -1);
    const [first] = (await log.inSight()).filter(({ top }) => top >= 8);
    expect(await focused()).toBe(first?.text);
  });

  it('does nothing of this from within a line, or with other keys', async () => {
    log = await pages.open([...messages(5), message('https://example.org/')]);
    await log.press('Shift+Tab', 'Tab', 'Tab');
    expect(await log.ask('document.activeElement.className')).toContain('link');
    await log.press('ArrowUp', 'Control+Home');
    expect(await log.ask('document.activeElement.className')).toContain('link');
  });
});
