import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { locationKey } from '../../src/chat/locations.ts';
import type { ToWebview } from '../../src/panel/protocol.ts';
import { type ChatPage, type PageMaker, banner, message, messages, note, startBrowser } from './chatPage.ts';

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

describe('the banner', () => {
  it('stands at the top with its rows and buttons', async () => {
    chat = await pages.open();
    expect(await chat.page.getByRole('heading').textContent()).toBe(banner.title);
    expect(await chat.page.locator('.banner .row').allTextContents()).toEqual([banner.title, ...banner.rows]);
    await chat.page.getByRole('button', { name: 'Copy Invite', exact: true }).click();
    expect(await chat.posted()).toEqual([{ type: 'action', action: 'copyInvite' }]);
  });

  it('changes in place, and the button that has the focus keeps it', async () => {
    chat = await pages.open();
    await chat.page.getByRole('button', { name: 'Stop Hosting' }).focus();
    await chat.receive({ type: 'banner', banner: { ...banner, rows: ['Two people are here.'] } });
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'action', action: 'leave' }]);
  });
});

describe('a line', () => {
  const text = (index = 0) => chat.lines.nth(index).innerText();

  it.each([
    [message('olá, João'), '12:48 <bruno> olá, João'],
    [message('waves', { form: 'action' }), '12:48 * bruno waves'],
    [message('closing at six', { form: 'notice' }), '12:48 -bruno- closing at six'],
    [message('psst', { privateWith: 'bruno' }), '12:48 <bruno> (to you only) psst'],
    [message('psst', { nick: 'ana', own: true, privateWith: 'bruno' }), '12:48 <ana> (to bruno only) psst'],
    [note('carla joined.'), '12:48 -- carla joined.'],
    [note('The connection broke.', 'error'), '12:48 !! The connection broke.'],
  ])('%# reads as in a console, also when it is copied', async (line, expected) => {
    chat = await pages.open({ lines: [line] });
    expect(await text()).toBe(expected);
    await chat.ask(`getSelection().selectAllChildren(document.querySelector('.line'))`);
    expect(await chat.ask('getSelection().toString()')).toBe(expected);
  });

  it('keeps its line breaks and spaces', async () => {
    chat = await pages.open({ lines: [message('if x:\n    pass\n\n\tend')] });
    expect(await chat.page.locator('.text').innerText()).toBe('if x:\n    pass\n\n\tend');
  });

  it('tells the whole date to who asks', async () => {
    chat = await pages.open({ lines: [message('x')] });
    const time = chat.page.locator('time');
    expect(await time.getAttribute('title')).toContain('November 22, 2026');
    expect(Date.parse((await time.getAttribute('datetime')) ?? '')).toBe(message('x').at);
  });

  it('shows a time that is none as dashes', async () => {
    chat = await pages.open({ lines: [message('x', { at: 9e15 }), note('y')] });
    expect(await text()).toBe('--:-- <bruno> x');
  });

  it('shows markup as text, wherever it comes', async () => {
    const hostile = `<img src=x onerror="posted.push(1)"><script>posted.push(2)</script>&amp;`;
    const prompt = { path: hostile, hint: hostile, actions: [] };
    chat = await pages.open({
      lines: [message(hostile, { nick: hostile, privateWith: hostile, id: hostile }), note(hostile)],
      banner: {
        title: hostile,
        rows: [hostile],
        vital: [hostile],
        actions: [{ id: 'host', label: hostile }],
      },
      prompt,
    });
    expect(await chat.page.locator('.text').allTextContents()).toEqual([hostile, hostile]);
    expect(await chat.page.locator('.nick').textContent()).toBe(hostile);
    expect(await chat.page.locator('.path').textContent()).toBe(hostile);
    expect(await chat.page.locator('img, #app script').count()).toBe(0);
    expect(await chat.posted()).toEqual([]);
  });

  it('keeps a text from right to left to itself', async () => {
    chat = await pages.open({ lines: [message('שלום, עולם!'), message('abc')] });
    const [time, nick, words] = await Promise.all(
      ['time', '.nick', '.text'].map(part => chat.lines.first().locator(part).boundingBox()),
    );
    expect(time!.x).toBeLessThan(nick!.x);
    expect(nick!.x + nick!.width).toBeLessThan(words!.x);
    expect(await chat.ask(`document.querySelector('.text').matches(':dir(rtl)')`)).toBe(true);
  });

  it('gives each nick its colour, whatever its case', async () => {
    chat = await pages.open({
      lines: [message('x', { nick: 'Ana' }), message('y', { nick: 'aNA' }), message('z')],
    });
    const colours = await chat.ask<string[]>(
      `[...document.querySelectorAll('.nick')].map(nick => getComputedStyle(nick).color)`,
    );
    expect(colours[0]).toBe(colours[1]);
    expect(colours[0]).not.toBe(colours[2]);
  });

  it('of an earlier time stands below the word, once', async () => {
    const earlier = messages(2).map(line => ({ ...line, earlier: true }));
    chat = await pages.open({ lines: [...earlier, message('now')] });
    const texts = await chat.page.locator('.label, .line .text').allTextContents();
    expect(texts.filter(text => text === 'earlier')).toHaveLength(1);
    expect(texts.slice(texts.indexOf('earlier'))).toEqual([
      'earlier',
      earlier[0]!.text,
      earlier[1]!.text,
      'now',
    ]);
    expect(await chat.page.locator('.line.earlier').count()).toBe(2);
  });
});

