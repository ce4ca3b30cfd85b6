import type { FromWebview, Kept } from '../../src/panel/protocol.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, type PageMaker, message, startBrowser, tab } from './chatPage.ts';

const tabs = [
  tab('#chat', { closable: false }),
  tab('#code', { unread: 12 }),
  tab('bruno', { unread: 3, mentions: 2 }),
  tab('#lunch', { muted: true, unread: 120 }),
];

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({ lines: [message('a line')] }, { snapshot: { tabs } });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const at = (title: string) => chat.page.locator(`[data-tab="${title}"]`);
const focused = () => chat.ask<string>('document.activeElement.dataset.tab ?? document.activeElement.id');

describe('the tabs', () => {
  it('are not there when there is only one', async () => {
    const only = await pages.open();
    expect(await only.page.getByRole('tablist').count()).toBe(0);
    expect(await only.page.getByRole('tabpanel').count()).toBe(0);
    await only.close();
  });

  it('tell what is new in each, in numbers and in words', async () => {
    const bar = chat.page.getByRole('tablist', { name: 'Rooms and private chats' });
    const names = await chat.ask<string[]>(
      `[...document.querySelectorAll('[role=tab]')].map(one => one.ariaLabel)`,
    );
    expect(names).toEqual([
      '#chat',
      '#code, 12 unread messages',
      'bruno, 2 mentions, 3 unread messages',
      '#lunch, 120 unread messages, muted',
    ]);
    expect(await bar.getByRole('tab').allInnerTexts()).toEqual([
      '#chat',
      '#code\n12\n✕',
      'bruno\n@2\n✕',
      '#lunch\n⊘\n99+\n✕',
    ]);
    await chat.receive({
      type: 'tabs',
      active: '#chat',
      tabs: [tab('#chat'), tab('#code', { unread: 1, mentions: 1 }), tab('#99', { unread: 99 })],
    });
    expect(await chat.page.getByRole('tab', { name: '#code, 1 mention, 1 unread message' }).count()).toBe(1);
    expect(await at('#99').locator('.count').innerText()).toBe('99');
  });

  it('name the log they belong to', async () => {
    expect(await chat.page.getByRole('tabpanel', { name: '#chat' }).count()).toBe(1);
    expect(await chat.page.getByRole('tab', { selected: true }).getAttribute('data-tab')).toBe('#chat');
  });

  it('show hostile names as text', async () => {
    const hostile = `"><img src=x onerror="posted.push(1)">`;
    await chat.receive({ type: 'tabs', active: '#chat', tabs: [tab('#chat'), tab(hostile)] });
    expect(await chat.page.getByRole('tab').last().locator('.title').textContent()).toBe(hostile);
    expect(await chat.page.locator('img').count()).toBe(0);
  });
});

