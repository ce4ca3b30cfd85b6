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

describe('the last line that is wholly visible', () => {
  const told = () => log.asked('seen');
  const toldLast = async () => (await told()).at(-1);
  /** Longer than it takes until a line is told. */
  const settled = () => log.ask('new Promise(done => setTimeout(done, 700))');

  it('is told as long as the page is visible, at the end and wherever one has scrolled to', async () => {
    log = await pages.open(messages(100));
    await expect.poll(told).toHaveLength(1);
    await log.append(message('new', { id: 'new' }));
    await expect.poll(toldLast).toBe('new');
    await log.scrollTo(0);
    await log.append(...messages(100, 200));
    const below = message('unseen', { id: 'unseen' });
    await log.append(below);
    await settled();
    expect(await told()).toHaveLength(2);
    await log.call('toEnd');
    await expect.poll(toldLast).toBe('unseen');
  });

  it('is not the end while lines arrive below what is read', async () => {
    log = await pages.open(messages(3));
    await expect.poll(told).toHaveLength(1);
    const lines = messages(150);
    const add = (from: number, to: number): string => `log.append(${JSON.stringify(lines.slice(from, to))})`;
    await log.ask(`log.replace([], { hasOlder: false }), ${add(0, 100)}, log.toStart()`);
    await log.ask(`log.view.scrollTo(0, 300), ${add(100, 150)}`);
    await settled();
    const bottom = await log.ask<number>('log.view.getBoundingClientRect().bottom');
    const whole = (await log.inSight()).findLast(({ top, height }) => top + height <= bottom + 1);
    expect(whole).toBeDefined();
    expect(await toldLast()).toBe(lines.find(({ text }) => text === whole?.text)?.id);
    expect(await log.isAtEnd()).toBe(false);
  });

  it('is told again further down only, and never upwards', async () => {
    log = await pages.open(messages(300));
    await expect.poll(told).toHaveLength(1);
    await log.scrollTo(500);
    await settled();
    await log.call('toEnd');
    await settled();
    expect(await told()).toHaveLength(1);
    await log.append(message('new', { id: 'new' }));
    await expect.poll(toldLast).toBe('new');
  });

  it('is one whose end is visible when it is taller than the log', async () => {
    log = await pages.open(messages(3));
    await expect.poll(told).toHaveLength(1);
    const tall = message('row\n'.repeat(60), { id: 'tall' });
    await log.ask(`log.view.scrollTop = 0, log.replace([], { hasOlder: false }),
      log.append([${JSON.stringify(tall)}])`);
    await log.call('toStart');
    await settled();
    expect(await told()).toHaveLength(1);
    await log.call('toEnd');
    await expect.poll(toldLast).toBe('tall');
  });

  it('is told when the window grows over it', async () => {
    log = await pages.open(messages(100));
    await log.call('replace', [], { hasOlder: false });
    const lines = messages(200, 101);
    await log.ask(`log.append(${JSON.stringify(lines)}), log.toStart()`);
    await settled();
    const before = await told();
    await log.page.setViewportSize({ width: 800, height: 800 });
    await expect.poll(async () => (await told()).length).toBe(before.length + 1);
  });

  it('is not told while the page is hidden, but as soon as it is visible', async () => {
    log = await pages.open(messages(3));
    await expect.poll(told).toHaveLength(1);
    await log.ask(`Object.defineProperty(document, 'hidden', { value: true, configurable: true })`);
    await log.append(message('new', { id: 'new' }));
    await settled();
    expect(await told()).toHaveLength(1);
    await log.ask(`delete document.hidden, document.dispatchEvent(new Event('visibilitychange'))`);
    await expect.poll(toldLast).toBe('new');
  });
});
