import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Line, MessageLine } from '../../src/chat/line.ts';
import { locationKey } from '../../src/chat/locations.ts';
import { message, note } from './chatPage.ts';
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

const open = async (...lines: readonly Line[]) => {
  page = await pages.open(lines);
};
const buttons = () => page.menu.getByRole('button').allTextContents();
const focusedText = () => page.ask<string>('document.activeElement.textContent');

describe('the time', () => {
  it('shows on hover and focus alone where that is wished, and keeps its room', async () => {
    await open(message('a'), message('b'));
    const opacity = (index: number) =>
      page.ask<string>(`getComputedStyle(document.querySelectorAll('time')[${index}]).opacity`);
    expect(await opacity(0)).toBe('1');
    await page.ask(`document.body.classList.add('times-hover')`);
    expect(await opacity(0)).toBe('0');
    await page.lines.first().hover();
    expect([await opacity(0), await opacity(1)]).toEqual(['1', '0']);
    await page.lines.nth(1).focus();
    expect(await opacity(1)).toBe('1');
    expect(await page.lines.first().innerText()).toBe('12:48 <bruno> a');
  });
});

describe('whose words a note is', () => {
  it('is seen, heard and copied: a server’s are never like PyChat’s own', async () => {
    const text = 'You were removed by ana.';
    await open(note(text), { ...note(text), voice: 'server' }, message('hi', { isForeign: true }));
    expect(await page.lines.allInnerTexts()).toEqual([
      `12:48 -- ${text}`,
      `12:48 Server: ${text}`,
      '12:48 <bruno> (came with this folder) hi',
    ]);
    const look = (index: number): Promise<string> =>
      page.ask(`(({ color, fontStyle }) => color + fontStyle)
        (getComputedStyle(document.querySelectorAll('.line > .text')[${index}]))`);
    expect(await look(0)).not.toBe(await look(1));
    const sign = (index: number): Promise<string> =>
      page.ask(`getComputedStyle(document.querySelectorAll('.note .sign')[${index}]).color`);
    expect(await sign(0)).not.toBe(await sign(1));
  });

  it('decides that nothing in it is a link or code, but for a topic', async () => {
    const text = 'see https://example.org/a and src/sum.ts:12 and ```ts\nlet a;\n```';
    await open(note(text, 'warning'), { ...note(text), voice: 'server' }, { ...note(text), hasLinks: true });
    const links = page.lines.locator('[role="link"]');
    expect(await page.lines.nth(0).locator('[role="link"], .code').count()).toBe(0);
    expect(await page.lines.nth(1).locator('[role="link"], .code').count()).toBe(0);
    expect(await links.allInnerTexts()).toEqual(['https://example.org/a', 'src/sum.ts:12']);
    expect(await page.lines.nth(1).innerText()).toBe(`12:48 Server: ${text}`);
  });
});

describe('a quote', () => {
  it('stands above the text and leads to its line', async () => {
    await open(message('yes', { quote: { id: 'm7', nick: 'ana', text: 'shall we? '.repeat(50) } }));
    const quote = page.page.getByRole('button', { name: 'ana: shall we?' });
    const [above, text] = await Promise.all([quote.boundingBox(), page.page.locator('.text').boundingBox()]);
    expect(above!.y + above!.height).toBeLessThanOrEqual(text!.y + 1);
    expect(above!.height).toBeLessThan(text!.height * 1.5);
    await quote.click();
    expect(await page.asked()).toEqual([['jumpTo', 'm7']]);
  });

  it('of a line that is not here says so and leads nowhere', async () => {
    await open(message('yes', { quote: { id: '', nick: '', text: '' } }));
    expect(await page.page.locator('.quote').innerText()).toBe('The original message is no longer here.');
    expect(await page.page.locator('.quote').getByRole('button').count()).toBe(0);
  });
});