describe('a tab', () => {
  it('opens with a click, and the open one is not opened again', async () => {
    await at('#chat').click();
    await at('#code').click();
    await at('#code').click();
    expect(await chat.posted()).toEqual([{ type: 'openTab', tab: '#code' }]);
  });

  it('opens after the host knows what was read in the one before', async () => {
    await chat.append(message('read at once', { id: 'last' }));
    await chat.press('Alt+Digit2');
    const all = await chat.ask<FromWebview[]>('posted');
    expect(all.slice(-2)).toEqual([
      { type: 'seen', tab: '#chat', id: 'last' },
      { type: 'openTab', tab: '#code' },
    ]);
  });

  it('can be left again before the host has opened it', async () => {
    await chat.press('Alt+Digit2', 'Alt+Digit1');
    expect(await chat.posted()).toEqual([
      { type: 'openTab', tab: '#code' },
      { type: 'openTab', tab: '#chat' },
    ]);
  });

  it('opens with Alt and its number', async () => {
    await chat.press('Alt+Digit3', 'Alt+Digit9', 'Alt+Digit1', 'Alt+Numpad2');
    expect(await chat.posted()).toEqual([
      { type: 'openTab', tab: 'bruno' },
      { type: 'openTab', tab: '#chat' },
      { type: 'openTab', tab: '#code' },
    ]);
    expect(await chat.input.inputValue()).toBe('');
  });

  it('is reached with the arrows and opens with Enter, not before', async () => {
    await at('#chat').focus();
    const seen: string[] = [];
    for (const key of ['ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowRight']) {
      await chat.press(key);
      seen.push(await focused());
    }
    expect(seen).toEqual(['#code', '#lunch', '#chat', '#lunch', '#chat', '#code']);
    expect(await chat.posted()).toEqual([]);
    await chat.press('Enter', 'ArrowRight', 'Space');
    expect(await chat.posted()).toEqual([
      { type: 'openTab', tab: '#code' },
      { type: 'openTab', tab: 'bruno' },
    ]);
  });

  it('is one stop of the Tab key', async () => {
    expect(await chat.page.locator('[role="tab"][tabindex="0"]').count()).toBe(1);
    await at('#chat').focus();
    await chat.press('ArrowRight', 'Tab');
    expect(await chat.ask(`document.activeElement.closest('[role="tablist"]')`)).toBe(null);
    await chat.press('Shift+Tab');
    expect(await focused()).toBe('#code');
  });

  it('closes with its mark, the middle button or Delete, unless it may not', async () => {
    await at('#code').locator('.close').click();
    await at('bruno').click({ button: 'middle' });
    await at('#chat').click({ button: 'middle' });
    await at('#lunch').focus();
    await chat.press('Delete', 'Home', 'Delete');
    expect(await chat.posted()).toEqual([
      { type: 'closeTab', tab: '#code' },
      { type: 'closeTab', tab: 'bruno' },
      { type: 'closeTab', tab: '#lunch' },
    ]);
    expect(await at('#chat').locator('.close').count()).toBe(0);
  });

  it('closes with its mark also when something is said there during the click', async () => {
    await at('#code').locator('.close').hover();
    await chat.page.mouse.down();
    await chat.receive({
      type: 'tabs',
      active: '#chat',
      tabs: tabs.map(one => (one.id === '#code' ? { ...one, unread: 13 } : one)),
    });
    await chat.page.mouse.up();
    expect(await chat.posted()).toEqual([{ type: 'closeTab', tab: '#code' }]);
  });

  it('that has the focus keeps it when the others change, and hands it on when it goes', async () => {
    await at('bruno').focus();
    await chat.receive({ type: 'tabs', active: '#chat', tabs: [tabs[2]!, tabs[0]!, tabs[1]!, tabs[3]!] });
    expect(await focused()).toBe('bruno');
    await chat.receive({ type: 'tabs', active: '#chat', tabs: [tabs[0]!, tabs[1]!, tabs[3]!] });
    expect(await focused()).toBe('#chat');
    await chat.receive({ type: 'tabs', active: '#chat', tabs: [tabs[0]!] });
    expect(await focused()).toBe('input');
  });

  it('leaves letters to the prompt', async () => {
    await at('#code').focus();
    await chat.page.keyboard.type('olá');
    expect(await chat.input.inputValue()).toBe('olá');
  });
});

describe('the order', () => {
  it('changes with the keyboard: of the open tab, or of the one that has the focus', async () => {
    await chat.press('Control+Shift+PageDown', 'Control+Shift+PageUp');
    await at('#lunch').focus();
    await chat.press('Control+Shift+PageDown', 'Control+Shift+PageUp');
    expect(await chat.posted()).toEqual([
      { type: 'moveTab', tab: '#chat', to: 1 },
      { type: 'moveTab', tab: '#lunch', to: 2 },
    ]);
  });

  it('changes by dragging', async () => {
    await at('#chat').dragTo(at('bruno'), { targetPosition: { x: 60, y: 10 } });
    await at('#lunch').dragTo(at('#chat'), { targetPosition: { x: 2, y: 10 } });
    await at('#code').dragTo(at('bruno'), { targetPosition: { x: 2, y: 10 } });
    expect(await chat.posted()).toEqual([
      { type: 'moveTab', tab: '#chat', to: 2 },
      { type: 'moveTab', tab: '#lunch', to: 0 },
    ]);
    expect(await chat.page.locator('.before, .after').count()).toBe(0);
  });

  it('shows where a tab would go', async () => {
    await at('#chat').hover();
    await chat.page.mouse.down();
    await at('#lunch').hover();
    await at('#lunch').hover({ position: { x: 100, y: 10 } });
    await expect.poll(() => at('#lunch').getAttribute('class')).toContain('after');
    expect(await chat.page.locator('.dropZone').isVisible()).toBe(false);
    await chat.page.mouse.up();
  });
});

