import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LogPage, type LogPageMaker, startLogBrowser } from './logPage.ts';
import { message, messages, noon } from '../panel/webview/log/lines.ts';

const dayMs = 86_400_000;

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

/** What stands between the lines, with the line that comes after it. */
const labels = () =>
  log.ask<string[]>(`[...document.querySelectorAll('.label')].map(label => {
    let line = label.nextElementSibling;
    while (!line.classList.contains('line')) line = line.nextElementSibling;
    return label.textContent + ' | ' + line.querySelector('.text').textContent;
  })`);

describe('days', () => {
  it('are named where another begins, in words', async () => {
    log = await pages.open();
    await log.call('replace', [message('a', { at: noon - dayMs }), message('b'), message('c')], {
      hasOlder: false,
    });
    expect(await labels()).toEqual(['Saturday, November 21, 2026 | a', 'Sunday, November 22, 2026 | b']);
    await log.append(message('d', { at: noon + dayMs }));
    expect((await labels()).at(-1)).toBe('Monday, November 23, 2026 | d');
  });

  it('need no name while all is of today', async () => {
    log = await pages.open();
    await log.call('replace', messages(3), { hasOlder: false });
    expect(await labels()).toEqual([]);
  });

  it('are in the language of the page', async () => {
    log = await pages.open([], {}, 'pt-br');
    await log.call('replace', [message('a', { at: 0 })], { hasOlder: false });
    expect((await labels())[0]).toMatch(
      /^quinta-feira, 1 de janeiro de 1970|^quarta-feira, 31 de dezembro de 1969/,
    );
  });

  it('are left out for what is no time', async () => {
    log = await pages.open();
    await log.call('replace', [message('a', { at: 1e300 }), message('b', { at: -1e300 })], {
      hasOlder: false,
    });
    expect(await labels()).toEqual([]);
  });

  it('are named anew when lines come before the first', async () => {
    log = await pages.open();
    await log.call('replace', messages(1, 1, { at: noon - dayMs }), { hasOlder: true });
    expect(await labels()).toEqual(['Saturday, November 21, 2026 | line 1']);
    await log.call('prepend', messages(60, 100, { at: noon - dayMs }), false);
    expect(await labels()).toEqual(['Saturday, November 21, 2026 | line 100']);
  });
});

describe('earlier lines', () => {
  it('have the word before the first of them', async () => {
    log = await pages.open([
      ...messages(2, 1, { earlier: true }),
      ...messages(2, 3),
      ...messages(1, 5, { earlier: true }),
    ]);
    expect(await labels()).toEqual(['earlier | line 1', 'earlier | line 5']);
  });
});

describe('what is new', () => {
  const lines = [message('a', { id: 'a' }), message('b', { id: 'b' })];

  it('begins below a line of its own', async () => {
    log = await pages.open();
    await log.call('replace', lines, { hasOlder: false, firstNew: 'b' });
    expect(await labels()).toEqual(['new messages | b']);
  });

  it('can begin elsewhere, and not at all', async () => {
    log = await pages.open(lines);
    await log.call('setFirstNew', 'a');
    expect(await labels()).toEqual(['new messages | a']);
    await log.call('setFirstNew', 'b');
    expect(await labels()).toEqual(['new messages | b']);
    await log.call('setFirstNew', 'somewhere');
    expect(await labels()).toEqual([]);
    await log.append(message('c', { id: 'somewhere' }));
    expect(await labels()).toEqual(['new messages | c']);
    await log.call('setFirstNew', undefined);
    expect(await labels()).toEqual([]);
  });
});

describe('older lines', () => {
  const button = () => log.page.getByRole('button', { name: 'Show earlier lines' });

  const openWithOlder = async (count: number): Promise<void> => {
    log = await pages.open();
    await log.call('replace', messages(count, 1_001), { hasOlder: true });
  };

  it('are asked for with a button, once until they come', async () => {
    await openWithOlder(3);
    expect(await log.asked('needsOlder')).toEqual([]);
    await button().click();
    await button().click();
    expect(await log.asked('needsOlder')).toHaveLength(1);
    await log.call('prepend', messages(2), true);
    expect((await log.inSight()).map(({ text }) => text)[0]).toBe('line 1');
    await button().click();
    expect(await log.asked('needsOlder')).toHaveLength(2);
    await log.call('prepend', [], false);
    expect(await button().isVisible()).toBe(false);
  });

  it('are asked for when one scrolls to the top, and what is read does not move', async () => {
    await openWithOlder(500);
    await log.scrollTo(2_000);
    expect(await log.asked('needsOlder')).toEqual([]);
    await log.call('toStart');
    await log.scrollTo(3);
    expect(await log.asked('needsOlder')).toHaveLength(1);
    const [reading] = await log.inSight();
    await log.call('prepend', messages(120), true);
    const after = await log.inSight();
    expect(reading?.text).toBe('line 1001');
    expect(after.find(({ text }) => text === reading?.text)?.top).toBeCloseTo(reading!.top, 0);
    await log.call('toStart');
    expect(await log.asked('needsOlder')).toHaveLength(2);
    expect((await log.inSight())[0]?.text).toBe('line 1');
  });

  it('are not asked for when there are none', async () => {
    log = await pages.open(messages(300));
    await log.call('toStart');
    expect(await log.asked('needsOlder')).toEqual([]);
    expect(await button().isVisible()).toBe(false);
  });

  it('cannot be had once some of those between were let go', async () => {
    await openWithOlder(300);
    await log.appendMany(99_800, 1);
    expect(await button().isVisible()).toBe(false);
    expect(await log.page.locator('.dropped').innerText()).toBe('Earlier lines that are no longer here: 100');
    await log.call('toStart');
    expect(await log.asked('needsOlder')).toEqual([]);
  });
});

describe('a change', () => {
  it('shows in the line, if it is here', async () => {
    log = await pages.open([message('a', { id: 'a', own: true, delivery: 'sent' })]);
    await log.call('change', 'a', { delivery: 'failed' });
    await log.call('change', 'b', { delivery: 'failed' });
    expect(await log.page.locator('.delivery.failed').count()).toBe(1);
  });

  it('shows once its line is drawn', async () => {
    log = await pages.open([message('a', { id: 'a' }), ...messages(1_000)]);
    await log.call('change', 'a', { text: 'changed' });
    await log.call('toStart');
    expect((await log.inSight())[0]?.text).toBe('changed');
  });

  it('of the time shows in the line and in the days on both sides of it', async () => {
    const yesterday = noon - dayMs;
    log = await pages.open([
      ...messages(49),
      message('mine', { id: 'mine', at: noon, own: true }),
      message('next', { at: noon }),
    ]);
    const days = () => log.page.locator('.day').count();
    expect(await days()).toBe(0);
    await log.call('change', 'mine', { at: yesterday });
    expect(await days()).toBe(2);
    expect(await log.page.locator('[data-id=mine] time').getAttribute('datetime')).toBe(
      new Date(yesterday).toISOString(),
    );
    await log.call('change', 'mine', { at: noon });
    expect(await days()).toBe(0);
  });
});
