import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LogPage, type LogPageMaker, startLogBrowser } from './logPage.ts';
import { message, messages } from '../panel/webview/log/lines.ts';

/** So few elements hold what is in sight and a screen around it. */
const mostDrawn = 400;

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

/** Lines of one to many rows, so that no estimate is right. */
const uneven = (count: number, from = 1) =>
  messages(count, from).map((line, index) => ({
    ...line,
    text: `${line.text}${index % 3 === 0 ? ' wide ＷＩＤＥ漢字'.repeat(index % 40) : ''}`,
  }));

const drawn = () => log.page.locator('.line').count();
const first = async () => (await log.inSight())[1]!;
const topOf = async (text: string): Promise<number> =>
  (await log.inSight()).find(line => line.text === text)?.top ?? NaN;

/** That what is seen fills the screen without a hole. */
async function expectFilled(): Promise<void> {
  const { bottom, end } = await log.ask<{ bottom: number; end: number }>(
    `({ bottom: log.view.getBoundingClientRect().bottom,
        end: Math.max(...[...document.querySelectorAll('.block')]
          .map(block => block.getBoundingClientRect())
          .filter(({ top }) => top < log.view.getBoundingClientRect().bottom)
          .map(({ bottom }) => bottom)) })`,
  );
  expect(end).toBeGreaterThanOrEqual(bottom - 1);
  const seen = await log.inSight();
  expect(seen.length).toBeGreaterThan(1);
}

describe('a long log', () => {
  it('is drawn only where it is seen, wherever that is', async () => {
    log = await pages.open(messages(20_000));
    const height = await log.ask<number>('log.view.scrollHeight');
    expect(height).toBeGreaterThan(20_000 * 10);
    for (const share of [0, 0.01, 0.3, 0.7, 0.99, 1]) {
      await log.scrollTo(height * share);
      expect(await drawn()).toBeLessThan(mostDrawn);
      await expectFilled();
    }
  });

  it('shows every line when one goes through it screen by screen', async () => {
    log = await pages.open(uneven(400));
    const texts = new Set<string>();
    for (let screens = 0; screens < 200 && !texts.has('line 1'); screens += 1) {
      for (const { text } of await log.inSight()) texts.add(text.replace(/ wide.*/, ''));
      await log.ask(`log.view.scrollTop -= log.view.clientHeight - 40`);
      await log.drawn();
    }
    expect(texts.size).toBe(400);
  });

  it('keeps in place what is read while estimates prove wrong', async () => {
    log = await pages.open(uneven(3_000));
    await log.scrollTo(20_000);
    for (let step = 0; step < 15; step += 1) {
      const reading = await first();
      await log.ask('log.view.scrollTop -= 300');
      await log.drawn();
      expect(await topOf(reading.text)).toBeCloseTo(reading.top + 300, -0.5);
    }
  });

  it('keeps in place what is read when the width, the letters or a line above change', async () => {
    log = await pages.open(uneven(3_000));
    await log.scrollTo(30_000);
    const reading = (await log.inSight())[0]!;
    const isThere = async (): Promise<void> => {
      const { top } = (await log.inSight()).find(({ text }) => text === reading.text)!;
      expect(Math.abs(top - reading.top)).toBeLessThan(2);
    };
    await log.page.setViewportSize({ width: 500, height: 450 });
    await log.drawn();
    await isThere();
    await log.ask(`document.body.style.fontSize = '20px'`);
    await log.drawn();
    await isThere();
    await log.ask(
      `document.body.style.fontSize = ''; document.querySelector('.line').style.height = '300px'`,
    );
    await log.drawn();
    await isThere();
    await expectFilled();
  });

  it('keeps in place what is read while new lines come and the oldest go', async () => {
    log = await pages.open(messages(1_000));
    await log.scrollTo(8_000);
    const reading = await first();
    await log.appendMany(99_100, 1_001);
    expect(await topOf(reading.text)).toBeCloseTo(reading.top, 0);
    expect(await log.page.locator('.dropped').innerText()).toBe('Earlier lines that are no longer here: 100');
    expect(await log.page.locator('.below').innerText()).toContain('99100 new lines below');
    expect(await drawn()).toBeLessThan(mostDrawn);
  });

  it('goes on with what is left when the line that was read has gone', async () => {
    log = await pages.open(messages(100));
    await log.call('toStart');
    await log.appendMany(99_990, 101);
    await expectFilled();
    expect(await log.page.locator('.dropped').innerText()).toMatch(/: 100$/);
  });

  it('is held for a page that draws nothing, within its bounds', async () => {
    log = await pages.open();
    await log.ask(`window.realFrame = requestAnimationFrame; window.wanted = [];
      window.requestAnimationFrame = task => wanted.push(task)`);
    const lines = JSON.stringify(messages(1_000));
    const made = await log.ask<number[]>(`(() => {
      for (let burst = 0; burst < 103; burst += 1)
        log.append(${lines}.map(line => ({ ...line, id: burst + line.id })));
      const before = document.querySelectorAll('.line').length;
      window.requestAnimationFrame = realFrame;
      wanted[0]();
      return [wanted.length, before, document.querySelectorAll('.line').length];
    })()`);
    expect(made.slice(0, 2)).toEqual([1, 0]);
    expect(made[2]).toBeLessThan(mostDrawn);
    expect(await log.page.locator('.dropped').innerText()).toMatch(/: 3000$/);
    expect(await log.isAtEnd()).toBe(true);
  });

  it('of absurdly high lines can still be gone through', async () => {
    const lines = messages(60).map(line => ({ ...line, text: `${line.text}${'\n'.repeat(4_000)}` }));
    log = await pages.open(lines);
    expect(await log.ask('log.view.scrollHeight')).toBeLessThan(33_000_000);
    await log.call('toStart');
    expect((await log.inSight())[0]?.text).toMatch(/^line 1\n/);
    await log.call('jumpTo', lines.at(-1)!.id);
    expect((await log.inSight()).at(-1)?.text).toMatch(/^line 60\n/);
  });
});

