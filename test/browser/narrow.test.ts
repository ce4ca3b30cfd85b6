import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { themes } from '../../src/panel/appearance.ts';
import { banner, type ChatPage, type PageMaker, startBrowser, tab } from './chatPage.ts';
import { everyKind, everyTab } from './everyKind.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

/** What it is, its size, and the font size set. */
type Room = readonly [name: string, viewport: { width: number; height: number }, fontSize: number];

/** Sizes of the page as the browser lays it out: zooming by 200 % halves them. */
const rooms: readonly Room[] = [
  ['300 pixels wide', { width: 300, height: 1400 }, 0],
  ['zoomed by 200 % in a window of 800 by 600', { width: 400, height: 300 }, 0],
  ['zoomed by 200 % in 300 pixels', { width: 150, height: 400 }, 0],
  ['300 pixels wide with letters of 40', { width: 300, height: 800 }, 40],
];

async function open(theme: (typeof themes)[number], [, viewport, fontSize]: Room): Promise<void> {
  chat = await pages.open(everyKind, {
    viewport,
    snapshot: { appearance: { theme, fontSize }, tabs: everyTab, active: '#chat' },
  });
  await chat.ask('document.fonts.ready');
  await chat.drawn();
}

/** Elements with text or to be pressed that reach out of the page or of what cuts them off, and cannot be scrolled to. */
const cutOff = () =>
  chat.ask<string[]>(`(() => {
    const clips = one => {
      const { overflowX, textOverflow } = getComputedStyle(one);
      return { scrolls: overflowX === 'auto' || overflowX === 'scroll', cuts: overflowX !== 'visible', dots: textOverflow === 'ellipsis' };
    };
    // Word by word: the space at which a row ends may hang over.
    const words = one => [...one.childNodes].filter(node => node.nodeType === 3).flatMap(node =>
      [...node.data.matchAll(/\\S+/g)].flatMap(({ index, 0: word }) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        return [...range.getClientRects()];
      }));
    const boxes = one => one.matches('button, textarea, input') ? [one.getBoundingClientRect()] : words(one);
    const isIn = (box, { left, right }) => left >= box.left - 1 && right <= box.right + 1;
    const fits = one => {
      const inside = boxes(one).filter(({ width }) => width > 0);
      for (let around = one; around; around = around.parentElement) {
        const { scrolls, cuts, dots } = clips(around);
        if ((scrolls && !around.matches('.screen, .field')) || dots) return true;
        const box = around.getBoundingClientRect();
        if (cuts && !inside.every(part => isIn(box, part))) return false;
      }
      return inside.every(part => isIn({ left: 0, right: innerWidth }, part));
    };
    return [...document.querySelectorAll('#app *')]
      .filter(one => !one.closest('.copy, .sample, .spoken, [hidden]'))
      .filter(one => one.matches('button, textarea, input') || [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
      .filter(one => !fits(one))
      .map(one => one.className + ': ' + one.textContent.slice(0, 40));
  })()`);

/** Pairs of the page's parts, and of neighbours in the log, of which one lies over the other. */
const overlapping = () =>
  chat.ask<string[]>(`(() => {
    const over = (parts, by = 1) => parts.flatMap((one, index) => {
      const next = parts[index + 1];
      return next && one.getBoundingClientRect().bottom > next.getBoundingClientRect().top + by
        ? [one.className + ' over ' + next.className] : [];
    });
    const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.getBoundingClientRect().height > 0);
    return [...over(shown('.bar, .screen, .typing, .prompt, .foot')), ...over(shown('.line'))];
  })()`);

describe.each(rooms)('%s', (...room) => {
  it.each(themes)('nothing is cut off or lies over something else under %s', async theme => {
    await open(theme, room);
    const parts = ['html', 'body', '#app', '.screen', '.field', '.prompt'];
    for (const part of parts) {
      const [scrollWidth, clientWidth] = await chat.ask<number[]>(
        `(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('${part}'))`,
      );
      expect([part, scrollWidth]).toEqual([part, clientWidth]);
    }
    expect(await chat.ask('document.documentElement.scrollHeight <= innerHeight')).toBe(true);
    expect([...new Set(await cutOff())]).toEqual([]);
    expect(await overlapping()).toEqual([]);
  });
});

describe('little height', () => {
  it('leaves room to type and to read', async () => {
    await open('cmd', ['', { width: 400, height: 300 }, 0]);
    await chat.page.keyboard.insertText('word '.repeat(200));
    await chat.drawn();
    const [screen = 0, field = 0] = await chat.ask<number[]>(
      `['.screen', '.field'].map(part => document.querySelector(part).getBoundingClientRect().height)`,
    );
    expect(screen).toBeGreaterThan(60);
    expect(field).toBeGreaterThan(60);
    expect(await chat.ask('document.documentElement.scrollHeight <= innerHeight')).toBe(true);
  });
});

describe('many tabs in little room', () => {
  it('scroll, and the open one is in sight', async () => {
    const at = (title: string) => chat.page.locator(`[data-tab="${title}"]`);
    const tabs = Array.from({ length: 40 }, (_, index) => tab(`#room${index}`));
    chat = await pages.open({}, { viewport: { width: 300, height: 400 }, snapshot: { tabs } });
    await chat.receive({ type: 'tabs', tabs, active: '#room20' });
    const box = (await at('#room20').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    // But for a part of a pixel.
    expect(Math.floor(box.x + box.width)).toBeLessThanOrEqual(300);
    expect(await chat.ask('document.documentElement.scrollWidth')).toBe(300);
    const left = () => chat.ask<number>(`document.querySelector('.tabs').scrollLeft`);
    const before = await left();
    await at('#room20').hover();
    await chat.page.mouse.wheel(0, 100);
    await expect.poll(left).toBeGreaterThan(before);
    await at('#room20').focus();
    await chat.press('End');
    expect((await at('#room39').boundingBox())!.x).toBeLessThan(300);
  });
});

describe('little width', () => {
  it('tells where a row of the banner goes on from where the next one begins', async () => {
    await open('cmd', rooms[0]!);
    const rows = [
      'Invite:   Copy Invite puts it on the clipboard; send it to others.',
      'History:  Kept for 1 day.',
    ];
    await chat.receive({ type: 'banner', banner: { ...banner, rows } });
    const lefts = await chat.ask<
      number[][]
    >(`[...document.querySelectorAll('.banner .row:not(.title)')].map(row => {
      const range = document.createRange();
      range.selectNodeContents(row);
      return [...range.getClientRects()].map(({ left }) => Math.round(left));
    })`);
    expect(lefts[0]![1]).toBeGreaterThan(lefts[0]![0]! + 8);
    expect(lefts[1]![0]).toBe(lefts[0]![0]);
  });
});
