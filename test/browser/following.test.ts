import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPage, type PageMaker, banner, message, messages, note, startBrowser } from './chatPage.ts';

/** Of `src/panel/webview/screen.ts`, which runs only in a page. */
const maxShownLines = 2_000;

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

/** Where the line with this text is seen. */
const topOf = async (text: string): Promise<number> =>
  (await chat.page.locator('.text').getByText(text, { exact: true }).boundingBox())!.y;

describe('new lines', () => {
  it('are followed when one is at the end', async () => {
    chat = await pages.open({ lines: messages(100) });
    expect(await chat.isAtEnd()).toBe(true);
    await chat.append(...messages(30));
    expect(await chat.isAtEnd()).toBe(true);
    expect(await chat.below.isVisible()).toBe(false);
  });

  it('are counted when one is not, and nothing moves', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.scrollTo(200);
    const before = await topOf('line 12');
    await chat.append(message('new'));
    expect(await chat.below.innerText()).toContain('1 new line below');
    await chat.append(note('carla joined.'), message('newer'));
    expect(await chat.below.innerText()).toContain('3 new lines below');
    expect(await topOf('line 12')).toBe(before);
  });

  it('are reached with the button, and followed again', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.scrollTo(200);
    await chat.append(...messages(3));
    await chat.below.click();
    await chat.drawn();
    expect(await chat.isAtEnd()).toBe(true);
    expect(await chat.below.isVisible()).toBe(false);
    expect(await chat.ask('document.activeElement.tagName')).toBe('TEXTAREA');
    await chat.append(...messages(3));
    expect(await chat.isAtEnd()).toBe(true);
  });

  it('are no longer counted once one has scrolled to them', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.scrollTo(200);
    await chat.append(...messages(3));
    await chat.scrollTo(1e6);
    expect(await chat.below.isVisible()).toBe(false);
  });

  it('stay in sight when the prompt grows, the window shrinks or the banner changes', async () => {
    chat = await pages.open({ lines: messages(100) });
    for (let row = 0; row < 5; row += 1) await chat.press('Shift+Enter');
    await chat.drawn();
    expect(await chat.isAtEnd()).toBe(true);
    await chat.page.setViewportSize({ width: 320, height: 260 });
    await chat.drawn();
    expect(await chat.isAtEnd()).toBe(true);
    await chat.receive({ type: 'banner', banner: { ...banner, rows: Array<string>(20).fill('row') } });
    expect(await chat.isAtEnd()).toBe(true);
    await chat.page.setViewportSize({ width: 900, height: 700 });
    await chat.drawn();
    expect(await chat.isAtEnd()).toBe(true);
  });

  it('stay in sight when a late scroll event meets a view that has become lower', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.ask(`(view => {
      view.style.flex = 'none';
      view.style.height = '100px';
      view.dispatchEvent(new Event('scroll'));
      view.style.flex = view.style.height = '';
    })(document.querySelector('.screen'))`);
    await chat.append(message('new'));
    expect(await chat.isAtEnd()).toBe(true);
  });
});

describe('paging', () => {
  it('moves the log from the prompt, up and down', async () => {
    chat = await pages.open({ lines: messages(200) });
    await chat.page.keyboard.type('half');
    await chat.press('PageUp');
    await chat.drawn();
    expect(await chat.isAtEnd()).toBe(false);
    await chat.append(message('new'));
    expect(await chat.below.isVisible()).toBe(true);
    await chat.press('PageDown', 'PageDown');
    await chat.drawn();
    expect(await chat.isAtEnd()).toBe(true);
    expect(await chat.input.inputValue()).toBe('half');
  });
});