describe('delivery', () => {
  it('shows how far one’s own message has come', async () => {
    const own = message('oi', { own: true, delivery: 'queued' });
    chat = await pages.open({ lines: [own] });
    const mark = (name: string) => chat.page.getByRole('img', { name }).count();
    expect(await mark('Waiting for the connection')).toBe(1);
    await chat.receive({ type: 'change', id: own.id, change: { delivery: 'sent' } });
    expect(await mark('Sent, not yet in the room')).toBe(1);
    await chat.receive({ type: 'change', id: own.id, change: { delivery: 'relayed' } });
    expect(await chat.page.locator('.delivery').count()).toBe(0);
    await chat.receive({ type: 'change', id: own.id, change: { delivery: 'failed' } });
    expect(await mark('Not delivered')).toBe(1);
    expect(await chat.page.locator('.delivery').getAttribute('title')).toBe('Not delivered');
    expect(await chat.page.locator('.text').textContent()).toBe('oi');
  });

  it('reaches a line that is not drawn yet', async () => {
    chat = await pages.open();
    const own = message('oi', { own: true, delivery: 'sent' });
    await chat.ask(
      `for (const data of ${JSON.stringify([
        { type: 'append', lines: [own] },
        { type: 'change', id: own.id, change: { delivery: 'failed' } },
        { type: 'change', id: 'of no line"]', change: { delivery: 'failed' } },
      ])}) dispatchEvent(new MessageEvent('message', { data }))`,
    );
    await chat.drawn();
    expect(await chat.page.locator('.delivery.failed').count()).toBe(1);
  });
});

describe('a link', () => {
  it('is opened by the host, with a click or with Enter, and leads the page nowhere', async () => {
    chat = await pages.open({ lines: [message('see https://example.org/a, or mailto:ana@example.org')] });
    await chat.page.getByRole('link').first().click();
    await chat.page.getByRole('link').nth(1).focus();
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([
      { type: 'openLink', href: 'https://example.org/a' },
      { type: 'openLink', href: 'mailto:ana@example.org' },
    ]);
    expect(chat.page.url()).toBe('https://page.test/');
    // The editor opens anchors by itself: with one, a click would open twice.
    expect(await chat.page.locator('a').count()).toBe(0);
  });
});

