import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LogPage, type LogPageMaker, startLogBrowser } from './logPage.ts';
import { message, messages, note } from '../panel/webview/log/lines.ts';

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

/** Where the line with this text is seen. */
const topOf = async (text: string): Promise<number> =>
  (await log.inSight()).find(line => line.text === text)?.top ?? NaN;

const below = () => log.page.locator('.below');

describe('new lines', () => {
  it('are followed when one is at the end', async () => {
    log = await pages.open(messages(300));
    expect(await log.isAtEnd()).toBe(true);
    await log.append(...messages(130, 301));
    expect(await log.isAtEnd()).toBe(true);
    expect((await log.inSight()).at(-1)?.text).toBe('line 430');
    expect(await below().isVisible()).toBe(false);
  });

  it('are counted when one is not, and nothing moves', async () => {
    log = await pages.open(messages(100));
    await log.scrollTo(200);
    const before = await topOf('line 15');
    await log.append(message('new'));
    expect(await below().innerText()).toContain('1 new line below');
    await log.append(note('carla joined.'), message('newer'));
    expect(await below().innerText()).toContain('3 new lines below');
    expect(await topOf('line 15')).toBe(before);
  });

  it('are reached with the button, and followed again', async () => {
    log = await pages.open(messages(100));
    await log.scrollTo(200);
    await log.append(...messages(3));
    await below().click();
    await log.drawn();
    expect(await log.isAtEnd()).toBe(true);
    expect(await below().isVisible()).toBe(false);
    await log.append(...messages(3));
    expect(await log.isAtEnd()).toBe(true);
  });

  it('are no longer counted once one has scrolled to them', async () => {
    log = await pages.open(messages(100));
    await log.scrollTo(200);
    await log.append(...messages(3));
    await log.scrollTo(1e6);
    expect(await below().isVisible()).toBe(false);
  });

  it('stay in sight when what is below grows, the window shrinks or the header changes', async () => {
    log = await pages.open(messages(100));
    await log.ask(`document.querySelector('.input').style.height = '200px'`);
    await log.drawn();
    expect(await log.isAtEnd()).toBe(true);
    await log.page.setViewportSize({ width: 320, height: 300 });
    await log.drawn();
    expect(await log.isAtEnd()).toBe(true);
    await log.ask(`log.header.textContent = 'row\\n'.repeat(20)`);
    await log.drawn();
    expect(await log.isAtEnd()).toBe(true);
    await log.page.setViewportSize({ width: 900, height: 700 });
    await log.drawn();
    expect(await log.isAtEnd()).toBe(true);
  });

  it('stay in sight when a late scroll event meets a view that has become lower', async () => {
    log = await pages.open(messages(100));
    await log.ask(`(view => {
      view.style.flex = 'none';
      view.style.height = '100px';
      view.dispatchEvent(new Event('scroll'));
      view.style.flex = view.style.height = '';
    })(log.view)`);
    await log.append(message('new'));
    expect(await log.isAtEnd()).toBe(true);
  });

  it('are drawn once a frame, however many calls bring them', async () => {
    log = await pages.open();
    const additions = await log.ask<number>(`(async () => {
      let count = 0;
      const observer = new MutationObserver(records => { count += records.filter(record => record.addedNodes.length > 0).length; });
      observer.observe(document.querySelector('.log'), { childList: true, subtree: true });
      for (let index = 0; index < 40; index += 1)
        log.append([{ kind: 'message', id: 'b' + index, at: Date.now(), nick: 'n', text: 'burst', form: 'say', own: false }]);
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      return count;
    })()`);
    expect(await log.page.locator('.line').count()).toBe(40);
    // The block, and the gap before it.
    expect(additions).toBe(1);
  });
});

describe('paging', () => {
  it('moves up and down by nearly a screen', async () => {
    log = await pages.open(messages(1_000));
    const last = (await log.inSight()).at(-1)!;
    const height = await log.ask<number>('log.view.clientHeight');
    await log.call('page', -1);
    expect((await log.inSight()).find(({ text }) => text === last.text)).toBeUndefined();
    expect(await log.isAtEnd()).toBe(false);
    await log.append(message('new'));
    expect(await below().isVisible()).toBe(true);
    await log.call('page', 1);
    await log.call('page', 1);
    expect(await log.isAtEnd()).toBe(true);
    expect(height).toBeGreaterThan(100);
  });

  it('reaches both ends', async () => {
    log = await pages.open(messages(5_000));
    await log.call('toStart');
    expect((await log.inSight())[0]?.text).toBe('line 1');
    expect(await log.ask('log.view.scrollTop')).toBe(0);
    await log.call('toEnd');
    expect((await log.inSight()).at(-1)?.text).toBe('line 5000');
  });
});

describe('other lines', () => {
  it('go to the end', async () => {
    log = await pages.open(messages(100));
    await log.call('replace', messages(300), { hasOlder: false });
    expect(await log.isAtEnd()).toBe(true);
  });

  it('leave who was reading at the same line, and count what is new', async () => {
    const lines = messages(1_000);
    log = await pages.open(lines);
    await log.scrollTo(9_000);
    const [, reading] = await log.inSight();
    await log.call('replace', [...lines.slice(110), ...messages(7, 1_001)], { hasOlder: false });
    expect(await topOf(reading!.text)).toBeCloseTo(reading!.top, 0);
    expect(await below().innerText()).toContain('7 new lines below');
  });

  it('go to the end when the line that was read is gone', async () => {
    log = await pages.open(messages(100));
    await log.scrollTo(400);
    await log.call('replace', messages(100, 1_001), { hasOlder: false });
    expect(await log.isAtEnd()).toBe(true);
    expect(await below().isVisible()).toBe(false);
  });

  it('replace what waited to be drawn', async () => {
    log = await pages.open(messages(3));
    await log.ask(
      `log.append([]), log.append(${JSON.stringify(messages(2, 10))}), log.replace([], { hasOlder: false })`,
    );
    await log.drawn();
    expect(await log.page.locator('.line').count()).toBe(0);
    await log.call('replace', messages(3), { hasOlder: false });
    await log.call('clear');
    expect(await log.page.locator('.line').count()).toBe(0);
  });
});

describe('the last line', () => {
  it('is told of once it is in sight while the page has the keyboard', async () => {
    log = await pages.open(messages(100));
    await expect.poll(() => log.asked('seen')).toEqual([expect.any(String)]);
    await log.append(message('new', { id: 'new' }));
    await expect.poll(async () => (await log.asked('seen')).at(-1)).toBe('new');
    await log.scrollTo(0);
    await log.append(message('unseen', { id: 'unseen' }));
    await log.call('toEnd');
    await expect.poll(async () => (await log.asked('seen')).at(-1)).toBe('unseen');
    expect(await log.asked('seen')).toHaveLength(3);
  });
});
