import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

const patience = { timeout: 30_000 };
const pictures = process.env.PYCHAT_PICTURES;
const count = 60;

describe('the chat, moved about the window', () => {
  let ana: ChatWindow;

  beforeAll(async () => {
    const settings = { 'pychat.nick': 'ana', 'pychat.host.port': await freePort(), 'pychat.host.open': true };
    ana = await ChatWindow.start({ name: 'ana', vsix: packagedExtension(), settings });
  });

  afterAll(async () => {
    await ana[Symbol.asyncDispose]();
  });

  const picture = async (name: string): Promise<void> => {
    if (pictures !== undefined) await ana.editor.screenshot(path.join(pictures, `${name}.png`));
  };
  /** The frame of a view that has no page: beside it there may be that of the page. */
  const emptyPlace = () =>
    ana.editor.page
      .locator('iframe.webview')
      .all()
      .then(async frames => {
        for (const frame of frames) {
          const link = frame
            .contentFrame()
            .frameLocator('iframe')
            .getByRole('button', { name: 'Bring Here' });
          if (await link.isVisible()) return link;
        }
        return undefined;
      });
  const bringHere = async (): Promise<void> => {
    await expect.poll(async () => (await emptyPlace()) !== undefined, patience).toBe(true);
    await (await emptyPlace())?.click();
  };
  /** The page, wherever it stands. */
  const page = async () => {
    for (const frame of await ana.editor.page.locator('iframe.webview').all()) {
      const inner = frame.contentFrame().frameLocator('iframe');
      if (await inner.locator('#app .screen').isVisible()) return inner;
    }
    throw new Error('no page is in sight');
  };
  const inPart = (part: string): Promise<string> =>
    ana.editor.page.evaluate(
      `[...document.querySelectorAll('iframe.webview')].map(frame => {
        const [a, b] = [frame, document.querySelector('${part}')].map(one => one?.getBoundingClientRect());
        return a && b && a.width > 0 && a.left >= b.left - 2 && a.right <= b.right + 2 && a.top >= b.top - 2 && a.bottom <= b.bottom + 2;
      }).some(Boolean) ? 'there' : 'not there'`,
    );
  const draft = async (): Promise<string> =>
    (await page()).getByRole('textbox', { name: 'Message', exact: true }).inputValue();
  const firstInSight = async (): Promise<string> =>
    (await page()).locator('body').evaluate(
      `(() => { const edge = document.querySelector('.screen').getBoundingClientRect().top;
        return [...document.querySelectorAll('.message')].find(line => line.getBoundingClientRect().bottom > edge + 4)
          .querySelector('.text').textContent; })()`,
    );
  const untilMoved = async (part: string, line: string): Promise<void> => {
    await expect.poll(() => inPart(part), patience).toBe('there');
    await expect.poll(() => draft().catch(() => ''), patience).toBe('half a thought');
    await expect.poll(() => firstInSight().catch(() => ''), patience).toBe(line);
  };

  let read = '';

  it('stands in the editor area at first, and is read further up', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    for (let line = 0; line < count; line += 10)
      await ana.say(Array.from({ length: 10 }, (_, index) => `line ${line + index}`).join('\n'));
    await ana.say('the end');
    await ana.untilMessage('the end');
    await ana.type('half a thought');
    await (await page()).locator('.screen').hover();
    await ana.editor.page.mouse.wheel(0, -400);
    await expect.poll(firstInSight, patience).not.toBe('the end');
    read = await firstInSight();
  });

  it('leaves its place in the panel empty, with a way to bring it there', async () => {
    await ana.editor.runCommand('View: Toggle Panel Visibility');
    await ana.editor.page.locator('.part.panel .action-label', { hasText: 'PyChat' }).click();
    await expect.poll(async () => (await emptyPlace()) !== undefined, patience).toBe(true);
    await picture('bring-here');
    // Nothing has moved by looking.
    await expect.poll(() => inPart('.part.editor'), patience).toBe('there');
    read = await firstInSight();
  });

  it('comes to the panel with what is half typed and where it was scrolled', async () => {
    await bringHere();
    await expect.poll(() => inPart('.part.editor'), patience).toBe('not there');
    await untilMoved('.part.panel', read);
    await picture('in-panel');
  });

  it('goes to the secondary side bar, and the panel has the way back', async () => {
    await ana.editor.runCommand('PyChat: Show Chat in Secondary Side Bar');
    await untilMoved('.part.auxiliarybar', read);
    await expect.poll(async () => (await emptyPlace()) !== undefined, patience).toBe(true);
    await picture('in-side-bar');
    await bringHere();
    await untilMoved('.part.panel', read);
  });

  it('is where it was after the window was loaded again', async () => {
    await ana.editor.reloadWindow();
    await expect.poll(() => inPart('.part.panel'), patience).toBe('there');
    await expect.poll(() => draft().catch(() => ''), patience).toBe('half a thought');
  });

  it('comes back to the editor area, and by a chord to the front', async () => {
    await ana.editor.runCommand('PyChat: Show Chat in Editor Area');
    await expect.poll(() => inPart('.part.editor'), patience).toBe('there');
    await ana.editor.runCommand('New Untitled Text File');
    await expect.poll(() => inPart('.part.editor'), patience).toBe('not there');
    await ana.press('ControlOrMeta+K', 'h');
    await expect.poll(() => inPart('.part.editor'), patience).toBe('there');
    const focused = `document.hasFocus() && document.activeElement?.id === 'input'`;
    await expect
      .poll(
        async () =>
          (await page())
            .locator('body')
            .evaluate(focused)
            .catch(() => false),
        patience,
      )
      .toBe(true);
  });
});
