import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nickColours } from '../../src/panel/webview/look/colours.ts';
import { type ChatPage, type PageMaker, message, messages, note, startBrowser } from './chatPage.ts';

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

/** One of everything that has a colour of its own, with a nick of each colour. */
const everything = {
  lines: [
    ...Array.from({ length: 60 }, (_, index) => message('x', { nick: `guest${index}` })),
    message('earlier', { earlier: true }),
    message('own', { own: true, privateWith: 'ana', delivery: 'failed' as const }),
    message('waits', { own: true, delivery: 'queued' as const }),
    message('https://example.org', { form: 'action' as const }),
    ...(['info', 'answer', 'good', 'warning', 'error'] as const).map(tone => note(tone, tone)),
  ],
  hasOlder: true,
  prompt: { path: 'C:\\PYCHAT\\ANA>', hint: 'a hint', actions: [] },
};

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance of `rgb(r, g, b)`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(part => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The colours of all that has text of its own, by class. */
const coloursOfTexts = () =>
  chat.ask<[string, string][]>(`[...document.querySelectorAll('#app *')]
    .filter(one => !one.matches('.copy, .copy *, .below, [hidden], [hidden] *, [aria-selected=true] *') && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(one => [one.className, getComputedStyle(one).color])
    .concat([['placeholder', getComputedStyle(document.querySelector('.input'), '::placeholder').color]])`);

const background = () => chat.ask<string>('getComputedStyle(document.body).backgroundColor');

describe('colours', () => {
  it.each(['vscode-dark', 'vscode-light'])(
    'are those of the console under %s, and each can be read',
    async theme => {
      chat = await pages.open(everything, { theme });
      expect(await background()).toBe('rgb(12, 12, 12)');
      expect(await chat.ask('getComputedStyle(document.body).color')).toBe('rgb(204, 204, 204)');
      const colours = await coloursOfTexts();
      for (const [name, colour] of colours)
        expect([name, contrast(colour, await background()) >= 4.5]).toEqual([name, true]);
      const nicks = colours.filter(([name]) => name.startsWith('nick '));
      expect(new Set(nicks.map(([name]) => name)).size).toBe(nickColours);
    },
  );

  it.each([
    ['vscode-high-contrast', 'rgb(0, 0, 0)'],
    ['vscode-high-contrast vscode-high-contrast-light', 'rgb(255, 255, 255)'],
  ])('are the theme’s under %s', async (theme, expected) => {
    chat = await pages.open(everything, { theme });
    expect(await background()).toBe(expected);
    for (const [name, colour] of await coloursOfTexts()) {
      expect([name, contrast(colour, expected) >= 4.5]).toEqual([name, true]);
    }
  });

  it('of the button that leads below can be read too', async () => {
    for (const theme of [
      'vscode-dark',
      'vscode-high-contrast',
      'vscode-high-contrast vscode-high-contrast-light',
    ]) {
      chat = await pages.open({ lines: messages(100) }, { theme });
      await chat.scrollTo(0);
      await chat.append(message('new'));
      const [front = '', back = ''] = await chat.ask<string[]>(
        `(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.querySelector('.below')))`,
      );
      expect(contrast(front, back)).toBeGreaterThan(4.5);
    }
  });

  it('can be the system’s own, and the block cursor can still be seen', async () => {
    chat = await pages.open(everything, { forcedColors: 'active' });
    expect(await chat.ask(`getComputedStyle(document.querySelector('.caret')).backgroundColor`)).toBe(
      'rgb(255, 255, 255)',
    );
  });
});

describe('a screen reader', () => {
  it('finds the log, the prompt and the buttons', async () => {
    chat = await pages.open({ lines: messages(1) });
    expect(await chat.page.getByRole('log').innerText()).toContain('line 1');
    expect(await chat.page.getByRole('textbox', { name: 'Message' }).count()).toBe(1);
    const names = ['Copy Invite', 'New Room or Private Chat', 'Find', 'Commands', 'Send File…', 'bruno'];
    for (const name of names)
      expect([name, await chat.page.getByRole('button', { name, exact: true }).count()]).toEqual([name, 1]);
  });

  it('is not told about the copy of the text or the block', async () => {
    chat = await pages.open();
    await chat.page.keyboard.type('half');
    expect(await chat.page.locator('#app').ariaSnapshot()).not.toMatch(/half[^]*half/);
  });
});

describe('the keyboard alone', () => {
  it('reaches and presses everything, with the focus in sight', async () => {
    chat = await pages.open({ lines: [...messages(50), message('https://example.org/')] });
    await chat.scrollTo(200);
    await chat.append(message('new'));
    const outlined = () => chat.ask<string>('getComputedStyle(document.activeElement).outlineStyle');
    await chat.press('Shift+Tab');
    expect(await chat.ask('document.activeElement.className')).toBe('below');
    expect(await outlined()).toBe('solid');
    await chat.press('Enter');
    await chat.input.focus();
    await chat.press('Shift+Tab', 'ArrowUp');
    expect(await outlined()).toBe('solid');
    await chat.press('Tab', 'Tab');
    expect(await outlined()).toBe('solid');
    await chat.press('Enter', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab');
    expect(await outlined()).toBe('solid');
    await chat.press('Space', 'Shift+Tab', 'Enter');
    const posted = (await chat.posted()) as { type: string }[];
    expect(posted.filter(({ type }) => type !== 'reading')).toEqual([
      { type: 'openLink', href: 'https://example.org/' },
      { type: 'action', action: 'leave' },
      { type: 'action', action: 'copyInvite' },
    ]);
    expect(await chat.input.inputValue()).toBe('');
  });
});

describe('little room', () => {
  it.each([
    [300, 400],
    [150, 300],
  ])('of %i by %i pixels shows everything without scrolling sideways', async (width, height) => {
    const long = message('x'.repeat(300), { nick: 'n'.repeat(30), own: true, delivery: 'failed' });
    const prompt = { path: `C:\\PYCHAT\\${'N'.repeat(30)}>`, hint: '', actions: [] };
    chat = await pages.open({ lines: [long], prompt }, { viewport: { width, height } });
    await chat.page.keyboard.insertText('y'.repeat(300));
    await chat.drawn();
    for (const part of ['html', '.screen', '.field']) {
      const [scrollWidth, clientWidth] = await chat.ask<number[]>(
        `(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('${part}'))`,
      );
      expect([part, scrollWidth]).toEqual([part, clientWidth]);
    }
    const prompted = (await chat.input.boundingBox())!;
    expect(prompted.width).toBeGreaterThan(100);
    expect(await chat.ask('document.documentElement.scrollHeight <= innerHeight')).toBe(true);
  });
});
