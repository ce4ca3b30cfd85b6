import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maxSubmitLength } from '../../src/panel/messageLimits.ts';
import { maxUndoableLength, maxUndoableLines } from '../../src/panel/webview/prompt/field.ts';
import { type ChatPage, type PageMaker, message, messages, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open();
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const type = (text: string) => chat.page.keyboard.type(text);
const typed = () => chat.input.inputValue();
const paste = (text: string) =>
  chat.ask(`(data => {
    data.setData('text/plain', ${JSON.stringify(text)});
    data.setData('text/html', '<b>no</b>');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  })(new DataTransfer())`);
const submitted = async () => (await chat.posted()).map(said => (said.type === 'submit' ? said.text : said));

describe('sending', () => {
  it('happens with Enter, and the prompt is empty again', async () => {
    await type('olá 👋');
    await chat.press('Enter');
    expect(await submitted()).toEqual(['olá 👋']);
    expect(await typed()).toBe('');
  });

  it('takes line breaks made with Shift+Enter', async () => {
    await type('one');
    await chat.press('Shift+Enter');
    await type('two');
    expect(await submitted()).toEqual([]);
    await chat.press('Enter');
    expect(await submitted()).toEqual(['one\ntwo']);
  });

  it('does not happen with nothing to send', async () => {
    await chat.press('Enter', 'Space', 'Shift+Enter', 'Enter');
    expect(await submitted()).toEqual([]);
  });

  it('does not happen while an input method composes', async () => {
    const session = await chat.page.context().newCDPSession(chat.page);
    await session.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    // The keys of a composition never reach the page as themselves.
    await chat.ask(`document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))`);
    expect(await submitted()).toEqual([]);
    expect(await typed()).toBe('に');
    await session.send('Input.insertText', { text: '日本' });
    await chat.press('Enter');
    expect(await submitted()).toEqual(['日本']);
  });

  it('takes a text of the greatest length, and refuses a longer one in words and keeps it', async () => {
    const longest = 'a'.repeat(maxSubmitLength);
    await chat.input.fill(`${longest}a`);
    await chat.press('Enter');
    expect(await submitted()).toEqual([]);
    expect(await typed()).toHaveLength(maxSubmitLength + 1);
    expect(await chat.page.getByRole('alert').innerText()).toContain('65537');
    await chat.press('Backspace');
    expect(await chat.page.getByRole('alert').innerText()).toBe('');
    await chat.press('Enter');
    expect(await submitted()).toEqual([longest]);
  });

  it('is for the tab that is open', async () => {
    await type('olá');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: '#chat', text: 'olá' }]);
  });

  it('goes to the end of the log', async () => {
    await chat.append(...messages(100));
    await chat.scrollTo(0);
    await type('x');
    await chat.press('Enter');
    await chat.append(message('x', { own: true }));
    expect(await chat.isAtEnd()).toBe(true);
  });
});

describe('what was typed before', () => {
  it('comes back with Up and Down, and the half-typed line after it', async () => {
    for (const text of ['one', 'two']) {
      await type(text);
      await chat.press('Enter');
    }
    await type('half');
    const seen: string[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      await chat.press(key);
      seen.push(await typed());
    }
    expect(seen).toEqual(['two', 'one', 'one', 'two', 'half', 'half']);
  });

  it('comes only from the first and the last row; between them the keys move the caret', async () => {
    await type('older');
    await chat.press('Enter');
    await type('first');
    await chat.press('Shift+Enter');
    await type('second');
    await chat.press('ArrowUp');
    expect(await typed()).toBe('first\nsecond');
    await chat.press('ArrowUp');
    expect(await typed()).toBe('older');
    await chat.press('ArrowDown');
    expect(await typed()).toBe('first\nsecond');
  });

  it('counts the rows as they are seen, wrapped ones too', async () => {
    await type('older');
    await chat.press('Enter');
    const long = 'word '.repeat(40);
    await chat.page.keyboard.insertText(long);
    await chat.press('ArrowUp');
    expect(await typed()).toBe(long);
    await chat.press('Control+Home', 'ArrowUp');
    expect(await typed()).toBe('older');
  });

  it('holds what Escape has cleared', async () => {
    await type('not yet');
    await chat.press('Escape');
    expect(await typed()).toBe('');
    await chat.press('ArrowUp');
    expect(await typed()).toBe('not yet');
    expect(await submitted()).toEqual([]);
  });
});