describe('reactions', () => {
  const reactions = [
    { reaction: '👍', count: 2, own: true, nicks: ['ana', 'bruno'] },
    { reaction: '🎉', count: 10_000, own: false, nicks: ['carla'] },
  ];

  it('say who, how many, and whether we are among them', async () => {
    await open(message('done', { reactions }));
    const ours = page.page.getByRole('button', { name: '👍 2: ana, bruno' });
    expect(await ours.getAttribute('aria-pressed')).toBe('true');
    expect(await ours.getAttribute('title')).toBe('ana, bruno');
    const others = page.page.getByRole('button', { name: '🎉 10000: carla and 9999 more' });
    expect(await others.getAttribute('aria-pressed')).toBe('false');
    await others.click();
    expect((await page.asked())[0]?.slice(0, 1)).toEqual(['react']);
    expect((await page.asked())[0]?.[2]).toBe('🎉');
  });

  it('change in place: the one that has the focus keeps it, the text is left alone', async () => {
    const line = message('done', { reactions });
    await open(line);
    await page.ask(`document.querySelector('.text').kept = true`);
    await page.page.getByRole('button', { name: '🎉' }).focus();
    await page.change({ ...line, reactions: [reactions[1]!, { ...reactions[0]!, own: false }] });
    expect(await focusedText()).toBe('🎉 10000');
    expect(await page.ask(`document.querySelector('.text').kept`)).toBe(true);
    await page.change({ ...line, reactions: [] });
    expect(await page.page.locator('.reactions').count()).toBe(0);
    expect(await page.ask(`document.activeElement.className`)).toContain('line');
  });
});

describe('a mention', () => {
  it('is set apart', async () => {
    await open(message('ana?', { mention: true }), message('ana?'));
    const back = (index: number) =>
      page.ask<string>(`getComputedStyle(document.querySelectorAll('.line')[${index}]).backgroundColor`);
    expect(await back(0)).not.toBe(await back(1));
  });
});

describe('a line that is taken back', () => {
  it('says by whom and why, and offers nothing any more', async () => {
    const line = message('secret src/a.ts:1', {
      reactions: [{ reaction: 'x', count: 1, own: false, nicks: ['ana'] }],
    });
    await open(line, message('', { redacted: { by: 'ana', reason: '' } }));
    await page.change({ ...line, text: '', redacted: { by: 'bruno', reason: 'typo' } });
    expect(await page.lines.allInnerTexts()).toEqual([
      '12:48 <bruno> Deleted by bruno (“typo”)',
      '12:48 <bruno> Deleted by ana',
    ]);
    await page.lines.first().hover();
    expect(await page.menu.count()).toBe(0);
  });
});