describe('the number of lines', () => {
  it('is bounded: as many are shown, one more lets the oldest go, which is said', async () => {
    chat = await pages.open({ lines: messages(maxShownLines) });
    expect(await chat.lines.count()).toBe(maxShownLines);
    expect(await chat.page.locator('.dropped').isVisible()).toBe(false);
    await chat.append(message('one more'));
    expect(await chat.lines.count()).toBe(maxShownLines);
    expect(await chat.page.locator('.text').first().textContent()).toBe('line 2');
    expect(await chat.page.locator('.dropped').innerText()).toBe('Earlier lines that are no longer here: 1');
  });

  it('adds to what the host has dropped before', async () => {
    chat = await pages.open({ lines: messages(maxShownLines + 5), dropped: 10 });
    expect(await chat.lines.count()).toBe(maxShownLines);
    expect(await chat.page.locator('.dropped').innerText()).toMatch(/: 15$/);
  });

  it('does not move what is being read when the oldest go', async () => {
    chat = await pages.open({ lines: messages(maxShownLines) });
    await chat.scrollTo(20_000);
    const reading = await chat.ask<string>(
      `document.elementFromPoint(200, 200).closest('.line').querySelector('.text').textContent`,
    );
    const before = await topOf(reading);
    await chat.append(...messages(300, 10_001));
    expect(await topOf(reading)).toBeCloseTo(before, 0);
    expect(await chat.below.innerText()).toContain('300 new lines below');
  });

  it('counts no word before the earlier lines', async () => {
    const earlier = messages(3).map(line => ({ ...line, earlier: true }));
    chat = await pages.open({ lines: [...earlier, ...messages(maxShownLines - 3, 4)] });
    expect(await chat.lines.count()).toBe(maxShownLines);
    await chat.append(message('new'));
    expect(await chat.lines.count()).toBe(maxShownLines);
    expect(await chat.page.locator('.label').count()).toBe(0);
  });

  it('stays bounded while 10,000 come in bursts, and draws once a frame', async () => {
    chat = await pages.open();
    await chat.ask(`(async () => {
      window.draws = [];
      const observer = new MutationObserver(records => records.forEach(({ addedNodes }) => {
        if (addedNodes.length > 0) draws.push(addedNodes.length);
      }));
      observer.observe(document.querySelector('.log'), { childList: true });
      const at = Date.now();
      for (let sent = 0; sent < 10_000; sent += 250) {
        const lines = Array.from({ length: 250 }, (_, index) => ({ kind: 'message', id: 'b' + (sent + index), at,
          nick: 'n' + index % 20, text: 'burst ' + (sent + index), form: 'say', own: false }));
        dispatchEvent(new MessageEvent('message', { data: { type: 'append', lines } }));
        if (sent % 1_000 === 0) await new Promise(requestAnimationFrame);
      }
    })()`);
    await chat.drawn();
    expect(await chat.lines.count()).toBe(maxShownLines);
    expect(await chat.page.locator('.text').last().textContent()).toBe('burst 9999');
    expect(await chat.page.locator('.text').first().textContent()).toBe('burst 8000');
    expect(await chat.page.locator('.dropped').innerText()).toMatch(/: 8000$/);
    expect(await chat.isAtEnd()).toBe(true);
    // Ten times the page let a frame pass: 40 bursts make about as many draws, and nothing is drawn twice.
    const draws = await chat.ask<number[]>('draws');
    expect(draws.length).toBeLessThanOrEqual(11);
    expect(draws.reduce((sum, count) => sum + count)).toBe(10_000);
  });

  it('is bounded for lines that wait for a page that draws nothing, too', async () => {
    chat = await pages.open();
    await chat.ask(`window.realFrame = requestAnimationFrame; window.wanted = [];
      window.requestAnimationFrame = task => wanted.push(task)`);
    const data = { type: 'append', lines: messages(maxShownLines) };
    await chat.ask(`for (let burst = 0; burst < 5; burst += 1)
      dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(data)} }))`);
    expect(await chat.ask('wanted.length')).toBe(1);
    expect(await chat.lines.count()).toBe(0);
    // Those that would not stay are not even made.
    const made = await chat.ask(`(async () => {
      const observer = new MutationObserver(() => undefined);
      observer.observe(document.querySelector('.log'), { childList: true });
      window.requestAnimationFrame = realFrame;
      wanted[0]();
      return observer.takeRecords().reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
    })()`);
    expect(made).toBe(maxShownLines);
    expect(await chat.lines.count()).toBe(maxShownLines);
    expect(await chat.page.locator('.dropped').innerText()).toMatch(/: 8000$/);
  });
});

describe('a snapshot', () => {
  it('goes to the end', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.snapshot({ lines: messages(300) });
    expect(await chat.isAtEnd()).toBe(true);
  });

  it('leaves who was reading at the same line, and counts what is new', async () => {
    const lines = messages(100);
    chat = await pages.open({ lines });
    await chat.scrollTo(400);
    const before = await topOf('line 30');
    await chat.snapshot({ lines: [...lines.slice(10), ...messages(7, 101)] });
    expect(await topOf('line 30')).toBeCloseTo(before, 0);
    expect(await chat.below.innerText()).toContain('7 new lines below');
  });

  it('goes to the end when the line that was read is gone', async () => {
    chat = await pages.open({ lines: messages(100) });
    await chat.scrollTo(400);
    await chat.snapshot({ lines: messages(100) });
    expect(await chat.isAtEnd()).toBe(true);
    expect(await chat.below.isVisible()).toBe(false);
  });
});
