import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inEnglish } from '../../src/chat/translate.ts';
import { commandWords } from '../../src/conversation/commands/slashCommands.ts';
import { axe, axeFaults } from '../support/axe.ts';
import { type ChatPage, type PageMaker, startBrowser } from './chatPage.ts';
import { everyKind, everyTab, talk } from './everyKind.ts';
import { type Look, looks } from './looks.ts';

const vocabulary = { nicks: ['bruno', 'rui'], rooms: ['#chat'], own: 'ana', muted: ['rui'] };
const commands = commandWords(inEnglish);

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

/** A window so high that every line is drawn. What stands over lines is looked at over few of them: axe goes through all. */
async function open({ appearance, editor }: Look, lines = everyKind.lines ?? []): Promise<void> {
  const height = lines === talk ? 800 : 3200;
  chat = await pages.open(
    { ...everyKind, lines },
    {
      theme: editor,
      viewport: { width: 800, height },
      snapshot: { appearance, tabs: everyTab, active: '#chat', vocabulary, commands },
    },
  );
  // As what the debugger says: the page's own policy lets no script in.
  await chat.ask(axe);
}

const faults = (): Promise<string[]> => chat.ask<string[]>(axeFaults);

describe('axe', () => {
  it.each(looks)('finds nothing under $name', async look => {
    await open(look);
    expect(await chat.lines.count()).toBeGreaterThan(60);
    expect(await faults()).toEqual([]);
  });

  it.each(looks)(
    'finds nothing while one searches, chooses from what was typed, or opens lists and menus of people and places, under $name',
    async look => {
      await open(look, talk);
      await chat.input.focus();
      await chat.page.keyboard.type('typed before');
      await chat.press('Enter', 'F7');
      expect(await chat.page.locator('.history').isVisible()).toBe(true);
      expect(await faults()).toEqual([]);
      await chat.press('Escape');
      await chat.page.keyboard.type('/');
      expect(await chat.page.locator('.commands').isVisible()).toBe(true);
      await chat.press('ArrowDown', 'ArrowDown');
      expect(await faults()).toEqual([]);
      await chat.press('Escape', 'Control+f');
      await chat.page.keyboard.type('line');
      await chat.drawn();
      expect(await chat.page.locator('.search').isVisible()).toBe(true);
      expect(await faults()).toEqual([]);
      await chat.press('Escape');
      await chat.page.locator('.people').click();
      await chat.press('ArrowDown');
      expect(await faults()).toEqual([]);
      await chat.press('Enter');
      expect(await chat.page.getByRole('menu').isVisible()).toBe(true);
      expect(await faults()).toEqual([]);
      await chat.press('Escape');
      await chat.page.locator('.plus').click();
      const rooms = [{ name: '#redes', people: 12, topic: 'cables' }];
      await chat.receive({ type: 'places', tab: '#chat', rooms, people: ['bruno'] });
      await chat.press('ArrowDown');
      expect(await faults()).toEqual([]);
    },
  );

  it('would find something: a text that cannot be read', async () => {
    await open(looks[0]!);
    await chat.ask(`document.body.style.setProperty('--dim', '#333333')`);
    expect((await faults()).join()).toContain('color-contrast');
  });
});
