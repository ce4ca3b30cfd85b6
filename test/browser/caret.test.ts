import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { type ChatPage, type PageMaker, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let eye: Page;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
  eye = await pages.blank();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the browser's own caret is: made visible in a colour that nothing else has, and looked for in a picture. */
async function realCaret(): Promise<Rectangle> {
  await chat.ask(`(({ style }) => {
    style.caretColor = '#ff00ff';
    style.color = 'transparent';
    document.querySelector('.caret').style.visibility = 'hidden';
  })(document.querySelector('.input'))`);
  // It blinks: a picture without it says nothing yet.
  return expect
    .poll(magenta, { timeout: 5_000, interval: 50 })
    .toBeDefined()
    .then(() => lastSeen!);
}

let lastSeen: Rectangle | undefined;

async function magenta(): Promise<Rectangle | undefined> {
  const picture = (await chat.page.screenshot({ caret: 'initial' })).toString('base64');
  const found = await eye.evaluate<Rectangle | null>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${picture}';
    await image.decode();
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, width, height);
    let [left, top, right, bottom] = [width, height, -1, -1];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] < 150 || data[at + 1] > 90 || data[at + 2] < 150) continue;
      const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
    return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  })()`);
  lastSeen = found ?? undefined;
  return lastSeen;
}

const block = async (): Promise<Rectangle> => (await chat.page.locator('.caret').boundingBox())!;

/** What is typed, the keys pressed then, and at which edge of the block the caret stands. */
const places: readonly (readonly [
  name: string,
  text: string,
  keys: readonly string[],
  edge: 'left' | 'right',
])[] = [
  ['nothing', '', [], 'left'],
  ['a word', 'exercício', [], 'left'],
  ['the middle of a word', 'exercício', ['ArrowLeft', 'ArrowLeft'], 'left'],
  ['the beginning', 'exercício', ['Home'], 'left'],
  ['wrapped text', 'uma linha comprida que quebra várias vezes no painel estreito', [], 'left'],
  [
    'the middle of wrapped text',
    'uma linha comprida que quebra várias vezes',
    ['ArrowUp', 'ArrowLeft'],
    'left',
  ],
  ['a word longer than a row', 'x'.repeat(90), [], 'left'],
  ['the beginning of a wrapped row', 'x'.repeat(90), ['ArrowUp', 'Home'], 'left'],
  ['the second line', 'one\ntwo', [], 'left'],
  ['an empty last line', 'one\n', [], 'left'],
  ['an empty line between', 'one\n\nthree', ['ArrowUp'], 'left'],
  ['the end of a line before another', 'one\ntwo', ['ArrowUp', 'End'], 'left'],
  ['spaces at the end', 'one   ', [], 'left'],
  ['text after a tab', 'one\ttwo', [], 'left'],
  ['emoji', 'olá 👋🏽 🇧🇷 👨‍👩‍👧‍👦', [], 'left'],
  ['an emoji to stand on', 'olá 👨‍👩‍👧‍👦!', ['ArrowLeft', 'ArrowLeft'], 'left'],
  ['wide letters', '日本語', ['ArrowLeft'], 'left'],
  ['an accent of its own', 'cafe\u0301s', ['ArrowLeft'], 'left'],
  ['text from right to left', 'שלום עולם', [], 'right'],
  ['the middle of it', 'שלום עולם', ['ArrowRight', 'ArrowRight'], 'right'],
  ['joined letters', 'مرحبا بالجميع', ['ArrowRight', 'ArrowRight', 'ArrowRight'], 'right'],
  ['wrapped text from right to left', 'שלום עולם זה טקסט ארוך שגולש לשורה הבאה כן', [], 'right'],
  ['a line of each direction', 'one\nשלום', [], 'right'],
  ['an empty line after one from right to left', 'שלום\n', [], 'left'],
];

describe('the block cursor stands where the caret is', () => {
  it.each(places)('in %s', async (_, text, keys, edge) => {
    chat = await pages.open({}, { viewport: { width: 420, height: 400 } });
    await chat.page.keyboard.insertText(text);
    await chat.press(...keys);
    await chat.drawn();
    const drawn = await block();
    const real = await realCaret();
    const x = edge === 'left' ? drawn.x : drawn.x + drawn.width;
    expect(Math.abs(x - real.x)).toBeLessThanOrEqual(2);
    const middle = real.y + real.height / 2;
    expect(middle).toBeGreaterThan(drawn.y);
    expect(middle).toBeLessThan(drawn.y + drawn.height);
    expect(drawn.width).toBeGreaterThan(4);
  });

  it('when the text scrolls within the prompt', async () => {
    chat = await pages.open({}, { viewport: { width: 420, height: 300 } });
    await chat.page.keyboard.insertText('line\n'.repeat(30));
    await chat.drawn();
    expect((await block()).y).toBeLessThan(300);
    await chat.press('ArrowUp', 'ArrowUp', 'End');
    await chat.drawn();
    const drawn = await block();
    const real = await realCaret();
    expect(Math.abs(drawn.x - real.x)).toBeLessThanOrEqual(2);
    expect(Math.abs(drawn.y - real.y)).toBeLessThanOrEqual(4);
  });

  it('when the panel becomes narrower', async () => {
    chat = await pages.open();
    await chat.page.keyboard.insertText('uma linha comprida que quebra várias vezes no painel estreito');
    await chat.page.setViewportSize({ width: 300, height: 400 });
    await chat.drawn();
    const drawn = await block();
    const real = await realCaret();
    expect(Math.abs(drawn.x - real.x)).toBeLessThanOrEqual(2);
    expect(drawn.x + drawn.width).toBeLessThanOrEqual(300);
  });

  it('while an input method composes', async () => {
    chat = await pages.open();
    await chat.page.keyboard.type('oi ');
    const session = await chat.page.context().newCDPSession(chat.page);
    await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await chat.drawn();
    const drawn = await block();
    expect(Math.abs(drawn.x - (await realCaret()).x)).toBeLessThanOrEqual(2);
  });
});

describe('the block cursor', () => {
  const style = (property: string) =>
    chat.ask<string>(`getComputedStyle(document.querySelector('.caret')).${property}`);

  it('blinks, and begins anew when it moves', async () => {
    chat = await pages.open();
    expect(await style('animationName')).toBe('blink');
    await chat.ask(`document.querySelector('.caret').getAnimations()[0].currentTime = 700`);
    await chat.page.keyboard.type('x');
    expect(await chat.ask(`document.querySelector('.caret').getAnimations()[0].currentTime`)).toBeLessThan(
      500,
    );
  });

  it('stands still and is hollow while the focus is elsewhere', async () => {
    chat = await pages.open();
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    expect(await style('animationName')).toBe('none');
    expect(await style('backgroundColor')).toBe('rgba(0, 0, 0, 0)');
    expect(await style('outlineStyle')).toBe('solid');
  });

  it('does not blink for who wants less motion', async () => {
    chat = await pages.open({}, { reducedMotion: 'reduce' });
    expect(await style('animationName')).toBe('none');
    expect(await style('backgroundColor')).toBe('rgb(255, 255, 255)');
  });

  it('stands before the hint, which has room to wrap', async () => {
    const hint = 'What you write now is sent when the connection is back.';
    chat = await pages.open(
      { prompt: { path: 'C:\\PYCHAT\\ANA>', hint, actions: [] } },
      { viewport: { width: 300, height: 400 } },
    );
    const path = (await chat.page.locator('.path').boundingBox())!;
    expect((await block()).y).toBeGreaterThanOrEqual(path.y);
    expect((await chat.input.boundingBox())!.height).toBeGreaterThan(30);
    await chat.page.keyboard.type('x');
    expect((await chat.input.boundingBox())!.height).toBeLessThan(30);
  });
});
