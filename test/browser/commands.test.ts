import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../src/chat/translate.ts';
import { commandWords } from '../../src/conversation/commands/slashCommands.ts';
import { type ChatPage, type PageMaker, messages, startBrowser } from './chatPage.ts';

const commands = commandWords(inEnglish);
let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({ lines: messages(40) }, { snapshot: { commands } });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const type = (text: string) => chat.page.keyboard.type(text);
const typed = () => chat.input.inputValue();
const list = () => chat.page.getByRole('listbox', { name: 'Commands' });
const names = () => list().locator('.command').allInnerTexts();
/** The name of the option that a screen reader is told to be the active one; '' for none. */
const active = () =>
  chat.ask<string>(
    `document.getElementById(document.querySelector('#input').getAttribute('aria-activedescendant'))
      ?.querySelector('.command').textContent ?? ''`,
  );

describe('a slash', () => {
  it('lists all commands, in groups, each with what it does', async () => {
    await type('/');
    expect(await list().getByRole('group').count()).toBe(new Set(commands.map(({ group }) => group)).size);
    const own = commands.filter(({ isAlias }) => isAlias !== true);
    expect(await names()).toEqual(own.map(({ name, usage }) => `/${name} ${usage}`.trimEnd()));
    const helps = await list().locator('.help').allInnerTexts();
    expect(helps).toEqual(own.map(({ help }) => help));
    expect(await chat.page.locator('.prompt [role=status]').textContent()).toBe(`Commands: ${own.length}`);
    expect(await chat.ask('document.activeElement.id')).toBe('input');
    expect(await chat.input.getAttribute('aria-controls')).toBe('commands');
  });

  it.each([
    ['/m', ['/me waves', '/msg nick [text]', '/mute [#room | nick]']],
    ['/MS', ['/msg nick [text]']],
    ['/qu', ['/query nick [text]', '/quit [reason]']],
    // Nothing is called so: it is in what one does.
    ['/file', ['/send']],
  ])('filters while one types: %s', async (text, expected) => {
    await type(text);
    expect(await names()).toEqual(expected);
  });

  it.each(['hello /', '//', '/who ', '/tmp/x', '/nosuchthing', 'x', ''])(
    'lists nothing for %j',
    async text => {
      await type(text);
      expect(await list().count()).toBe(0);
    },
  );

  it('goes with what is deleted, and comes back with what is typed', async () => {
    await type('/w');
    await chat.press('Backspace', 'Backspace');
    expect(await list().count()).toBe(0);
    await type('/w');
    expect(await names()).toEqual(['/who']);
  });
});

describe('choosing a command by keyboard', () => {
  it('puts it into the prompt, where Enter runs it', async () => {
    await type('/m');
    expect(await active()).toBe('');
    await chat.press('ArrowDown', 'ArrowDown');
    expect(await active()).toBe('/msg nick [text]');
    expect(await list().locator('[aria-selected=true]').count()).toBe(1);
    await chat.press('Enter');
    expect(await typed()).toBe('/msg ');
    expect(await list().count()).toBe(0);
    expect(await chat.posted()).toEqual([]);
    await type('bruno');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: '#chat', text: '/msg bruno' }]);
  });

  it('with Tab, and goes around at both ends', async () => {
    await type('/');
    await chat.press('ArrowUp');
    expect(await active()).toContain('/help');
    await chat.press('ArrowDown');
    expect(await active()).toContain('/me');
    await chat.press('PageDown', 'PageUp', 'Tab');
    expect(await typed()).toBe('/me ');
  });

  it('is not needed: Enter runs what was typed, and Esc leaves it there', async () => {
    await type('/who');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: '#chat', text: '/who' }]);
    await type('/wh');
    await chat.press('Escape');
    expect(await list().count()).toBe(0);
    expect(await typed()).toBe('/wh');
    await chat.press('Escape');
    expect(await typed()).toBe('');
  });

  it('lets Up go on through what was typed before, commands or not', async () => {
    for (const text of ['/who', 'hello', '/list']) {
      await type(text);
      await chat.press('Enter');
    }
    for (const expected of ['/list', 'hello', '/who']) {
      await chat.press('ArrowUp');
      expect([await typed(), await list().count()]).toEqual([expected, 0]);
    }
  });
});

describe('choosing a command by mouse', () => {
  it('needs the button below the prompt and the list, and nothing typed', async () => {
    await chat.page.getByRole('button', { name: 'Commands' }).click();
    expect(await typed()).toBe('/');
    await list().getByText('/who', { exact: true }).click();
    expect([await typed(), await list().count()]).toEqual(['/who', 0]);
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });

  it('opens it again after Esc, and keeps what was half typed for Up', async () => {
    const open = chat.page.getByRole('button', { name: 'Commands' });
    await type('half');
    await open.click();
    await chat.press('Escape');
    await open.click();
    expect(await list().count()).toBe(1);
    await chat.press('Backspace', 'ArrowUp');
    expect(await typed()).toBe('half');
  });

  it('does not stand between the prompt and the log for Shift+Tab', async () => {
    await type('/zzz');
    await chat.press('Backspace', 'Backspace', 'Backspace');
    expect(await list().count()).toBe(1);
    await chat.press('Shift+Tab');
    expect(await list().count()).toBe(0);
    expect(await chat.ask('document.activeElement.matches(".line")')).toBe(true);
  });

  it('goes when the focus goes elsewhere', async () => {
    await type('/');
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    expect(await list().count()).toBe(0);
  });
});

describe('the list', () => {
  it.each([
    [800, 500],
    [300, 400],
    [150, 300],
    [400, 200],
  ])('stays in sight and over the log in %i by %i pixels', async (width, height) => {
    await chat.page.setViewportSize({ width, height });
    await type('/');
    await chat.press('ArrowUp');
    const [box, option] = [(await list().boundingBox())!, list().locator('[aria-selected=true]')];
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    const chosen = (await option.boundingBox())!;
    expect(chosen.y + chosen.height).toBeLessThanOrEqual(box.y + box.height + 1);
    expect(
      await chat.ask(`(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)
      (document.querySelector('.commands'))`),
    ).toBe(true);
  });
});

describe('what was typed', () => {
  it('is shown behind its path, with its time and no sign, and not read out', async () => {
    const text = 'C:\\ANA\\#CHAT>/who';
    await chat.append({
      kind: 'note',
      id: 'e',
      at: Date.UTC(2026, 10, 22, 12),
      text,
      tone: 'answer',
      voice: 'typed',
    });
    expect(await chat.lines.last().innerText()).toMatch(/^\d\d:\d\d C:\\ANA\\#CHAT>\/who$/);
  });
});