describe('the menu of a line', () => {
  it('shows at the line under the mouse what can be done with it', async () => {
    const own: Partial<MessageLine> = { own: true, delivery: 'relayed' };
    const lost: Partial<MessageLine> = { own: true, delivery: 'notConfirmed', reason: 'Who knows.' };
    await open(
      message('a'),
      message('b', own),
      message('c', { own: true, delivery: 'sent' }),
      note('d'),
      message('e', lost),
    );
    const offered: string[][] = [];
    for (const index of [4, 0, 1, 2, 3]) {
      await page.lines.nth(index).hover();
      offered.push(await buttons());
    }
    expect(await page.lines.last().getByRole('img').getAttribute('aria-label')).toBe(
      'Not confirmed: Who knows.',
    );
    expect(offered).toEqual([
      ['Send Again', 'Copy'],
      ['Reply', 'React', 'Copy'],
      ['Reply', 'React', 'Copy', 'Delete'],
      ['Copy'],
      ['Copy'],
    ]);
    await page.page.mouse.move(400, 480);
    expect(await page.menu.count()).toBe(0);
  });

  it('of a line that begins above the screen stays in sight', async () => {
    await open(message('row\n'.repeat(80)));
    await page.ask(`document.querySelector('.screen').scrollTo(0, 500)`);
    await page.page.mouse.move(300, 300);
    const menu = await page.menu.boundingBox();
    expect(menu!.y).toBeGreaterThanOrEqual(0);
    expect(menu!.y).toBeLessThan(60);
  });

  it('does what is pressed, and leaves the focus where it was', async () => {
    const line = message('a');
    await open(line);
    await page.lines.first().hover();
    await page.menu.getByRole('button', { name: 'Reply' }).click();
    expect(await page.asked()).toEqual([['answer', line]]);
    expect(await page.ask('document.activeElement === document.body')).toBe(true);
  });

  it('reacts with a sign, or with another one', async () => {
    const line = message('a');
    await open(line);
    await page.lines.first().hover();
    await page.menu.getByRole('button', { name: 'React' }).click();
    await page.menu.getByRole('button', { name: 'React with 🎉' }).click();
    await page.lines.first().hover();
    await page.menu.getByRole('button', { name: 'React' }).click();
    await page.press('l', 'g', 't', 'm', 'Enter');
    expect(await page.asked()).toEqual([
      ['react', line.id, '🎉'],
      ['react', line.id, 'lgtm'],
    ]);
  });

  it('copies the text as it was written', async () => {
    page = await pages.open([message('`a`\n\n```js\nx\n```')], {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.lines.first().hover();
    await page.menu.getByRole('button', { name: 'Copy' }).click();
    expect(await page.ask('navigator.clipboard.readText()')).toBe('`a`\n\n```js\nx\n```');
  });

  it('asks before it deletes', async () => {
    const line = message('a', { own: true });
    await open(line);
    await page.lines.first().hover();
    await page.menu.getByRole('button', { name: 'Delete' }).click();
    expect(await page.asked()).toEqual([]);
    await page.menu.getByRole('button', { name: 'Delete for everyone' }).click();
    expect(await page.asked()).toEqual([['redact', line.id]]);
  });

  it('is reached and left by keyboard', async () => {
    await open(message('a', { own: true }), message('b'));
    await page.lines.first().focus();
    await page.press('Enter');
    expect(await focusedText()).toBe('Reply');
    await page.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft');
    expect(await focusedText()).toBe('Delete');
    await page.press('Enter', 'ArrowRight');
    expect(await focusedText()).toBe('Keep');
    await page.press('Escape');
    expect(await page.ask('document.activeElement === document.querySelector(".line")')).toBe(true);
    await page.press('Shift+F10');
    expect(await focusedText()).toBe('Reply');
  });

  it('has short cuts on a line that has the focus', async () => {
    const line = message('a', { own: true });
    await open(line, note('b'));
    await page.lines.first().focus();
    await page.press('r', 'e', 'ArrowRight', 'Enter', 'Delete', 'Enter');
    expect(await page.asked()).toEqual([
      ['answer', line],
      ['react', line.id, '✔'],
      ['redact', line.id],
    ]);
    await page.lines.nth(1).focus();
    await page.press('r', 'e', 'Delete');
    expect(await page.asked()).toHaveLength(3);
  });
});

describe('a place in code', () => {
  it('is a link that the host opens', async () => {
    await open(message('see src/a.ts:3 and https://example.org/b.ts:3'));
    await page.page.getByRole('link', { name: 'src/a.ts:3' }).click();
    expect((await page.asked()).filter(([name]) => name === 'openLocation')).toEqual([
      ['openLocation', { path: 'src/a.ts', line: 3 }],
    ]);
    expect(await page.page.getByRole('link').count()).toBe(2);
  });

  it('is asked about once, with the others that are drawn with it', async () => {
    await open(message('a.ts:1 b.ts:1 a.ts:1'), message('b.ts:1 c.ts:1'));
    await page.show(message('a.ts:1 d.ts:1'));
    const paths = (await page.asked()).map(([, all]) => (all as { path: string }[]).map(one => one.path));
    expect(paths).toEqual([['a.ts', 'b.ts', 'c.ts'], ['d.ts']]);
  });

  it('is asked about with at most 200 others, and at most 500 links are in one text', async () => {
    await open(message(Array.from({ length: 5_000 }, (_, index) => `a${index}.ts:1`).join(' ')));
    const counts = (await page.asked()).map(([, all]) => (all as unknown[]).length);
    expect(counts).toEqual([200, 200, 100]);
    expect(await page.page.locator('.location').count()).toBe(500);
  });

  it('shows with a sign and in words how it stands, also where it is drawn later', async () => {
    await open(message('a.ts:1 b.ts:1 c.ts:1 d.ts:1 e.ts:1 f.ts:1'));
    const keyOf = (name: string) => locationKey({ path: `${name}.ts`, line: 1 });
    await page.showStates({
      [keyOf('a')]: 'same',
      [keyOf('b')]: 'moved',
      [keyOf('c')]: 'changed',
      [keyOf('d')]: 'missing',
      [keyOf('f')]: 'unsure',
    });
    await page.show(message('d.ts:1'));
    const link = (name: string) => page.page.getByRole('link', { name });
    expect(await link('b.ts:1').getAttribute('title')).toBe('Moved in your copy');
    expect(await page.page.getByRole('link').allTextContents()).toEqual([
      'a.ts:1',
      'b.ts:1~',
      'c.ts:1≠',
      'd.ts:1?',
      'e.ts:1',
      'f.ts:1~?',
      'd.ts:1?',
    ]);
    expect(await page.page.getByRole('img', { name: 'Not in your copy' }).count()).toBe(2);
    await page.ask(`getSelection().selectAllChildren(document.querySelector('.text'))`);
    expect(await page.ask('getSelection().toString()')).toBe('a.ts:1 b.ts:1 c.ts:1 d.ts:1 e.ts:1 f.ts:1');
  });
});

describe('hostile lines', () => {
  const markup = `<img src=x onerror="asked.push(1)"><script>asked.push(2)</script><style>*{display:none}</style>&amp;`;

  it('stay text in every part', async () => {
    const hostile: Partial<MessageLine> = {
      id: markup,
      nick: markup,
      privateWith: markup,
      quote: { id: markup, nick: markup, text: markup },
      reactions: [{ reaction: markup, count: 1, own: false, nicks: [markup] }],
      file: { name: markup, size: Number.NaN, moved: -1, state: 'moving', note: markup },
    };
    await open(
      message(`${markup}\na.ts:1\n\`\`\`<b>\n${markup}\n\`\`\``, hostile),
      message('', { redacted: { by: markup, reason: markup } }),
    );
    expect(await page.page.locator('img, #app script, #app style, b').count()).toBe(0);
    expect((await page.asked()).every(([name]) => name === 'checkLocations')).toBe(true);
    expect(page.requests.filter(path => path === '/x')).toEqual([]);
  });

  it.each([
    // Thai marks reach up, Tibetan ones down, and others on both sides.
    ['10,000 marks above', `a${'\u0e47'.repeat(10_000)}`],
    ['10,000 marks below', `a${'\u0f74'.repeat(10_000)}`],
    ['10,000 marks of all sorts', `a${'\u0301\u0489\u20dd\u0333'.repeat(2_500)}`],
    ['a run without an end', 'x'.repeat(65_536)],
    ['text from right to left with Arabic joined', 'ﷺ'.repeat(300) + 'שלום'.repeat(300)],
  ])('of %s leave the lines around them as they are', async (_, text) => {
    const around = [message('before'), message('after')] as const;
    page = await pages.open([around[0], message(text), around[1]], { viewport: { width: 800, height: 400 } });
    const { lines } = page;
    // Rows of whole pixels: a picture of one holds nothing of the next.
    await page.ask(`document.body.style.lineHeight = '20px'`);
    const neighbours = async () => [await lines.first().screenshot(), await lines.last().screenshot()];
    const seen = await neighbours();
    const hostile = await lines.nth(1).boundingBox();
    await page.ask(`document.querySelectorAll('.text')[1].style.visibility = 'hidden'`);
    const alone = await neighbours();
    expect(seen.map((one, index) => one.equals(alone[index]!))).toEqual([true, true]);
    expect(hostile!.x + hostile!.width).toBeLessThanOrEqual(800);
    expect(await page.ask(`document.querySelector('.screen').scrollWidth <= 800`)).toBe(true);
  });

  it('with reactions of marks keep their row', async () => {
    const reaction = `a${'\u0301'.repeat(63)}`;
    await open(
      message('x', { reactions: [{ reaction, count: 1, own: false, nicks: ['ana'] }] }),
      message('y'),
    );
    expect((await page.page.locator('.reaction').boundingBox())!.height).toBeLessThan(40);
  });
});