describe('another tab', () => {
  it('has a half-typed text of its own, which a reload keeps', async () => {
    await chat.page.keyboard.type('for the room');
    await chat.screen('#code');
    expect(await chat.input.inputValue()).toBe('');
    await chat.page.keyboard.type('for the code');
    await chat.screen('#chat');
    expect(await chat.input.inputValue()).toBe('for the room');
    await chat.page.reload();
    await chat.snapshot({}, { tabs, active: '#code' });
    expect(await chat.input.inputValue()).toBe('for the code');
    await chat.screen('#chat');
    expect(await chat.input.inputValue()).toBe('for the room');
  });

  it('leaves what is half typed with the host when the keyboard goes, once', async () => {
    await chat.page.keyboard.type('half');
    const blur = `window.dispatchEvent(new Event('blur'))`;
    await chat.page.evaluate(`${blur}, ${blur}`);
    expect(await chat.posted()).toEqual([
      {
        type: 'kept',
        kept: { drafts: [['#chat', 'half']], typed: [], unstored: [], at: expect.any(Number) as number },
      },
    ]);
  });

  it('has what another page has left with the host, when that is newer', async () => {
    const kept = (text: string, at: number): Kept => ({
      drafts: [['#chat', text]],
      typed: [['', ['one']]],
      unstored: [],
      at,
    });
    await chat.page.keyboard.type('own');
    await chat.page.reload();
    await chat.snapshot({}, { tabs, kept: kept('older', 1) });
    expect(await chat.input.inputValue()).toBe('own');
    await chat.page.reload();
    await chat.snapshot({}, { tabs, kept: kept('newer', Date.now() + 60_000) });
    expect(await chat.input.inputValue()).toBe('newer');
    await chat.press('ArrowUp');
    expect(await chat.input.inputValue()).toBe('one');
  });

  it('stores nothing that was typed in private or holds a secret, and leaves all of it with the host', async () => {
    const both = [tab('#chat'), tab('bruno', { kind: 'private' })];
    await chat.snapshot({}, { tabs: both });
    for (const text of [
      'hello',
      '/msg NickServ IDENTIFY hunter2',
      '/join #x hunter2',
      '/quote PASS hunter2',
    ]) {
      await chat.page.keyboard.type(text);
      await chat.press('Enter');
    }
    await chat.page.keyboard.type('/oper ana hunter2');
    await chat.screen('bruno');
    await chat.page.keyboard.type('hunter2 between us');
    await chat.press('Enter');
    await chat.page.keyboard.type('half of hunter2');
    const stored = await chat.page.evaluate<string>(`sessionStorage.getItem('state')`);
    expect(stored).toContain('hello');
    expect(stored).not.toContain('hunter2');
    await chat.page.evaluate(`window.dispatchEvent(new Event('blur'))`);
    const { kept } = (await chat.posted()).findLast(one => one.type === 'kept') as { kept: Kept };
    await chat.page.reload();
    await chat.snapshot({}, { tabs: both, active: 'bruno', kept });
    expect(await chat.input.inputValue()).toBe('half of hunter2');
    await chat.press('ArrowUp');
    expect(await chat.input.inputValue()).toBe('hunter2 between us');
    expect(await chat.page.evaluate<string>(`sessionStorage.getItem('state')`)).not.toContain('hunter2');
  });

  it('removes what an older version has stored', async () => {
    const old = {
      drafts: [
        ['bruno', 'hunter2, half'],
        ['#chat', 'half'],
      ],
      typed: [['', ['/oper ana hunter2']]],
      at: 5,
    };
    await chat.page.evaluate(`sessionStorage.setItem('state', ${JSON.stringify(JSON.stringify(old))})`);
    await chat.page.reload();
    await chat.snapshot({}, { tabs: [tab('#chat'), tab('bruno', { kind: 'private' })] });
    expect(await chat.input.inputValue()).toBe('half');
    expect(await chat.page.evaluate<string>(`sessionStorage.getItem('state')`)).not.toContain('hunter2');
  });

  it('has what was typed on its server and nothing of another', async () => {
    const servers = [
      tab('#chat', { server: 'one' }),
      tab('#code', { server: 'one' }),
      tab('bruno', { server: 'two' }),
    ];
    const up = async (active: string): Promise<string> => {
      await chat.screen(active);
      await chat.press('ArrowUp');
      return chat.input.inputValue();
    };
    await chat.snapshot({}, { tabs: servers });
    await chat.page.keyboard.type('on one');
    await chat.press('Enter');
    expect(await up('bruno')).toBe('');
    await chat.page.keyboard.type('on two');
    await chat.press('Enter');
    expect(await up('#code')).toBe('on one');
    expect(await up('bruno')).toBe('on two');
  });

  it('learns its server also after it was opened', async () => {
    await chat.snapshot({}, { tabs: [tab('#chat', { server: 'one' })] });
    await chat.page.keyboard.type('on one');
    await chat.press('Enter');
    await chat.screen('bruno');
    const added = [tab('#chat', { server: 'one' }), tab('bruno', { server: 'one' })];
    await chat.receive({ type: 'tabs', tabs: added, active: 'bruno' });
    await chat.press('ArrowUp');
    expect(await chat.input.inputValue()).toBe('on one');
  });

  it('takes the place of another one: what is half typed and answered there goes on', async () => {
    const answered = message('which one?', { nick: 'bruno' });
    await chat.snapshot({ lines: [answered] }, { tabs: [tab('start')] });
    await chat.lines.last().focus();
    await chat.press('r');
    await chat.page.keyboard.type('the first');
    await chat.press('ArrowLeft');
    await chat.screen('#chat', { replaces: 'start' });
    await chat.receive({ type: 'tabs', tabs: [tab('#chat')], active: '#chat' });
    await chat.page.keyboard.type('.');
    expect(await chat.input.inputValue()).toBe('the firs.t');
    await chat.screen('start');
    expect(await chat.input.inputValue()).toBe('');
    await chat.screen('#chat');
    await chat.press('Enter');
    expect(await chat.posted()).toContainEqual({
      type: 'submit',
      tab: '#chat',
      text: 'the firs.t',
      answers: answered.id,
    });
  });

  it('keeps its own half-typed text when nothing was typed where it takes the place', async () => {
    const kept: Kept = { drafts: [['#chat', 'own']], typed: [], unstored: [], at: Date.now() + 60_000 };
    await chat.snapshot({}, { tabs: [tab('start')], kept });
    await chat.screen('#chat', { replaces: 'start' });
    expect(await chat.input.inputValue()).toBe('own');
  });

  it('takes the place of another one also while the page is away', async () => {
    const kept: Kept = { drafts: [['start', 'half']], typed: [], unstored: [], at: Date.now() + 60_000 };
    await chat.page.reload();
    await chat.snapshot({ replaces: 'start' }, { tabs: [tab('#chat')], kept });
    expect(await chat.input.inputValue()).toBe('half');
  });

  it('gets what is sent, and shows what it holds', async () => {
    await chat.screen('bruno', { lines: [message('in private')], typing: ['bruno'] });
    expect(await chat.lines.allInnerTexts()).toEqual([expect.stringContaining('in private')]);
    expect(await chat.page.locator('.typing').innerText()).toBe('bruno is typing…');
    await chat.page.keyboard.type('olá');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: 'bruno', text: 'olá' }]);
  });

  it('is not what was typed before it was known which tab is open', async () => {
    await chat.page.reload();
    await chat.page.keyboard.type('early');
    await chat.snapshot({}, { tabs });
    expect(await chat.input.inputValue()).toBe('early');
    await chat.screen('bruno');
    expect(await chat.input.inputValue()).toBe('');
  });
});