describe('what lines ask of the host', () => {
  it('comes with the tab and the line', async () => {
    const line = message('src/a.ts:3\n```ts\nx\n```', { own: true });
    chat = await pages.open({ lines: [line] });
    await chat.page.getByRole('button', { name: 'Insert at Cursor' }).click();
    await chat.lines.first().hover();
    await chat.page.getByRole('toolbar').getByRole('button', { name: 'React' }).click();
    await chat.press('x', 'Enter');
    await chat.lines.first().hover();
    await chat.page.getByRole('button', { name: 'Delete' }).click();
    await chat.page.getByRole('button', { name: 'Delete for everyone' }).click();
    const location = { path: 'src/a.ts', line: 3, text: 'x' };
    const posted = (await chat.posted()).filter(({ type }) => type !== 'seen');
    const tab = posted.flatMap(one => ('tab' in one ? [one.tab] : []))[0]!;
    expect(posted).toEqual([
      { type: 'checkLocations', locations: [location] },
      { type: 'code', tab, id: line.id, block: 0, action: 'insert' },
      { type: 'react', tab, id: line.id, reaction: 'x' },
      { type: 'redact', tab, id: line.id },
    ]);
  });

  it('is answered in the lines', async () => {
    chat = await pages.open({ lines: [message('src/a.ts:3 in code\n```ts\nconst a = 1;\n```')] });
    const key = locationKey({ path: 'src/a.ts', line: 3 });
    await chat.receive({ type: 'locations', states: { [key]: 'moved' } });
    expect(await chat.page.getByRole('img', { name: 'Moved in your copy' }).count()).toBe(1);
    await chat.page.locator('.syntax-keyword').waitFor();
  });
});

describe('a snapshot', () => {
  it('replaces all that was there, in the words that come with it', async () => {
    chat = await pages.open({ lines: messages(3) });
    await chat.snapshot(
      { lines: [message('olá', { earlier: true })], prompt: { path: 'D:\\>', hint: 'oi', actions: [] } },
      { words: { earlier: 'antes' } },
    );
    expect(await chat.lines.allInnerTexts()).toEqual(['12:48 <bruno> olá']);
    expect(await chat.page.locator('.label').textContent()).toBe('antes');
    expect(await chat.page.locator('.path').textContent()).toBe('D:\\>');
    expect(await chat.input.getAttribute('placeholder')).toBe('oi');
  });

  it('leaves out lines that came before it and were not drawn yet', async () => {
    chat = await pages.open();
    await chat.ask(
      `dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify({ type: 'append', lines: messages(3) })} }))`,
    );
    await chat.snapshot({ lines: [message('only')] });
    expect(await chat.page.locator('.text').allTextContents()).toEqual(['only']);
  });
});

describe('which line is being read', () => {
  const told = async () => (await chat.posted()).filter(({ type }) => type === 'reading');
  const atEnd = { type: 'reading', tab: '#chat', line: '' };

  it('is not told while lines come at the end, but once whenever that changes', async () => {
    chat = await pages.open({ lines: messages(100) });
    for (let count = 0; count < 5; count += 1) await chat.append(message('new'));
    await chat.scrollTo(300);
    await expect.poll(told).toEqual([{ ...atEnd, line: expect.stringMatching(/./) as string }]);
    await chat.scrollTo(1e6);
    await expect.poll(async () => (await told()).slice(1)).toEqual([atEnd]);
  });
});

describe('clear', () => {
  it('empties the screen, banner and all; what comes then stands at the top', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.receive({ type: 'clear' });
    expect(await chat.page.locator('.screen').innerText()).toBe('');
    await chat.receive({ type: 'banner', banner: { ...banner, rows: ['Two people are here.'] } });
    expect(await chat.page.locator('.banner').innerText()).toBe('');
    await chat.append(message('again'));
    const bar = (await chat.page.locator('.bar').boundingBox())!;
    expect((await chat.lines.first().boundingBox())!.y - bar.y - bar.height).toBeLessThan(12);
  });

  it('keeps the banner away only until what must be known is another', async () => {
    const [kept, silent] = ['History:  Kept.', 'No answer.'];
    const told = (...vital: string[]): ToWebview => ({
      type: 'banner',
      banner: { ...banner, rows: ['Room', ...vital], vital },
    });
    const shown = (): Promise<string> => chat.page.locator('.banner').innerText();
    chat = await pages.open();
    await chat.receive(told(kept), { type: 'clear' }, told(), told(kept));
    expect(await shown()).toBe('');
    await chat.receive(told('History:  Not kept.'));
    expect(await shown()).toContain('Room\nHistory:  Not kept.');
    await chat.receive({ type: 'clear' }, told('History:  Not kept.', silent));
    expect(await shown()).toContain(silent);
  });

  it('keeps the banner away only until it offers something new', async () => {
    chat = await pages.open();
    await chat.receive(
      { type: 'clear' },
      { type: 'banner', banner: { ...banner, actions: [{ id: 'retry', label: 'Try Now' }] } },
    );
    expect(await chat.page.getByRole('button').allTextContents()).toContain('Try Now');
  });
});