describe('what may not go away', () => {
  it('is the line that has the focus', async () => {
    log = await pages.open(messages(5_000));
    await log.press('Shift+Tab');
    const focused = () => log.ask<string>(`document.activeElement.querySelector('.text').textContent`);
    expect(await focused()).toBe('line 5000');
    await log.scrollTo(20_000);
    expect(await focused()).toBe('line 5000');
    expect(await drawn()).toBeLessThan(mostDrawn);
    await log.press('ArrowUp');
    expect(await focused()).toBe('line 4999');
    await log.drawn();
    expect((await log.inSight()).map(({ text }) => text)).toContain('line 4999');
  });

  it('are both ends of a selection, however far apart', async () => {
    log = await pages.open(messages(5_000));
    await log.call('toStart');
    await log.ask(`getSelection().setBaseAndExtent(document.querySelectorAll('.text')[2].firstChild, 2,
      document.querySelectorAll('.text')[3].firstChild, 4)`);
    await log.call('toEnd');
    await log.ask(`(texts => getSelection().extend(texts[texts.length - 2].firstChild, 6))
      (document.querySelectorAll('.text'))`);
    await log.call('toStart');
    const ends = `(({ anchorNode, anchorOffset, focusNode, focusOffset }) =>
      [anchorNode.data, anchorOffset, focusNode.data, focusOffset])(getSelection())`;
    expect(await log.ask(ends)).toEqual(['line 3', 2, 'line 4999', 6]);
    expect(await drawn()).toBeLessThan(mostDrawn);
  });
});

describe('copying', () => {
  const copied = () =>
    log.ask<string>(`(() => {
      const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      document.querySelector('.log').dispatchEvent(event);
      return event.defaultPrevented ? event.clipboardData.getData('text/plain') : 'by itself';
    })()`);

  const selectFar = async (): Promise<void> => {
    await log.call('toStart');
    await log.ask(`getSelection().collapse(document.querySelectorAll('.text')[2].firstChild, 2)`);
    await log.call('toEnd');
    await log.ask(`(texts => getSelection().extend(texts[texts.length - 2].firstChild, 6))
      (document.querySelectorAll('.text'))`);
  };

  it('gives all lines of the selection, those that are not drawn too', async () => {
    log = await pages.open(messages(3_000));
    await selectFar();
    const lines = (await copied()).split('\n');
    expect(lines).toHaveLength(2_997);
    expect([lines[0], lines[1], lines.at(-2), lines.at(-1)]).toEqual([
      'ne 3',
      '12:48 <bruno> line 4',
      '12:48 <bruno> line 2998',
      '12:48 <bruno> line 2',
    ]);
  });

  it('gives them in their order when the selection was made upwards', async () => {
    log = await pages.open(messages(3_000));
    await log.ask(`(texts => getSelection().collapse(texts[texts.length - 1].firstChild, 4))
      (document.querySelectorAll('.text'))`);
    await log.call('toStart');
    await log.ask(`getSelection().extend(document.querySelectorAll('.text')[0].firstChild, 0)`);
    const lines = (await copied()).split('\n');
    expect(lines).toHaveLength(3_000);
    expect([lines[0], lines.at(-1)]).toEqual(['line 1', '12:48 <bruno> line']);
  });

  it('gives all lines when everything is selected', async () => {
    log = await pages.open(messages(3_000));
    await log.ask(`getSelection().selectAllChildren(document.querySelector('#app'))`);
    expect((await copied()).split('\n')).toHaveLength(3_000);
  });

  it('is left to the browser when all that is selected is drawn, or none of it is a line', async () => {
    log = await pages.open(messages(3_000));
    expect(await copied()).toBe('by itself');
    await log.ask(`getSelection().selectAllChildren(document.querySelector('.block'))`);
    expect(await copied()).toBe('by itself');
    await log.ask(`log.header.textContent = 'header'; getSelection().selectAllChildren(log.header)`);
    expect(await copied()).toBe('by itself');
  });

  it('leaves out of a line what cannot be selected', async () => {
    const lines = messages(3_000);
    log = await pages.open([...lines.slice(0, -1), message('mine', { own: true, delivery: 'failed' })]);
    await log.call('toStart');
    await log.ask(`getSelection().collapse(document.querySelector('.text').firstChild, 0)`);
    await log.call('toEnd');
    await log.ask(`(lines => getSelection().extend(lines[lines.length - 1], lines[lines.length - 1].childNodes.length))
      (document.querySelectorAll('.line'))`);
    expect((await copied()).split('\n').at(-1)).toBe('12:48 <bruno> mine');
  });
});