describe('clearing the line', () => {
  it('happens with Ctrl+C, and Up brings back what was there', async () => {
    await type('not yet');
    await chat.press('Control+c');
    expect(await typed()).toBe('');
    await chat.press('ArrowUp');
    expect(await typed()).toBe('not yet');
  });

  it('does not happen with Ctrl+C when something is selected: that is copied', async () => {
    await type('keep');
    await chat.press('Shift+Home', 'Control+c');
    expect(await typed()).toBe('keep');
    await chat.press('End', 'Control+v');
    expect(await typed()).toBe('keepkeep');
  });

  it('does not happen with Ctrl+C when something is selected in the log', async () => {
    await chat.append(message('select me'));
    await type('keep');
    await chat.ask(`getSelection().selectAllChildren(document.querySelector('.line'))`);
    await chat.press('Control+c');
    expect(await typed()).toBe('keep');
  });

  it('can be undone', async () => {
    await type('half');
    await chat.press('Escape', 'Control+z');
    expect(await typed()).toBe('half');
  });

  it('is not undone once the text was sent', async () => {
    await type('sent');
    await chat.press('Enter', 'Control+z');
    expect(await typed()).toBe('');
  });
});

describe('undoing', () => {
  it('goes back over texts of before', async () => {
    await type('one');
    await chat.press('Enter');
    await type('half');
    await chat.press('ArrowUp');
    expect(await typed()).toBe('one');
    await chat.press('Control+z');
    expect(await typed()).toBe('half');
  });

  it('goes back over a paste from elsewhere', async () => {
    await type('a');
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    await paste('b\nc');
    expect(await typed()).toBe('ab\nc');
    await chat.press('Control+z');
    expect(await typed()).toBe('a');
  });
});

describe('a long text', () => {
  it('is put in quickly, whether it can be undone or not', async () => {
    for (const text of ['x'.repeat(maxUndoableLength), `${'x'.repeat(63)}\n`.repeat(maxSubmitLength / 64)]) {
      await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
      await chat.ask('window.started = performance.now()');
      await paste(text);
      expect(await chat.ask('performance.now() - started')).toBeLessThan(2_000);
      expect(await typed()).toBe(text);
      await chat.input.fill('');
    }
  });

  it('can be undone up to so many characters and lines', async () => {
    const lines = 'x\n'.repeat(maxUndoableLines - 1);
    for (const [text, left] of [
      [`${lines}\n`, `a${lines}\n`],
      ['x'.repeat(maxUndoableLength), 'a'],
      [lines, 'a'],
    ] as const) {
      if ((await typed()) !== '') await chat.input.fill('');
      await type('a');
      await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
      await paste(text);
      await chat.press('Control+z');
      expect(await typed()).toBe(left);
    }
  });
});

describe('a reload', () => {
  it('keeps the half-typed text and what was typed before', async () => {
    await type('sent');
    await chat.press('Enter');
    await type('half');
    await chat.press('Shift+Enter');
    await type('typed');
    await chat.page.reload();
    await chat.snapshot();
    expect(await typed()).toBe('half\ntyped');
    await chat.press('ArrowUp', 'ArrowUp');
    expect(await typed()).toBe('sent');
  });

  it('survives whatever an older version may have kept', async () => {
    await chat.ask(`sessionStorage.setItem('state', '{"drafts":7,"typed":{"0":"x"}}')`);
    await chat.page.reload();
    await chat.snapshot();
    expect(await typed()).toBe('');
  });

  it('is not needed for a snapshot to leave the half-typed text alone', async () => {
    await type('half');
    await chat.snapshot({ lines: messages(3) });
    expect(await typed()).toBe('half');
  });
});

describe('typing', () => {
  it('goes into the prompt wherever the focus was', async () => {
    await chat.append(message('click here'));
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    await type('olá');
    expect(await typed()).toBe('olá');
    expect(await chat.posted()).toEqual([]);
  });

  it('goes into the prompt after a click on the log or below it', async () => {
    await chat.append(message('click here'));
    for (const [x, y] of [
      [400, 200],
      [400, 480],
    ] as const) {
      await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
      await chat.page.mouse.click(x, y);
      expect(await chat.ask('document.activeElement.tagName')).toBe('TEXTAREA');
    }
  });

  it('lets one select and copy from the log', async () => {
    await chat.append(message('select me'));
    const box = (await chat.page.locator('.text').boundingBox())!;
    await chat.page.mouse.move(box.x + 1, box.y + 5);
    await chat.page.mouse.down();
    await chat.page.mouse.move(box.x + box.width, box.y + 5);
    await chat.page.mouse.up();
    expect(await chat.ask('getSelection().toString()')).toBe('select me');
  });

  it('takes what is pasted elsewhere, as text', async () => {
    await type('[]');
    await chat.press('ArrowLeft');
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    await paste('a\nb');
    expect(await typed()).toBe('[a\nb]');
  });
});

describe('the page in a window that is not in front', () => {
  it('does not take the keyboard, but has it as soon as it is given', async () => {
    const other = await pages.open();
    await other.page.addInitScript(`document.hasFocus = () => false`);
    await other.page.reload();
    expect(await other.ask('document.activeElement.tagName')).toBe('BODY');
    await other.ask(`dispatchEvent(new Event('focus'))`);
    expect(await other.ask('document.activeElement.tagName')).toBe('TEXTAREA');
    await other.close();
  });
});
